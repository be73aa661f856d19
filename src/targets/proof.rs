//! By what the texts of a built-in target are proven.

use serde::Serialize;

use super::embedded::PROOFS;

/// The strongest proof that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Proof {
    /// The device's own daemon took it, and traffic went through the tunnel.
    Daemon,
    /// A schema or parser that others wrote takes it.
    Schema,
    /// A grammar that this project wrote from the vendor's manuals takes it, and it was read back.
    Grammar,
    /// Nothing but its expected outputs, or the target is the user's own.
    Unknown,
}

impl Proof {
    /// That of a target.
    pub fn of(id: &str) -> Self {
        let found = PROOFS.iter().find(|(known, ..)| *known == id);
        match found {
            Some((_, true, _)) => Self::Daemon,
            Some((_, false, true)) => Self::Schema,
            Some((_, false, false)) => Self::Grammar,
            None => Self::Unknown,
        }
    }

    /// In a list.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Daemon => "a daemon, live",
            Self::Schema => "others' schema",
            Self::Grammar => "own grammar",
            Self::Unknown => "-",
        }
    }
}
