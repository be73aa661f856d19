//! How a text is written so that a device's parser reads exactly it again.
//!
//! A manifest names a style, or describes one: the quote, what is escaped by what, what the notation cannot say.
//! Which characters the device itself cannot take is said beside it, in [`super::keys`].

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

/// A quoting style: one of the named ones, or one that the manifest describes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Style {
    /// A name.
    Named(Named),
    /// `{ quote = '"', escape = { chars = '"\', by = '\' } }`.
    Described(Notation),
}

/// A quoting style with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Named {
    /// As it is: the parser takes a word up to the next blank.
    Bare,
    /// `0s` and base64, without quotes: strongSwan's and libreswan's parsers decode it, so that no
    /// character has a meaning.
    #[serde(rename = "base64-0s")]
    Base64,
    /// `0x` and two hexadecimal digits for each byte, without quotes.
    #[serde(rename = "hex-0x")]
    Hex,
    /// In double quotes, `"` and `\` after a backslash.
    DoubleQuotedEscaped,
    /// In double quotes, without any escape: a `"` cannot be said.
    DoubleQuoted,
    /// In double quotes, a `"` written twice.
    DoubleQuotedDoubled,
    /// In single quotes, without any escape: a `'` cannot be said.
    SingleQuoted,
    /// In single quotes, a `'` written twice: `PowerShell`, YAML.
    SingleQuotedDoubled,
    /// In single quotes for a POSIX shell, a `'` as `'\''`.
    ShellSingleQuoted,
    /// A JSON string with its quotes.
    Json,
    /// Text or an attribute's value of XML, without quotes: `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;`.
    Xml,
    /// A string of HCL (Terraform) with its quotes: as JSON, and `${` as `$${`, `%{` as `%%{`.
    Hcl,
    /// Huawei VRP: bare, or in double quotes where a `?` would call the help; a text with both `?`
    /// and `"`, or ending in `?`, cannot be said.
    Vrp,
}

/// A notation that a manifest describes.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
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
#[serde(deny_unknown_fields)]
pub struct Escape {
    /// The characters; `by` must be one of them, else a text that ends in it could not be told from an escape.
    pub chars: String,
    /// What is written before each of them.
    pub by: String,
}

