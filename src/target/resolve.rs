//! A manifest with its parents, at one release: the [`Target`] that the plan works with.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::condition::Condition;
use super::error::TargetError;
use super::manifest::{
    Capability, Fact, IdentityRules, InputSpec, Keywords, Lifetimes, Limit, Makes, Manifest,
    NameRules, Output, PhaseWords, PskRules, Selectors, Topologies,
};
use super::version::Version;
use super::words::{Word, WordTable};
use crate::connection::{DhGroup, Encryption, IkeVersion, Integrity};
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
    /// What starts a comment line.
    pub comment: String,
    /// How the configuration is loaded and saved.
    pub load: String,
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
    /// How a PSK is written.
    pub psk: PskRules,
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
    words: Words,
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

/// One cell of the compatibility table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The device's word, or why there is none.
    pub word: Result<String, String>,
    /// Where the vendor says so.
    pub source: String,
    /// Whether somebody proved it.
    pub verified: bool,
}

/// The parts of a proposal that a device has words for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// Encryption.
    Encryption(Encryption),
    /// Integrity.
    Integrity(Integrity),
    /// PRF, by the hash that it uses.
    Prf(Integrity),
    /// DH group, or PFS in phase 2.
    Dh(DhGroup),
}

/// Phase 1 or phase 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// IKE SA.
    Ike,
    /// CHILD SA.
    Esp,
}

#[derive(Debug)]
struct Words {
    ike: [PhaseTable; 2],
    esp: [PhaseTable; 2],
}

#[derive(Debug)]
struct PhaseTable {
    encryption: Vec<Cell>,
    integrity: Vec<Cell>,
    prf: Vec<Cell>,
    dh: Vec<Cell>,
}

