//! The [`Target`] that the plan works with: a device at one release.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::comment::Comment;
use super::condition::Condition;
use super::input_spec::InputSpec;
use super::keys::{KeyRules, Keys};
use super::manifest::{Capability, Fact, IdentityRules, Lifetimes, Makes, Selectors, Topologies};
use super::names::NameRules;
use super::output::{Output, Section};
use super::quoting::Style;
use super::version::Version;
use super::vocabulary::{Cell, Phase, Slot, Vocabulary};
use super::when::When;
use super::why::Why;
use crate::connection::IkeVersion;
use crate::findings::DeviceRule;
use crate::prose::Prose;

/// A target at one release.
#[derive(Debug)]
pub struct Target {
    /// `vendor/platform`.
    pub id: String,
    /// What the vendor calls it.
    pub name: String,
    /// What it covers.
    pub about: Prose,
    /// Short names.
    pub aliases: Vec<String>,
    /// The file of the manifest.
    pub file: String,
    /// The release that was asked for, or the first of the newest range.
    pub version: Version,
    /// The first release of each range.
    pub versions: Vec<Version>,
    /// What is odd about the release that was asked for: there is none of that number, as far as is known.
    pub doubt: Option<String>,
    /// What makes a comment in files of lines.
    pub comment: Comment,
    /// How the configuration is loaded and saved.
    pub load: Prose,
    /// The same in Chinese, where the manifest has it.
    pub load_zh: Option<Prose>,
    /// Files that are made.
    pub outputs: Vec<Output>,
    /// Policy-based, route-based.
    pub topologies: Topologies,
    /// How subnets become CHILD SAs in this release.
    pub selectors: Vec<Selectors>,
    /// What this release cannot do.
    pub limits: Vec<ActiveLimit>,
    /// Lifetimes that the device takes.
    pub lifetimes: Lifetimes,
    /// What the device makes of a PSK.
    pub psk: KeyRules,
    /// What it makes of a BGP session's key.
    pub bgp_key: Keys,
    /// The styles in which files write PSKs; the first is that of [`Self::psk`].
    pub psk_styles: Vec<Style>,
    /// The styles in which files write keys of BGP sessions.
    pub bgp_key_styles: Vec<Style>,
    /// What identities the device can use.
    pub identity: Option<IdentityRules>,
    /// Names of objects.
    pub names: NameRules,
    /// What only the user can know.
    pub inputs: Vec<InputSpec>,
    /// Named conditions of this release.
    pub facts: Vec<Fact>,
    /// Template folders, the target's own first.
    pub template_dirs: Vec<String>,
    /// Fields that templates leave out on purpose.
    pub unused: BTreeMap<String, Prose>,
    pub(super) words: Vocabulary,
    pub(super) label: OnceLock<Arc<str>>,
    pub(super) title: OnceLock<String>,
    pub(super) names_for_templates: OnceLock<NamesForTemplates>,
}

/// Names that every plan's context has, in the order of the plan's values.
#[derive(Debug)]
pub(crate) struct NamesForTemplates {
    pub(crate) inputs: Arc<[Box<str>]>,
    /// Inputs that each tunnel has, by the names in `tunnel.inputs`.
    pub(crate) of_tunnels: Arc<[Box<str>]>,
    pub(crate) facts: Arc<[Box<str>]>,
}

/// A limit that holds in the target's release.
#[derive(Debug)]
pub struct ActiveLimit {
    /// When.
    pub when: When,
    /// The rule that findings carry.
    pub rule: Arc<DeviceRule>,
    /// What to set on the cloud side, by API field.
    pub remedy: BTreeMap<String, String>,
}

impl Target {
    /// `vendor/platform@release`.
    pub fn label(&self) -> &Arc<str> {
        self.label
            .get_or_init(|| format!("{}@{}", self.id, self.version).into())
    }

