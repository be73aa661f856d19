//! The same content in JSON and in XML is the same connection with the same findings, and no key is ever
//! in a finding: on responses made from the fixtures by chance changes.

use std::fmt::Write as _;

use peerconf::connection::{self, ReadOptions};
use peerconf::document::Document;
use peerconf::findings::Lang;
use proptest::prelude::*;
use serde_json::Value;

use crate::fixtures::{all, text};

/// A response and the name of its root element in XML.
#[derive(Debug, Clone)]
struct Response {
    root: String,
    content: Value,
}

/// What is done to one value.
#[derive(Debug, Clone)]
enum Change {
    Text(String),
    /// A value that stands somewhere in the fixtures.
    Other(usize),
    Number(i64),
    Flag(bool),
    Empty,
    Null,
    /// The object or list around the value is emptied.
    NothingAround,
}

/// Every fixture that is one response.
fn responses() -> Vec<Response> {
    let responses: Vec<Response> = all("xml")
        .into_iter()
        .filter(|(name, _)| !name.starts_with("envelope-") && !name.starts_with("shape-"))
        .map(|(name, xml)| {
            let start = xml.find("<D").or_else(|| xml.find("<E")).unwrap() + 1;
            let end = start + xml[start..].find(['>', ' ']).unwrap();
            let json = text(&format!("{name}.json"));
            Response {
                root: xml[start..end].to_owned(),
                content: serde_json::from_str(json.trim_start_matches('\u{feff}')).unwrap(),
            }
        })
        .collect();
    assert!(responses.len() > 70, "{} responses", responses.len());
    responses
}

fn is_secret(name: &str) -> bool {
    ["psk", "authkey"].contains(&name.to_ascii_lowercase().as_str())
}

/// Every scalar, with the name that it has.
fn leaves<'v>(value: &'v Value, name: &'v str, found: &mut Vec<(&'v str, &'v Value)>) {
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| leaves(value, name, found)),
        Value::Array(elements) => elements.iter().for_each(|value| leaves(value, name, found)),
        scalar => found.push((name, scalar)),
    }
}

/// The scalar of this number.
fn leaf<'v>(value: &'v mut Value, number: &mut usize) -> Option<&'v mut Value> {
    match value {
        Value::Object(fields) => fields.values_mut().find_map(|value| leaf(value, number)),
        Value::Array(elements) => elements.iter_mut().find_map(|value| leaf(value, number)),
        scalar if *number == 0 => Some(scalar),
        _ => {
            *number -= 1;
            None
        }
    }
}

/// Empties the innermost object or list around the scalar of this number, unless that is everything.
fn empty_around(value: &mut Value, number: &mut usize) -> bool {
    let inner: Vec<&mut Value> = match value {
        Value::Object(fields) => fields.values_mut().collect(),
        Value::Array(elements) => elements.iter_mut().collect(),
        _ => return false,
    };
    for value in inner {
        let mut scalars = Vec::new();
        leaves(value, "", &mut scalars);
        if *number >= scalars.len() {
            *number -= scalars.len();
            continue;
        }
        if !empty_around(value, number) {
            match value {
                Value::Object(fields) => fields.clear(),
                Value::Array(elements) => elements.clear(),
                _ => return false,
            }
        }
        return true;
    }
    false
}

fn changed(
    response: &Response,
    changes: &[(prop::sample::Index, Change)],
    pool: &[Value],
) -> Response {
    let mut response = response.clone();
    for (index, change) in changes {
        let mut found = Vec::new();
        leaves(&response.content, "", &mut found);
        if found.is_empty() {
            break;
        }
        let mut number = index.index(found.len());
        let value = match change {
            Change::Text(text) => Value::String(text.clone()),
            Change::Other(index) => pool[index % pool.len()].clone(),
            Change::Number(number) => (*number).into(),
            Change::Flag(flag) => (*flag).into(),
            Change::Empty => Value::String(String::new()),
            Change::Null => Value::Null,
            Change::NothingAround => {
                empty_around(&mut response.content, &mut number);
                continue;
            }
        };
        *leaf(&mut response.content, &mut number).unwrap() = value;
    }
    response
}

fn xml(response: &Response) -> String {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    write_element(&mut text, &response.root, &response.content);
    text
}

