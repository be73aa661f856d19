//! Documents that are made to hurt: too deep, too many, too long, quadratic. And any document at all.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::sample::Index;

use super::super::{Document, DocumentError, Kind, Node, decode, limits};

/// Does to a document everything that the stages after this one do.
fn read(bytes: &[u8]) -> Result<usize, DocumentError> {
    fn visit(node: Node<'_>, text: &str) -> usize {
        let span = node.span();
        assert!(span.start <= span.end, "{node:?}");
        assert!(
            text.get(span.start as usize..span.end as usize).is_some(),
            "{node:?}"
        );
        assert_eq!(node.text().is_some(), node.kind() == Kind::Scalar);
        let below: usize = node.children().map(|child| visit(child, text)).sum();
        below + 1
    }
    let text = decode(bytes)?;
    let document = Document::parse(text)?;
    let values = visit(document.root(), text);
    for item in document.items()? {
        for tunnel in item.body.list("TunnelsConfig", "TunnelConfig") {
            let psk = tunnel.get("IkeConfig").and_then(|ike| ike.get("Psk"));
            let _ = psk.map(Node::path);
        }
    }
    Ok(values)
}

/// Reads a document that must be refused, in a time in which anything quadratic would not be done.
fn refusal_in_time(text: &str) -> DocumentError {
    let start = Instant::now();
    let outcome = read(text.as_bytes());
    let took = start.elapsed();
    assert!(took < Duration::from_secs(20), "{took:?}");
    outcome.expect_err("no such document is a response")
}

#[test]
fn depth_is_capped() {
    let deep = limits::DEPTH as usize;
    let json = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let xml = |depth: usize| "<a>".repeat(depth) + "<b/>" + &"</a>".repeat(depth);
    for text in [json(deep), xml(deep)] {
        assert!(Document::parse(&text).is_ok());
    }
    for text in [
        json(deep + 1),
        xml(deep + 1),
        r#"{"a":"#.repeat(deep + 1),
        "[".repeat(1 << 20),
        "<a>".repeat(1 << 20),
    ] {
        assert!(matches!(
            refusal_in_time(&text),
            DocumentError::TooDeep { .. }
        ));
    }
}

