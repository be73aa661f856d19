//! An object of another tool's document, read by the tool's own names.

use std::ops::Range;

use super::super::entry::{Entry, Kind, children};

/// A value and, in a plan, what is said of the parts of it that are not known yet. Either may be absent.
#[derive(Clone, Copy)]
pub(super) struct Block<'e, 's> {
    entries: &'e [Entry<'s>],
    /// The value itself, unless it is absent or null.
    at: Option<u32>,
    /// What takes the value's place in `after_unknown`: `true` where it is not known, else an object or list of
    /// the same shape.
    unknown: Option<u32>,
    /// Where the value stands, or what it would stand in.
    around: u32,
}

impl<'e, 's> Block<'e, 's> {
    /// A value that is there.
    pub(super) fn new(entries: &'e [Entry<'s>], at: u32) -> Self {
        Self {
            entries,
            at: Some(at),
            unknown: None,
            around: at,
        }
    }

    /// The same with what is not known of it.
    pub(super) fn with_unknown(self, unknown: Option<u32>) -> Self {
        Self { unknown, ..self }
    }

    fn part(self, at: Option<u32>, unknown: Option<u32>) -> Self {
        let at = at.filter(|&at| self.entries[at as usize].kind != Kind::Null);
        Self {
            at,
            unknown,
            around: at.unwrap_or(self.around),
            ..self
        }
    }

    /// The field of this name, which may be absent.
    pub(super) fn field(self, name: &str) -> Self {
        let of = |object: Option<u32>| field(self.entries, object?, name);
        self.part(of(self.at), of(self.unknown))
    }

    /// The first of these fields that is there or will be.
    pub(super) fn any(self, names: &[&str]) -> Option<Self> {
        let mut fields = names.iter().map(|name| self.field(name));
        fields.find(|field| field.text().is_some_and(|text| !text.is_empty()) || field.is_pending())
    }

    /// The elements of a list. A single object counts as a list of one: so older tools wrote a block.
    pub(super) fn elements(self) -> Vec<Self> {
        match self.kind() {
            Some(Kind::List) => {
                let of = |list: Option<u32>| {
                    list.filter(|&list| self.entries[list as usize].kind == Kind::List)
                        .map(|list| children(self.entries, list).collect::<Vec<u32>>())
                        .unwrap_or_default()
                };
                let unknown = of(self.unknown);
                of(self.at)
                    .into_iter()
                    .enumerate()
                    .map(|(place, at)| self.part(Some(at), unknown.get(place).copied()))
                    .collect()
            }
            Some(Kind::Object) => vec![self],
            _ => Vec::new(),
        }
    }

    /// The only element of a block that occurs at most once.
    pub(super) fn only(self) -> Option<Self> {
        self.elements().into_iter().next()
    }

    /// Whether this field is the only one.
    pub(super) fn only_field(self, name: &str) -> bool {
        let mut names = self
            .at
            .into_iter()
            .flat_map(|at| children(self.entries, at))
            .map(|child| self.entries[child as usize].name.as_ref());
        names.next() == Some(name) && names.next().is_none()
    }

    /// The value's entry, where it is there.
    pub(super) fn entry(self) -> Option<&'e Entry<'s>> {
        self.at.map(|at| &self.entries[at as usize])
    }

    pub(super) fn entries(self) -> &'e [Entry<'s>] {
        self.entries
    }

    /// The value's index, where it is there.
    pub(super) fn index(self) -> Option<u32> {
        self.at
    }

    pub(super) fn kind(self) -> Option<Kind> {
        self.entry().map(|entry| entry.kind)
    }

    /// The text of a scalar.
    pub(super) fn text(self) -> Option<&'e str> {
        self.entry()
            .filter(|entry| entry.kind == Kind::Scalar)
            .map(|entry| entry.text.as_ref())
    }

    /// Whether the whole value is not known yet.
    pub(super) fn is_pending(self) -> bool {
        let is_true = |unknown: u32| {
            let unknown = &self.entries[unknown as usize];
            unknown.kind == Kind::Scalar && unknown.text == "true"
        };
        self.kind() == Some(Kind::Pending) || self.at.is_none() && self.unknown.is_some_and(is_true)
    }

    /// The bytes of the value, or of what it would stand in.
    pub(super) fn span(self) -> Range<u32> {
        self.entries[self.around as usize].span.clone()
    }
}

/// A field by its exact name.
pub(super) fn field(entries: &[Entry<'_>], object: u32, name: &str) -> Option<u32> {
    if entries[object as usize].kind != Kind::Object {
        return None;
    }
    children(entries, object).find(|&child| entries[child as usize].name == name)
}
