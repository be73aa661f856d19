//! Word tables: each word of the API once, with the device's word or the reason why there is none, and a source.

use super::super::fault::Fault;
use super::super::manifest::{Keywords, PhaseWords};
use super::super::words::WordTable;
use crate::connection::{DhGroup, Encryption, Integrity};
use crate::suggest::{hint, nearest};

pub(super) fn word_faults(keywords: &Keywords, faults: &mut Vec<Fault>) {
    let phases = [
        ("both", &keywords.both),
        ("ike", &keywords.ike),
        ("ikev1", &keywords.ikev1),
        ("ikev2", &keywords.ikev2),
        ("esp", &keywords.esp),
        ("esp-ikev1", &keywords.esp_ikev1),
        ("esp-ikev2", &keywords.esp_ikev2),
    ];
    for (phase, words) in phases {
        let PhaseWords {
            encryption,
            integrity,
            prf,
            dh,
        } = words;
        let hashes: Vec<&str> = Integrity::ALL.iter().map(|v| v.api_word()).collect();
        let ciphers: Vec<&str> = Encryption::ALL.iter().map(|v| v.api_word()).collect();
        let groups: Vec<&str> = DhGroup::ALL.iter().map(|v| v.api_word()).collect();
        table_faults([phase, "encryption"], encryption, &ciphers, faults);
        table_faults([phase, "integrity"], integrity, &hashes, faults);
        table_faults([phase, "prf"], prf, &hashes, faults);
        table_faults([phase, "dh"], dh, &groups, faults);
    }
}

fn table_faults(
    [phase, slot]: [&str; 2],
    table: &WordTable,
    known: &[&str],
    faults: &mut Vec<Fault>,
) {
    for (word, specs) in &table.words {
        let mut fault =
            |what: String| faults.push(Fault::at(["keywords", phase, slot, word.as_str()], what));
        if !known.contains(&word.as_str()) {
            let near = nearest(word, known.iter().copied());
            fault(format!(
                "the API has no such value{}",
                hint(near.as_deref())
            ));
        }
        for spec in specs {
            if spec.word.is_some() == spec.never.is_some() {
                fault("needs either word or never".to_owned());
            }
            if spec.never_zh.is_some() && spec.never.is_none() {
                fault("has never_zh without never".to_owned());
            }
            let odd = |word: &str| word.is_empty() || word.chars().any(char::is_control);
            if spec.word.as_deref().is_some_and(odd) {
                fault("the word is empty or holds a control character".to_owned());
            }
            if table.source.is_none() && spec.source.is_none() {
                fault("has no source, and neither has its table".to_owned());
            }
        }
    }
}
