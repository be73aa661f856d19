//! Sentences with values in them. A value stays apart from the words around it until it is written, so
//! that each form can show it as code and escape it in its own way.

use serde::Serialize;

use crate::findings::{Finding, Lang, Said, Text};
use crate::showable::showable;

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Run {
    /// The text. Holds no control characters.
    pub(super) text: String,
    /// True for a value: shown as code.
    pub(super) code: bool,
    /// True for a value that stays in one line: an address broken in the middle is read as another.
    pub(super) keep: bool,
}

/// A value of so many characters fits the narrowest page.
const KEPT: usize = 24;

/// A sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct Rich(pub(super) Vec<Run>);

/// The values of findings that are shown as code; others are words.
const CODE: [&str; 10] = [
    "field",
    "value",
    "other",
    "block",
    "pair",
    "suggestion",
    "option",
    "known",
    "character",
    "network",
];

impl Rich {
    /// Words alone.
    pub(super) fn words(text: impl AsRef<str>) -> Self {
        let mut rich = Self::default();
        rich.push(text.as_ref(), false);
        rich
    }

    /// A value alone.
    pub(super) fn code(text: impl AsRef<str>) -> Self {
        let mut rich = Self::default();
        rich.push(text.as_ref(), true);
        rich
    }

    /// Words with code between backticks, as manifests write them.
    pub(super) fn marked(text: &str) -> Self {
        let mut rich = Self::default();
        rich.push_marked(text);
        rich
    }

    /// Adds words with code between backticks; one that has no partner is a character.
    fn push_marked(&mut self, text: &str) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('`') {
            let Some((code, after)) = after.split_once('`') else {
                break;
            };
            self.push(before, false);
            self.push(code, true);
            rest = after;
        }
        self.push(rest, false);
    }

    /// Values with commas between them.
    pub(super) fn list<T: AsRef<str>>(values: impl IntoIterator<Item = T>, lang: Lang) -> Self {
        let mut rich = Self::default();
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                rich.push(comma(lang), false);
            }
            rich.push(value.as_ref(), true);
        }
        rich
    }

    /// A text with its places filled.
    pub(super) fn fill(text: &Text, lang: Lang, values: &[(&str, Rich)]) -> Self {
        let mut rich = Self::default();
        let mut rest = text.in_lang(lang);
        while let Some((before, after)) = rest.split_once('{') {
            rich.push(before, false);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
                rich.append(value.clone());
            }
            rest = after;
        }
        rich.push(rest, false);
        rich
    }

    /// One of a finding's texts.
    pub(super) fn of_finding(finding: &Finding, said: Said, lang: Lang) -> Self {
        let mut rich = Self::default();
        for piece in finding.pieces(said, lang) {
            let is_code = piece.name.is_some_and(|name| CODE.contains(&name));
            if piece.name.is_some() {
                rich.push(&piece.text, is_code);
            } else {
                rich.push_marked(&piece.text);
            }
        }
        rich
    }

    /// Adds a piece.
    pub(super) fn push(&mut self, text: &str, code: bool) {
        let text = showable(text).into_owned();
        if text.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(last) if last.code == code && !code => last.text.push_str(&text),
            _ => {
                let keep = code && text.len() <= KEPT && !text.contains(' ');
                self.0.push(Run { text, code, keep });
            }
        }
    }

    /// Adds a sentence.
    pub(super) fn append(&mut self, other: Self) {
        for run in other.0 {
            self.push(&run.text, run.code);
        }
    }

    /// True when there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Without any difference between words and values.
    pub(super) fn plain(&self) -> String {
        self.0.iter().map(|run| run.text.as_str()).collect()
    }
}

/// What stands between the values of a list.
pub(super) const fn comma(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ", ",
        Lang::Zh => "、",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::catalogue;

    const TEXT: Text = Text {
        en: "from {one} to {two}",
        zh: "{one} 至 {two}",
    };

    #[test]
    fn values_are_not_searched_for_places() {
        let values = [("one", Rich::code("{two}")), ("two", Rich::words("b"))];
        let rich = Rich::fill(&TEXT, Lang::En, &values);
        assert_eq!(rich.plain(), "from {two} to b");
        assert!(rich.0[1].code);
        assert_eq!(Rich::fill(&TEXT, Lang::Zh, &values).plain(), "{two} 至 b");
    }

    #[test]
    fn values_of_findings_become_code() {
        let finding = Finding::new(&catalogue::HOST_BITS)
            .with("field", "LocalSubnet")
            .with("value", "10.0.0.1/8\u{e001}<b>")
            .with("block", "10.0.0.0/8");
        let rich = Rich::of_finding(&finding, Said::Message, Lang::En);
        let code: Vec<&str> = rich
            .0
            .iter()
            .filter(|run| run.code)
            .map(|run| run.text.as_str())
            .collect();
        assert_eq!(code, ["LocalSubnet", "10.0.0.1/8\u{e001}<b>", "10.0.0.0/8"]);
    }
}
