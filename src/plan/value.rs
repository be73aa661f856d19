//! Values of the response as a device's text, or a marker where the document masks them.

use std::net::Ipv4Addr;

use super::inputs::{Cause, Missing, marker};
use super::reason::Reason;
use super::tunnel::PlannedIdentity;
use crate::connection::{Identity, Maskable, Psk, Sourced};
use crate::dotted;
use crate::secret::Secret;
use crate::targets::Target;

/// The PSK in the device's notation, or why it has none. The reason names characters, never the key.
pub(super) fn quoted_psk(
    psk: &Sourced<Psk>,
    target: &Target,
    redact: bool,
    missing: &mut Vec<Missing>,
) -> Result<Secret, Reason> {
    let Maskable::Known(secret) = &psk.value else {
        Missing::note(
            missing,
            "psk",
            "the pre-shared key, which the document masks",
            Cause::Masked,
        );
        return Ok(Secret::new(marker("psk")));
    };
    let rules = &target.psk;
    let key = secret.reveal();
    if let Some(max) = rules.max.filter(|max| key.chars().count() > *max) {
        return Err(Reason::too_long(max));
    }
    if let Some(min) = rules.min.filter(|min| key.chars().count() < *min) {
        return Err(Reason::too_short(min));
    }
    if let Some(c) = key.chars().find(|c| rules.refuse.contains(*c)) {
        return Err(Reason::refused_character(c));
    }
    if let Some(start) = rules
        .refuse_start
        .iter()
        .find(|start| key.starts_with(start.as_str()))
    {
        return Err(Reason::refused_start(start));
    }
    let quoted = rules.style.quote(key)?;
    Ok(Secret::new(if redact {
        placeholder("psk")
    } else {
        quoted
    }))
}

/// What stands in the place of a secret in a redacted output.
pub(super) fn placeholder(name: &str) -> String {
    format!("<REDACTED:{name}>")
}

/// An address with dots.
pub(super) fn address(
    address: &Sourced<Maskable<Ipv4Addr>>,
    name: &'static str,
    missing: &mut Vec<Missing>,
) -> String {
    known_or_marker(address, |known| dotted::address(*known), name, missing)
}

fn known_or_marker<T>(
    value: &Sourced<Maskable<T>>,
    text: impl FnOnce(&T) -> String,
    name: &'static str,
    missing: &mut Vec<Missing>,
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
    missing: &mut Vec<Missing>,
) -> PlannedIdentity {
    let kind = identity.known().map_or("ipv4", Identity::kind);
    PlannedIdentity {
        kind,
        text: known_or_marker(identity, |known| known.text().into_owned(), name, missing),
    }
}
