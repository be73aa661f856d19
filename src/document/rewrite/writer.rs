//! Builds objects in the API's own words out of the values of another tool's document.
//!
//! What is built stands after the document's own tree. Every value keeps its place in the document's text.

use std::borrow::Cow;
use std::ops::Range;

use super::super::entry::{Entry, Kind, children};
use super::super::place::narrow;
use super::block::Block;

/// Entries that come after those of the document.
pub(super) struct Writer<'s> {
    /// How many entries the document has.
    before: u32,
    entries: Vec<Entry<'s>>,
    /// The objects and lists that are open, by their index.
    open: Vec<u32>,
}

impl<'s> Writer<'s> {
    pub(super) fn after(entries: &[Entry<'s>]) -> Self {
        Self {
            before: narrow(entries.len()),
            entries: Vec::new(),
            open: Vec::new(),
        }
    }

    pub(super) fn into_entries(self) -> Vec<Entry<'s>> {
        self.entries
    }

    fn next(&self) -> u32 {
        self.before + narrow(self.entries.len())
    }

    fn add(&mut self, name: Cow<'s, str>, kind: Kind, text: Cow<'s, str>, span: Range<u32>) {
        let index = self.next();
        self.entries.push(Entry {
            name,
            text,
            span,
            parent: self.open.last().copied().unwrap_or(0),
            end: index + 1,
            kind,
        });
    }

    /// An object or a list, with what `fill` adds; its index.
    pub(super) fn container(
        &mut self,
        name: &'static str,
        kind: Kind,
        span: Range<u32>,
        fill: impl FnOnce(&mut Self),
    ) -> u32 {
        let index = self.next();
        self.add(name.into(), kind, "".into(), span);
        self.open.push(index);
        fill(self);
        self.open.pop();
        let end = self.next();
        self.entries[(index - self.before) as usize].end = end;
        index
    }

    /// A value with all that is in it. What the tool will put in the place of a function is not known yet.
    pub(super) fn copy(&mut self, name: Cow<'s, str>, entries: &[Entry<'s>], at: u32) {
        let entry = &entries[at as usize];
        let kind = if is_function(entries, at) {
            Kind::Pending
        } else {
            entry.kind
        };
        let index = self.next();
        self.add(name, kind, entry.text.clone(), entry.span.clone());
        if kind == entry.kind {
            self.open.push(index);
            for child in children(entries, at) {
                self.copy(entries[child as usize].name.clone(), entries, child);
            }
            self.open.pop();
        }
        let end = self.next();
        self.entries[(index - self.before) as usize].end = end;
    }

    /// A text of ours at this place.
    pub(super) fn text(&mut self, name: &'static str, text: String, span: Range<u32>) {
        self.add(name.into(), Kind::Scalar, text.into(), span);
    }

    /// A value under the API's name: a scalar as it is written, or that it is not known yet. Nothing for what is
    /// absent.
    pub(super) fn value(&mut self, name: &'static str, block: Block<'_, 's>) {
        if block.is_pending() {
            self.add(name.into(), Kind::Pending, "".into(), block.span());
        } else if let Some(entry) = block.entry() {
            match entry.kind {
                Kind::Scalar => self.add(
                    name.into(),
                    Kind::Scalar,
                    entry.text.clone(),
                    entry.span.clone(),
                ),
                // Not a single value: the reader says so, at its place.
                Kind::Object | Kind::List => {
                    self.add(name.into(), entry.kind, "".into(), entry.span.clone());
                }
                Kind::Null | Kind::Pending => {}
            }
        }
    }
}

/// `{"Ref": …}` or `{"Fn::…": …}`, which only a stack knows.
fn is_function(entries: &[Entry<'_>], at: u32) -> bool {
    let mut names = children(entries, at).map(|child| &entries[child as usize].name);
    let is_one = |name: &Cow<'_, str>| name == "Ref" || name.starts_with("Fn::");
    entries[at as usize].kind == Kind::Object
        && names.next().is_some_and(is_one)
        && names.next().is_none()
}
