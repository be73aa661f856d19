//! One object of a document whose fields are read, and the origins of its values.

use crate::connection::{Field, Offset, Origin, Source, Sourced};
use crate::document::{Dialect, Kind, Node};
use crate::findings::{Finding, catalogue};

use super::part::Part;
use super::reasons;

/// What stands for a value that is not known yet: no field can hold it, and it looks masked.
const PENDING: &str = "****";

/// An object and where it stands.
#[derive(Clone, Copy)]
pub(super) struct Scope<'d> {
    pub(super) node: Node<'d>,
    pub(super) source: Source,
    pub(super) document: u32,
    pub(super) dialect: Dialect,
    /// Index in the array of tunnels, or of sessions.
    pub(super) tunnel: Option<u8>,
}

impl<'d> Scope<'d> {
    /// The origin of a field's value; a missing one has the place of the object that lacks it.
    pub(super) fn origin(self, field: Field, node: Node<'d>) -> Origin {
        Origin {
            source: self.source,
            document: self.document,
            field,
            tunnel: self.tunnel,
            offset: Some(Offset::new(node.offset())),
            dialect: self.dialect,
            pending: node.kind() == Kind::Pending,
        }
    }

    /// Where a field would stand.
    pub(super) fn missing<T>(self, field: Field) -> Part<T> {
        Part::Missing(self.origin(field, self.node))
    }

    /// An element of this object's array of tunnels.
    pub(super) fn element(self, node: Node<'d>, index: u8) -> Self {
        Self {
            node,
            tunnel: Some(index),
            ..self
        }
    }

    /// An object inside this one, unless it is empty.
    pub(super) fn inside(self, name: &str) -> Option<Self> {
        let node = self.node.get(name)?;
        node.children().next()?;
        Some(Self { node, ..self })
    }

    /// The text of a field as it is written, for keys, where every blank counts.
    pub(super) fn raw(self, field: Field, findings: &mut Vec<Finding>) -> Part<&'d str> {
        let Some(node) = self.node.get(field.api_name()) else {
            return self.missing(field);
        };
        let origin = self.origin(field, node);
        match node.text() {
            // Later stages make a marker of it, as of a value that a document hides.
            None if origin.pending => Part::Known(Sourced::new(PENDING, origin)),
            Some("") => Part::Missing(origin),
            Some(text) => Part::Known(Sourced::new(text, origin)),
            None if node.kind() != Kind::Null && node.children().next().is_none() => {
                Part::Missing(origin)
            }
            None => {
                findings.push(
                    Finding::new(&catalogue::UNREADABLE_FIELD)
                        .with("field", field.api_name())
                        .explain("reason", reasons::NO_SINGLE_VALUE)
                        .at(origin),
                );
                Part::Faulty
            }
        }
    }

    /// The text of a field without the blanks around it.
    pub(super) fn text(self, field: Field, findings: &mut Vec<Finding>) -> Part<&'d str> {
        match self.raw(field, findings) {
            Part::Known(Sourced { value, origin }) => match trimmed(value) {
                "" => Part::Missing(origin),
                value => Part::Known(Sourced { value, origin }),
            },
            part => part,
        }
    }

    /// The text of a field that may as well be absent, without any judgement.
    pub(super) fn hint(self, field: Field) -> Option<Sourced<&'d str>> {
        let node = self.node.get(field.api_name())?;
        let text = trimmed(node.text()?);
        (!text.is_empty()).then(|| Sourced::new(text, self.origin(field, node)))
    }

    /// A flag, as a boolean or as text.
    pub(super) fn flag(self, field: Field) -> Option<Sourced<bool>> {
        let Sourced { value, origin } = self.hint(field)?;
        flag(value).map(|value| Sourced { value, origin })
    }

    /// A flag whose place nobody will ask for.
    pub(super) fn says(self, name: &str) -> Option<bool> {
        flag(self.node.get(name)?.text()?)
    }
}

/// A text without the blanks around it. Nearly none has any, and looking for all kinds of them takes a while.
fn trimmed(text: &str) -> &str {
    let is_seen = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    if is_seen(bytes.first()) && is_seen(bytes.last()) {
        text
    } else {
        text.trim()
    }
}

/// `true` and `false` in any case of letters.
fn flag(text: &str) -> Option<bool> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}
