//! One entry of the flat tree: what a value is, where it is, what belongs to it.

use std::borrow::Cow;
use std::iter;
use std::ops::Range;

use super::place::narrow;

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Named values: a JSON object, an XML element with elements inside.
    Object,
    /// A JSON list. XML has none: there a name repeats, see [`Node::all`](super::Node::all).
    List,
    /// A text, number or boolean. An empty XML element is an empty text.
    Scalar,
    /// A JSON `null`, which counts as absent.
    Null,
    /// A value that is due and not known yet: a plan of Terraform's says so.
    Pending,
}

/// One value: an object, a list, a scalar or a null.
#[derive(Clone)]
pub(super) struct Entry<'t> {
    /// The key or element name; empty for the root and the elements of a JSON list.
    pub(super) name: Cow<'t, str>,
    /// The text of a scalar, empty for the others.
    pub(super) text: Cow<'t, str>,
    /// Where the value is written.
    pub(super) span: Range<u32>,
    /// Index of the enclosing entry; the root is its own parent.
    pub(super) parent: u32,
    /// Index after the last descendant; `u32::MAX` until that is known.
    pub(super) end: u32,
    pub(super) kind: Kind,
}

/// The indexes of an entry's children, in order; of an open entry those read so far.
pub(super) fn children(entries: &[Entry<'_>], parent: u32) -> impl Iterator<Item = u32> {
    let end = entries[parent as usize].end.min(narrow(entries.len()));
    let mut next = parent + 1;
    iter::from_fn(move || {
        let child = next;
        next = entries.get(child as usize)?.end;
        (child < end).then_some(child)
    })
}

/// The name of an entry; an element of a list is called like the list.
///
/// It is looked up instead of stored: a long name with escapes would be copied for every element.
pub(super) fn name<'e>(entries: &'e [Entry<'_>], mut index: u32) -> &'e str {
    loop {
        let entry = &entries[index as usize];
        if index == 0 || entries[entry.parent as usize].kind != Kind::List {
            return &entry.name;
        }
        index = entry.parent;
    }
}
