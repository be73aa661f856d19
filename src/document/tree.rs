//! The flat tree: every value is one entry, in the order of the document.
//!
//! An entry knows its parent and where its subtree ends, so children, siblings and paths need no
//! pointers. Both readers build it through [`Builder`], which keeps the caps of
//! [`limits`](super::limits) before anything is stored.

use std::borrow::Cow;
use std::iter;
use std::ops::Range;

use super::fault::{Fault, Reason};
use super::limits;
use super::node::Kind;
use super::offsets::Offsets;
use super::path;
use super::place::narrow;
use super::repeats::{self, Repeats};

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
    /// Index after the last descendant; [`OPEN`] until that is known.
    pub(super) end: u32,
    pub(super) kind: Kind,
}

/// The end of an entry that is still being read.
const OPEN: u32 = u32::MAX;

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

/// Builds the entries of one document.
pub(super) struct Builder<'t> {
    entries: Vec<Entry<'t>>,
    /// The innermost open entry.
    open: u32,
    /// How many entries are open, those around an embedded document included.
    depth: u32,
    /// How many documents this one is embedded in.
    embedded: u32,
    /// How many entries may still be added.
    room: usize,
}

impl<'t> Builder<'t> {
    /// An empty tree with space for what a text of this many bytes usually holds.
    pub(super) fn new(bytes: usize) -> Self {
        Self {
            entries: Vec::with_capacity((bytes / 16).clamp(8, 1024)),
            open: 0,
            depth: 0,
            embedded: 0,
            room: limits::VALUES,
        }
    }

    /// An empty tree for a document in a string at this offset; it shares the caps of this one.
    pub(super) fn inside<'u>(&self, at: u32) -> Result<Builder<'u>, Fault> {
        if self.embedded == limits::EMBEDDED {
            return Err(Fault::new(at, Reason::TooDeep));
        }
        Ok(Builder {
            entries: Vec::new(),
            open: 0,
            depth: self.depth,
            embedded: self.embedded + 1,
            room: self.room,
        })
    }

    pub(super) fn into_entries(self) -> Vec<Entry<'t>> {
        self.entries
    }

    /// Adds a value without children.
    pub(super) fn leaf(
        &mut self,
        name: Cow<'t, str>,
        kind: Kind,
        text: Cow<'t, str>,
        span: Range<u32>,
    ) -> Result<(), Fault> {
        if self.room == 0 {
            return Err(Fault::new(span.start, Reason::TooMany));
        }
        self.room -= 1;
        let end = narrow(self.entries.len() + 1);
        self.entries.push(Entry {
            name,
            text,
            span,
            parent: self.open,
            end,
            kind,
        });
        Ok(())
    }

    /// Begins an object or a list; what follows is inside it until [`close`](Self::close).
    pub(super) fn open(&mut self, name: Cow<'t, str>, kind: Kind, at: u32) -> Result<(), Fault> {
        if self.depth == limits::DEPTH {
            return Err(Fault::new(at, Reason::TooDeep));
        }
        let index = narrow(self.entries.len());
        self.leaf(name, kind, Cow::Borrowed(""), at..at)?;
        self.entries[index as usize].end = OPEN;
        self.open = index;
        self.depth += 1;
        Ok(())
    }

    /// Ends the innermost open entry at this offset of the text.
    pub(super) fn close(&mut self, at: u32, repeats: Repeats) -> Result<(), Fault> {
        let (closed, end) = (self.open, narrow(self.entries.len()));
        let entry = &mut self.entries[closed as usize];
        entry.end = end;
        entry.span.end = at;
        self.open = entry.parent;
        self.depth -= 1;
        if entry.kind == Kind::Object {
            self.refuse_repeats(closed, repeats)?;
        }
        Ok(())
    }

    /// The name of the innermost open entry.
    pub(super) fn open_name(&self) -> &str {
        &self.entries[self.open as usize].name
    }

    /// Adds the tree of an embedded document as a child with this name.
    pub(super) fn graft(&mut self, name: Cow<'t, str>, inner: Builder<'_>, offsets: &Offsets) {
        let (base, open) = (narrow(self.entries.len()), self.open);
        self.room = inner.room;
        self.entries
            .extend(inner.entries.into_iter().map(|entry| Entry {
                name: Cow::Owned(entry.name.into_owned()),
                text: Cow::Owned(entry.text.into_owned()),
                span: offsets.source(entry.span.start)..offsets.source(entry.span.end),
                parent: base + entry.parent,
                end: base + entry.end,
                kind: entry.kind,
            }));
        if let Some(root) = self.entries.get_mut(base as usize) {
            root.name = name;
            root.parent = open;
        }
    }

    /// What a child of the innermost open entry is called: by its own name, or in a list by the list's.
    pub(super) fn called<'n>(&'n self, own: &'n str) -> &'n str {
        match self.entries.get(self.open as usize) {
            Some(open) if open.kind == Kind::List => name(&self.entries, self.open),
            _ => own,
        }
    }

    /// The path that the next child of the innermost open entry will have.
    pub(super) fn next_path(&self, name: &str) -> String {
        path::of_next(&self.entries, self.open, name)
    }

    fn refuse_repeats(&self, object: u32, repeats: Repeats) -> Result<(), Fault> {
        let Some((first, again)) = repeats::find(&self.entries, object, repeats) else {
            return Ok(());
        };
        let [first, again] = [first, again].map(|index| &self.entries[index as usize]);
        Err(Fault::new(
            again.span.start,
            Reason::Repeated {
                path: path::join(&path::of(&self.entries, object), &again.name),
                first: first.span.start,
            },
        ))
    }
}
