//! Takes out of a connection what must not be shared: on demand its public addresses, and its ids
//! and names. Keys are [`crate::plan::Request::redact`]'s business: a plan puts placeholders in their place.
//!
//! Values are replaced in the connection, before anything is planned or rendered, and in the values
//! that findings carry; a finished text is never searched. One value has one replacement throughout a
//! [`Redactor`]'s life, and networks keep their relations: addresses that share a prefix of n bits have
//! replacements that share exactly n bits, so a host stays in its block and overlapping blocks overlap.
//!
//! There are two ways to choose the replacements, and the salt decides:
//!
//! - Without a salt they follow the order in which values occur. The replacement says nothing of the
//!   value, so that there is nothing to compute back, and the same input gives the same bytes. Two files
//!   cannot be compared with each other.
//! - With a salt they are keyed (HMAC-SHA-256), so that files that were redacted with the same salt agree.
//!   Whoever has the salt can find every value again.
//!
//! A fixed salt built into the program would be worse than none: everybody has it. One made from the
//! response would have to be made from its keys, and then give guesses of a weak key something to be
//! tried against.

mod address;
mod asn;
mod connection;
mod document;
mod finding;
mod name;
mod salt;
mod value;

pub use salt::{BadSalt, MIN_SALT, Salt};

use crate::plan::Replaced;
use address::Addresses;
use asn::Asns;
use name::Names;

/// Replaces values; remembers what it replaced.
#[derive(Debug, Clone, Default)]
pub struct Redactor {
    addresses: Option<Addresses>,
    ids: Option<Ids>,
    /// Keys are replaced elsewhere; here it means that a word that nobody knows may be one.
    keys: bool,
}

#[derive(Debug, Clone)]
struct Ids {
    names: Names,
    asns: Asns,
}

impl Redactor {
    /// A redactor that has seen nothing yet. Use one for everything that is shared together.
    pub fn new(what: Replaced, salt: Option<&Salt>) -> Self {
        Self {
            addresses: what.addresses.then(|| Addresses::new(salt)),
            ids: what.ids.then(|| Ids {
                names: Names::new(salt),
                asns: Asns::new(salt),
            }),
            keys: false,
        }
    }

    /// The same where keys are not shown: a word that no field has may be a key in the wrong place, and is
    /// replaced.
    #[must_use]
    pub(crate) fn without_keys(mut self, keys: bool) -> Self {
        self.keys = keys;
        self
    }

    /// True when it has nothing to replace.
    pub(crate) const fn is_idle(&self) -> bool {
        self.addresses.is_none() && self.ids.is_none()
    }

    /// What it replaces.
    pub const fn what(&self) -> Replaced {
        Replaced {
            addresses: self.addresses.is_some(),
            ids: self.ids.is_some(),
        }
    }
}

/// The upper `length` bits; the rest is zero.
const fn top(bits: u32, length: u8) -> u32 {
    if length == 0 {
        0
    } else {
        bits & (u32::MAX << (32 - length))
    }
}
