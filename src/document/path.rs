//! Paths of values, as an engineer would write them: `VpnConnectionConfig.TunnelsConfig.TunnelConfig[1].Local`.
//!
//! A path is the same for JSON and for XML: the root has no name, elements of lists are counted from 0.

use std::fmt::Write as _;

use super::lists;
use super::node::Kind;
use super::tree::{Entry, children};

/// The path of an entry; empty for the root.
pub(super) fn of(entries: &[Entry<'_>], index: u32) -> String {
    if index == 0 {
        return String::new();
    }
    let entry = &entries[index as usize];
    let above = of(entries, entry.parent);
    let parent = &entries[entry.parent as usize];
    let mut path = match parent.kind {
        Kind::List => above,
        _ => join(&above, &entry.name),
    };
    if let Some(count) = count(entries, index) {
        // Writing to a string does not fail.
        let _ = write!(path, "[{count}]");
    }
    path
}

/// The path of a child.
pub(super) fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// Which element of a list the entry is, if it is one.
fn count(entries: &[Entry<'_>], index: u32) -> Option<usize> {
    let entry = &entries[index as usize];
    let parent = &entries[entry.parent as usize];
    let siblings = || {
        children(entries, entry.parent)
            .filter(|&sibling| entries[sibling as usize].name == entry.name)
    };
    let is_element = match (parent.kind, entry.kind) {
        (Kind::List, _) => true,
        (_, Kind::List) => false,
        _ => lists::is_item(&entry.name, &parent.name) || siblings().nth(1).is_some(),
    };
    is_element.then(|| siblings().take_while(|&sibling| sibling < index).count())
}
