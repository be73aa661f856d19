//! The device's words at one release: for every algorithm of the API a word, or the reason why there
//! is none.

use std::sync::OnceLock;

use super::manifest::{Keywords, PhaseWords};
use super::version::Version;
use super::why::Why;
use super::words::{Word, WordTable};
use crate::connection::{DhGroup, Encryption, IkeVersion, Integrity};
use crate::prose::Prose;

/// One cell of the compatibility table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The device's word, or why there is none.
    pub word: Result<String, Why>,
    /// Where the vendor says so.
    pub source: Prose,
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
/// Every word of a target at its release, each looked up when it is first asked for.
#[derive(Debug)]
pub(super) struct Vocabulary {
    keywords: Keywords,
    version: Version,
    /// By version of IKE.
    ike: Box<[PhaseTable; 2]>,
    esp: Box<[PhaseTable; 2]>,
}

#[derive(Debug, Default)]
struct PhaseTable {
    encryption: [OnceLock<Cell>; Encryption::ALL.len()],
    integrity: [OnceLock<Cell>; Integrity::ALL.len()],
    prf: [OnceLock<Cell>; Integrity::ALL.len()],
    dh: [OnceLock<Cell>; DhGroup::ALL.len()],
}

impl Vocabulary {
    /// The words of merged manifests at a release.
    pub(super) fn new(keywords: Keywords, version: Version) -> Self {
        Self {
            keywords,
            version,
            ike: Box::default(),
            esp: Box::default(),
        }
    }

    /// The device's word, or why it has none.
    pub(super) fn cell(&self, phase: Phase, version: IkeVersion, slot: Slot) -> &Cell {
        let tables = match phase {
            Phase::Ike => &self.ike,
            Phase::Esp => &self.esp,
        };
        let table = &tables[version.index()];
        let place = match slot {
            Slot::Encryption(value) => &table.encryption[value.index()],
            Slot::Integrity(value) => &table.integrity[value.index()],
            Slot::Prf(value) => &table.prf[value.index()],
            Slot::Dh(value) => &table.dh[value.index()],
        };
        place.get_or_init(|| self.look_up(phase, version, slot))
    }

    fn look_up(&self, phase: Phase, version: IkeVersion, slot: Slot) -> Cell {
        let words = &self.keywords;
        let tables = match (phase, version) {
            (Phase::Ike, IkeVersion::V1) => [&words.ikev1, &words.ike, &words.both],
            (Phase::Ike, IkeVersion::V2) => [&words.ikev2, &words.ike, &words.both],
            (Phase::Esp, IkeVersion::V1) => [&words.esp_ikev1, &words.esp, &words.both],
            (Phase::Esp, IkeVersion::V2) => [&words.esp_ikev2, &words.esp, &words.both],
        };
        let (api, of_slot): (_, fn(&PhaseWords) -> &WordTable) = match slot {
            Slot::Encryption(value) => (value.api_word(), |words| &words.encryption),
            Slot::Integrity(value) => (value.api_word(), |words| &words.integrity),
            Slot::Prf(value) => (value.api_word(), |words| &words.prf),
            Slot::Dh(value) => (value.api_word(), |words| &words.dh),
        };
        found(api, tables.map(of_slot), &self.version)
    }
}

/// The cell of a value; the first table that speaks of it counts.
fn found(api: &str, tables: [&WordTable; 3], version: &Version) -> Cell {
    let found = tables
        .into_iter()
        .find_map(|table| table.words.get(api).map(|words| (table, words)));
    match found {
        Some((table, words)) => cell(table, words, version),
        None => Cell {
            word: Err(Why::no_word()),
            source: tables
                .iter()
                .find_map(|table| table.source.clone())
                .unwrap_or_default(),
            verified: tables
                .iter()
                .find_map(|table| table.verified)
                .unwrap_or(true),
        },
    }
}

fn cell(table: &WordTable, words: &[Word], version: &Version) -> Cell {
    let current = words.iter().find(|word| word.holds_in(version));
    let word = match current {
        Some(Word {
            never: Some(reason),
            never_zh,
            ..
        }) => Err(Why::said(reason, never_zh.as_ref())),
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
fn absence(words: &[Word], version: &Version) -> Why {
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
        (Some(since), _) => Why::came_with(since),
        (None, Some(until)) => Why::went_with(until),
        (None, None) => Why::no_word(),
    }
}
