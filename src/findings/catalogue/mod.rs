//! Every rule on a connection, in the order in which `peerconf rules` lists them.
//!
//! Texts are for a network engineer at two in the morning: what, where, why, what to do; each in English
//! and in Chinese, with the same places. Rules on one device stand in its manifest.

use super::rule::Rule;

/// Defines rules; each text is given in English and in Chinese.
macro_rules! rules {
    ($($name:ident = $slug:literal, $levels:expr, fixed: $fixed:literal,
        title: $title:literal, $title_zh:literal,
        message: $message:literal, $message_zh:literal,
        why: $why:literal, $why_zh:literal,
        remedy: $remedy:literal, $remedy_zh:literal,
        source: $source:literal;)+) => {
        $(
            #[doc = $title]
            #[allow(clippy::doc_markdown, reason = "texts for people")]
            pub static $name: crate::findings::Rule = crate::findings::Rule {
                slug: $slug,
                levels: $levels,
                fixed: $fixed,
                title: crate::findings::Text { en: $title, zh: $title_zh },
                message: crate::findings::Text { en: $message, zh: $message_zh },
                why: crate::findings::Text { en: $why, zh: $why_zh },
                remedy: crate::findings::Text { en: $remedy, zh: $remedy_zh },
                source: $source,
            };
        )+
        /// The rules of this file.
        pub(super) const RULES: &[&crate::findings::Rule] = &[$(&$name),+];
    };
}
use rules;

mod device;
mod document;
mod levels;
mod network;
mod peer;
mod proposal;
mod tunnel;

pub use device::*;
pub use document::*;
pub use network::*;
pub use peer::*;
pub use proposal::*;
pub use tunnel::*;

const GROUPS: [&[&Rule]; 6] = [
    document::RULES,
    proposal::RULES,
    network::RULES,
    peer::RULES,
    tunnel::RULES,
    device::RULES,
];

const COUNT: usize = {
    let (mut count, mut group) = (0, 0);
    while group < GROUPS.len() {
        count += GROUPS[group].len();
        group += 1;
    }
    count
};

static IN_ORDER: [&Rule; COUNT] = {
    let mut rules = [GROUPS[0][0]; COUNT];
    let (mut at, mut group) = (0, 0);
    while group < GROUPS.len() {
        let mut place = 0;
        while place < GROUPS[group].len() {
            rules[at] = GROUPS[group][place];
            at += 1;
            place += 1;
        }
        group += 1;
    }
    rules
};

/// The rules that a plan for a device breaks; all others are on the connection itself.
pub static ON_DEVICES: &[&Rule] = device::RULES;

/// Every rule.
pub static ALL: &[&Rule] = &IN_ORDER;

/// Whether a marker stands in the place of the value that a finding of this rule is about, where a draft is asked
/// for.
pub(crate) fn has_marker(slug: &str) -> bool {
    [MASKED_VALUE.slug, UNKNOWN_UNTIL_APPLY.slug].contains(&slug)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::rule::Text;
    use super::*;
    use crate::connection::Field;

    fn texts(rule: &Rule) -> [Text; 4] {
        [rule.title, rule.message, rule.why, rule.remedy]
    }

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .filter_map(|rest| Some(rest.split_once('}')?.0))
            .collect()
    }

    #[test]
    fn names_are_unique_and_in_kebab_case() {
        let mut seen = BTreeSet::new();
        for rule in ALL {
            assert!(seen.insert(rule.slug), "{} stands twice", rule.slug);
            assert!(
                rule.slug
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            );
        }
        assert!(seen.len() > 50);
    }

    #[test]
    fn every_text_is_there_in_both_languages() {
        for rule in ALL {
            assert!(!rule.source.is_empty(), "{}", rule.slug);
            for text in texts(rule) {
                assert!(!text.en.is_empty() && !text.zh.is_empty(), "{}", rule.slug);
                let is_words = places(text.en).len() == 1 && text.en.starts_with('{');
                let is_chinese = text
                    .zh
                    .chars()
                    .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                assert!(is_chinese || is_words, "{}: {}", rule.slug, text.zh);
                assert!(text.en.is_ascii(), "{}: {}", rule.slug, text.en);
            }
        }
    }

    #[test]
    fn both_languages_have_the_same_places() {
        for rule in ALL {
            for text in texts(rule) {
                assert_eq!(places(text.en), places(text.zh), "{}", rule.slug);
            }
        }
    }

    #[test]
    fn what_is_typed_or_set_stands_in_both_languages() {
        let words = |text: &str| -> BTreeSet<String> {
            text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'))
                .filter(|word| {
                    Field::from_api_name(word).is_some()
                        || ["--", "Describe", "Download"]
                            .iter()
                            .any(|start| word.starts_with(start))
                })
                .map(str::to_owned)
                .collect()
        };
        let mut seen = 0;
        for rule in ALL {
            for text in texts(rule) {
                assert_eq!(words(text.en), words(text.zh), "{}", rule.slug);
                seen += words(text.en).len();
            }
        }
        assert!(seen > 30, "{seen}");
    }
}
