//! The device's words at one release: for every algorithm of the API a word, or the reason why there
//! is none.

use super::manifest::{Keywords, PhaseWords};
use super::version::Version;
use super::why::Why;
use super::words::{Word, WordTable};
use crate::connection::{DhGroup, Encryption, IkeVersion, Integrity};

/// One cell of the compatibility table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The device's word, or why there is none.
    pub word: Result<String, Why>,
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
/// Every word of a target at its release.
#[derive(Debug)]
pub(super) struct Vocabulary {
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

impl Vocabulary {
    /// The words of merged manifests at a release.
    pub(super) fn new(keywords: &Keywords, version: &Version) -> Self {
        Self {
            ike: [
                phase_table([&keywords.ikev1, &keywords.ike, &keywords.both], version),
                phase_table([&keywords.ikev2, &keywords.ike, &keywords.both], version),
            ],
            esp: [
                phase_table(
                    [&keywords.esp_ikev1, &keywords.esp, &keywords.both],
                    version,
                ),
                phase_table(
                    [&keywords.esp_ikev2, &keywords.esp, &keywords.both],
                    version,
                ),
            ],
        }
    }

    /// The device's word, or why it has none.
    pub(super) fn cell(&self, phase: Phase, version: IkeVersion, slot: Slot) -> &Cell {
        let tables = match phase {
            Phase::Ike => &self.ike,
            Phase::Esp => &self.esp,
        };
        let table = &tables[version.index()];
        match slot {
            Slot::Encryption(value) => &table.encryption[value.index()],
            Slot::Integrity(value) => &table.integrity[value.index()],
            Slot::Prf(value) => &table.prf[value.index()],
            Slot::Dh(value) => &table.dh[value.index()],
        }
    }
}

/// The words of one phase and version; the first table that speaks of a value counts.
fn phase_table(tables: [&PhaseWords; 3], version: &Version) -> PhaseTable {
    PhaseTable {
        encryption: cells(
            Encryption::ALL.iter().map(|v| v.api_word()),
            tables.map(|table| &table.encryption),
            version,
        ),
        integrity: cells(
            Integrity::ALL.iter().map(|v| v.api_word()),
            tables.map(|table| &table.integrity),
            version,
        ),
        prf: cells(
            Integrity::ALL.iter().map(|v| v.api_word()),
            tables.map(|table| &table.prf),
            version,
        ),
        dh: cells(
            DhGroup::ALL.iter().map(|v| v.api_word()),
            tables.map(|table| &table.dh),
            version,
        ),
    }
}

fn cells<'w>(
    words: impl Iterator<Item = &'w str>,
    tables: [&WordTable; 3],
    version: &Version,
) -> Vec<Cell> {
    words
        .map(|api| {
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
        })
        .collect()
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
