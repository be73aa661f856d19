//! A manifest as it is written: `vendors/<vendor>/<platform>.toml`, one device as data.
//!
//! These types say what may stand in the file; an unknown key is refused. Parents and releases are
//! worked out later, where a [`super::Target`] is made.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use regex_lite::Regex;
use serde::Deserialize;

use super::allot::{OfTunnel, Takes};
use super::condition::{Condition, Topology};
use super::input::{InputError, Value};
use super::keys::KeyTable;
use super::quoting::Style;
use super::version::Version;
use super::words::WordTable;
use crate::findings::Level;

/// The only schema so far.
pub const SCHEMA: u32 = 1;

/// One file. What a family shares stands in a parent, and a child writes only what differs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of this form; 1 is the only one so far ([`SCHEMA`]).
    pub schema: u32,
    /// `vendor/platform`: the file's own path below the folder, without `.toml`.
    pub id: String,
    /// What the vendor calls it.
    #[serde(default)]
    pub name: Option<String>,
    /// Short names, unique among all targets.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The id of the manifest that this one is written over.
    #[serde(default)]
    pub parent: Option<String>,
    /// True for a parent that is no target itself.
    #[serde(default)]
    pub family: bool,
    /// One or two sentences on the target: what it covers, what it is not.
    #[serde(default)]
    pub about: Option<String>,
    /// The first release of each range whose output differs, oldest first. Without `@release` the
    /// newest range is meant.
    #[serde(default)]
    pub versions: Vec<Version>,
    /// What starts a comment line in the output.
    #[serde(default)]
    pub comment: Option<String>,
    /// How the configuration is loaded and saved on the device, in a sentence.
    #[serde(default)]
    pub load: Option<String>,
    /// The same in Chinese.
    #[serde(default)]
    pub load_zh: Option<String>,
    /// Files that are made.
    #[serde(default)]
    pub output: Vec<Output>,
    /// Policy-based, route-based.
    #[serde(default)]
    pub topology: Topologies,
    /// How subnets become CHILD SAs; the first that holds counts.
    #[serde(default)]
    pub selectors: Vec<Selectors>,
    /// The device's words.
    #[serde(default)]
    pub keywords: Keywords,
    /// What the device cannot do in some release or combination.
    #[serde(default)]
    pub limit: Vec<Limit>,
    /// Lifetimes that the device takes.
    #[serde(default)]
    pub lifetime: Lifetimes,
    /// How a PSK is written. Mandatory, and whole.
    #[serde(default)]
    pub psk: Option<KeyTable>,
    /// How the key of a BGP session is written; mandatory where the device can be route-based.
    #[serde(default)]
    pub bgp_key: Option<KeyTable>,
    /// What identities the device can use.
    #[serde(default)]
    pub identity: Option<IdentityRules>,
    /// Names of objects.
    #[serde(default)]
    pub names: Option<NameRules>,
    /// What only the user can know.
    #[serde(default)]
    pub input: Vec<InputSpec>,
    /// Conditions by name, for templates: `facts.NAME` is true when one of them holds.
    #[serde(default)]
    pub fact: Vec<Fact>,
    /// Context fields that the templates leave out on purpose, each with the reason.
    #[serde(default)]
    pub unused: BTreeMap<String, String>,
    /// Guides by a short name, described once: `source = "NAME"` or `source = "NAME: a page of it"`. Children inherit
    /// them.
    #[serde(default)]
    pub sources: BTreeMap<String, String>,
    /// What a parent says and this target does not: `limit.RULE`, `input.NAME`, `fact.NAME`, `output.PATH`, `unused.FIELD`,
    /// `selectors`, `identity`, `bgp_key`, `topology.policy`, `lifetime.esp`, `keywords.ike.dh.group24`.
    #[serde(default)]
    pub drop: Vec<String>,
    /// Lists that do not replace the parent's but stand before it: `selectors`.
    #[serde(default)]
    pub append: Vec<String>,
}

/// A file of the output.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// What the file is for.
    pub section: Section,
    /// Name in the output folder; `{name}` is the name prefix.
    pub path: String,
    /// Where it goes on the device, if it is a file there.
    #[serde(default)]
    pub install: Option<String>,
    /// Template in the target's folder, or in that of a parent.
    pub template: String,
    /// True when a key stands in it, that of a tunnel or of a BGP session: the file is then readable by its
    /// owner only. The check compares it with what the templates print.
    #[serde(default)]
    pub holds_secret: bool,
    /// How PSKs are written in this file, where it differs from `[psk]`.
    #[serde(default)]
    pub psk_style: Option<Style>,
    /// How keys of BGP sessions are written in this file, where it differs from `[bgp_key]`.
    #[serde(default)]
    pub bgp_key_style: Option<Style>,
    /// True for a script.
    #[serde(default)]
    pub executable: bool,
    /// What starts a comment line, where it differs from the target's.
    #[serde(default)]
    pub comment: Option<String>,
    /// The file is made only when this holds.
    #[serde(default)]
    pub when: Condition,
    /// The full name of the template, once it was looked for.
    #[serde(skip)]
    pub(crate) found: OnceLock<String>,
    /// Places of the two styles among the target's.
    #[serde(skip)]
    pub(crate) style_places: StylePlaces,
}

