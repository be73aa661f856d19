//! Every envelope that responses are kept in, and every response that is recognised.

use super::super::{ApiError, Document, DocumentError, limits};

const CONFIG: &str = r#"{"Local": "192.0.2.1", "Remote": "203.0.113.1"}"#;

/// The items of a document as `operation path request-id`.
fn items(text: &str) -> Vec<String> {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let items = document
        .items()
        .unwrap_or_else(|error| panic!("{error}\n{text}"));
    for (index, item) in items.iter().enumerate() {
        assert_eq!(item.index, index);
    }
    items
        .iter()
        .map(|item| {
            let id = item.request_id.unwrap_or("-");
            format!("{} {} {id}", item.operation, item.body.path())
        })
        .collect()
}

fn api_error(text: &str) -> ApiError {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    match document.items() {
        Err(DocumentError::Api(error)) => *error,
        other => panic!("{other:?}\n{text}"),
    }
}

#[test]
fn downloads() {
    let escaped = serde_json::to_string(CONFIG).expect("a string");
    let whole = format!(r#"{{"VpnConnectionConfig": {CONFIG}, "RequestId": "r"}}"#);
    let twice = serde_json::to_string(&serde_json::to_string(&whole).expect("a string"));
    let in_body = "DownloadVpnConnectionConfig body.VpnConnectionConfig r";
    for (text, item) in [
        (whole.clone(), "DownloadVpnConnectionConfig VpnConnectionConfig r"),
        (CONFIG.to_owned(), "DownloadVpnConnectionConfig  -"),
        (escaped.clone(), "DownloadVpnConnectionConfig  -"),
        (
            format!(r#"{{"VpnConnectionConfig": {escaped}}}"#),
            "DownloadVpnConnectionConfig VpnConnectionConfig -",
        ),
        (
            r#"{"IkeConfig": {"Psk": "x"}, "IpsecConfig": {}}"#.to_owned(),
            "DownloadVpnConnectionConfig  -",
        ),
        (
            r#"{"Local": "192.0.2.1", "TunnelConfig": [{}]}"#.to_owned(),
            "DownloadVpnConnectionConfig  -",
        ),
        (
            format!(r#"{{"headers": {{"x": "y"}}, "statusCode": 200, "body": {whole}}}"#),
            in_body,
        ),
        (
            format!(
                r#"{{"headers": null, "statusCode": 200, "body": {}}}"#,
                serde_json::to_string(&whole).expect("a string")
            ),
            in_body,
        ),
        (
            r#"{"statusCode": 200, "body": "<R><RequestId>r</RequestId><VpnConnectionConfig><Local>x</Local></VpnConnectionConfig></R>"}"#
                .to_owned(),
            in_body,
        ),
        (
            "<VpnConnectionConfig><Psk>x</Psk></VpnConnectionConfig>".to_owned(),
            "DownloadVpnConnectionConfig  -",
        ),
        (
            "<a:R xmlns:a='x'><a:RequestId>r</a:RequestId><a:VpnConnectionConfig/></a:R>".to_owned(),
            "DownloadVpnConnectionConfig VpnConnectionConfig r",
        ),
    ] {
        assert_eq!(items(&text), [item], "{text}");
    }
    assert!(
        matches!(
            Document::parse(&twice.expect("a string"))
                .expect("a string")
                .items(),
            Err(DocumentError::Unrecognised { .. })
        ),
        "a string in a string is nothing that anybody writes"
    );
}

#[test]
fn several_downloads() {
    let response = format!(r#"{{"RequestId": "r", "VpnConnectionConfig": {CONFIG}}}"#);
    assert_eq!(
        items(&format!(r"[{CONFIG}, {response}]")),
        [
            "DownloadVpnConnectionConfig [0] -",
            "DownloadVpnConnectionConfig [1].VpnConnectionConfig r"
        ]
    );
    let two = [
        "DownloadVpnConnectionConfig VpnConnectionConfig[0] r",
        "DownloadVpnConnectionConfig VpnConnectionConfig[1] r",
    ];
    assert_eq!(
        items(&format!(
            r#"{{"RequestId": "r", "VpnConnectionConfig": [{CONFIG}, {CONFIG}]}}"#
        )),
        two
    );
    assert_eq!(
        items(
            "<R><VpnConnectionConfig><Local>x</Local></VpnConnectionConfig><RequestId>r</RequestId>\
             <VpnConnectionConfig><Local>y</Local></VpnConnectionConfig></R>"
        ),
        two
    );
}

#[test]
fn descriptions() {
    for (text, item) in [
        (
            r#"{"VpnConnectionId": "vco-1", "Status": "", "IkeConfig": {}, "LocalSubnet": "x"}"#,
            "DescribeVpnConnection  -",
        ),
        (
            r#"{"TunnelOptionsSpecification": {}, "LocalSubnet": "x", "RemoteSubnet": "y"}"#,
            "DescribeVpnConnection  -",
        ),
        (
            r#"{"CustomerGatewayId": "cgw-1", "IpAddress": "192.0.2.1", "RequestId": "r"}"#,
            "DescribeCustomerGateway  r",
        ),
        (
            r#"{"VpnGatewayId": "vpn-1", "InternetIp": "203.0.113.1"}"#,
            "DescribeVpnGateway  -",
        ),
        (
            r#"{"VpnConnections": {"VpnConnection": [{"VpnConnectionId": "vco-1", "IkeConfig": {}}]}}"#,
            "DescribeVpnConnection VpnConnections.VpnConnection[0] -",
        ),
        (
            r#"{"VpnConnections": [{"VpnConnectionId": "vco-1", "Status": "x"}]}"#,
            "DescribeVpnConnection VpnConnections[0] -",
        ),
        (
            "<R><VpnConnections><VpnConnectionId>vco-1</VpnConnectionId><Status/></VpnConnections></R>",
            "DescribeVpnConnection VpnConnections -",
        ),
        (
            r#"{"VpnGateways": {"VpnGateway": {"VpnGatewayId": "vpn-1", "VpnType": "Normal"}}}"#,
            "DescribeVpnGateway VpnGateways.VpnGateway[0] -",
        ),
        (
            r#"{"VpnRouteEntries": {"VpnRouteEntry": []}, "TotalCount": 0, "RequestId": "r"}"#,
            "DescribeVpnRouteEntries  r",
        ),
        (
            r#"{"VpnPbrRouteEntries": {"VpnPbrRouteEntry": [{}]}}"#,
            "DescribeVpnPbrRouteEntries  -",
        ),
        (
            r#"{"VcoRouteEntries": [{"NextHopTunnelIdList": ["tun-1"]}]}"#,
            "DescribeVcoRouteEntries  -",
        ),
        (
            "<DescribeVpnRouteEntriesResponse><VpnRouteEntries/></DescribeVpnRouteEntriesResponse>",
            "DescribeVpnRouteEntries  -",
        ),
    ] {
        assert_eq!(items(text), [item], "{text}");
    }
}

#[test]
fn a_bundle_names_its_responses() {
    let text = r#"{
        "peerconf": "bundle",
        "DownloadVpnConnectionConfig": {"RequestId": "r1", "VpnConnectionConfig": {"Local": "x"}},
        "DescribeVpnConnection": {"RequestId": "r2", "VpnConnectionId": "vco-1", "Status": ""},
        "DescribeCustomerGateway": [
            {"RequestId": "r3", "CustomerGatewayId": "cgw-1", "IpAddress": "192.0.2.1"},
            {"RequestId": "r4", "CustomerGatewayId": "cgw-2", "IpAddress": "192.0.2.2"}
        ],
        "DescribeVpnGateway": null,
        "DescribeVpnRouteEntries": [
            {"VpnRouteEntries": {"VpnRouteEntry": []}},
            {"VpnRouteEntries": {"VpnRouteEntry": []}}
        ],
        "DescribeVpnConnections": {"VpnConnections": {"VpnConnection": []}}
    }"#;
    assert_eq!(
        items(text),
        [
            "DownloadVpnConnectionConfig DownloadVpnConnectionConfig.VpnConnectionConfig r1",
            "DescribeVpnConnection DescribeVpnConnection r2",
            "DescribeCustomerGateway DescribeCustomerGateway[0] r3",
            "DescribeCustomerGateway DescribeCustomerGateway[1] r4",
            "DescribeVpnRouteEntries DescribeVpnRouteEntries[0] -",
            "DescribeVpnRouteEntries DescribeVpnRouteEntries[1] -",
        ]
    );
}

#[test]
fn errors_of_the_api() {
    let error = ApiError {
        code: "InvalidVpnConnectionInstanceId.NotFound".to_owned(),
        message: "The specified vpn connection instance id does not exist.".to_owned(),
        request_id: Some("r".to_owned()),
        host_id: Some("vpc.aliyuncs.com".to_owned()),
        recommend: Some("https://api.example.com/?a=1&b=2".to_owned()),
        http_status: None,
    };
    let json = r#"{"RequestId": "r", "HostId": "vpc.aliyuncs.com",
        "Code": "InvalidVpnConnectionInstanceId.NotFound",
        "Message": "The specified vpn connection instance id does not exist.",
        "Recommend": "https://api.example.com/?a=1&b=2"}"#;
    assert_eq!(api_error(json), error);
    let dump = format!(r#"{{"statusCode": 404, "headers": {{}}, "body": {json}}}"#);
    let with_status = ApiError {
        http_status: Some(404),
        ..error.clone()
    };
    assert_eq!(api_error(&dump), with_status);
    for root in ["Error", "DownloadVpnConnectionConfigResponse"] {
        let xml = format!(
            "<{root}><RequestId>r</RequestId><HostId>vpc.aliyuncs.com</HostId>\
             <Code>InvalidVpnConnectionInstanceId.NotFound</Code>\
             <Message>The specified vpn connection instance id does not exist.</Message>\
             <Recommend><![CDATA[https://api.example.com/?a=1&b=2]]></Recommend></{root}>"
        );
        assert_eq!(api_error(&xml), error);
    }
    assert_eq!(
        error.to_string(),
        "the API answered InvalidVpnConnectionInstanceId.NotFound: The specified vpn connection \
         instance id does not exist. (request id r); check the id and the region: a connection is \
         found in its own region only; see https://api.example.com/?a=1&b=2"
    );
}

#[test]
fn errors_of_the_sdk() {
    let lower = r#"{"code": "Throttling.User", "message": "slow down", "requestId": "r", "statusCode": 429}"#;
    assert_eq!(
        api_error(lower),
        ApiError {
            code: "Throttling.User".to_owned(),
            message: "slow down".to_owned(),
            request_id: Some("r".to_owned()),
            host_id: None,
            recommend: None,
            http_status: Some(429),
        }
    );
    let empty = api_error(r#"{"statusCode": "502", "body": "Bad Gateway"}"#);
    assert_eq!(
        (empty.http_status, empty.code.as_str()),
        (Some(502), "HTTP 502")
    );
}

#[test]
fn what_was_signed_is_left_out_of_an_error() {
    let text = r#"{"Code": "SignatureDoesNotMatch", "RequestId": "r", "Message":
        "Specified signature is not matched.\nserver string to sign is:GET&AccessKeyId%3DLTAIexample"}"#;
    let error = api_error(text);
    assert_eq!(
        error.message,
        "Specified signature is not matched. server string to sign [cut]"
    );
    assert!(!format!("{error} {error:?}").contains("LTAI"), "{error:?}");
}

#[test]
fn an_error_in_a_bundle_is_the_answer() {
    let text = r#"{"DescribeVpnConnection": {"Code": "Forbidden", "Message": "no"}}"#;
    assert_eq!(api_error(text).code, "Forbidden");
}

#[test]
fn an_element_that_is_no_response_leaves_the_others() {
    let text = format!(
        r#"[{CONFIG}, {{"Code": "Throttling", "RequestId": "r"}}, [7, {CONFIG}], "x", {CONFIG}]"#
    );
    let document = Document::parse(&text).expect("JSON");
    assert!(matches!(document.items(), Err(DocumentError::Api(_))));
    let (items, faults) = document.items_each();
    let numbers: Vec<usize> = items.iter().map(|item| item.index).collect();
    assert_eq!(numbers, [0, 4]);
    let numbers: Vec<usize> = faults.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [1, 2, 3]);
    assert!(matches!(faults[0].1, DocumentError::Api(_)));

    // What a bundle lists belongs to its one connection.
    let text = format!(
        r#"{{"DownloadVpnConnectionConfig": {{"VpnConnectionConfig": {CONFIG}}}, "DescribeVpnRouteEntries": [7]}}"#
    );
    let document = Document::parse(&text).expect("JSON");
    let (items, faults) = document.items_each();
    assert_eq!((items.len(), faults.len()), (0, 1));
}

#[test]
fn a_list_of_anything_else_is_one_fault() {
    let list = |bad: usize| format!("[{CONFIG}{}]", ",7".repeat(bad));
    for (bad, found) in [
        (limits::FAULTS, (1, limits::FAULTS)),
        (limits::FAULTS + 1, (0, 1)),
    ] {
        let text = list(bad);
        let document = Document::parse(&text).expect("JSON");
        let (items, faults) = document.items_each();
        assert_eq!((items.len(), faults.len()), found);
    }
}
