//! A target in words, or as JSON: releases, what it can do, limits with their sources, inputs.

use serde::Serialize;

use super::condition::Topology;
use super::input_spec::{InputKind, InputSpec};
use super::manifest::{Capability, Range};
use super::resolve::Target;
use super::samples::Characters;
use super::vocabulary::{Cell, Phase, Slot};
use crate::connection::{DhGroup, Encryption, IkeVersion, Integrity};
use crate::findings::{Lang, Level};

/// The whole target at one release.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Description<'t> {
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
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
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
    /// Describes a target.
    pub fn new(target: &'t Target) -> Self {
        Self {
            id: &target.id,
            name: &target.name,
            about: &target.about,
            aliases: &target.aliases,
            release: target.version.as_str(),
            releases: target.versions.iter().map(super::Version::as_str).collect(),
            load: &target.load,
            topologies: Topology::ALL
                .iter()
                .map(|topology| topology_line(target, *topology))
                .collect(),
            algorithms: algorithms(target),
            lifetimes: lifetimes(target),
            limits: target
                .limits
                .iter()
                .map(|limit| LimitLine {
                    rule: &limit.rule.slug,
                    level: limit.rule.level,
                    reason: &limit.rule.reason,
                    advice: &limit.rule.remedy,
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
                    kind: kind_in_words(input),
                    default: input.default.as_deref(),
                    help: &input.help,
                    when: input.when.in_words(),
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

    /// For people.
    pub fn text(&self) -> String {
        let mut text = format!("{} ({}@{})\n", self.name, self.id, self.release);
        let mut line = |line: String| {
            text.push_str(&line);
            text.push('\n');
        };
        line(format!("{}\n", self.about));
        line(format!("Aliases: {}", self.aliases.join(", ")));
        line(format!(
            "Releases whose output differs: from {}",
            self.releases.join(", from ")
        ));
        line(format!("Load and save: {}", self.load));
        self.inputs_in_lines().into_iter().for_each(&mut line);
        line("\nTopologies:".to_owned());
        for topology in &self.topologies {
            let verdict = topology
                .refused
                .as_deref()
                .map_or("yes".to_owned(), |reason| format!("no: {reason}"));
            line(format!("  {}-based: {verdict}", topology.topology));
        }
        line("\nAlgorithms (IKE version, phase: values it has words for):".to_owned());
        for (version, phase) in [
            ("ikev1", "ike"),
            ("ikev1", "esp"),
            ("ikev2", "ike"),
            ("ikev2", "esp"),
        ] {
            let lines = || {
                self.algorithms
                    .iter()
                    .filter(|a| a.ike_version == version && a.phase == phase)
            };
            let can: Vec<&str> = lines()
                .filter(|a| a.word.is_some())
                .map(|a| a.value)
                .collect();
            line(format!("  {version} {phase}: {}", can.join(", ")));
            for algorithm in lines() {
                if let Some(reason) = algorithm.refused {
                    line(format!(
                        "    not {} {}: {reason}",
                        algorithm.slot, algorithm.value
                    ));
                }
            }
        }
        line("\nLimits:".to_owned());
        for range in &self.lifetimes {
            line(format!(
                "  {} lifetime: {} to {} seconds",
                range.of, range.min, range.max
            ));
        }
        for limit in &self.limits {
            let doubt = if limit.verified {
                ""
            } else {
                " [not proven on a device]"
            };
            line(format!(
                "  {} ({}){doubt}: {}",
                limit.rule,
                limit.level.word(),
                limit.reason
            ));
            if !limit.advice.is_empty() {
                line(format!("    {}", limit.advice));
            }
            line(format!("    source: {}", limit.source));
        }
        self.keys.iter().for_each(|keys| line(in_lines(keys)));
        line("\nFiles:".to_owned());
        for output in &self.outputs {
            let install = output
                .install
                .map(|path| format!(" -> {path}"))
                .unwrap_or_default();
            let secret = if output.holds_secret {
                " (holds the PSK)"
            } else {
                ""
            };
            line(format!(
                "  {}: {}{install}{secret}",
                output.section, output.path
            ));
        }
        text
    }
}

impl Description<'_> {
    /// What must or may be given, and when.
    fn inputs_in_lines(&self) -> Vec<String> {
        let mut lines = vec!["\nInputs (--set NAME=VALUE):".to_owned()];
        for input in &self.inputs {
            let when = &input.when;
            let need = match (input.default, when.as_str()) {
                (None, "") => " (needed)".to_owned(),
                (None, when) => format!(" (needed: {when})"),
                (Some(""), "") => String::new(),
                (Some(""), when) => format!(" (only: {when})"),
                (Some(default), "") => format!(" [{default}]"),
                (Some(default), when) => format!(" [{default}] (only: {when})"),
            };
            lines.push(format!(
                "  {}: {}{need}\n    {}",
                input.name, input.kind, input.help
            ));
        }
        lines
    }
}

/// What the device makes of special characters, a line each.
fn in_lines(keys: &Characters) -> String {
    let mut lines = format!("\n{}, what the device makes of it:", keys.of);
    for (what, value) in keys.rows() {
        lines.extend(["\n  ", what, ": ", &value]);
    }
    lines
}

fn topology_line(target: &Target, topology: Topology) -> TopologyLine<'_> {
    let capability = match topology {
        Topology::Policy => &target.topologies.policy,
        Topology::Route => &target.topologies.route,
    };
    TopologyLine {
        topology: topology.word(),
        refused: match capability {
            None => Some("the manifest names no way".to_owned()),
            Some(capability) => capability
                .refusal(&target.version)
                .map(|why| why.in_lang(Lang::En).to_owned()),
        },
        source: capability
            .as_ref()
            .and_then(|c: &Capability| c.source.as_deref())
            .unwrap_or(""),
    }
}

fn algorithms(target: &Target) -> Vec<AlgorithmLine<'_>> {
    let slots = |phase: Phase| {
        let dh = if phase == Phase::Ike { "dh" } else { "pfs" };
        let encryption = Encryption::ALL
            .iter()
            .map(|v| ("encryption", v.api_word(), Slot::Encryption(*v)));
        let integrity = Integrity::ALL
            .iter()
            .map(|v| ("integrity", v.api_word(), Slot::Integrity(*v)));
        let groups = DhGroup::ALL
            .iter()
            .map(move |v| (dh, v.api_word(), Slot::Dh(*v)));
        encryption.chain(integrity).chain(groups)
    };
    let mut lines = Vec::new();
    for version in IkeVersion::ALL {
        for (phase, name) in [(Phase::Ike, "ike"), (Phase::Esp, "esp")] {
            for (slot, value, key) in slots(phase) {
                let Cell {
                    word,
                    source,
                    verified,
                } = target.cell(phase, *version, key);
                lines.push(AlgorithmLine {
                    ike_version: version.api_word(),
                    phase: name,
                    slot,
                    value,
                    word: word.as_deref().ok(),
                    refused: word.as_ref().err().map(|why| why.in_lang(Lang::En)),
                    source,
                    verified: *verified,
                });
            }
        }
    }
    lines
}

fn lifetimes(target: &Target) -> Vec<LifetimeLine<'_>> {
    let ranges = [
        ("IKEv1", &target.lifetimes.ikev1),
        ("IKEv2", &target.lifetimes.ikev2),
        ("ESP", &target.lifetimes.esp),
    ];
    ranges
        .into_iter()
        .filter_map(|(of, range)| {
            let Range {
                min,
                max,
                source,
                verified,
            } = range.as_ref()?;
            Some(LifetimeLine {
                of,
                min: *min,
                max: *max,
                source,
                verified: *verified,
            })
        })
        .collect()
}

/// What may be given for an input, in words.
pub fn kind_in_words(input: &InputSpec) -> String {
    match input.kind {
        InputKind::Interface => "an interface".to_owned(),
        InputKind::Ipv4 => "an IPv4 address".to_owned(),
        InputKind::Number => {
            format!(
                "a number from {} to {}",
                input.min.unwrap_or(0),
                input.max.unwrap_or(i64::from(u32::MAX))
            )
        }
        InputKind::Name => "a name".to_owned(),
        InputKind::Choice => format!("one of {}", input.choices.join(", ")),
        InputKind::Flag => "true or false".to_owned(),
        InputKind::Text => "text".to_owned(),
    }
}
