//! What a connection of a fleet is called.

use crate::connection::Reading;
use crate::document::{Document, Node};

/// The names that a document gives to what is in it.
#[derive(Debug, Clone, Copy)]
pub struct Naming<'d> {
    /// The wrapper's or document's own `id`.
    given: Option<&'d str>,
    /// What the document is called where it stands, for instance its file's name.
    name: Option<&'d str>,
    /// Whether there are several in the document, so that each needs its own.
    several: bool,
}

impl<'d> Naming<'d> {
    /// The names of a document that holds so many items.
    pub fn new(document: &'d Document<'_>, name: Option<&'d str>, items: usize) -> Self {
        Self {
            given: document.root().get("id").and_then(Node::text),
            name,
            several: items > 1,
        }
    }

    /// The name of a connection: the wrapper's id, else its own, else the document's name; where there
    /// are several, behind the wrapper's id or the document's name.
    pub fn reading(&self, reading: &Reading) -> Option<String> {
        let own = reading.id.as_deref().or(reading.label.as_deref());
        match (self.given, own) {
            (Some(given), Some(own)) if self.several => Some(format!("{given}/{own}")),
            (Some(given), _) if !self.several => Some(given.to_owned()),
            (None, Some(own)) => Some(own.to_owned()),
            _ => self.item(reading.index),
        }
    }

    /// The name of an item, counted from 0, that has no id of its own.
    pub fn item(&self, index: usize) -> Option<String> {
        let name = self.given.or(self.name);
        if !self.several {
            return name.map(ToOwned::to_owned);
        }
        let item = format!("item {}", index + 1);
        Some(name.map_or_else(|| item.clone(), |name| format!("{name}/{item}")))
    }
}
