//! Values of the response as a device's text, or a marker where the document masks them.

use std::net::Ipv4Addr;

use super::inputs::{Cause, Missing, marker};
use crate::connection::{Identity, Maskable, Sourced};
use crate::ipv4_text;

/// What stands in the place of a secret in a redacted output.
pub(super) fn placeholder(name: &str) -> String {
    format!("<REDACTED:{name}>")
}

/// An identity as text, or a marker.
#[derive(Debug)]
pub struct PlannedIdentity {
    /// `ipv4`, `fqdn`, `label`.
    pub kind: &'static str,
    /// The text.
    pub text: String,
}

/// An address with dots.
pub(super) fn address(
    address: &Sourced<Maskable<Ipv4Addr>>,
    name: &'static str,
    missing: &mut Vec<Missing<'_>>,
) -> String {
    known_or_marker(
        address,
        |known| ipv4_text::address(*known).into(),
        name,
        missing,
    )
}

fn known_or_marker<T>(
    value: &Sourced<Maskable<T>>,
    text: impl FnOnce(&T) -> String,
    name: &'static str,
    missing: &mut Vec<Missing<'_>>,
) -> String {
    match &value.value {
        Maskable::Known(value) => text(value),
        Maskable::Masked => {
            Missing::note(
                missing,
                name,
                "a value that the document masks",
                Cause::Masked,
            );
            marker(name)
        }
    }
}

/// An identity and its kind.
pub(super) fn identity(
    identity: &Sourced<Maskable<Identity>>,
    name: &'static str,
    missing: &mut Vec<Missing<'_>>,
) -> PlannedIdentity {
    let kind = identity.known().map_or("ipv4", Identity::kind);
    PlannedIdentity {
        kind,
        text: known_or_marker(identity, |known| known.text().into_owned(), name, missing),
    }
}
