//! Inputs, as a manifest declares them. What a user gives for one is checked against this before anything is written.

use std::sync::OnceLock;

use regex_lite::Regex;
use serde::Deserialize;

use super::takes::{OfTunnel, Takes};
use super::value::{InputError, Value};
use super::when::When;
use crate::prose::Prose;

// It is moved more often than asked, so what few inputs have lies apart.
/// Something that only the user can know.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InputSpec {
    /// Name in snake case, for `--set` and templates.
    pub name: String,
    /// What may be given.
    #[serde(rename = "type")]
    pub kind: InputKind,
    /// A regular expression that the whole value must match (`interface`, `text`).
    #[serde(default)]
    pub pattern: Option<String>,
    /// Least (`number`).
    #[serde(default)]
    pub min: Option<i64>,
    /// Most (`number`).
    #[serde(default)]
    pub max: Option<i64>,
    /// The choices (`choice`).
    #[serde(default)]
    pub choices: Vec<String>,
    /// Used when nothing is given; numbers and flags must have one.
    #[serde(default)]
    pub default: Option<String>,
    /// A value as people type it (`interface` and `text` must have one): shown in help, and used by the tests
    /// that fill every input.
    #[serde(default)]
    pub example: Option<String>,
    /// What it is, in words, with an example.
    pub help: Prose,
    /// The same in Chinese.
    #[serde(default)]
    pub help_zh: Option<Prose>,
    /// Asked for only when this holds.
    #[serde(default)]
    pub when: When,
    /// True when each tunnel has a value of its own: `tunnel.inputs.NAME`. Tunnel 2's is set by `NAME2`; not given, a
    /// number is the first one after tunnel 1's range, anything else is tunnel 1's value.
    #[serde(default)]
    pub per_tunnel: bool,
    /// What differs for tunnel 2 (`per_tunnel`).
    #[serde(default)]
    pub second: Option<Box<Second>>,
    /// The two names for `--set`, where they are not `NAME` and `NAME2` (`per_tunnel`).
    #[serde(default)]
    pub names: Option<Box<[String; 2]>>,
    /// How many numbers from the given one on are used (`number`), for each tunnel under `per_tunnel`; one unless
    /// said otherwise. The range must end within `max`, and templates get the numbers by `take("NAME")`.
    #[serde(default)]
    pub takes: Takes,
    /// True when another connection on the same device must have another number (`number`): its objects are known by it.
    /// Inputs with `per_tunnel`, `takes` or `space` are so by themselves. Several connections that are rendered together
    /// get numbers one after the other; 0 stays, for it says that none is given.
    #[serde(default)]
    pub distinct: bool,
    /// Whose numbers they are: inputs of one space must not have the same.
    #[serde(default)]
    pub space: Option<String>,
    /// Whose value it is, once each tunnel has its own input.
    #[serde(skip)]
    pub of_tunnel: Option<Box<OfTunnel>>,
    /// The pattern, compiled when it is first needed.
    #[serde(skip)]
    pub(super) compiled: OnceLock<Box<Result<Regex, String>>>,
    /// The value where none is given, made when it is first needed.
    #[serde(skip)]
    pub(super) not_given: OnceLock<Box<Result<Value, InputError>>>,
}

/// What differs for tunnel 2 in an input that each tunnel has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Second {
    /// True when tunnel 1's value is no answer: without a value or a default it is missing.
    pub own: bool,
    /// Used when nothing is given for tunnel 2.
    pub default: Option<String>,
    /// A value as people type it.
    pub example: Option<String>,
    /// What it is, in words.
    pub help: Option<Prose>,
    /// The same in Chinese.
    pub help_zh: Option<Prose>,
    /// Asked for only when this holds too.
    pub when: When,
}

/// The types of inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum InputKind {
    /// An interface of the platform; needs a pattern.
    Interface,
    /// An IPv4 address.
    Ipv4,
    /// A whole number from `min` to `max`.
    Number,
    /// A name of an object: letters, digits, `-` and `_`.
    Name,
    /// One of `choices`.
    Choice,
    /// `true` or `false`.
    Flag,
    /// Text; needs a pattern.
    Text,
}