/// Which of a target's styles a file writes its keys in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct StylePlaces {
    /// Among [`super::Target::psk_styles`].
    pub(crate) psk: usize,
    /// Among [`super::Target::bgp_key_styles`].
    pub(crate) bgp_key: usize,
}

/// What a file of the output is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, serde::Serialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Section {
    /// The configuration itself.
    Config,
    /// Commands that check and debug.
    Verify,
    /// Commands that remove what the configuration made.
    Cleanup,
}

impl Section {
    /// All, in the order in which an engineer needs them.
    pub const ALL: [Self; 3] = [Self::Config, Self::Verify, Self::Cleanup];

    /// `config`, `verify`, `cleanup`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::Verify => "verify",
            Self::Cleanup => "cleanup",
        }
    }
}

/// What the device can do and which it prefers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Topologies {
    /// Preferred for subnets with one tunnel.
    pub flows: Option<Topology>,
    /// Preferred for subnets with two tunnels.
    pub flows_dual: Option<Topology>,
    /// Policy-based configuration; absent means that the device has none.
    pub policy: Option<Capability>,
    /// Route-based configuration; absent means that the device has none.
    pub route: Option<Capability>,
}

/// Whether something can be done, since when, and who says so.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capability {
    /// First release that can.
    #[serde(default)]
    pub since: Option<Version>,
    /// First release that no longer can.
    #[serde(default)]
    pub until: Option<Version>,
    /// Why it cannot be done outside the range, or at all (`never`).
    #[serde(default)]
    pub otherwise: Option<String>,
    /// The same in Chinese.
    #[serde(default)]
    pub otherwise_zh: Option<String>,
    /// Why no release can.
    #[serde(default)]
    pub never: Option<String>,
    /// The same in Chinese.
    #[serde(default)]
    pub never_zh: Option<String>,
    /// What to do where it cannot be done; else the other way is named, where the device and the connection allow it.
    #[serde(default)]
    pub advice: Option<String>,
    /// The same in Chinese.
    #[serde(default)]
    pub advice_zh: Option<String>,
    /// What to set on the cloud side then: API field to value.
    #[serde(default)]
    pub remedy: BTreeMap<String, String>,
    /// Where the vendor says so.
    #[serde(default)]
    pub source: Option<String>,
    /// Whether somebody proved it on a device.
    #[serde(default)]
    pub verified: Option<bool>,
}

/// How subnets become CHILD SAs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Selectors {
    /// When this holds.
    #[serde(default)]
    pub when: Condition,
    /// What the device makes.
    pub makes: Makes,
    /// First release.
    #[serde(default)]
    pub since: Option<Version>,
    /// First release that does not.
    #[serde(default)]
    pub until: Option<Version>,
    /// Where the vendor says so.
    pub source: String,
    /// Whether somebody proved it on a device.
    #[serde(default = "yes")]
    pub verified: bool,
}

/// The shapes of traffic selectors that a device negotiates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Makes {
    /// Only `0.0.0.0/0` on both sides.
    Any,
    /// One CHILD SA for each pair of subnets.
    Pair,
    /// One CHILD SA that carries all subnets.
    List,
}

/// The device's words, by phase. `both` holds for both phases, `ike` and `esp` go over it and hold for both
/// versions; the tables of one version go over them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Keywords {
    /// Both phases, both versions.
    pub both: PhaseWords,
    /// Phase 1, both versions.
    pub ike: PhaseWords,
    /// Phase 1 of `IKEv1`.
    pub ikev1: PhaseWords,
    /// Phase 1 of `IKEv2`.
    pub ikev2: PhaseWords,
    /// Phase 2, both versions.
    pub esp: PhaseWords,
    /// Phase 2 under `IKEv1`.
    pub esp_ikev1: PhaseWords,
    /// Phase 2 under `IKEv2`.
    pub esp_ikev2: PhaseWords,
}

/// One phase's words.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PhaseWords {
    /// By [`crate::connection::Encryption`].
    pub encryption: WordTable,
    /// By [`crate::connection::Integrity`].
    pub integrity: WordTable,
    /// By [`crate::connection::Integrity`]; phase 1 of `IKEv2` only. Absent: templates do not need it.
    pub prf: WordTable,
    /// By [`crate::connection::DhGroup`]: phase 1, or PFS in phase 2.
    pub dh: WordTable,
}

