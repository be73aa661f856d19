//! What a template may not print, in words.

use minijinja::{Error, ErrorKind};

/// Why a line has a hole.
pub(super) const UNASKED: &str = "an input that this connection does not ask for (its `when` does not hold) and nobody gave: ask for it with `if`, or give it a default";

/// The error of printing something.
pub(super) fn refuse(what: &str) -> Error {
    Error::new(
        ErrorKind::InvalidOperation,
        format!("a template may not print {what}"),
    )
}
