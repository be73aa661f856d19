//! Sound documents that are none of ours, and what every error keeps to itself.

use super::{assert_refused, refusal};

#[test]
fn neither_json_nor_xml() {
    assert_refused(&[
        (
            "\n\t ",
            "the input is empty; EXPECTED: look whether the command that wrote it failed",
        ),
        (
            "\n  404 page not found",
            "line 2, column 3: neither a JSON object or list nor an XML element starts here; EXPECTED",
        ),
        (
            "null",
            "line 1, column 1: neither a JSON object or list nor an XML element starts here; EXPECTED",
        ),
        (
            "<html><body>Sign in</body></html>",
            "line 1, column 1: this is an HTML page (of a proxy, a login or an error), not an API \
             response; EXPECTED",
        ),
        (
            "\n<!DOCTYPE html>\n<html>",
            "line 2, column 1: this is an HTML page (of a proxy, a login or an error), not an API \
             response; EXPECTED",
        ),
    ]);
}

#[test]
fn sound_but_foreign() {
    assert_refused(&[
        (
            r#""abc""#,
            "line 1, column 1: found a single value; EXPECTED",
        ),
        ("[]", "line 1, column 1: found an empty list; EXPECTED"),
        ("[null]", "line 1, column 2: found null in [0]; EXPECTED"),
        (
            "{}",
            "line 1, column 1: found an object with no fields; EXPECTED",
        ),
        (
            r#"{"RequestId": "x", "a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1, "g": 1}"#,
            "line 1, column 1: found an object with the fields RequestId, a, b, c, d, e and 2 more; \
             EXPECTED",
        ),
        (
            "<DescribeInstancesResponse><RequestId>x</RequestId><Instances/></DescribeInstancesResponse>",
            "line 1, column 1: found a response of DescribeInstances with the fields RequestId \
             and 1 more; EXPECTED",
        ),
        (
            "<rss><channel>x</channel></rss>",
            "line 1, column 1: found <rss> with one field of another name; EXPECTED",
        ),
        (
            r#"{"VpnConnectionConfig": "later"}"#,
            "line 1, column 25: found a single value in VpnConnectionConfig; EXPECTED",
        ),
        (
            r#"{"VpnConnections": [{"TunnelId": "x", "FailedReason": "y"}]}"#,
            "line 1, column 21: found an object with the fields TunnelId, FailedReason in \
             VpnConnections[0]; EXPECTED",
        ),
        (
            r#"{"VpnConnections": {"VpnConnection": []}, "TotalCount": 0}"#,
            "line 1, column 20: the DescribeVpnConnection response lists nothing; check the region \
             and the ids of the request",
        ),
        (
            r#"{"DescribeVpnGateway": {"CustomerGatewayId": "x", "IpAddress": "192.0.2.1"}}"#,
            "line 1, column 24: found a DescribeCustomerGateway response under the name \
             DescribeVpnGateway; EXPECTED",
        ),
        (
            r#"{"statusCode": 200, "body": "Bad Gateway"}"#,
            "line 1, column 29: found a single value in body; EXPECTED",
        ),
    ]);
}

#[test]
fn no_error_shows_a_value() {
    let secret = "Kq7vZ2xW9mTs";
    for text in [
        format!(r#"{{"Psk": "{secret}" 1}}"#),
        format!(r#"{{"Psk": {secret}}}"#),
        format!(r#"{{"Psk": "\{secret}"}}"#),
        format!(r#"{{"Psk": "{secret}", "Psk": "{secret}"}}"#),
        format!(r#"{{"VpnConnectionConfig": "{secret}"}}"#),
        format!(r#""{secret}""#),
        format!("<a>&{secret};</a>"),
        format!("<a>&#{secret};</a>"),
        format!("<a>x<b/>{secret}</a>"),
        format!("<a></{secret}></a>"),
        format!("<a><b>x</{secret}></a>"),
        format!("<a/>{secret}"),
        format!("<a>{secret}</a>"),
        format!("<a><![CDATA[{secret}</a>"),
        // A key with a `<` in it, and a part of the key behind that.
        format!("<Psk>ab<{secret}</Psk>"),
        format!("<Psk>ab<{secret}></Psk>"),
        format!("<IkeConfig><Psk><{secret}/></Psk></IkeConfig>"),
        format!("<IkeConfig><Psk><{secret}>x</{secret}></Psk></IkeConfig>"),
        format!("<IkeConfig><Psk><{secret}></Psk></IkeConfig>"),
        format!("<IkeConfig><Psk><{secret} a='b'></Psk></IkeConfig>"),
        format!("<IkeConfig><Psk><{secret}/><b/><{secret}/></Psk></IkeConfig>"),
        format!("<a><IkePsk><{secret}></IkePsk>"),
        format!(r#"{{"Psk": {{"{secret}": 1, "{secret}": 2}}}}"#),
    ] {
        let error = refusal(&text);
        assert!(!format!("{error} {error:?}").contains(secret), "{error:?}");
    }
}
