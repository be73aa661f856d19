//! Tests of the stage as a whole.

use std::collections::BTreeSet;

use super::{Document, DocumentError, Kind, Node};

mod broken;
mod envelopes;
mod fixtures;
mod foreign;
mod hostile;
mod style;
mod twins;
mod values;

/// The error of a text, from reading it or from unpacking it.
fn refusal(text: &str) -> DocumentError {
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => return error,
    };
    match document.items() {
        Err(error) => error,
        Ok(items) => panic!("{text}\nis read as {items:?}"),
    }
}

/// The ends of many errors, which tables of errors write as `AGAIN` and `EXPECTED`.
const AGAIN: &str = "the text may be cut short or edited by hand: save the response again, or correct it \
     at this place";
const EXPECTED: &str = "expected a DownloadVpnConnectionConfig response as JSON or XML, its \
     VpnConnectionConfig alone, or a DescribeVpnConnection response";

/// Checks a table of texts and their errors.
fn assert_refused(cases: &[(&str, &str)]) {
    for (text, error) in cases {
        let error = error.replace("AGAIN", AGAIN).replace("EXPECTED", EXPECTED);
        assert_eq!(refusal(text).to_string(), error, "of this text:\n{text}");
    }
}

/// What a value says, whatever shape its lists have and in whatever order it says it: a line for every
/// scalar, in the order of the names. What is empty says nothing, and neither does white space at the
/// edges, which XML leaves out and JSON keeps.
fn outline(node: Node<'_>) -> Vec<String> {
    let names: BTreeSet<&str> = node.children().map(Node::name).collect();
    names
        .into_iter()
        .flat_map(|name| node.all(name).enumerate())
        .flat_map(|(count, value)| {
            let name = value.name();
            match value.text() {
                Some(text) => vec![format!("{name}[{count}] = {}", text.trim())],
                None => outline(value)
                    .iter()
                    .map(|line| format!("{name}[{count}].{line}"))
                    .collect(),
            }
        })
        .collect()
}

/// The paths of all scalars that say something, sorted.
fn paths(node: Node<'_>) -> Vec<String> {
    let mut paths: Vec<String> = match node.kind() {
        Kind::Scalar if node.text() != Some("") => vec![node.path()],
        _ => node.children().flat_map(paths).collect(),
    };
    paths.sort_unstable();
    paths
}