#[test]
fn the_depth_of_embedded_documents_counts() {
    let deep = limits::DEPTH as usize;
    let text = |around: usize| {
        let inner = "[".repeat(8) + &"]".repeat(8);
        let document = format!(r#"{{"IkeConfig": "{{\"a\": {inner}}}"}}"#);
        "[".repeat(around) + &document + &"]".repeat(around)
    };
    assert!(Document::parse(&text(deep - 10)).is_ok());
    assert!(matches!(
        refusal_in_time(&text(deep - 9)),
        DocumentError::TooDeep { .. }
    ));
}

#[test]
fn embedding_is_capped() {
    let nested = |levels: u32| {
        (0..levels).fold("{}".to_owned(), |inner, _| {
            format!(r#"{{"body": {}}}"#, serde_json::Value::from(inner))
        })
    };
    assert!(Document::parse(&nested(limits::EMBEDDED)).is_ok());
    assert!(matches!(
        refusal_in_time(&nested(limits::EMBEDDED + 1)),
        DocumentError::TooDeep { .. }
    ));
}

#[test]
fn values_are_capped() {
    let many = limits::VALUES;
    let json = |values: usize| format!("[{}0]", "0,".repeat(values - 2));
    let xml = |values: usize| format!("<a>{}</a>", "<b/>".repeat(values - 1));
    for text in [json(many), xml(many)] {
        assert!(Document::parse(&text).is_ok());
    }
    let half = json(many / 2);
    let embedded = format!(r#"["{half}", "{half}"]"#);
    for text in [
        json(many + 1),
        xml(many + 1),
        embedded,
        "[{},".repeat(1 << 20),
    ] {
        let error = refusal_in_time(&text);
        assert!(
            matches!(
                error,
                DocumentError::TooMany { .. } | DocumentError::TooDeep { .. }
            ),
            "{error}"
        );
    }
}

#[test]
fn nothing_is_quadratic() {
    let many = 50_000;
    let fields: Vec<String> = (0..many).map(|n| format!("\"{n}\":{n}")).collect();
    let elements: Vec<String> = (0..many).map(|n| format!("<a{n}/>")).collect();
    let long = "x".repeat(1 << 20);
    for text in [
        // Names that are all different, all alike, and all alike but one.
        format!("{{{}}}", fields.join(",")),
        format!("<r>{}</r>", elements.concat()),
        format!("<r>{}<b/></r>", "<TunnelConfig/>".repeat(many)),
        format!("<r>{}<b/></r>", "<a/>".repeat(many)),
        // A long name with an escape, over a long list.
        format!(r#"{{"\u0041{long}": [{}0]}}"#, "0,".repeat(many)),
        // Texts in many pieces.
        format!("<r>{}</r>", "x&amp;".repeat(1 << 18)),
        format!("<r>{}</r>", "<![CDATA[x]]><!-- -->".repeat(1 << 18)),
        format!("<r>{}</r>", "<!-- -->".repeat(1 << 18)),
        format!("\"{}\"", "\\n".repeat(1 << 18)),
        format!("{{\"body\": \"{{{}}}\"}}", "\\n".repeat(1 << 18)),
        // Beginnings that never end.
        "<!--".repeat(1 << 18),
        "<?".repeat(1 << 18),
        "<a b='".repeat(1 << 18),
        "&".repeat(1 << 18),
        format!("<a>{}", "&".repeat(1 << 18)),
        "\\".repeat(1 << 18),
        format!("\"{}", "\\".repeat(1 << 18)),
        "\n".repeat(1 << 18) + "{" + &"\n".repeat(1 << 18) + "}}",
    ] {
        refusal_in_time(&text);
    }
}

#[test]
fn entities_do_not_grow() {
    let text = "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><a>&b;</a>";
    assert!(matches!(
        refusal_in_time(text),
        DocumentError::Doctype { .. }
    ));
}

/// Documents to start from: both formats, with references, CDATA, escapes and embedded documents.
const SOUND: &[&str] = &[
    r#"{"RequestId": "r", "VpnConnectionConfig": {"Local": "192.0.2.1", "LocalSubnet": "10.0.0.0/8",
        "TunnelsConfig": {"TunnelConfig": [{"TunnelId": "tun-1", "IkeConfig": {"Psk": "a\"\u00e9\ud83d\ude00",
        "IkeLifetime": 86400}, "IpsecConfig": "{\"IpsecLifetime\": \"3600\"}"}, {}]}, "BgpConfigs": null}}"#,
    r#"{"statusCode": 200, "body": "{\"VpnConnectionConfig\": {\"Local\": \"\\u0031\", \"Remote\": true}}"}"#,
    r"<?xml version='1.0'?><!-- x --><R><RequestId>r</RequestId><VpnConnectionConfig a='b'><Local/>
        <TunnelsConfig><TunnelConfig><TunnelId> tun-1 </TunnelId><IkeConfig><Psk>a&amp;b<![CDATA[<]]>&#x41;</Psk>
        </IkeConfig></TunnelConfig><TunnelConfig><IkeConfig>{&quot;Psk&quot;: 1}</IkeConfig></TunnelConfig>
        </TunnelsConfig></VpnConnectionConfig></R>",
];

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_text_of_markup(text in r#"[<>/&;!?'"= \[\]{}:,\\a-c0-1\n#x-]{0,60}"#) {
        for around in ["{}", "[{}]", r#"{"body": {}}"#, "<a>{}</a>", "<{}", r#""{}""#] {
            let _ = read(around.replace("{}", &text).as_bytes());
        }
    }

    #[test]
    fn sound_documents_cut_short(which in any::<Index>(), at in any::<Index>()) {
        let whole = which.get(SOUND);
        let cut = &whole.as_bytes()[..at.index(whole.len())];
        prop_assert!(read(cut).is_err());
    }

    #[test]
    fn sound_documents_changed(
        which in any::<Index>(),
        changes in prop::collection::vec((any::<Index>(), any::<Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = which.get(SOUND).as_bytes().to_vec();
        for (to, from, other) in changes {
            let (to, from) = (to.index(bytes.len()), from.index(bytes.len()));
            match other % 4 {
                0 => bytes[to] = other,
                1 => bytes[to] = bytes[from],
                2 => drop(bytes.remove(to)),
                _ => bytes.insert(to, bytes[from]),
            }
        }
        let _ = read(&bytes);
    }
}

#[test]
fn the_sound_documents_are_sound() {
    for text in SOUND {
        assert!(
            read(text.as_bytes()).is_ok_and(|values| values > 5),
            "{text}"
        );
    }
}