/// A statement on what the device cannot do, or does in its own way.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The rule's name in kebab case, unique within the target.
    pub rule: String,
    /// When it holds.
    #[serde(default)]
    pub when: Condition,
    /// First release in which it holds.
    #[serde(default)]
    pub since: Option<Version>,
    /// First release in which it no longer holds.
    #[serde(default)]
    pub until: Option<Version>,
    /// How much it weighs.
    #[serde(default = "error")]
    pub level: Level,
    /// What the engineer reads: what is wrong and why.
    pub reason: String,
    /// The same in Chinese.
    #[serde(default)]
    pub reason_zh: Option<String>,
    /// What to do.
    #[serde(default)]
    pub advice: Option<String>,
    /// The same in Chinese.
    #[serde(default)]
    pub advice_zh: Option<String>,
    /// What to set on the cloud side: API field to value.
    #[serde(default)]
    pub remedy: BTreeMap<String, String>,
    /// Where the vendor says so.
    pub source: String,
    /// Whether somebody proved it on a device.
    #[serde(default = "yes")]
    pub verified: bool,
}

/// Lifetimes in seconds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Lifetimes {
    /// Phase 1 of `IKEv1`.
    pub ikev1: Option<Range>,
    /// Phase 1 of `IKEv2`.
    pub ikev2: Option<Range>,
    /// Phase 2.
    pub esp: Option<Range>,
}

/// A range of seconds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The least.
    pub min: u32,
    /// The most.
    pub max: u32,
    /// Where the vendor says so.
    pub source: String,
    /// Whether somebody proved it on a device.
    #[serde(default = "yes")]
    pub verified: bool,
}

/// What identities the device can use.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityRules {
    /// Characters beyond letters, digits, dot, dash and underscore that a name may hold.
    #[serde(default)]
    pub also: String,
    /// Most characters of a name.
    #[serde(default)]
    pub max: Option<usize>,
    /// Where the vendor says so.
    pub source: String,
    /// Whether somebody proved it on a device.
    #[serde(default = "yes")]
    pub verified: bool,
}

/// A condition with a name, so that no template has to know an algorithm.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Name in snake case.
    pub name: String,
    /// When it is true.
    #[serde(default)]
    pub when: Condition,
    /// First release.
    #[serde(default)]
    pub since: Option<Version>,
    /// First release that does not.
    #[serde(default)]
    pub until: Option<Version>,
    /// Where the vendor says so.
    pub source: String,
    /// Whether somebody proved it on a device.
    #[serde(default = "yes")]
    pub verified: bool,
}

/// Names of the objects that the configuration makes.
#[derive(Debug, Clone, Deserialize)]
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
    pub source: String,
    /// Whether somebody proved it on a device.
    #[serde(default = "yes")]
    pub verified: bool,
}

/// How long the names of one kind of object may be.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameLimit {
    /// Most characters of a whole name.
    pub max: usize,
    /// Characters that the templates add to a tunnel's name at most in names of this kind.
    pub reserve: usize,
    /// Where the vendor says so, where it is not the source of `[names]`.
    #[serde(default)]
    pub source: Option<String>,
}

/// Something that only the user can know.
#[derive(Debug, Clone, Deserialize)]
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
    pub help: String,
    /// The same in Chinese.
    #[serde(default)]
    pub help_zh: Option<String>,
    /// Asked for only when this holds.
    #[serde(default)]
    pub when: Condition,
    /// True when each tunnel has a value of its own: `tunnel.inputs.NAME`. Tunnel 2's is set by `NAME2`; not given, a
    /// number is the first one after tunnel 1's range, anything else is tunnel 1's value.
    #[serde(default)]
    pub per_tunnel: bool,
    /// What differs for tunnel 2 (`per_tunnel`).
    #[serde(default)]
    pub second: Second,
    /// The two names for `--set`, where they are not `NAME` and `NAME2` (`per_tunnel`).
    #[serde(default)]
    pub names: Option<[String; 2]>,
    /// How many numbers from the given one on are used (`number`), for each tunnel under `per_tunnel`; one unless
    /// said otherwise. The range must end within `max`, and templates get the numbers by `take("NAME")`.
    #[serde(default)]
    pub takes: Takes,
    /// Whose numbers they are: inputs of one space must not have the same.
    #[serde(default)]
    pub space: Option<String>,
    /// Whose value it is, once each tunnel has its own input.
    #[serde(skip)]
    pub of_tunnel: Option<OfTunnel>,
    /// The pattern, compiled when it is first needed.
    #[serde(skip)]
    pub(super) compiled: OnceLock<Result<Regex, String>>,
    /// The value where none is given, made when it is first needed.
    #[serde(skip)]
    pub(super) not_given: OnceLock<Result<Value, InputError>>,
}

/// What differs for tunnel 2 in an input that each tunnel has.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Second {
    /// True when tunnel 1's value is no answer: without a value or a default it is missing.
    pub own: bool,
    /// Used when nothing is given for tunnel 2.
    pub default: Option<String>,
    /// A value as people type it.
    pub example: Option<String>,
    /// What it is, in words.
    pub help: Option<String>,
    /// The same in Chinese.
    pub help_zh: Option<String>,
    /// Asked for only when this holds too.
    pub when: Condition,
}

/// The types of inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
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

fn dash_and_underscore() -> String {
    "-_".to_owned()
}

const fn yes() -> bool {
    true
}

const fn error() -> Level {
    Level::Error
}
