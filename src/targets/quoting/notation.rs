//! A notation that a manifest describes.

use super::QuoteError;

/// A notation that a manifest describes.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Notation {
    /// What stands before and after the text; may be empty.
    pub quote: String,
    /// What is escaped, and by what. Without it a text that holds the quote cannot be said.
    #[serde(default)]
    pub escape: Option<Escape>,
    /// Characters that the notation cannot say.
    #[serde(default)]
    pub refuse: String,
    /// Sequences that it cannot say.
    #[serde(default)]
    pub refuse_sequences: Vec<String>,
}

/// Characters that are written after another one.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Escape {
    /// The characters; `by` must be one of them, else a text that ends in it could not be told from an escape.
    pub chars: String,
    /// What is written before each of them.
    pub by: String,
}

impl Notation {
    pub(super) fn quote(&self, text: &str) -> Result<String, QuoteError> {
        if let Some(bad) = text.chars().find(|c| self.refuse.contains(*c)) {
            return Err(QuoteError::Character(bad));
        }
        let sequence = self
            .refuse_sequences
            .iter()
            .find(|sequence| text.contains(sequence.as_str()));
        if let Some(sequence) = sequence {
            return Err(QuoteError::Sequence(sequence.clone()));
        }
        let escaped = |c: char| {
            self.escape
                .as_ref()
                .filter(|escape| escape.chars.contains(c))
        };
        let ends = |c: char| {
            if self.quote.is_empty() {
                c.is_whitespace()
            } else {
                self.quote.contains(c)
            }
        };
        let mut quoted = String::with_capacity(text.len() + 2 * self.quote.len() + 4);
        quoted.push_str(&self.quote);
        for c in text.chars() {
            match escaped(c) {
                Some(escape) => quoted.push_str(&escape.by),
                None if ends(c) => return Err(QuoteError::Character(c)),
                None => {}
            }
            quoted.push(c);
        }
        quoted.push_str(&self.quote);
        Ok(quoted)
    }

    /// What cannot be right in a description.
    pub(in crate::targets) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if let Some(Escape { chars, by }) = &self.escape
            && (by.is_empty() || by.chars().any(|c| !chars.contains(c)))
        {
            faults.push(format!(
                    "escape.by {by:?} must stand in escape.chars {chars:?}: else a key that holds it is read in another way"
                ));
        }
        if self.refuse_sequences.iter().any(String::is_empty) {
            faults.push("refuse_sequences holds an empty text, which every key holds".to_owned());
        }
        faults
    }

    pub(super) fn in_words(&self) -> String {
        let quote = match self.quote.as_str() {
            "" => "no quotes".to_owned(),
            quote => format!("within {quote}"),
        };
        match &self.escape {
            None => quote,
            Some(Escape { chars, by }) => format!("{quote}, {by} before each of {chars}"),
        }
    }
}