fn write_element(text: &mut String, name: &str, value: &Value) {
    let content = match value {
        Value::Null => return,
        Value::Array(elements) => {
            return elements
                .iter()
                .for_each(|element| write_element(text, name, element));
        }
        Value::Object(fields) => fields
            .iter()
            .fold(String::new(), |mut inner, (name, value)| {
                write_element(&mut inner, name, value);
                inner
            }),
        Value::String(text) => written(text),
        other => other.to_string(),
    };
    let _ = write!(text, "<{name}>{content}</{name}>");
}

/// Blanks at the edges as references: else a reader may take them for layout.
fn written(text: &str) -> String {
    let inner = text
        .trim()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let edge = |blanks: &str| {
        blanks.chars().fold(String::new(), |mut text, blank| {
            let _ = write!(text, "&#{};", u32::from(blank));
            text
        })
    };
    let (before, rest) = text.split_at(text.len() - text.trim_start().len());
    let after = &rest[rest.trim_end().len()..];
    format!("{}{inner}{}", edge(before), edge(after))
}

/// Everything that is said of the documents, and the fingerprints; offsets are the text's own.
fn said(texts: &[String]) -> Result<Vec<String>, String> {
    let documents: Vec<Document<'_>> = texts
        .iter()
        .map(|text| {
            Document::parse(text).map_err(|error| format!("{:?}", std::mem::discriminant(&error)))
        })
        .collect::<Result<_, _>>()?;
    let readings = connection::read(&documents, &ReadOptions::default())
        .map_err(|error| format!("{:?}", std::mem::discriminant(&error)))?;
    let mut said = Vec::new();
    for reading in readings {
        let fingerprint = reading
            .connection
            .map(|connection| connection.fingerprint());
        said.push(format!(
            "{} {:?} {fingerprint:?}",
            reading.index, reading.id
        ));
        for finding in reading.findings {
            let paths: Vec<String> = finding
                .places
                .iter()
                .map(connection::Origin::path)
                .collect();
            let settings = &finding.settings;
            said.push(format!(
                "{} {:?} {paths:?} {settings:?} {} {}",
                finding.slug(),
                finding.tunnel,
                finding.message(Lang::En),
                finding.message(Lang::Zh),
            ));
        }
    }
    Ok(said)
}

/// The keys of the fixtures. None is like a word that a finding may hold.
fn secrets(responses: &[Response]) -> Vec<String> {
    let mut found = Vec::new();
    for response in responses {
        leaves(&response.content, "", &mut found);
    }
    let secrets: Vec<String> = found
        .into_iter()
        .filter(|(name, _)| is_secret(name))
        .filter_map(|(_, value)| value.as_str())
        .filter(|key| key.len() >= 8)
        .map(str::to_owned)
        .collect();
    assert!(secrets.len() > 50, "{} keys", secrets.len());
    secrets
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => any::<usize>().prop_map(Change::Other),
        2 => r"[ -~\n°杭]{0,40}".prop_map(Change::Text),
        1 => any::<i64>().prop_map(Change::Number),
        1 => any::<bool>().prop_map(Change::Flag),
        1 => Just(Change::Empty),
        1 => Just(Change::Null),
        1 => Just(Change::NothingAround),
    ]
}

#[test]
fn json_and_xml_say_the_same_and_no_key() {
    let responses = responses();
    let secrets = secrets(&responses);
    let mut pool: Vec<(&str, &Value)> = Vec::new();
    for response in &responses {
        leaves(&response.content, "", &mut pool);
    }
    let pool: Vec<Value> = pool
        .into_iter()
        .filter(|(name, _)| !is_secret(name))
        .map(|(_, value)| value.clone())
        .collect();
    let one = (
        any::<prop::sample::Index>(),
        prop::collection::vec((any::<prop::sample::Index>(), change()), 0..5),
    );
    let config = ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    proptest!(config, |(choices in prop::collection::vec(one, 1..4))| {
        let chosen: Vec<Response> = choices
            .iter()
            .map(|(which, changes)| changed(which.get(&responses), changes, &pool))
            .collect();
        let json: Vec<String> = chosen.iter().map(|response| response.content.to_string()).collect();
        let xml: Vec<String> = chosen.iter().map(xml).collect();
        let said_of_json = said(&json);
        prop_assert_eq!(&said_of_json, &said(&xml));
        for line in said_of_json.unwrap_or_default() {
            prop_assert!(
                !secrets.iter().any(|key| line.contains(key)),
                "a key is in {}",
                line
            );
        }
    });
}