    /// Every condition of its statements, with the keys of the manifest that lead to the statement.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = (Vec<&str>, &Condition)> {
        fn of<'t>(table: &'t str, name: &'t str, when: &'t When) -> (Vec<&'t str>, &'t Condition) {
            (vec![table, name], when)
        }
        let limits = self.limits.iter();
        let limits = limits.map(|limit| of("limit", &limit.rule.slug, &limit.when));
        let facts = self.facts.iter();
        let facts = facts.map(|fact| of("fact", &fact.name, &fact.when));
        let inputs = self.inputs.iter();
        let inputs = inputs.map(|input| of("input", &input.name, &input.when));
        let outputs = self.outputs.iter();
        let outputs = outputs.map(|output| of("output", &output.path, &output.when));
        let selectors = self.selectors.iter();
        let selectors = selectors.map(|selectors| (vec!["selectors"], &*selectors.when));
        limits
            .chain(facts)
            .chain(inputs)
            .chain(outputs)
            .chain(selectors)
    }

    /// How PSKs are written in a file of this target.
    pub fn psk_style(&self, output: &Output) -> &Style {
        let own = self.psk_styles.get(output.style_places.psk);
        own.unwrap_or(&self.psk.style)
    }

    pub(crate) fn names_for_templates(&self) -> &NamesForTemplates {
        self.names_for_templates.get_or_init(|| NamesForTemplates {
            inputs: self
                .inputs
                .iter()
                .map(|spec| spec.name.as_str().into())
                .collect(),
            of_tunnels: self
                .inputs
                .iter()
                .filter_map(|spec| spec.of_tunnel.as_ref().filter(|of| !of.second))
                .map(|of| of.input.as_str().into())
                .collect(),
            facts: self
                .facts
                .iter()
                .map(|fact| fact.name.as_str().into())
                .collect(),
        })
    }

    /// What is rendered for, in a line: `Cisco ASA (cisco/asa), releases 9.16 and later`.
    pub fn title(&self) -> &str {
        self.title
            .get_or_init(|| format!("{} ({}), {}", self.name, self.id, self.range()))
    }

    /// The same in Chinese: `Cisco ASA（cisco/asa），9.16 及以上版本`.
    pub(crate) fn title_zh(&self) -> String {
        let range = match self.bounds() {
            (Some(first), Some(next)) => format!("{first} 及以上、{next} 以下版本"),
            (Some(first), None) => format!("{first} 及以上版本"),
            _ => format!("版本 {}", self.version),
        };
        format!("{}（{}），{range}", self.name, self.id)
    }

    /// The range of releases that the target's release lies in, in words.
    pub fn range(&self) -> String {
        match self.bounds() {
            (Some(first), Some(next)) => format!("releases {first} to before {next}"),
            (Some(first), None) => format!("releases {first} and later"),
            _ => format!("release {}", self.version),
        }
    }

    /// The first release of that range, and of the next.
    fn bounds(&self) -> (Option<&Version>, Option<&Version>) {
        let lies_in = self
            .versions
            .iter()
            .rposition(|first| *first <= self.version)
            .unwrap_or(0);
        (self.versions.get(lies_in), self.versions.get(lies_in + 1))
    }

    /// Whether a file is among those that are asked for. Where a device has no configuration but its worksheet, that
    /// is its configuration.
    pub(crate) fn is_asked_for(&self, output: &Output, sections: &[Section]) -> bool {
        let has_config = || self.outputs.iter().any(|o| o.section == Section::Config);
        sections.contains(&output.section)
            || output.section == Section::Worksheet
                && sections.contains(&Section::Config)
                && !has_config()
    }

    /// What its configuration is: `commands`, `files`, a `script`, or a `worksheet` to fill in by hand.
    pub fn kind(&self) -> &'static str {
        let is_config = |output: &&Output| self.is_asked_for(output, &[Section::Config]);
        match self.outputs.iter().find(is_config) {
            Some(output) if output.section == Section::Worksheet => "worksheet",
            Some(output) if output.executable => "script",
            Some(output) if output.install.is_some() => "files",
            _ => "commands",
        }
    }

    /// The device's word, or why it has none.
    pub fn cell(&self, phase: Phase, version: IkeVersion, slot: Slot) -> &Cell {
        self.words.cell(phase, version, slot)
    }

    /// What the device makes of subnets; the first statement that holds.
    pub fn makes(&self, holds: impl Fn(&Condition) -> bool) -> Option<Makes> {
        self.selectors
            .iter()
            .find(|selectors| holds(&selectors.when))
            .map(|selectors| selectors.makes)
    }
}

impl Capability {
    /// Why a release cannot do it, if it cannot.
    pub fn refusal(&self, version: &Version) -> Option<Why> {
        if let Some(never) = &self.never {
            return Some(Why::said(never, self.never_zh.as_ref()));
        }
        let early = self.since.as_ref().filter(|since| version < since);
        let late = self.until.as_ref().filter(|until| version >= until);
        let otherwise = || {
            let otherwise = self.otherwise.as_ref()?;
            Some(Why::said(otherwise, self.otherwise_zh.as_ref()))
        };
        match (early, late) {
            (Some(since), _) => Some(otherwise().unwrap_or_else(|| Why::came_with(since))),
            (_, Some(until)) => Some(otherwise().unwrap_or_else(|| Why::went_with(until))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topology_holds_from_its_first_release_to_the_one_before_its_end() {
        let capability: Capability =
            toml::from_str("since = \"9.8\"\nuntil = \"9.20\"\notherwise = \"not there\"").unwrap();
        for (release, refused) in [
            ("9.7", true),
            ("9.8", false),
            ("9.19", false),
            ("9.20", true),
            ("10", true),
        ] {
            let version = Version::parse(release).unwrap();
            assert_eq!(capability.refusal(&version).is_some(), refused, "{release}");
        }
    }
}
