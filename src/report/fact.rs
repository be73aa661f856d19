//! A name and its value, as a card of a ticket shows them.

use serde::Serialize;

use super::rich::Rich;

/// A name and its value.
#[derive(Debug, Serialize)]
pub(super) struct Fact {
    /// The name.
    pub(super) name: &'static str,
    /// The value.
    pub(super) value: Rich,
    /// `error`, `warning`, `note` or `fine` for a state, else empty.
    pub(super) state: &'static str,
}
