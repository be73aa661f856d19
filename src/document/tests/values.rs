//! What a value says and where it is: texts, places, names, paths, and every shape of a list.

use super::super::{Document, Format, Kind, Node};

fn document(text: &str) -> Document<'_> {
    Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The value at these names.
fn at<'d>(document: &'d Document<'_>, names: &[&str]) -> Node<'d> {
    names.iter().fold(document.root(), |node, name| {
        node.get(name)
            .unwrap_or_else(|| panic!("no {name} in {node:?}"))
    })
}

/// The text of the field `a` and what is written at its span.
fn text_of_a(text: &str) -> (Option<String>, &str) {
    let document = document(text);
    let node = at(&document, &["a"]);
    let span = node.span();
    assert_eq!(span.start, node.offset());
    (
        node.text().map(str::to_owned),
        &text[span.start as usize..span.end as usize],
    )
}

#[test]
fn json_scalars_are_as_written() {
    for (written, text) in [
        (r#""""#, ""),
        (r#"" x ""#, " x "),
        (r#""\u0041\n\"é\\""#, "A\n\"é\\"),
        (r#""\ud83d\ude00""#, "😀"),
        ("86400", "86400"),
        ("-1.50e+2", "-1.50e+2"),
        (
            "123456789012345678901234567890",
            "123456789012345678901234567890",
        ),
        ("true", "true"),
        ("false", "false"),
    ] {
        for (before, after) in [
            ("{\"a\":", "}"),
            ("{ \"b\" :[ ],\n\t\"a\" : ", " , \"c\" : {}}"),
        ] {
            let document = format!("{before}{written}{after}");
            assert_eq!(text_of_a(&document), (Some(text.to_owned()), written));
        }
    }
}

#[test]
fn json_containers_span_their_brackets() {
    assert_eq!(
        text_of_a(r#"{"a": {"b": [1, {}]} }"#),
        (None, r#"{"b": [1, {}]}"#)
    );
    assert_eq!(text_of_a("{\"a\": [ ] }"), (None, "[ ]"));
}

#[test]
fn null_counts_as_absent() {
    let document = document(r#"{"a": null, "b": [null, 1]}"#);
    assert_eq!(
        document.root().children().next().map(Node::kind),
        Some(Kind::Null)
    );
    assert!(document.root().get("a").is_none());
    assert_eq!(document.root().all("b").count(), 1);
}

#[test]
fn xml_texts_are_put_together() {
    for (written, text, span) in [
        ("x", "x", "x"),
        ("\n  x y\t ", "x y", "x y"),
        ("a&amp;b", "a&b", "a&amp;b"),
        (
            " &lt;&gt;&quot;&apos;&#x41;&#66; ",
            "<>\"'AB",
            "&lt;&gt;&quot;&apos;&#x41;&#66;",
        ),
        (
            "<![CDATA[ a<b>&amp; ]]>",
            " a<b>&amp; ",
            "<![CDATA[ a<b>&amp; ]]>",
        ),
        ("  <![CDATA[ a]]> b\n", " a b", "<![CDATA[ a]]> b"),
        ("a<!-- no -->b<?no no?>c", "abc", "a<!-- no -->b<?no no?>c"),
        ("&#32;x&#32;", " x ", "&#32;x&#32;"),
        ("a\r\nb\rc", "a\nb\nc", "a\r\nb\rc"),
        ("杭州", "杭州", "杭州"),
    ] {
        let document =
            format!("<?xml version='1.0'?>\n<r><!-- --><a x='>'>{written}</a><b/></r>\n");
        assert_eq!(
            text_of_a(&document),
            (Some(text.to_owned()), span),
            "{written}"
        );
    }
}

#[test]
fn empty_xml_elements_are_empty_texts() {
    for written in [
        "<a/>",
        "<a></a>",
        "<a>\n</a>",
        "<a x='y' />",
        "<a><!-- x --></a>",
    ] {
        let document = format!("<r>{written}</r>");
        assert_eq!(text_of_a(&document), (Some(String::new()), written));
    }
    assert_eq!(
        text_of_a("<r><a><![CDATA[]]></a></r>"),
        (Some(String::new()), "<![CDATA[]]>")
    );
}

#[test]
fn names_match_in_any_case() {
    let document = document(r#"{"psk": "2", "ikeconfig": "4", "Local": null}"#);
    let text = |name| document.root().get(name).and_then(Node::text);
    assert_eq!(text("Psk"), Some("2"));
    assert_eq!(text("pSK"), Some("2"));
    assert_eq!(text("IkeConfig"), Some("4"));
    assert_eq!(text("Local"), None);
    assert_eq!(text("Ike"), None);
}

#[test]
fn names_with_escapes_are_unescaped() {
    let document = document(r#"{"\u0050sk": ["x", "y"]}"#);
    let list = at(&document, &["Psk"]);
    assert_eq!(list.name(), "Psk");
    for element in list.children() {
        assert_eq!(element.name(), "Psk");
    }
}

#[test]
fn formats_are_told_by_content() {
    assert_eq!(document("\n {}").format(), Format::Json);
    assert_eq!(document("\"\"").format(), Format::Json);
    assert_eq!(document("\n<a/>").format(), Format::Xml);
}

/// The ids of the tunnels in a document, by the list that is asked for.
fn tunnels(text: &str) -> Vec<String> {
    let document = document(text);
    let list = document.root().list("TunnelsConfig", "TunnelConfig");
    list.map(|tunnel| match tunnel.get("TunnelId").and_then(Node::text) {
        Some(id) => id.to_owned(),
        None => format!("{tunnel:?}"),
    })
    .collect()
}

#[test]
fn every_shape_of_a_list_is_one() {
    let [one, two] = ["1", "2"].map(|id| format!(r#"{{"TunnelId": "{id}"}}"#));
    for text in [
        format!(r#"{{"TunnelsConfig": {{"TunnelConfig": [{one}, {two}]}}}}"#),
        format!(r#"{{"TunnelsConfig": [{one}, {two}]}}"#),
        format!(r#"{{"TunnelConfig": [{one}, null, {two}]}}"#),
        format!(r#"{{"TunnelsConfig": [{{"TunnelConfig": {one}}}, {{"TunnelConfig": {two}}}]}}"#),
        format!(r#"{{"tunnelsConfig": {{"tunnelConfig": [{one}, {two}]}}}}"#),
    ] {
        assert_eq!(tunnels(&text), ["1", "2"], "{text}");
    }
    let [one, two] = ["1", "2"].map(|id| format!("<TunnelId>{id}</TunnelId><Local/>"));
    for text in [
        format!(
            "<TunnelsConfig><TunnelConfig>{one}</TunnelConfig><TunnelConfig>{two}</TunnelConfig>\
             </TunnelsConfig>"
        ),
        format!("<TunnelsConfig>{one}</TunnelsConfig><TunnelsConfig>{two}</TunnelsConfig>"),
        format!("<TunnelConfig>{one}</TunnelConfig><x/><TunnelConfig>{two}</TunnelConfig>"),
    ] {
        assert_eq!(tunnels(&format!("<r>{text}</r>")), ["1", "2"], "{text}");
    }
}

#[test]
fn a_single_object_is_a_list_of_one() {
    for text in [
        r#"{"TunnelsConfig": {"TunnelConfig": {"TunnelId": "1"}}}"#,
        r#"{"TunnelsConfig": {"TunnelId": "1"}}"#,
        r#"{"TunnelConfig": {"TunnelId": "1"}}"#,
        "<r><TunnelsConfig><TunnelId>1</TunnelId></TunnelsConfig></r>",
        "<r><TunnelConfig><TunnelId>1</TunnelId></TunnelConfig></r>",
    ] {
        assert_eq!(tunnels(text), ["1"], "{text}");
    }
}

#[test]
fn empty_wrappers_are_empty_lists() {
    for text in [
        "{}",
        r#"{"TunnelsConfig": null}"#,
        r#"{"TunnelsConfig": ""}"#,
        r#"{"TunnelsConfig": {}}"#,
        r#"{"TunnelsConfig": []}"#,
        r#"{"TunnelsConfig": {"TunnelConfig": []}}"#,
        r#"{"TunnelsConfig": {"TunnelConfig": null}}"#,
        "<r/>",
        "<r><TunnelsConfig/></r>",
        "<r><TunnelsConfig>\n</TunnelsConfig></r>",
        "<r><TunnelsConfig><TunnelConfig/></TunnelsConfig></r>",
    ] {
        assert_eq!(tunnels(text), [""; 0], "{text}");
    }
}

#[test]
fn what_is_no_object_stays_in_the_list() {
    for text in [
        r#"{"TunnelsConfig": {"TunnelConfig": [{"TunnelId": "1"}, "x"]}}"#,
        "<r><TunnelsConfig><TunnelConfig><TunnelId>1</TunnelId></TunnelConfig>\
         <TunnelConfig>x</TunnelConfig></TunnelsConfig></r>",
    ] {
        let second = "Scalar at `TunnelsConfig.TunnelConfig[1]`";
        assert_eq!(tunnels(text), ["1", second], "{text}");
    }
}

#[test]
fn places_inside_embedded_documents_are_exact() {
    for text in [
        r#"{"IkeConfig": "{\"\u0050sk\": \"a\\\"b\"\n}"}"#,
        r#"<r><IkeConfig> {&quot;Psk&quot;:<![CDATA["a\"b"]]>}</IkeConfig></r>"#,
    ] {
        let document = document(text);
        let psk = at(&document, &["IkeConfig", "Psk"]);
        assert_eq!(psk.text(), Some("a\"b"));
        assert_eq!(psk.path(), "IkeConfig.Psk");
        let span = psk.span();
        let written = &text[span.start as usize..span.end as usize];
        assert!(
            written.starts_with(['"', '\\']) && written.contains("a\\"),
            "{written}"
        );
    }
}

#[test]
fn only_some_fields_are_opened() {
    for name in ["Psk", "LocalId", "Tag", "VpnConnections"] {
        for text in [
            format!(r#"{{"{name}": "{{}}"}}"#),
            format!(r#"{{"{name}": ["{{}}"]}}"#),
            format!("<r><{name}>{{}}</{name}></r>"),
        ] {
            let document = document(&text);
            let value = document.root().all(name).next().expect("a value");
            assert_eq!(value.text(), Some("{}"), "{text}");
        }
    }
}

#[test]
fn debug_output_shows_no_value() {
    let document = document(r#"{"Psk": "Kq7vZ2xW9mTs"}"#);
    let psk = at(&document, &["Psk"]);
    assert_eq!(format!("{psk:?}"), "Scalar at `Psk`");
    assert!(!format!("{document:?}").contains("Kq7"));
    assert!(!format!("{:?}", document.root().children()).contains("Kq7"));
}

#[test]
fn documents_may_go_to_another_thread() {
    fn assert_send<T: Send + Sync>() {}
    assert_send::<Document<'_>>();
    assert_send::<Node<'_>>();
}
