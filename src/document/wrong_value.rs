//! What a value looks like, for the error that must say what was found in place of a response.

use super::Format;
use super::entry::Kind;
use super::field_names::{is_known, shown_path};
use super::node::Node;
use crate::showable::showable;

/// How many names are listed, and how long each may be.
const NAMES: usize = 6;
const NAME: usize = 40;

/// The value in words: its root or its names, never a text.
pub(super) fn describe(node: Node<'_>) -> String {
    let what = match node.kind() {
        Kind::List if node.children().next().is_none() => "an empty list".to_owned(),
        Kind::List => "a list".to_owned(),
        Kind::Scalar if node.text() == Some("") => "an empty value".to_owned(),
        Kind::Scalar => "a single value".to_owned(),
        Kind::Null => "null".to_owned(),
        Kind::Pending => "a value that is not known yet".to_owned(),
        Kind::Object => object(node),
    };
    match node.path() {
        path if path.is_empty() => what,
        path => format!("{what} in {}", shown(&shown_path(&path, node.format()))),
    }
}

fn object(node: Node<'_>) -> String {
    let is_shown = |child: &Node<'_>| node.format() == Format::Json || is_known(child.name());
    let names: Vec<String> = node
        .children()
        .filter(is_shown)
        .take(NAMES)
        .map(|child| shown(child.name()))
        .collect();
    let more = node.children().count() - names.len();
    let fields = match (&names[..], more) {
        ([], 0) => "no fields".to_owned(),
        ([], 1) => "one field of another name".to_owned(),
        ([], _) => format!("{more} fields of other names"),
        (names, 0) => format!("the fields {}", names.join(", ")),
        (names, _) => format!("the fields {} and {more} more", names.join(", ")),
    };
    match node.name() {
        root if node.is_root() && !root.is_empty() => match root.strip_suffix("Response") {
            Some(operation) => format!("a response of {} with {fields}", shown(operation)),
            None => format!("<{}> with {fields}", shown(root)),
        },
        _ => format!("an object with {fields}"),
    }
}

/// A name fit for a message: short, and without characters that could draw something else.
pub(super) fn shown(name: &str) -> String {
    let end = name.char_indices().nth(NAME).map(|(end, _)| end);
    let start = showable(&name[..end.unwrap_or(name.len())]);
    match end {
        Some(_) => format!("{start}…"),
        None => start.into_owned(),
    }
}
