//! Why something cannot be, said once: a finding shows it in the reader's language, an error in English.

use std::fmt;

use super::{Finding, Piece, Text, split};
use crate::showable::showable;

/// A reason with the values that fill its places. Names characters and numbers, never a key.
#[derive(Debug)]
pub(crate) struct Reason {
    text: Text,
    values: Vec<(&'static str, String)>,
}

impl Reason {
    /// A text and what fills its `{name}` places.
    pub(crate) const fn new(text: Text, values: Vec<(&'static str, String)>) -> Self {
        Self { text, values }
    }

    /// The same in both languages, without places.
    pub(crate) const fn plain(en: &'static str, zh: &'static str) -> Self {
        Self::new(Text { en, zh }, Vec::new())
    }

    /// The same with one place.
    pub(crate) fn with(
        en: &'static str,
        zh: &'static str,
        name: &'static str,
        value: String,
    ) -> Self {
        Self::new(Text { en, zh }, vec![(name, value)])
    }

    /// Puts the reason into a finding, at its place `{reason}`.
    pub(crate) fn explain(self, finding: Finding) -> Finding {
        let finding = finding.explain("reason", self.text);
        self.values
            .into_iter()
            .fold(finding, |finding, (name, value)| finding.with(name, value))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut said = String::new();
        let mut push = |piece: Piece<'_>| said.push_str(&piece.text);
        split(self.text.en, &mut push, &mut |name, push| {
            let value = self.values.iter().find(|(place, _)| *place == name);
            if let Some((_, value)) = value {
                push(Piece {
                    text: showable(value),
                    name: Some(name),
                });
            }
            value.is_some()
        });
        f.write_str(&said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_says_what_a_finding_says() {
        let reason = Reason::with(
            "it has {count} of {x}",
            "有 {count} 个",
            "count",
            "{x}\u{202e}".to_owned(),
        );
        assert_eq!(reason.to_string(), "it has {x}\u{fffd} of {x}");
        assert_eq!(Reason::plain("no", "否").to_string(), "no");
    }
}
