//! A manifest with its parents, at one release: the [`Target`] that the plan works with.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::comment::Comment;
use super::condition::Condition;
use super::error::TargetError;
use super::fault::Fault;
use super::form::Form;
use super::input_spec::InputSpec;
use super::keys::{KeyRules, KeyTable, Keys};
use super::layer::merge;
use super::manifest::{
    Capability, Fact, IdentityRules, Lifetimes, Limit, Makes, Manifest, Selectors, Topologies,
};
use super::names::NameRules;
use super::output::{Output, Section, StylePlaces};
use super::quoting::Style;
use super::version::Version;
use super::vocabulary::{Cell, Phase, Slot, Vocabulary};
use super::why::Why;
use crate::connection::IkeVersion;
use crate::findings::DeviceRule;

/// A target at one release.
#[derive(Debug)]
pub struct Target {
    /// `vendor/platform`.
    pub id: String,
    /// What the vendor calls it.
    pub name: String,
    /// What it covers.
    pub about: String,
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
    pub load: String,
    /// The same in Chinese, where the manifest has it.
    pub load_zh: Option<String>,
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
    pub unused: BTreeMap<String, String>,
    words: Vocabulary,
    label: OnceLock<Arc<str>>,
    title: OnceLock<String>,
    names_for_templates: OnceLock<NamesForTemplates>,
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
    pub when: Condition,
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

