//! The flat tree: every value is one entry, in the order of the document.
//!
//! An entry knows its parent and where its subtree ends, so children, siblings and paths need no
//! pointers. Both readers build it through [`Builder`], which keeps the caps of
//! [`limits`](super::limits) before anything is stored.

use std::borrow::Cow;
use std::ops::Range;

use super::entry::{Entry, Kind, name};
use super::fault::{Fault, Reason};
use super::limits;
use super::offsets::Offsets;
use super::path;
use super::place::narrow;
use super::repeats::{self, Repeats};

/// The end of an entry that is still being read.
const OPEN: u32 = u32::MAX;

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
