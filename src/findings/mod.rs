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
mod reason;
mod rule;
mod sarif;
pub mod side_name;

use std::borrow::Cow;
use std::sync::Arc;

pub use judge::{Judge, UnknownRule};
pub use judged::{Judged, Judgement};
pub use locate::{Location, Texts};
pub(crate) use reason::Reason;
pub use rule::{DeviceRule, Lang, Level, Levels, Profile, Rule, RuleRef, Text};
pub use sarif::{Sarif, sarif};

use crate::origin::{Field, Origin};
use crate::showable::showable;

/// One thing that an engineer should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that was broken.
    pub rule: RuleRef,
    /// What fills the `{name}` places of the rule's texts. Never a secret.
    pub args: Vec<(&'static str, Cow<'static, str>)>,
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
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
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

/// One of the texts of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// What is wrong.
    Message,
    /// Why it matters.
    Why,
    /// What to do.
    Remedy,
}

/// A piece of a finding's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'f> {
    /// The text, fit to be shown.
    pub text: Cow<'f, str>,
    /// Of a value: the name of the place that it fills. None for the rule's own words.
    pub name: Option<&'f str>,
}

impl Finding {
    /// One of its texts, taken to pieces: words, value, words, value. Empty where there is nothing to say.
    pub fn pieces(&self, said: Said, lang: Lang) -> Vec<Piece<'_>> {
        let text = match said {
            Said::Message => self.rule.message(lang),
            Said::Why => self.rule.why(lang),
            Said::Remedy => self.rule.remedy(lang),
        };
        let mut pieces = Vec::new();
        self.take(text, lang, &mut |piece| pieces.push(piece));
        pieces
    }

    fn filled(&self, text: &str, lang: Lang) -> String {
        let values: usize = self.args.iter().map(|(_, value)| value.len()).sum();
        let words: usize = self
            .words
            .iter()
            .map(|(_, words)| words.in_lang(lang).len())
            .sum();
        let mut filled = String::with_capacity(text.len() + values + words + 32);
        self.take(text, lang, &mut |piece| filled.push_str(&piece.text));
        filled
    }

    /// Hands over the pieces of a text. Values are never searched for places.
    fn take<'f>(&'f self, text: &'f str, lang: Lang, push: &mut dyn FnMut(Piece<'f>)) {
        split(text, push, &mut |name, push| match self
            .words
            .iter()
            .find(|(place, _)| *place == name)
        {
            Some((_, words)) => {
                let words = words.in_lang(lang);
                split(words, push, &mut |name, push| self.push_value(name, push));
                true
            }
            None => self.push_value(name, push),
        });
    }

    /// Hands over the value of a place; false where there is none.
    fn push_value<'f>(&'f self, name: &'f str, push: &mut dyn FnMut(Piece<'f>)) -> bool {
        let value = match self.args.iter().find(|(place, _)| *place == name) {
            Some((_, value)) => Some(&**value),
            None => self.target.as_deref().filter(|_| name == "target"),
        };
        if let Some(value) = value {
            push(Piece {
                text: showable(value),
                name: Some(name),
            });
        }
        value.is_some()
    }
}

/// Takes pieces.
type Push<'p, 'f> = &'p mut dyn FnMut(Piece<'f>);

/// Hands over a text's words, and lets `fill` hand over what stands in its `{name}` places. A name that it does
/// not know stays as it is, so that a test can see it.
fn split<'f>(
    text: &'f str,
    push: &mut dyn FnMut(Piece<'f>),
    fill: &mut dyn FnMut(&'f str, Push<'_, 'f>) -> bool,
) {
    let words = |text: &'f str| Piece {
        text: text.into(),
        name: None,
    };
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        push(words(before));
        rest = match after.split_once('}') {
            Some((name, after)) if fill(name, push) => after,
            _ => {
                push(words("{"));
                after
            }
        };
    }
    push(words(rest));
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

    #[test]
    fn a_finding_is_taken_to_pieces_and_values_are_fit_to_be_shown() {
        let finding = Finding::new(&catalogue::HOST_BITS)
            .with("field", "LocalSubnet")
            .with("value", "10.0.0.1/8\u{202e}")
            .with("block", "10.0.0.0/8");
        let pieces = finding.pieces(Said::Message, Lang::En);
        let values = pieces.iter().filter(|piece| piece.name.is_some());
        let values: Vec<&str> = values.map(|piece| &*piece.text).collect();
        assert_eq!(values, ["LocalSubnet", "10.0.0.1/8\u{fffd}", "10.0.0.0/8"]);
        let joined: String = pieces.iter().map(|piece| &*piece.text).collect();
        assert_eq!(joined, finding.message(Lang::En));
    }
}
