//! A target in words, or as JSON: releases, what it can do, limits with their sources, inputs.

mod lines;
mod text;

use serde::Serialize;

pub(crate) use lines::kind_in_words;
use lines::{algorithms, lifetimes, topology_line};

use super::condition::Topology;
use super::samples::Characters;
use super::target::Target;
use crate::findings::{Lang, Level};
use crate::prose::Prose;

/// The whole target at one release.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Description<'t> {
    /// The language of the texts.
    #[serde(skip)]
    lang: Lang,
    /// `vendor/platform`.
    pub id: &'t str,
    /// What the vendor calls it.
    pub name: &'t str,
    /// What it covers.
    pub about: &'t str,
    /// Short names.
    pub aliases: &'t [String],
    /// The release that is described.
    pub release: &'t str,
    /// The first release of each range.
    pub releases: Vec<&'t str>,
    /// How the configuration is loaded and saved.
    pub load: &'t str,
    /// Policy-based, route-based: whether, and why not.
    pub topologies: Vec<TopologyLine<'t>>,
    /// Every algorithm of both phases and versions of IKE.
    pub algorithms: Vec<AlgorithmLine<'t>>,
    /// Lifetimes.
    pub lifetimes: Vec<LifetimeLine<'t>>,
    /// What this release cannot do.
    pub limits: Vec<LimitLine<'t>>,
    /// What the device makes of special characters in keys.
    pub keys: Vec<Characters>,
    /// What only the user can know.
    pub inputs: Vec<InputLine<'t>>,
    /// Files that are made.
    pub outputs: Vec<OutputLine<'t>>,
}

/// A way to configure the device.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TopologyLine<'t> {
    /// `policy` or `route`.
    pub topology: &'static str,
    /// Why it cannot be done; absent where it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// Where the vendor says so.
    pub source: &'t str,
}

/// One algorithm in one place.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AlgorithmLine<'t> {
    /// `ikev1`, `ikev2`.
    pub ike_version: &'static str,
    /// `ike` or `esp`.
    pub phase: &'static str,
    /// `encryption`, `integrity`, `dh`.
    pub slot: &'static str,
    /// The API's word.
    pub value: &'static str,
    /// The device's word; absent where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<&'t str>,
    /// Why it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<&'t str>,
    /// Where the vendor says so.
    pub source: &'t str,
    /// Whether somebody proved it.
    pub verified: bool,
}

/// A range of lifetimes.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LifetimeLine<'t> {
    /// `IKEv1`, `IKEv2`, `ESP`.
    pub of: &'static str,
    /// Seconds at least.
    pub min: u32,
    /// Seconds at most.
    pub max: u32,
    /// Where the vendor says so.
    pub source: &'t str,
    /// Whether somebody proved it.
    pub verified: bool,
}

/// A limit.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LimitLine<'t> {
    /// The rule's name.
    pub rule: &'t str,
    /// Its level.
    pub level: Level,
    /// What is wrong and why.
    pub reason: &'t str,
    /// What to do.
    pub advice: &'t str,
    /// Where the vendor says so.
    pub source: &'t str,
    /// Whether somebody proved it.
    pub verified: bool,
}

/// An input.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InputLine<'t> {
    /// Its name.
    pub name: &'t str,
    /// What may be given.
    #[serde(rename = "type")]
    pub kind: String,
    /// Used when nothing is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<&'t str>,
    /// What it is.
    pub help: &'t str,
    /// The connections that ask for it, in words; absent where all do.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub when: String,
}

/// A file of the output.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OutputLine<'t> {
    /// What it is for.
    pub section: &'static str,
    /// Its name in the output folder.
    pub path: &'t str,
    /// Where it goes on the device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub install: Option<&'t str>,
    /// Whether the PSK stands in it.
    pub holds_secret: bool,
}

impl<'t> Description<'t> {
    /// Describes a target in English.
    pub fn new(target: &'t Target) -> Self {
        Self::in_lang(target, Lang::En)
    }

    /// Describes a target; what its manifest says in English alone stays so.
    pub fn in_lang(target: &'t Target, lang: Lang) -> Self {
        let either = |en: &'t Prose, zh: &'t Option<Prose>| match (lang, zh) {
            (Lang::Zh, Some(zh)) => zh.as_str(),
            _ => en.as_str(),
        };
        Self {
            lang,
            id: &target.id,
            name: &target.name,
            about: &target.about,
            aliases: &target.aliases,
            release: target.version.as_str(),
            releases: target.versions.iter().map(super::Version::as_str).collect(),
            load: either(&target.load, &target.load_zh),
            topologies: Topology::ALL
                .iter()
                .map(|topology| topology_line(target, *topology, lang))
                .collect(),
            algorithms: algorithms(target, lang),
            lifetimes: lifetimes(target),
            limits: target
                .limits
                .iter()
                .map(|limit| LimitLine {
                    rule: &limit.rule.slug,
                    level: limit.rule.level,
                    reason: either(&limit.rule.reason, &limit.rule.reason_zh),
                    advice: either(&limit.rule.remedy, &limit.rule.remedy_zh),
                    source: &limit.rule.source,
                    verified: limit.rule.verified,
                })
                .collect(),
            keys: target.characters(),
            inputs: target
                .inputs
                .iter()
                .map(|input| InputLine {
                    name: &input.name,
                    kind: kind_in_words(input, lang),
                    default: input.default.as_deref(),
                    help: either(&input.help, &input.help_zh),
                    when: input.when.in_words(lang),
                })
                .collect(),
            outputs: target
                .outputs
                .iter()
                .map(|output| OutputLine {
                    section: output.section.word(),
                    path: &output.path,
                    install: output.install.as_deref(),
                    holds_secret: output.holds_secret,
                })
                .collect(),
        }
    }
}
