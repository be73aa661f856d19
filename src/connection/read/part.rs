//! A value on its way into the model: absent, unusable, or known.
//!
//! Nothing is reported for a value that is absent or masked until every document was asked for it:
//! [`complete`](super::complete) does that.

use crate::connection::{Maskable, Origin, Sourced};

/// One value of a connection that is still being read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<T> {
    /// No document carries it; where it would stand.
    Missing(Origin),
    /// It was there and cannot be used; a finding says why.
    Faulty,
    /// Checked.
    Known(Sourced<T>),
}

impl<T> Part<T> {
    /// The value and its origin.
    pub(super) const fn known(&self) -> Option<&Sourced<T>> {
        match self {
            Self::Known(sourced) => Some(sourced),
            _ => None,
        }
    }

    /// The value.
    pub(super) fn value(&self) -> Option<&T> {
        self.known().map(|sourced| &sourced.value)
    }

    /// Reads on; `None` stands for a fault that was reported.
    pub(super) fn and_then<U>(self, read: impl FnOnce(T, Origin) -> Option<U>) -> Part<U> {
        match self {
            Self::Missing(origin) => Part::Missing(origin),
            Self::Faulty => Part::Faulty,
            Self::Known(Sourced { value, origin }) => match read(value, origin) {
                Some(value) => Part::Known(Sourced { value, origin }),
                None => Part::Faulty,
            },
        }
    }

    /// Takes another document's value where this one has none.
    pub(super) fn fill(&mut self, other: Self) {
        if matches!((&*self, &other), (Self::Missing(_), Self::Known(_))) {
            *self = other;
        }
    }
}

impl<T> Part<Maskable<T>> {
    /// The value, unless the document hides it.
    pub(super) fn unmasked(&self) -> Option<&T> {
        self.value().and_then(Maskable::known)
    }

    /// Takes another document's value where this one has none or hides it.
    pub(super) fn fill_masked(&mut self, other: Self) {
        let lacks = match self {
            Self::Missing(_) => true,
            Self::Known(sourced) => sourced.is_masked(),
            Self::Faulty => false,
        };
        if lacks && other.unmasked().is_some() {
            *self = other;
        }
    }
}
