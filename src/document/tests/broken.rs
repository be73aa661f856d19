//! Broken documents: the whole text of every error, with its line and column.

use super::assert_refused;

#[test]
fn json_that_ends_early() {
    assert_refused(&[
        (
            "{",
            "line 1, column 2: broken JSON: the text ends inside an object, before its `}`; AGAIN",
        ),
        (
            r#"{"Code": "x""#,
            "line 1, column 13: broken JSON: the text ends inside an object, before its `}`; AGAIN",
        ),
        (
            "[{}\n",
            "line 1, column 4: broken JSON: the text ends inside a list, before its `]`; AGAIN",
        ),
        (
            "[1,",
            "line 1, column 4: broken JSON: the text ends where a value is expected; AGAIN",
        ),
        (
            r#"{"Psk": "b"#,
            "line 1, column 11: broken JSON: the text ends inside a string, before its closing \
             quote; AGAIN",
        ),
    ]);
}

#[test]
fn json_that_is_broken() {
    assert_refused(&[
        (
            "{\n  \"VpnConnectionConfig\": {\n    \"Local\": \"192.0.2.1\"\n    \"Remote\": \"\"}}",
            "line 4, column 5: broken JSON: expected `,` or `}` here; AGAIN",
        ),
        (
            r#"{"杭州": 1 2}"#,
            "line 1, column 10: broken JSON: expected `,` or `}` here; AGAIN",
        ),
        (
            r#"{"Local" 1}"#,
            "line 1, column 10: broken JSON: expected `:` here; AGAIN",
        ),
        (
            r#"{"Local": }"#,
            "line 1, column 11: broken JSON: a value is expected here; AGAIN",
        ),
        (
            r#"{"EnableDpd": True}"#,
            "line 1, column 15: broken JSON: a value is expected here; AGAIN",
        ),
        (
            r#"{"EnableDpd": tru}"#,
            "line 1, column 18: broken JSON: `true`, `false` or `null` is misspelt here; AGAIN",
        ),
        (
            r#"{"IkeLifetime": 01}"#,
            "line 1, column 18: broken JSON: a number in a form that JSON does not have; AGAIN",
        ),
        (
            r#"{"Local": 1,}"#,
            "line 1, column 13: broken JSON: a comma with nothing after it; AGAIN",
        ),
        (
            "{Local: 1}",
            "line 1, column 2: broken JSON: a field's name in double quotes is expected here; AGAIN",
        ),
        (
            "{\"Psk\": \"b\nc\"}",
            "line 1, column 11: broken JSON: a line break or control character inside a string, or \
             its closing quote is missing; AGAIN",
        ),
        (
            r#"{"Psk": "\x"}"#,
            "line 1, column 11: broken JSON: an escape that JSON does not have; a backslash is \
             written `\\\\`; AGAIN",
        ),
        (
            r#"{"Psk": "\ud800"}"#,
            "line 1, column 9: broken JSON: this string has half of a surrogate pair (`\\uD800` to \
             `\\uDFFF`); AGAIN",
        ),
        (
            "{}\n{}",
            "line 2, column 1: broken JSON: text after the end of the document; AGAIN",
        ),
    ]);
}

