//! A manifest as it is written: `vendors/<vendor>/<platform>.toml`, one device as data.
//!
//! These types say what may stand in the file; an unknown key is refused. Parents and releases are
//! worked out later, where a [`super::Target`] is made.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::comment::Comment;
use super::condition::Topology;
use super::input_spec::InputSpec;
use super::key_table::KeyTable;
use super::names::NameRules;
use super::output::Output;
use super::releases::Releases;
use super::version::Version;
use super::when::When;
use super::words::WordTable;
use crate::findings::Level;
use crate::prose::Prose;

/// The only schema so far.
pub const SCHEMA: u32 = 1;

/// One file. What a family shares stands in a parent, and a child writes only what differs.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
    pub about: Option<Prose>,
    /// The first release of each range whose output differs, oldest first. Without `@release` the
    /// newest range is meant.
    #[serde(default)]
    pub versions: Vec<Version>,
    /// Which releases there are, so that one that does not exist is told.
    #[serde(default)]
    pub releases: Option<Releases>,
    /// What makes a comment in files of lines: what starts one, `{ start = …, end = … }` around it, or `""` where the
    /// device has none.
    #[serde(default)]
    pub comment: Option<Comment>,
    /// True where what reads the files of lines passes over any byte of a comment: comments are then in the reader's
    /// language, by `note` in templates. Plain ASCII and English where it is left out.
    #[serde(default)]
    pub comment_utf8: Option<bool>,
    /// How the configuration is loaded and saved on the device, in a sentence.
    #[serde(default)]
    pub load: Option<Prose>,
    /// The same in Chinese.
    #[serde(default)]
    pub load_zh: Option<Prose>,
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
    pub unused: BTreeMap<String, Prose>,
    /// Guides by a short name, described once: `source = "NAME"` or `source = "NAME: a page of it"`. Children inherit
    /// them.
    #[serde(default)]
    pub sources: BTreeMap<String, Prose>,
    /// What a parent says and this target does not: `limit.RULE`, `input.NAME`, `fact.NAME`, `output.PATH`, `unused.FIELD`,
    /// `selectors`, `identity`, `bgp_key`, `topology.policy`, `lifetime.esp`, `keywords.ike.dh.group24`.
    #[serde(default)]
    pub drop: Vec<String>,
    /// Lists that do not replace the parent's but stand before it: `selectors`.
    #[serde(default)]
    pub append: Vec<String>,
}

/// What the device can do and which it prefers.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
    pub otherwise: Option<Prose>,
    /// The same in Chinese.
    #[serde(default)]
    pub otherwise_zh: Option<Prose>,
    /// Why no release can.
    #[serde(default)]
    pub never: Option<Prose>,
    /// The same in Chinese.
    #[serde(default)]
    pub never_zh: Option<Prose>,
    /// What to do where it cannot be done; else the other way is named, where the device and the connection allow it.
    #[serde(default)]
    pub advice: Option<Prose>,
    /// The same in Chinese.
    #[serde(default)]
    pub advice_zh: Option<Prose>,
    /// What to set on the cloud side then: API field to value.
    #[serde(default)]
    pub remedy: BTreeMap<String, String>,
    /// Where the vendor says so.
    #[serde(default)]
    pub source: Option<Prose>,
    /// Whether somebody proved it on a device.
    #[serde(default)]
    pub verified: Option<bool>,
}

/// How subnets become CHILD SAs.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Selectors {
    /// When this holds.
    #[serde(default)]
    pub when: When,
    /// What the device makes.
    pub makes: Makes,
    /// First release.
    #[serde(default)]
    pub since: Option<Version>,
    /// First release that does not.
    #[serde(default)]
    pub until: Option<Version>,
    /// Where the vendor says so.
    pub source: Prose,
    /// Whether somebody proved it on a device.
    #[serde(default = "yes")]
    pub verified: bool,
}

/// The shapes of traffic selectors that a device negotiates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// The rule's name in kebab case, unique within the target.
    pub rule: String,
    /// When it holds.
    #[serde(default)]
    pub when: When,
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
    pub reason: Prose,
    /// The same in Chinese.
    #[serde(default)]
    pub reason_zh: Option<Prose>,
    /// What to do.
    #[serde(default)]
    pub advice: Option<Prose>,
    /// The same in Chinese.
    #[serde(default)]
    pub advice_zh: Option<Prose>,
    /// What to set on the cloud side: API field to value.
    #[serde(default)]
    pub remedy: BTreeMap<String, String>,
    /// Where the vendor says so.
    pub source: Prose,
    /// Whether somebody proved it on a device.
    #[serde(default = "yes")]
    pub verified: bool,
}

/// Lifetimes in seconds.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The least.
    pub min: u32,
    /// The most.
    pub max: u32,
    /// Where the vendor says so.
    pub source: Prose,
    /// Whether somebody proved it on a device.
    #[serde(default = "yes")]
    pub verified: bool,
}

/// What identities the device can use.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentityRules {
    /// Characters beyond letters, digits, dot, dash and underscore that a name may hold.
    #[serde(default)]
    pub also: String,
    /// Characters among these that a name may not hold.
    #[serde(default)]
    pub without: String,
    /// First release whose names may hold what `without` says.
    #[serde(default)]
    pub without_until: Option<Version>,
    /// Most characters of a name.
    #[serde(default)]
    pub max: Option<usize>,
    /// Where the vendor says so.
    pub source: Prose,
    /// Whether somebody proved it on a device.
    #[serde(default = "yes")]
    pub verified: bool,
}

/// A condition with a name, so that no template has to know an algorithm.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Name in snake case.
    pub name: String,
    /// When it is true.
    #[serde(default)]
    pub when: When,
    /// First release.
    #[serde(default)]
    pub since: Option<Version>,
    /// First release that does not.
    #[serde(default)]
    pub until: Option<Version>,
    /// Where the vendor says so.
    pub source: Prose,
    /// Whether somebody proved it on a device.
    #[serde(default = "yes")]
    pub verified: bool,
}

const fn yes() -> bool {
    true
}

const fn error() -> Level {
    Level::Error
}
