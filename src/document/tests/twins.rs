//! One response, written as JSON and as XML in every style that occurs, is one response.

use std::fmt::Display;

use proptest::prelude::*;
use proptest::sample::select;

use super::super::{Document, Node};
use super::style::{Fields, Style, Value, element};

/// The lists of a download; others are fields that nobody reads.
const LISTS: &[(&str, &str)] = &[
    ("TunnelsConfig", "TunnelConfig"),
    ("BgpConfigs", "BgpConfig"),
];

/// What a response says: a line for every scalar, in order. Empty values say nothing, since XML has one
/// form for all of them.
fn meant(fields: &Fields) -> Vec<String> {
    let mut lines: Vec<String> = fields
        .iter()
        .flat_map(|(name, value)| match value {
            Value::Text(text) if text.is_empty() => vec![],
            Value::Text(text) => vec![format!("{name} = {text}")],
            Value::Number(number) => vec![format!("{name} = {number}")],
            Value::Flag(flag) => vec![format!("{name} = {flag}")],
            Value::Object(fields) => below(name, meant(fields)),
            Value::List(_, elements) => elements
                .iter()
                .enumerate()
                .flat_map(|(count, fields)| below(format!("{name} {count}"), meant(fields)))
                .collect(),
        })
        .collect();
    lines.sort_unstable();
    lines
}

/// The same of a document.
fn read(node: Node<'_>) -> Vec<String> {
    let is_list = |name| {
        LISTS
            .iter()
            .any(|&(list, item)| name == list || name == item)
    };
    let fields = node
        .children()
        .filter(|field| !is_list(field.name()))
        .flat_map(|field| match field.text() {
            Some("") => vec![],
            Some(text) => vec![format!("{} = {text}", field.name())],
            None => below(field.name(), read(field)),
        });
    let elements = LISTS.iter().flat_map(|&(list, item)| {
        let elements = node.list(list, item).enumerate();
        elements.flat_map(move |(count, element)| below(format!("{list} {count}"), read(element)))
    });
    let mut lines: Vec<String> = fields.chain(elements).collect();
    lines.sort_unstable();
    lines
}

fn below(name: impl Display, lines: Vec<String>) -> Vec<String> {
    let lines = lines.into_iter();
    lines.map(|line| format!("{name}: {line}")).collect()
}

/// Texts without white space at the edges, which XML does not keep, and without line breaks.
fn text() -> impl Strategy<Value = Value> {
    prop_oneof![
        "[a-z0-9.]{1,12}",
        r"[!-~]{0,30}",
        r"([!-~]([ -~é杭😀]{0,10}[!-~])?)?",
        Just("]]>".to_owned()),
    ]
    .prop_map(Value::Text)
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => text(),
        1 => (0..100_000u32).prop_map(Value::Number),
        1 => any::<bool>().prop_map(Value::Flag),
    ]
}

/// An object with some of these scalar fields.
fn object(names: &'static [&'static str]) -> impl Strategy<Value = Fields> {
    let fields: Vec<_> = names
        .iter()
        .map(|name| prop::option::weighted(0.8, (Just(*name), scalar())))
        .collect();
    fields.prop_map(|fields| fields.into_iter().flatten().collect())
}

const IKE: &[&str] = &["IkeVersion", "IkeLifetime", "LocalId", "Psk"];
const IPSEC: &[&str] = &["IpsecEncAlg", "IpsecLifetime", "IpsecPfs"];

fn with_phases(fields: impl Strategy<Value = Fields>) -> impl Strategy<Value = Fields> {
    let phases = prop::option::of((object(IKE), object(IPSEC)));
    (fields, phases).prop_map(|(mut fields, phases)| {
        if let Some((ike, ipsec)) = phases {
            fields.push(("IkeConfig", Value::Object(ike)));
            fields.push(("IpsecConfig", Value::Object(ipsec)));
        }
        fields
    })
}

/// Elements are never empty: `{}` where a list is due is an empty list.
fn elements(fields: impl Strategy<Value = Fields>) -> impl Strategy<Value = Vec<Fields>> {
    let numbered = (0..9u32, fields).prop_map(|(number, mut fields)| {
        fields.push(("TunnelId", Value::Number(number)));
        fields
    });
    prop::collection::vec(numbered, 0..4)
}

fn config() -> impl Strategy<Value = Fields> {
    let top = object(&["RemoteSubnet", "Unknown", "Remote"]);
    let unknown = object(&["Key", "Other"]).prop_map(Value::Object);
    let tunnels = elements(with_phases(object(&["Local", "Remote", "Unknown"])));
    let bgp = elements(object(&["LocalAsn", "PeerAsn", "TunnelCidr"]));
    (with_phases(top), unknown, tunnels, bgp).prop_map(|(mut fields, unknown, tunnels, bgp)| {
        // By these two an inner object alone is recognised.
        fields.push(("Local", Value::Text("192.0.2.1".to_owned())));
        fields.push(("LocalSubnet", Value::Text("10.0.0.0/8".to_owned())));
        fields.push(("Extra", unknown));
        fields.push(("TunnelsConfig", Value::List("TunnelConfig", tunnels)));
        fields.push(("BgpConfigs", Value::List("BgpConfig", bgp)));
        fields
    })
}

/// What the one item of a document says.
fn said(text: &str) -> Vec<String> {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let items = document
        .items()
        .unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(items.len(), 1, "{text}");
    read(items[0].body)
}

proptest! {
    #[test]
    fn json_and_xml_say_the_same(
        config in config(),
        choices in prop::collection::vec(any::<u8>(), 1..64),
        is_inner in any::<bool>(),
        prolog in select(&["", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "\n<!-- a -->"][..]),
    ) {
        let mut style = Style::new(choices);
        let (json, xml) = (style.json(&config), style.xml(&config));
        let name = "VpnConnectionConfig";
        let (json, xml) = if is_inner {
            (json, element(name, &xml))
        } else {
            (format!("{{\"{name}\": {json}}}"), element("R", &element(name, &xml)))
        };
        let meant = meant(&config);
        prop_assert_eq!(&said(&json), &meant, "{}", json);
        prop_assert_eq!(&said(&format!("{prolog}{xml}")), &meant, "{}", xml);
    }
}