/// Why a style cannot carry a text. Names characters, never the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuoteError {
    /// A character without a notation.
    #[error("this device has no notation for the character {0:?}")]
    Character(char),
    /// A sequence without a notation.
    #[error("this device has no notation for {0:?}")]
    Sequence(String),
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
    ///
    /// # Errors
    ///
    /// [`QuoteError`] where the style has no notation for it.
    pub fn quote(&self, text: &str) -> Result<String, QuoteError> {
        if let Some(bad) = text.chars().find(|c| c.is_control()) {
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
            Self::Named(named) => !matches!(named, Named::Bare | Named::Vrp | Named::Xml),
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

impl Named {
    /// Every named style.
    pub const ALL: [Self; 13] = [
        Self::Bare,
        Self::Base64,
        Self::Hex,
        Self::DoubleQuotedEscaped,
        Self::DoubleQuoted,
        Self::DoubleQuotedDoubled,
        Self::SingleQuoted,
        Self::SingleQuotedDoubled,
        Self::ShellSingleQuoted,
        Self::Json,
        Self::Xml,
        Self::Hcl,
        Self::Vrp,
    ];

    /// The name, as manifests write it.
    pub fn word(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    fn quote(self, text: &str) -> Result<String, QuoteError> {
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
            Self::Hex => Ok(hex(text)),
            Self::DoubleQuotedEscaped => Ok(escaped(text, '"', |c| match c {
                '"' => Some("\\\""),
                '\\' => Some("\\\\"),
                _ => None,
            })),
            Self::DoubleQuoted => enclosed(text, '"'),
            Self::DoubleQuotedDoubled => Ok(escaped(text, '"', |c| (c == '"').then_some("\"\""))),
            Self::SingleQuoted => enclosed(text, '\''),
            Self::SingleQuotedDoubled => Ok(escaped(text, '\'', |c| (c == '\'').then_some("''"))),
            Self::ShellSingleQuoted => Ok(escaped(text, '\'', |c| (c == '\'').then_some("'\\''"))),
            Self::Json => Ok(json(text)),
            Self::Xml => Ok(xml(text)),
            Self::Hcl => Ok(json(text).replace("${", "$${").replace("%{", "%%{")),
            Self::Vrp => vrp(text),
        }
    }
}

impl Notation {
    fn quote(&self, text: &str) -> Result<String, QuoteError> {
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
    pub(super) fn faults(&self) -> Vec<String> {
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

    fn in_words(&self) -> String {
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

/// In quotes, with another notation for some characters.
fn escaped(text: &str, quote: char, other: impl Fn(char) -> Option<&'static str>) -> String {
    let mut quoted = String::with_capacity(text.len() + 4);
    quoted.push(quote);
    for c in text.chars() {
        match other(c) {
            Some(other) => quoted.push_str(other),
            None => quoted.push(c),
        }
    }
    quoted.push(quote);
    quoted
}

fn enclosed(text: &str, quote: char) -> Result<String, QuoteError> {
    if text.contains(quote) {
        Err(QuoteError::Character(quote))
    } else {
        Ok(format!("{quote}{text}{quote}"))
    }
}

fn hex(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut quoted = String::with_capacity(2 + 2 * text.len());
    quoted.push_str("0x");
    for byte in text.bytes() {
        quoted.push(char::from(DIGITS[usize::from(byte >> 4)]));
        quoted.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    quoted
}

fn json(text: &str) -> String {
    escaped(text, '"', |c| match c {
        '"' => Some("\\\""),
        '\\' => Some("\\\\"),
        _ => None,
    })
}

/// Text that means itself in XML, within an element and within either quote.
pub(crate) fn xml(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&apos;"),
            _ => written.push(c),
        }
    }
    written
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

#[cfg(test)]
mod tests {
    use super::*;

    const NASTY: &str = r#"a"b\c'd#e;f!g$h{i}j"#;

    fn quote(style: Named, text: &str) -> Result<String, QuoteError> {
        Style::Named(style).quote(text)
    }

    #[derive(serde::Deserialize)]
    struct Holder {
        style: Style,
    }

    fn described(toml: &str) -> Style {
        toml::from_str::<Holder>(toml).unwrap().style
    }

    #[test]
    fn each_style_has_its_notation() {
        for (style, text, written) in [
            (Named::Bare, NASTY, NASTY),
            (Named::Base64, "0sAAA", "0sMHNBQUE="),
            (Named::Hex, "0x1\u{7e}", "0x3078317e"),
            (Named::DoubleQuotedEscaped, r#"a"\b"#, r#""a\"\\b""#),
            (Named::DoubleQuoted, "a#b", "\"a#b\""),
            (Named::DoubleQuotedDoubled, "a\"b", "\"a\"\"b\""),
            (Named::SingleQuoted, "a\"b", "'a\"b'"),
            (Named::SingleQuotedDoubled, "a'b$c", "'a''b$c'"),
            (Named::ShellSingleQuoted, "a'b", r"'a'\''b'"),
            (Named::Json, r#"a"\/b"#, r#""a\"\\/b""#),
            (Named::Xml, "<a&'\">", "&lt;a&amp;&apos;&quot;&gt;"),
            (Named::Hcl, "a${b}%{c}$d", "\"a$${b}%%{c}$d\""),
            (Named::Vrp, "a?b", "\"a?b\""),
            (Named::Vrp, "a\"b", "a\"b"),
        ] {
            assert_eq!(quote(style, text).as_deref(), Ok(written), "{style:?}");
        }
    }

    #[test]
    fn what_cannot_be_said_is_refused() {
        use QuoteError::{Both, Character, First, Last};
        for (style, text, error) in [
            (Named::DoubleQuoted, "a\"b", Character('"')),
            (Named::SingleQuoted, "a'b", Character('\'')),
            (Named::Vrp, "a?\"", Both('?', '"')),
            (Named::Vrp, "ab?", Last('?')),
            (Named::Vrp, "\"ab", First('"')),
        ] {
            assert_eq!(quote(style, text), Err(error), "{style:?}");
        }
        for style in Named::ALL {
            assert_eq!(quote(style, "a\nb"), Err(Character('\n')), "{style:?}");
        }
    }

    #[test]
    fn a_style_may_be_described() {
        let escaping =
            described(r#"style = { quote = '"', escape = { chars = '"\$', by = '\' } }"#);
        assert_eq!(escaping.quote(r#"a"$\b"#).unwrap(), r#""a\"\$\\b""#);
        let doubling = described(r#"style = { quote = "'", escape = { chars = "'", by = "'" } }"#);
        assert_eq!(doubling.quote("a'b").unwrap(), "'a''b'");
        let bare =
            described(r##"style = { quote = "", refuse = "#", refuse_sequences = ["%%"] }"##);
        assert_eq!(bare.quote("a%b").unwrap(), "a%b");
        assert_eq!(bare.quote("a#b"), Err(QuoteError::Character('#')));
        assert_eq!(bare.quote("a b"), Err(QuoteError::Character(' ')));
        assert_eq!(
            bare.quote("a%%b"),
            Err(QuoteError::Sequence("%%".to_owned()))
        );
        let plain = described("style = { quote = '\"' }");
        assert_eq!(plain.quote("a\"b"), Err(QuoteError::Character('"')));
    }

    #[test]
    fn each_character_shows_in_its_way() {
        let style = Style::Named(Named::DoubleQuotedEscaped);
        assert_eq!(style.shows('"'), Shown::As("\\\"".to_owned()));
        assert_eq!(style.shows('$'), Shown::AsItIs);
        assert_eq!(Style::Named(Named::DoubleQuoted).shows('"'), Shown::Refused);
        assert_eq!(Style::Named(Named::Hex).shows('"'), Shown::Encoded);
        assert_eq!(
            Style::Named(Named::Xml).shows('&'),
            Shown::As("&amp;".to_owned())
        );
    }

    #[test]
    fn an_unknown_name_keeps_its_place() {
        let error = toml::from_str::<Holder>("style = \"singel-quoted\"")
            .err()
            .unwrap()
            .to_string();
        assert!(
            error.contains("singel-quoted") && error.contains("shell-single-quoted"),
            "{error}"
        );
        assert!(error.contains("line 1"), "{error}");
    }
}
