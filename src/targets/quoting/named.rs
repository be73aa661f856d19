//! Quoting styles with a name, each written and tested once.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::QuoteError;

/// A quoting style with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
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
    /// In single quotes, a `'` written twice: YAML.
    SingleQuotedDoubled,
    /// In single quotes for a POSIX shell, a `'` as `'\''`.
    ShellSingleQuoted,
    /// In single quotes for `PowerShell`, which takes the four typographic single quotes for quotes too: each is
    /// written twice.
    Powershell,
    /// A JSON string with its quotes; YAML reads it the same way.
    Json,
    /// Text or an attribute's value of XML, without quotes: `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;`.
    Xml,
    /// A string of HCL (Terraform) with its quotes: as JSON, and `${` as `$${`, `%{` as `%%{`.
    Hcl,
    /// Code in Markdown. A text with a backtick or a bar stands in a block of its own, below the table.
    Markdown,
    /// Huawei VRP: bare, or in double quotes where a `?` would call the help; a text with both `?`
    /// and `"`, or ending in `?`, cannot be said.
    Vrp,
}

impl Named {
    /// Every named style.
    pub const ALL: [Self; 15] = [
        Self::Bare,
        Self::Base64,
        Self::Hex,
        Self::DoubleQuotedEscaped,
        Self::DoubleQuoted,
        Self::DoubleQuotedDoubled,
        Self::SingleQuoted,
        Self::SingleQuotedDoubled,
        Self::ShellSingleQuoted,
        Self::Powershell,
        Self::Json,
        Self::Xml,
        Self::Hcl,
        Self::Markdown,
        Self::Vrp,
    ];

    /// The name, as manifests write it.
    pub fn word(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    pub(super) fn quote(self, text: &str) -> Result<String, QuoteError> {
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
            Self::Powershell => Ok(powershell(text)),
            Self::Markdown if text.contains(['`', '|']) => Ok(format!("{APART}{text}")),
            Self::Markdown => Ok(crate::markdown::span(text)),
            Self::Json => Ok(json(text)),
            Self::Xml => Ok(xml(text)),
            Self::Hcl => Ok(json(text).replace("${", "$${").replace("%{", "%%{")),
            Self::Vrp => vrp(text),
        }
    }
}

/// What makes a line of Markdown code as it stands. No other key in Markdown begins with a blank.
pub(crate) const APART: &str = "    ";

fn powershell(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 4);
    quoted.push('\'');
    for c in text.chars() {
        if matches!(c, '\'' | '\u{2018}'..='\u{201b}') {
            quoted.push(c);
        }
        quoted.push(c);
    }
    quoted.push('\'');
    quoted
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
