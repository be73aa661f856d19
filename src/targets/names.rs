//! What names of objects may be, as a manifest declares it.

use std::collections::BTreeMap;

use crate::prose::Prose;
use serde::Deserialize;

/// Names of the objects that the configuration makes.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NameRules {
    /// Most characters of a whole name.
    pub max: usize,
    /// Characters that the templates add to a tunnel's name at most (`-PROFILE`: 8).
    pub reserve: usize,
    /// Between the prefix and `t1`.
    pub separator: String,
    /// What a name may hold beside letters and digits.
    #[serde(default = "dash_and_underscore")]
    pub chars: String,
    /// Kinds of objects with limits of their own, by any name.
    #[serde(default)]
    pub kinds: BTreeMap<String, NameLimit>,
    /// Where objects have numbers only: the `per_tunnel` number that `tunnel.name` is.
    #[serde(default)]
    pub numbers: Option<String>,
    /// Capital letters.
    #[serde(default)]
    pub upper: bool,
    /// Where the vendor says so.
    pub source: Prose,
    /// Whether somebody proved it on a device.
    #[serde(default = "yes")]
    pub verified: bool,
}

/// How long the names of one kind of object may be.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NameLimit {
    /// Most characters of a whole name.
    pub max: usize,
    /// Characters that the templates add to a tunnel's name at most in names of this kind.
    pub reserve: usize,
    /// Where the vendor says so, where it is not the source of `[names]`.
    #[serde(default)]
    pub source: Option<Prose>,
}

fn dash_and_underscore() -> String {
    "-_".to_owned()
}

const fn yes() -> bool {
    true
}
