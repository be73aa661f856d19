//! Every sentence of a ticket in both languages. Findings bring their own texts, and so do targets.
//!
//! Places such as `{count}` are filled with values; a value is never searched for places.

mod checklist;
mod page;
mod sheet;

use crate::findings::Text;

pub(super) use checklist::*;
pub(super) use page::*;
pub(super) use sheet::*;

/// Defines texts, and the table of all of a file.
macro_rules! texts {
    ($table:ident: $($name:ident = $en:literal, $zh:literal;)+) => {
        $(pub(in crate::report) static $name: Text = Text { en: $en, zh: $zh };)+
        pub(in crate::report) static $table: &[(&str, &Text)] = &[$((stringify!($name), &$name)),+];
    };
}
use texts;

/// All texts, by name.
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static Text)> {
    [PAGE_TEXTS, CHECKLIST_TEXTS, SHEET_TEXTS]
        .into_iter()
        .flat_map(|table| table.iter().copied())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The places of a text.
    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
            .collect()
    }

    /// Terms that are the same in both languages.
    const SAME: &[&str] = &[
        "LANG",
        "COLON",
        "DIFFERS",
        "TUNNEL_OF_HOLDER",
        "IN_BRACKETS",
        "FULL_STOP",
        "NAME_AND_RELEASES",
        "DPD",
        "PRF",
        "PFS",
    ];

    #[test]
    fn every_text_is_complete_in_both_languages() {
        let mut names = BTreeSet::new();
        for (name, text) in all() {
            assert!(names.insert(name), "{name} stands twice");
            assert!(
                !text.en.trim().is_empty() && !text.zh.trim().is_empty(),
                "{name}"
            );
            assert_eq!(places(text.en), places(text.zh), "{name}");
            let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
            assert!(
                text.en.is_ascii() || name == "DIFFERS",
                "{name}: {}",
                text.en
            );
            assert!(
                SAME.contains(&name) || text.zh.contains(is_han),
                "{name}: {}",
                text.zh
            );
        }
        assert!(names.len() > 100, "{}", names.len());
        assert!(SAME.iter().all(|name| names.contains(name)));
    }

    #[test]
    fn no_text_is_left_unused() {
        let sources = [
            include_str!("../chapter.rs"),
            include_str!("../checklist.rs"),
            include_str!("../details.rs"),
            include_str!("../drawing/labels.rs"),
            include_str!("../finding.rs"),
            include_str!("../html.rs"),
            include_str!("../inputs.rs"),
            include_str!("../markdown/mod.rs"),
            include_str!("../mermaid.rs"),
            include_str!("../missing.rs"),
            include_str!("../mod.rs"),
            include_str!("../sheet/mod.rs"),
            include_str!("../sheet/rows.rs"),
            include_str!("../topology.rs"),
            include_str!("../sides.rs"),
        ]
        .concat();
        let template = include_str!("../templates/ticket.html.j2");
        for (name, _) in all() {
            let in_template = template.contains(&format!("t.{}", name.to_lowercase()));
            assert!(sources.contains(name) || in_template, "{name}");
        }
    }
}
