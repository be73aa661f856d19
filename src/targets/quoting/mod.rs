//! How a text is written so that a device's parser reads exactly it again.
//!
//! A manifest names a style, or describes one: the quote, what is escaped by what, what the notation cannot say.
//! Which characters the device itself cannot take is said beside it, in `[psk]` and `[bgp_key]`.

mod named;
mod notation;
#[cfg(test)]
mod tests;

use std::fmt;

pub use named::Named;
pub(crate) use named::{APART, xml};
pub use notation::{Escape, Notation};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

use crate::findings::{Reason, Text};
use crate::showable::is_printable;

/// A quoting style: one of the named ones, or one that the manifest describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Style {
    /// A name.
    Named(Named),
    /// `{ quote = '"', escape = { chars = '"\', by = '\' } }`.
    Described(Notation),
}

/// Why a style cannot carry a text. Names characters, never the text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum QuoteError {
    /// A character without a notation.
    Character(char),
    /// A sequence without a notation.
    Sequence(String),
    /// Two characters that exclude each other.
    Both(char, char),
    /// A last character that the device takes for something else.
    Last(char),
    /// A first character that the device takes for something else.
    First(char),
}

impl QuoteError {
    /// What is said of it.
    pub(crate) fn reason(&self) -> Reason {
        let shown = |c: &char| format!("{c:?}");
        match self {
            Self::Character(c) => Reason::with(
                "this device has no notation for the character {character}",
                "该设备无法书写字符 {character}",
                "character",
                shown(c),
            ),
            Self::Sequence(sequence) => Reason::with(
                "this device has no notation for {character}",
                "该设备无法书写 {character}",
                "character",
                format!("{sequence:?}"),
            ),
            Self::Both(one, other) => Reason::new(
                Text {
                    en: "this device has no notation for a text with both {character} and {second}",
                    zh: "该设备无法书写同时含有 {character} 和 {second} 的文本",
                },
                vec![("character", shown(one)), ("second", shown(other))],
            ),
            Self::Last(c) => Reason::with(
                "this device reads a final {character} as a request for help, even within quotes",
                "该设备会把末尾的 {character} 当作求助，在引号内也是如此",
                "character",
                shown(c),
            ),
            Self::First(c) => Reason::with(
                "this device takes a leading {character} for the start of a quoted text",
                "该设备会把开头的 {character} 当作引号的开始",
                "character",
                shown(c),
            ),
        }
    }
}

impl fmt::Display for QuoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason().fmt(f)
    }
}

impl std::error::Error for QuoteError {}

impl Style {
    /// Writes a text in this style.
    ///
    /// # Errors
    ///
    /// [`QuoteError`] where the style has no notation for it.
    pub fn quote(&self, text: &str) -> Result<String, QuoteError> {
        if !is_printable(text)
            && let Some(bad) = text.chars().find(|c| c.is_control())
        {
            return Err(QuoteError::Character(bad));
        }
        match self {
            Self::Named(named) => named.quote(text),
            Self::Described(notation) => notation.quote(text),
        }
    }

    /// Whether the text comes out as digits and letters of a code, so that none of its characters has a meaning.
    pub const fn encodes(&self) -> bool {
        matches!(self, Self::Named(Named::Base64 | Named::Hex))
    }

    /// Whether a quote stands before the text, so that its first character is not the first of the word.
    pub fn has_quotes(&self) -> bool {
        match self {
            Self::Named(named) => !matches!(named, Named::Bare | Named::Vrp),
            Self::Described(notation) => !notation.quote.is_empty(),
        }
    }

    /// How a character comes out within a text: as it is, in another notation, or not at all.
    pub fn shows(&self, character: char) -> Shown {
        if self.encodes() {
            return Shown::Encoded;
        }
        let around = |c: char| self.quote(&format!("a{c}a"));
        match (around(character), around('a')) {
            (Ok(written), Ok(plain)) => {
                // What the plain text has before and after its middle.
                let (before, after) = plain.split_at(plain.len() / 2);
                let inner = written
                    .strip_prefix(before)
                    .and_then(|rest| rest.strip_suffix(after.get(1..).unwrap_or_default()));
                match inner {
                    Some(inner) if inner == character.to_string() => Shown::AsItIs,
                    Some(inner) => Shown::As(inner.to_owned()),
                    None => Shown::As(written),
                }
            }
            _ => Shown::Refused,
        }
    }

    /// The style's name, or its quote and escape in words.
    pub fn in_words(&self) -> String {
        match self {
            Self::Named(named) => named.word(),
            Self::Described(notation) => notation.in_words(),
        }
    }
}

/// How a style writes one character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    AsItIs,
    /// In another notation.
    As(String),
    /// The whole text is encoded.
    Encoded,
    /// The style cannot say it.
    Refused,
}

impl<'de> Deserialize<'de> for Style {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not `untagged`, which would lose the place of an error.
        struct StyleVisitor;
        impl<'de> Visitor<'de> for StyleVisitor {
            type Value = Style;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a style, or { quote = …, escape = { chars = …, by = … } }")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Style, E> {
                let known = Named::ALL.into_iter().find(|style| style.word() == name);
                known.map(Style::Named).ok_or_else(|| {
                    let names: Vec<String> = Named::ALL.iter().map(|style| style.word()).collect();
                    E::custom(format!(
                        "no style is called {name:?}; there are {}, or a table with `quote` and `escape`",
                        names.join(", ")
                    ))
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Style, A::Error> {
                Notation::deserialize(de::value::MapAccessDeserializer::new(map))
                    .map(Style::Described)
            }
        }
        deserializer.deserialize_any(StyleVisitor)
    }
}
