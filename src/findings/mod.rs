//! What is wrong with a connection, or with a connection on one device: the rule catalogue, the
//! findings, their levels.
//!
//! A finding is a value that travels beside the result; nothing is logged and nothing is repaired
//! in silence. Rules on the connection are in [`catalogue`]; rules on a device are data in its
//! manifest and come here as [`DeviceRule`].

pub mod catalogue;
pub mod json;
mod judge;
mod judged;
mod locate;
mod rule;
mod sarif;

use std::sync::Arc;

pub use judge::{Judge, UnknownRule};
pub use judged::{Judged, Judgement};
pub use locate::{Location, Texts};
pub use rule::{DeviceRule, Lang, Level, Levels, Profile, Rule, RuleRef, Text};
pub use sarif::sarif;

use crate::connection::{Field, Origin};

/// One thing that an engineer should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that was broken.
    pub rule: RuleRef,
    /// What fills the `{name}` places of the rule's texts. Never a secret.
    pub args: Vec<(&'static str, String)>,
    /// Reasons in words that fill places too; they may hold places of their own.
    pub words: Vec<(&'static str, Text)>,
    /// The values that it is about.
    pub places: Vec<Origin>,
    /// The tunnel that it is about, counted from 1; `None` for the whole connection.
    pub tunnel: Option<u8>,
    /// The target that it is about (`cisco/asa@9.16`); `None` for the connection itself.
    pub target: Option<Arc<str>>,
    /// What to set on the cloud side (`ModifyVpnConnectionAttribute`), printed and never run.
    pub settings: Vec<Setting>,
}

/// A value to set on the cloud side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The field, in the cloud's own perspective.
    pub field: Field,
    /// The value.
    pub value: String,
}

impl Finding {
    /// A finding of a rule of the catalogue.
    pub fn new(rule: &'static Rule) -> Self {
        Self::of(RuleRef::Catalogue(rule))
    }

    /// A finding of any rule.
    pub const fn of(rule: RuleRef) -> Self {
        Self {
            rule,
            args: Vec::new(),
            words: Vec::new(),
            places: Vec::new(),
            tunnel: None,
            target: None,
            settings: Vec::new(),
        }
    }

    /// Fills the place `{name}` of the rule's texts.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    /// Fills the place `{name}` with words in the reader's language.
    #[must_use]
    pub fn explain(mut self, name: &'static str, words: Text) -> Self {
        self.words.push((name, words));
        self
    }

    /// Points at a value.
    #[must_use]
    pub fn at(mut self, origin: Origin) -> Self {
        self.places.push(origin);
        self
    }

    /// Names the tunnel, counted from 1.
    #[must_use]
    pub const fn in_tunnel(mut self, number: u8) -> Self {
        self.tunnel = Some(number);
        self
    }

    /// Names the target, also in the place `{target}`.
    #[must_use]
    pub fn on(mut self, target: Arc<str>) -> Self {
        self.target = Some(target);
        self
    }

    /// Adds a value to set on the cloud side.
    #[must_use]
    pub fn set(mut self, field: Field, value: impl Into<String>) -> Self {
        self.settings.push(Setting {
            field,
            value: value.into(),
        });
        self
    }

    /// The rule's stable name.
    pub fn slug(&self) -> &str {
        self.rule.slug()
    }

    /// What is wrong, in one sentence.
    pub fn message(&self, lang: Lang) -> String {
        self.filled(self.rule.message(lang), lang)
    }

    /// Why it matters; empty where the message says it.
    pub fn why(&self, lang: Lang) -> String {
        self.filled(self.rule.why(lang), lang)
    }

    /// What to do; empty where there is nothing to do.
    pub fn remedy(&self, lang: Lang) -> String {
        self.filled(self.rule.remedy(lang), lang)
    }
}

impl Finding {
    fn filled(&self, text: &str, lang: Lang) -> String {
        let values: usize = self.args.iter().map(|(_, value)| value.len()).sum();
        let words: usize = self
            .words
            .iter()
            .map(|(_, words)| words.in_lang(lang).len())
            .sum();
        let mut filled = String::with_capacity(text.len() + values + words + 32);
        fill(&mut filled, text, |filled, name| {
            match self.words.iter().find(|(place, _)| *place == name) {
                Some((_, words)) => {
                    fill(filled, words.in_lang(lang), |filled, name| {
                        self.push_value(filled, name)
                    });
                    true
                }
                None => self.push_value(filled, name),
            }
        });
        filled
    }

    /// Adds the value of a place; false where there is none.
    fn push_value(&self, filled: &mut String, name: &str) -> bool {
        let value = match self.args.iter().find(|(place, _)| *place == name) {
            Some((_, value)) => Some(value.as_str()),
            None => self.target.as_deref().filter(|_| name == "target"),
        };
        filled.push_str(value.unwrap_or_default());
        value.is_some()
    }
}

/// Adds a text with its `{name}` places filled by `push`. A name that it does not know stays as it is, so
/// that a test can see it.
fn fill(filled: &mut String, text: &str, push: impl Fn(&mut String, &str) -> bool) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        rest = match after.split_once('}') {
            Some((name, behind)) if push(filled, name) => behind,
            _ => {
                filled.push('{');
                after
            }
        };
    }
    filled.push_str(rest);
}

/// A result with the findings that were made on the way; `None` when they stand in its way.
#[derive(Debug)]
pub struct Checked<T> {
    /// The result.
    pub value: Option<T>,
    /// In the order in which they were found.
    pub findings: Vec<Finding>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_and_unknown_ones_stay() {
        let finding = Finding::new(&catalogue::UNREADABLE_FIELD)
            .with("a", "1")
            .with("b", "two");
        assert_eq!(
            finding.filled("{a} and {b}, {c} {", Lang::En),
            "1 and two, {c} {"
        );
    }

    #[test]
    fn values_are_never_searched_for_places() {
        let finding = Finding::new(&catalogue::UNREADABLE_FIELD)
            .with("field", "{reason}")
            .explain(
                "reason",
                Text {
                    en: "character {place}",
                    zh: "第 {place} 个字符",
                },
            )
            .with("place", "{field}");
        assert_eq!(
            finding.message(Lang::En),
            "{reason} cannot be read: character {field}"
        );
    }
}