/// A string is read for its meaning first; where that fails, its fault is the one that shows without it.
#[test]
fn json_strings_with_a_fault_of_meaning() {
    let half =
        "broken JSON: this string has half of a surrogate pair (`\\uD800` to `\\uDFFF`); AGAIN";
    let escape =
        "broken JSON: an escape that JSON does not have; a backslash is written `\\\\`; AGAIN";
    let control = "broken JSON: a line break or control character inside a string, or its closing \
                   quote is missing; AGAIN";
    for (text, place, fault) in [
        (r#"{"a": [1, "\udc00"]}"#, "line 1, column 11", half),
        (r#"{"\ud800": 1}"#, "line 1, column 2", half),
        ("{\"a\": 1,\n  \"\\ud83dx\": 1}", "line 2, column 3", half),
        (r#"{"a": "\ud800 \x"}"#, "line 1, column 16", escape),
        ("{\"a\": \"\\ud800 \t\"}", "line 1, column 15", control),
        ("{\"a\tb\": 1}", "line 1, column 4", control),
        (
            r#"{"a":, "\ud800": 1}"#,
            "line 1, column 6",
            "broken JSON: a value is expected here; AGAIN",
        ),
        (
            r#"{"a": "\ud83d"#,
            "line 1, column 14",
            "broken JSON: the text ends inside a string, before its closing quote; AGAIN",
        ),
    ] {
        assert_refused(&[(text, &format!("{place}: {fault}"))]);
    }
}

#[test]
fn xml_that_ends_early() {
    assert_refused(&[
        (
            "<a><b>x</b>",
            "line 1, column 12: broken XML: the text ends inside an element, where its end tag is \
             expected; AGAIN",
        ),
        (
            "<IkeConfig><b>x</b>",
            "line 1, column 20: broken XML: the text ends inside <IkeConfig>, where its end tag is \
             expected; AGAIN",
        ),
        (
            "<a",
            "line 1, column 1: broken XML: the text ends inside this tag, before its `>`; AGAIN",
        ),
        (
            "<a><![CDATA[x</a>",
            "line 1, column 4: broken XML: the text ends inside this CDATA section, before its \
             `]]>`; AGAIN",
        ),
        (
            "<a><!-- x</a>",
            "line 1, column 4: broken XML: the text ends inside this comment, before its `-->`; AGAIN",
        ),
        (
            "<?xml version='1.0'",
            "line 1, column 1: broken XML: the text ends inside this `<?`, before its `?>`; AGAIN",
        ),
        (
            "<!-- nothing -->",
            "line 1, column 17: broken XML: the text ends where the root element is expected; AGAIN",
        ),
    ]);
}

#[test]
fn xml_that_is_broken() {
    assert_refused(&[
        (
            "<a>\n  <Local>x</c>\n</a>",
            "line 2, column 11: broken XML: the end tag </Local> is expected here; AGAIN",
        ),
        (
            "<a>\n  <b>x</c>\n</a>",
            "line 2, column 7: broken XML: another end tag is expected here; a `<` in a text is \
             written `&lt;`; AGAIN",
        ),
        (
            // As a page of the API's documentation has it.
            "<a>\n  <status>x<status>\n</a>",
            "line 2, column 11: broken XML: text beside elements; a value stands alone, and a `<` \
             in it is written `&lt;`; AGAIN",
        ),
        (
            "<a/><b/>",
            "line 1, column 5: broken XML: a second root element; a document has one; AGAIN",
        ),
        (
            "<a/>\nx",
            "line 2, column 1: broken XML: text outside of the root element; AGAIN",
        ),
        (
            "<?xml version='1.0'?>x<a/>",
            "line 1, column 22: broken XML: text outside of the root element; AGAIN",
        ),
        (
            "</a>",
            "line 1, column 1: broken XML: an end tag where no element is open; AGAIN",
        ),
        (
            "<a><b/>x</a>",
            "line 1, column 8: broken XML: text beside elements; a value stands alone, and a `<` \
             in it is written `&lt;`; AGAIN",
        ),
        (
            "<a><></></a>",
            "line 1, column 4: broken XML: `<` without a name; a `<` in a text is written `&lt;`; AGAIN",
        ),
        (
            "<a>x & y</a>",
            "line 1, column 6: broken XML: an `&` that starts no reference; in a text it is written \
             `&amp;`; AGAIN",
        ),
        (
            "<a>x &y; z</a>",
            "line 1, column 6: broken XML: an `&` that starts no known reference; in a text it is \
             written `&amp;`; AGAIN",
        ),
        (
            "<a>x &#1; z</a>",
            "line 1, column 6: broken XML: a control character, which XML does not have; AGAIN",
        ),
        (
            "<a>\nx \u{1b} z</a>",
            "line 2, column 3: broken XML: a control character, which XML does not have; AGAIN",
        ),
    ]);
}

#[test]
fn declarations() {
    let refused = "a DOCTYPE or entity declaration is refused, no API response has one; remove it";
    for (text, place) in [
        (
            "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
            "line 1, column 1",
        ),
        (
            "<!DOCTYPE a SYSTEM 'http://192.0.2.1/a.dtd'><a/>",
            "line 1, column 1",
        ),
        ("<a>\n<!doctype a>", "line 2, column 1"),
        ("<!DOCTYPE a [", "line 1, column 1"),
    ] {
        assert_refused(&[(text, &format!("{place}: {refused}"))]);
    }
    assert_refused(&[(
        "<!ENTITY x 'y'><a/>",
        "line 1, column 1: broken XML: `<!` that starts neither a comment nor CDATA; AGAIN",
    )]);
}

#[test]
fn fields_that_occur_twice() {
    let unknown = "which of the two holds cannot be known: remove one";
    for (text, error) in [
        (
            "{\"VpnConnectionConfig\": {\"IkeConfig\": {\"Psk\": \"a\",\n\"Psk\": \"b\"}}}",
            "line 2, column 8: the field VpnConnectionConfig.IkeConfig.Psk occurs a second time, \
             first at line 1, column 47",
        ),
        (
            r#"[{}, {"TunnelsConfig": {"TunnelConfig": [{}, {"Psk": "a", "Psk": "b"}]}}]"#,
            "line 1, column 66: the field [1].TunnelsConfig.TunnelConfig[1].Psk occurs a second \
             time, first at line 1, column 54",
        ),
        (
            r#"{"body": "{\"VpnConnectionConfig\": {\"Local\": 1, \"Local\": 2}}"}"#,
            "line 1, column 63: the field body.VpnConnectionConfig.Local occurs a second time, \
             first at line 1, column 49",
        ),
        (
            "<IkeConfig>\n<Psk>a</Psk>\n<IkeMode/>\n<Psk>b</Psk></IkeConfig>",
            "line 4, column 6: the field Psk occurs a second time, first at line 2, column 6",
        ),
    ] {
        assert_refused(&[(
            text,
            &format!("{error} (upper and lower case are one); {unknown}"),
        )]);
    }
}

#[test]
fn documents_inside_strings() {
    assert_refused(&[
        (
            r#""{\"VpnConnectionConfig\": {\"Local\" 1}}""#,
            "line 1, column 39: broken JSON: expected `:` here; AGAIN",
        ),
        (
            "<VpnConnectionConfig><IkeConfig>{&quot;Psk&quot;: 1,}</IkeConfig></VpnConnectionConfig>",
            "line 1, column 53: broken JSON: a comma with nothing after it; AGAIN",
        ),
        (
            r#"{"statusCode": 200, "body": "<a>\n<b></a>"}"#,
            "line 1, column 38: broken XML: another end tag is expected here; a `<` in a text is \
             written `&lt;`; AGAIN",
        ),
    ]);
}