impl Target {
    /// `vendor/platform@release`.
    pub fn label(&self) -> String {
        format!("{}@{}", self.id, self.version)
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

    /// The device's word, or why it has none.
    pub fn cell(&self, phase: Phase, version: IkeVersion, slot: Slot) -> &Cell {
        let tables = match phase {
            Phase::Ike => &self.words.ike,
            Phase::Esp => &self.words.esp,
        };
        let table = &tables[version.index()];
        match slot {
            Slot::Encryption(value) => &table.encryption[value.index()],
            Slot::Integrity(value) => &table.integrity[value.index()],
            Slot::Prf(value) => &table.prf[value.index()],
            Slot::Dh(value) => &table.dh[value.index()],
        }
    }

    /// What the device makes of subnets; the first statement that holds.
    pub fn makes(&self, holds: impl Fn(&Condition) -> bool) -> Option<Makes> {
        self.selectors
            .iter()
            .find(|selectors| holds(&selectors.when))
            .map(|selectors| selectors.makes)
    }

    /// Statements that nobody has proven on a device, in words, for the header and the target's page.
    pub fn unverified(&self) -> Vec<String> {
        let mut doubts = Vec::new();
        doubts.extend(
            self.limits
                .iter()
                .filter(|limit| !limit.rule.verified)
                .map(|limit| limit.rule.slug.clone()),
        );
        doubts.extend(
            self.selectors
                .iter()
                .filter(|s| !s.verified)
                .map(|_| "selectors".to_owned()),
        );
        doubts.extend(
            self.facts
                .iter()
                .filter(|fact| !fact.verified)
                .map(|fact| fact.name.clone()),
        );
        doubts.extend((!self.psk.verified).then(|| "psk quoting".to_owned()));
        doubts.extend((!self.names.verified).then(|| "name lengths".to_owned()));
        doubts.extend(
            self.identity
                .as_ref()
                .filter(|i| !i.verified)
                .map(|_| "identities".to_owned()),
        );
        let ranges = [
            &self.lifetimes.ikev1,
            &self.lifetimes.ikev2,
            &self.lifetimes.esp,
        ];
        doubts.extend(
            ranges
                .iter()
                .any(|r| r.as_ref().is_some_and(|r| !r.verified))
                .then(|| "lifetime ranges".to_owned()),
        );
        let topologies = [
            ("policy-based", &self.topologies.policy),
            ("route-based", &self.topologies.route),
        ];
        let doubtful =
            |c: &&Option<Capability>| c.as_ref().is_some_and(|c| c.verified == Some(false));
        doubts.extend(
            topologies
                .iter()
                .filter(|(_, c)| doubtful(&c))
                .map(|(name, _)| (*name).to_owned()),
        );
        doubts.dedup();
        doubts
    }
}

impl Capability {
    /// Why a release cannot do it, if it cannot.
    pub fn refusal(&self, version: &Version) -> Option<String> {
        if let Some(never) = &self.never {
            return Some(never.clone());
        }
        let early = self.since.as_ref().filter(|since| version < since);
        let late = self.until.as_ref().filter(|until| version >= until);
        let reason = || self.otherwise.clone();
        match (early, late) {
            (Some(since), _) => {
                Some(reason().unwrap_or_else(|| format!("it came with release {since}")))
            }
            (_, Some(until)) => {
                Some(reason().unwrap_or_else(|| format!("it went away with release {until}")))
            }
            _ => None,
        }
    }
}

/// Joins a manifest and its parents (the child first) at a release.
pub(super) fn resolve(
    chain: &[(String, Manifest)],
    version: Option<Version>,
) -> Result<Target, TargetError> {
    let merged = merge(chain);
    let file = chain
        .first()
        .map(|(file, _)| file.clone())
        .unwrap_or_default();
    let version = match (version, merged.versions.first(), merged.versions.last()) {
        (Some(asked), Some(first), _) if asked < *first => {
            return Err(TargetError::TooOld {
                id: merged.id,
                first: first.to_string(),
                asked: asked.to_string(),
            });
        }
        (Some(asked), ..) => asked,
        (None, _, Some(newest)) => newest.clone(),
        (None, ..) => {
            let faults = vec!["versions: name at least one release".to_owned()];
            return Err(TargetError::Invalid { file, faults });
        }
    };
    let incomplete = |key: &str| TargetError::Invalid {
        file: file.clone(),
        faults: vec![format!("{key}: is missing in the manifest and its parents")],
    };
    let holds = |since: &Option<Version>, until: &Option<Version>| {
        since.as_ref().is_none_or(|since| *since <= version)
            && until.as_ref().is_none_or(|until| version < *until)
    };
    let keywords = &merged.keywords;
    let words = Words {
        ike: [
            phase_table(&keywords.ike, &keywords.ikev1, &version),
            phase_table(&keywords.ike, &keywords.ikev2, &version),
        ],
        esp: [
            phase_table(&keywords.esp, &keywords.esp_ikev1, &version),
            phase_table(&keywords.esp, &keywords.esp_ikev2, &version),
        ],
    };
    Ok(Target {
        template_dirs: chain
            .iter()
            .map(|(_, manifest)| manifest.id.clone())
            .collect(),
        name: merged.name.ok_or_else(|| incomplete("name"))?,
        about: merged.about.unwrap_or_default(),
        aliases: merged.aliases,
        comment: merged.comment.ok_or_else(|| incomplete("comment"))?,
        load: merged.load.unwrap_or_default(),
        outputs: merged.output,
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
        psk: merged.psk.ok_or_else(|| incomplete("psk"))?,
        identity: merged.identity,
        names: merged.names.ok_or_else(|| incomplete("names"))?,
        inputs: merged.input,
        facts: merged
            .fact
            .into_iter()
            .map(|fact| in_release(fact, &version))
            .collect(),
        unused: merged.unused,
        versions: merged.versions,
        id: merged.id,
        words,
        version,
        file,
    })
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

fn phase_table(both: &PhaseWords, own: &PhaseWords, version: &Version) -> PhaseTable {
    PhaseTable {
        encryption: cells(
            Encryption::ALL.iter().map(|v| v.api_word()),
            &both.encryption,
            &own.encryption,
            version,
        ),
        integrity: cells(
            Integrity::ALL.iter().map(|v| v.api_word()),
            &both.integrity,
            &own.integrity,
            version,
        ),
        prf: cells(
            Integrity::ALL.iter().map(|v| v.api_word()),
            &both.prf,
            &own.prf,
            version,
        ),
        dh: cells(
            DhGroup::ALL.iter().map(|v| v.api_word()),
            &both.dh,
            &own.dh,
            version,
        ),
    }
}

fn cells<'w>(
    words: impl Iterator<Item = &'w str>,
    both: &WordTable,
    own: &WordTable,
    version: &Version,
) -> Vec<Cell> {
    words
        .map(|api| {
            let found = [own, both]
                .into_iter()
                .find_map(|table| table.words.get(api).map(|words| (table, words)));
            match found {
                Some((table, words)) => cell(table, words, version),
                None => Cell {
                    word: Err("its manual has no word for it".to_owned()),
                    source: own
                        .source
                        .clone()
                        .or_else(|| both.source.clone())
                        .unwrap_or_default(),
                    verified: own.verified.or(both.verified).unwrap_or(true),
                },
            }
        })
        .collect()
}

fn cell(table: &WordTable, words: &[Word], version: &Version) -> Cell {
    let current = words.iter().find(|word| word.holds_in(version));
    let word = match current {
        Some(Word {
            never: Some(reason),
            ..
        }) => Err(reason.clone()),
        Some(Word {
            word: Some(word), ..
        }) => Ok(word.clone()),
        _ => Err(absence(words, version)),
    };
    let spec = current.or_else(|| words.first());
    Cell {
        word,
        source: spec
            .and_then(|w| w.source.clone())
            .or_else(|| table.source.clone())
            .unwrap_or_default(),
        verified: spec
            .and_then(|w| w.verified)
            .or(table.verified)
            .unwrap_or(true),
    }
}

/// Why no word holds in a release.
fn absence(words: &[Word], version: &Version) -> String {
    let later = words
        .iter()
        .filter_map(|word| word.since.as_ref())
        .find(|since| *since > version);
    let earlier = words
        .iter()
        .filter_map(|word| word.until.as_ref())
        .filter(|until| *until <= version)
        .max();
    match (later, earlier) {
        (Some(since), _) => format!("it came with release {since}"),
        (None, Some(until)) => format!("it went away with release {until}"),
        (None, None) => "its manual has no word for it".to_owned(),
    }
}

/// The child's statements over its parents'.
fn merge(chain: &[(String, Manifest)]) -> Manifest {
    let mut layers = chain.iter().rev().map(|(_, manifest)| manifest.clone());
    let first = layers
        .next()
        .unwrap_or_else(|| unreachable!("a chain holds at least the manifest itself"));
    layers.fold(first, over)
}

/// One child over the parent that was merged so far.
fn over(parent: Manifest, child: Manifest) -> Manifest {
    Manifest {
        schema: child.schema,
        id: child.id,
        name: child.name.or(parent.name),
        aliases: child.aliases,
        parent: child.parent,
        family: child.family,
        about: child.about.or(parent.about),
        versions: if child.versions.is_empty() {
            parent.versions
        } else {
            child.versions
        },
        comment: child.comment.or(parent.comment),
        load: child.load.or(parent.load),
        output: by_key(parent.output, child.output, |output| output.path.clone()),
        topology: Topologies {
            flows: child.topology.flows.or(parent.topology.flows),
            flows_dual: child.topology.flows_dual.or(parent.topology.flows_dual),
            policy: child.topology.policy.or(parent.topology.policy),
            route: child.topology.route.or(parent.topology.route),
        },
        selectors: if child.selectors.is_empty() {
            parent.selectors
        } else {
            child.selectors
        },
        keywords: keywords(parent.keywords, child.keywords),
        limit: by_key(parent.limit, child.limit, |limit| limit.rule.clone()),
        lifetime: Lifetimes {
            ikev1: child.lifetime.ikev1.or(parent.lifetime.ikev1),
            ikev2: child.lifetime.ikev2.or(parent.lifetime.ikev2),
            esp: child.lifetime.esp.or(parent.lifetime.esp),
        },
        psk: child.psk.or(parent.psk),
        identity: child.identity.or(parent.identity),
        names: child.names.or(parent.names),
        input: by_key(parent.input, child.input, |input| input.name.clone()),
        fact: by_key(parent.fact, child.fact, |fact| fact.name.clone()),
        unused: parent.unused.into_iter().chain(child.unused).collect(),
    }
}

/// The child's entry replaces the parent's of the same key; new ones follow.
fn by_key<T>(parent: Vec<T>, child: Vec<T>, key: impl Fn(&T) -> String) -> Vec<T> {
    let replaced: Vec<String> = child.iter().map(&key).collect();
    let mut merged: Vec<T> = parent
        .into_iter()
        .filter(|entry| !replaced.contains(&key(entry)))
        .collect();
    merged.extend(child);
    merged
}

fn keywords(parent: Keywords, child: Keywords) -> Keywords {
    Keywords {
        ike: phase(parent.ike, child.ike),
        ikev1: phase(parent.ikev1, child.ikev1),
        ikev2: phase(parent.ikev2, child.ikev2),
        esp: phase(parent.esp, child.esp),
        esp_ikev1: phase(parent.esp_ikev1, child.esp_ikev1),
        esp_ikev2: phase(parent.esp_ikev2, child.esp_ikev2),
    }
}

fn phase(parent: PhaseWords, child: PhaseWords) -> PhaseWords {
    PhaseWords {
        encryption: table(parent.encryption, child.encryption),
        integrity: table(parent.integrity, child.integrity),
        prf: table(parent.prf, child.prf),
        dh: table(parent.dh, child.dh),
    }
}

/// Word by word. The parent's words keep the parent's source.
fn table(parent: WordTable, child: WordTable) -> WordTable {
    let mut words = own_source(parent.words, parent.source.as_ref(), parent.verified);
    words.extend(own_source(
        child.words,
        child.source.as_ref(),
        child.verified,
    ));
    WordTable {
        source: child.source.or(parent.source),
        verified: child.verified.or(parent.verified),
        words,
    }
}

fn own_source(
    mut words: BTreeMap<String, Vec<Word>>,
    source: Option<&String>,
    verified: Option<bool>,
) -> BTreeMap<String, Vec<Word>> {
    for word in words.values_mut().flatten() {
        word.source = word.source.take().or_else(|| source.cloned());
        word.verified = word.verified.or(verified);
    }
    words
}
