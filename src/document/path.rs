//! Paths of values, as an engineer would write them: `VpnConnectionConfig.TunnelsConfig.TunnelConfig[1].Local`.
//!
//! A path is the same for JSON and for XML: the root has no name, elements of lists are counted from 0.

use std::fmt::Write as _;

use super::entry::{Entry, Kind, children};
use super::lists;

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

/// The path of a child that is about to be added to an open entry.
pub(super) fn of_next(entries: &[Entry<'_>], parent: u32, name: &str) -> String {
    match entries.get(parent as usize) {
        None => name.to_owned(),
        Some(list) if list.kind == Kind::List => {
            let count = children(entries, parent).count();
            format!("{}[{count}]", of(entries, parent))
        }
        Some(_) => join(&of(entries, parent), name),
    }
}

/// The path of a field.
pub(super) fn join(path: &str, name: &str) -> String {
    match (path, name) {
        ("", _) => name.to_owned(),
        (_, "") => path.to_owned(),
        _ => format!("{path}.{name}"),
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