    /// The range of releases that the target's release lies in, in words.
    pub fn range(&self) -> String {
        let place = self
            .versions
            .iter()
            .rposition(|first| *first <= self.version)
            .unwrap_or(0);
        match (self.versions.get(place), self.versions.get(place + 1)) {
            (Some(first), Some(next)) => format!("releases {first} to before {next}"),
            (Some(first), None) => format!("releases {first} and later"),
            _ => format!("release {}", self.version),
        }
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

/// Joins a manifest and its parents (the child first) at a release.
pub(super) fn resolve(
    chain: Vec<(String, Manifest)>,
    version: Option<Version>,
) -> Result<Target, TargetError> {
    let template_dirs = chain.iter().map(|(_, own)| own.id.clone()).collect();
    let file = chain
        .first()
        .map(|(file, _)| file.clone())
        .unwrap_or_default();
    let merged = merge(chain);
    let (version, doubt) = chosen(version, &merged, &file)?;
    let incomplete = |key: &str| TargetError::Invalid {
        file: file.clone(),
        faults: vec![Fault::at(
            [key],
            "is missing in the manifest and its parents",
        )],
    };
    let holds = |since: &Option<Version>, until: &Option<Version>| {
        since.as_ref().is_none_or(|since| *since <= version)
            && until.as_ref().is_none_or(|until| version < *until)
    };
    let words = Vocabulary::new(&merged.keywords, &version);
    let mut outputs = merged.output;
    for output in &mut outputs {
        output.with_form(merged.comment.as_ref());
    }
    if outputs.iter().any(|output| output.comment.is_none()) {
        return Err(incomplete("comment"));
    }
    let psk = psk(merged.psk, &mut outputs);
    let bgp_key = bgp_key(merged.bgp_key, &merged.topology, &mut outputs);
    let ((psk, psk_styles), (bgp_key, bgp_key_styles)) = match (psk, bgp_key) {
        (Ok(psk), Ok(bgp_key)) => (psk, bgp_key),
        (psk, bgp_key) => {
            let of_both = psk.err().into_iter().chain(bgp_key.err());
            let faults = of_both.flatten().collect();
            return Err(TargetError::Invalid { file, faults });
        }
    };
    Ok(Target {
        template_dirs,
        name: merged.name.ok_or_else(|| incomplete("name"))?,
        about: merged.about.unwrap_or_default(),
        aliases: merged.aliases,
        comment: merged.comment.unwrap_or_default(),
        load: merged.load.unwrap_or_default(),
        load_zh: merged.load_zh,
        outputs,
        topologies: merged.topology,
        selectors: merged
            .selectors
            .into_iter()
            .filter(|s| holds(&s.since, &s.until))
            .collect(),
        limits: merged
            .limit
            .into_iter()
            .filter(|l| holds(&l.since, &l.until))
            .map(active)
            .collect(),
        lifetimes: merged.lifetime,
        psk,
        bgp_key,
        psk_styles,
        bgp_key_styles,
        identity: merged.identity,
        names: merged.names.ok_or_else(|| incomplete("names"))?,
        inputs: merged
            .input
            .into_iter()
            .flat_map(InputSpec::for_each_tunnel)
            .collect(),
        facts: merged
            .fact
            .into_iter()
            .map(|fact| in_release(fact, &version))
            .collect(),
        unused: merged.unused,
        versions: merged.versions,
        doubt,
        id: merged.id,
        words,
        version,
        file,
        label: OnceLock::new(),
        title: OnceLock::new(),
        names_for_templates: OnceLock::new(),
    })
}

/// The release that was asked for, or the first of the newest range; and what is odd about it.
fn chosen(
    asked: Option<Version>,
    merged: &Manifest,
    file: &str,
) -> Result<(Version, Option<String>), TargetError> {
    let (Some(first), Some(newest)) = (merged.versions.first(), merged.versions.last()) else {
        let faults = vec![Fault::at(["versions"], "name at least one release")];
        return Err(TargetError::Invalid {
            file: file.to_owned(),
            faults,
        });
    };
    let Some(asked) = asked else {
        return Ok((newest.clone(), None));
    };
    if !asked.looks_like(first) {
        return Err(TargetError::OddRelease {
            id: merged.id.clone(),
            like: first.to_string(),
            asked: asked.to_string(),
        });
    }
    if asked < *first {
        return Err(TargetError::TooOld {
            id: merged.id.clone(),
            first: first.to_string(),
            asked: asked.to_string(),
        });
    }
    let name = merged.name.as_deref().unwrap_or(&merged.id);
    let releases = merged.releases.as_ref();
    let doubt = releases.and_then(|releases| releases.doubt(name, &asked));
    Ok((asked, doubt))
}

/// The rules for PSKs and every style in which a file writes them.
fn psk(
    table: Option<KeyTable>,
    outputs: &mut [Output],
) -> Result<(KeyRules, Vec<Style>), Vec<Fault>> {
    let keys = of_table(&table.unwrap_or_default(), "psk", outputs, |output| {
        output.psk_style.as_ref()
    })?;
    let Keys::Written(rules) = keys else {
        let fault = "a device without a pre-shared key has no target here";
        return Err(vec![Fault::at(["psk", "never"], fault)]);
    };
    let styles = styles(
        &rules,
        outputs,
        |output| output.psk_style.as_ref(),
        |places, place| places.psk = place,
    );
    Ok((*rules, styles))
}

/// The same for keys of BGP sessions. A device that cannot be route-based has none.
fn bgp_key(
    table: Option<KeyTable>,
    topologies: &Topologies,
    outputs: &mut [Output],
) -> Result<(Keys, Vec<Style>), Vec<Fault>> {
    let has_sessions = topologies
        .route
        .as_ref()
        .is_some_and(|route| route.never.is_none());
    let table = match table {
        Some(table) => table,
        None if !has_sessions => return Ok((Keys::Never(Why::no_sessions()), Vec::new())),
        None => {
            let fault = "is missing: a route-based device may have BGP, and a session may have a key; say how it is written, as in [psk], or `never = \"…\"`";
            return Err(vec![Fault::at(["bgp_key"], fault)]);
        }
    };
    match of_table(&table, "bgp_key", outputs, |output| {
        output.bgp_key_style.as_ref()
    })? {
        Keys::Never(why) => Ok((Keys::Never(why), Vec::new())),
        Keys::Written(rules) => {
            let styles = styles(
                &rules,
                outputs,
                |output| output.bgp_key_style.as_ref(),
                |places, place| places.bgp_key = place,
            );
            Ok((Keys::Written(rules), styles))
        }
    }
}

fn of_table(
    table: &KeyTable,
    name: &str,
    outputs: &[Output],
    style: impl Fn(&Output) -> Option<&Style>,
) -> Result<Keys, Vec<Fault>> {
    // A form has a style whether or not a key stands in the file.
    let others: Vec<&Style> = outputs
        .iter()
        .filter(|output| output.form == Form::Lines || output.holds_secret)
        .filter_map(style)
        .collect();
    table.check(&others).map_err(|faults| {
        let with_key = |(key, what): (&str, String)| Fault::at([name, key], what);
        faults.into_iter().map(with_key).collect()
    })
}

/// The rules' style and those of the files, each once; every file learns the place of its own.
fn styles(
    rules: &KeyRules,
    outputs: &mut [Output],
    style: impl Fn(&Output) -> Option<&Style>,
    set: impl Fn(&mut StylePlaces, usize),
) -> Vec<Style> {
    let mut styles = vec![rules.style.clone()];
    for output in outputs {
        let Some(own) = style(output).cloned() else {
            continue;
        };
        let place = styles
            .iter()
            .position(|known| *known == own)
            .unwrap_or_else(|| {
                styles.push(own);
                styles.len() - 1
            });
        set(&mut output.style_places, place);
    }
    styles
}

/// A fact outside its releases stays in the tree, as one that never holds: templates may ask for it.
fn in_release(mut fact: Fact, version: &Version) -> Fact {
    let early = fact.since.as_ref().is_some_and(|since| version < since);
    let late = fact.until.as_ref().is_some_and(|until| version >= until);
    if early || late {
        fact.when = Condition::never();
    }
    fact
}

fn active(limit: Limit) -> ActiveLimit {
    let rule = DeviceRule {
        slug: limit.rule,
        level: limit.level,
        fixed: false,
        reason: limit.reason,
        reason_zh: limit.reason_zh,
        remedy: limit.advice.unwrap_or_default(),
        remedy_zh: limit.advice_zh,
        source: limit.source,
        verified: limit.verified,
    };
    ActiveLimit {
        when: limit.when,
        rule: Arc::new(rule),
        remedy: limit.remedy,
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
