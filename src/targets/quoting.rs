//! How a text is written so that a device's parser reads exactly it again.
//!
//! One named style for each kind of parser; a manifest names its style and the characters that even
//! the style cannot carry.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

/// A quoting style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// As it is: the parser takes a word up to the next blank.
    Bare,
    /// `0s` and base64, without quotes: strongSwan's and libreswan's parsers decode it, so that no
    /// character has a meaning.
    #[serde(rename = "base64-0s")]
    Base64,
    /// In double quotes, `"` and `\` behind a backslash.
    DoubleQuotedEscaped,
    /// In double quotes, without any escape: a `"` cannot be said.
    DoubleQuoted,
    /// In single quotes, without any escape: a `'` cannot be said.
    SingleQuoted,
    /// Huawei VRP: bare, or in double quotes where a `?` would call the help; a text with both `?`
    /// and `"`, or ending in `?`, cannot be said.
    Vrp,
}

/// Why a style cannot carry a text. Names characters, never the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuoteError {
    /// A character without a notation.
    #[error("this device has no notation for the character {0:?}")]
    Character(char),
    /// Two characters that exclude each other.
    #[error("this device has no notation for a text with both {0:?} and {1:?}")]
    Both(char, char),
    /// A last character that the device takes for something else.
    #[error("this device reads a final {0:?} as a request for help, even within quotes")]
    Last(char),
    /// A first character that the device takes for something else.
    #[error("this device takes a leading {0:?} for the start of a quoted text")]
    First(char),
}

impl Style {
    /// Writes a text in this style.
    pub fn quote(self, text: &str) -> Result<String, QuoteError> {
        if let Some(bad) = text.chars().find(|c| c.is_control()) {
            return Err(QuoteError::Character(bad));
        }
        match self {
            Self::Bare => match text.chars().find(|c| c.is_whitespace()) {
                Some(blank) => Err(QuoteError::Character(blank)),
                None => Ok(text.to_owned()),
            },
            Self::Base64 => {
                let mut quoted = String::from("0s");
                STANDARD.encode_string(text, &mut quoted);
                Ok(quoted)
            }
            Self::DoubleQuotedEscaped => {
                let mut quoted = String::with_capacity(text.len() + 4);
                quoted.push('"');
                for c in text.chars() {
                    if matches!(c, '"' | '\\') {
                        quoted.push('\\');
                    }
                    quoted.push(c);
                }
                quoted.push('"');
                Ok(quoted)
            }
            Self::DoubleQuoted => enclosed(text, '"'),
            Self::SingleQuoted => enclosed(text, '\''),
            Self::Vrp => vrp(text),
        }
    }
}

fn enclosed(text: &str, quote: char) -> Result<String, QuoteError> {
    if text.contains(quote) {
        Err(QuoteError::Character(quote))
    } else {
        Ok(format!("{quote}{text}{quote}"))
    }
}

fn vrp(text: &str) -> Result<String, QuoteError> {
    if text.contains(char::is_whitespace) {
        return Err(QuoteError::Character(' '));
    }
    match (text.contains('?'), text.contains('"')) {
        (true, true) => Err(QuoteError::Both('?', '"')),
        (true, false) if text.ends_with('?') => Err(QuoteError::Last('?')),
        (true, false) => Ok(format!("\"{text}\"")),
        (false, true) if text.starts_with('"') => Err(QuoteError::First('"')),
        (false, _) => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NASTY: &str = r#"a"b\c'd#e;f!g$h{i}j"#;

    #[test]
    fn each_style_has_its_notation() {
        assert_eq!(Style::Bare.quote(NASTY).unwrap(), NASTY);
        assert_eq!(Style::Base64.quote("0sAAA").unwrap(), "0sMHNBQUE=");
        assert_eq!(
            Style::DoubleQuotedEscaped.quote(r#"a"\b"#).unwrap(),
            r#""a\"\\b""#
        );
        assert_eq!(Style::DoubleQuoted.quote("a#b").unwrap(), "\"a#b\"");
        assert_eq!(Style::SingleQuoted.quote("a\"b").unwrap(), "'a\"b'");
        assert_eq!(Style::Vrp.quote("a?b").unwrap(), "\"a?b\"");
        assert_eq!(Style::Vrp.quote("a\"b").unwrap(), "a\"b");
    }

    #[test]
    fn what_cannot_be_said_is_refused() {
        assert_eq!(
            Style::DoubleQuoted.quote("a\"b"),
            Err(QuoteError::Character('"'))
        );
        assert_eq!(
            Style::SingleQuoted.quote("a'b"),
            Err(QuoteError::Character('\''))
        );
        assert_eq!(Style::Vrp.quote("a?\""), Err(QuoteError::Both('?', '"')));
        assert_eq!(Style::Vrp.quote("ab?"), Err(QuoteError::Last('?')));
        assert_eq!(Style::Vrp.quote("\"ab"), Err(QuoteError::First('"')));
        for style in [
            Style::Bare,
            Style::Base64,
            Style::DoubleQuotedEscaped,
            Style::Vrp,
        ] {
            assert_eq!(style.quote("a\nb"), Err(QuoteError::Character('\n')));
        }
    }
}
