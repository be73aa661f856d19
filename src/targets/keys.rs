//! What a device makes of a key, the pre-shared one of a tunnel and that of a BGP session: the style, what it cannot
//! take, what it reads as something else.

use std::fmt;

use super::quoting::{QuoteError, Style};
use super::why::Why;
use crate::findings::Reason;
use crate::prose::Prose;

/// A key table that is whole.
#[derive(Debug, Clone)]
pub struct KeyRules {
    /// How the key is written where an output names no style of its own.
    pub style: Style,
    /// Characters that the device cannot take, quoted or not.
    pub refuse: String,
    /// Beginnings that the device reads as something else.
    pub refuse_start: Vec<String>,
    /// Sequences that it reads as something else.
    pub refuse_sequences: Vec<String>,
    /// Special characters that come back as they are.
    pub takes: String,
    /// Beginnings that come back as they are.
    pub takes_start: Vec<String>,
    /// Fewest characters.
    pub min: usize,
    /// Most characters.
    pub max: usize,
    /// Where the vendor says so.
    pub source: Prose,
    /// Whether somebody proved it on a device.
    pub verified: bool,
}

/// What a manifest says of a kind of key.
#[derive(Debug, Clone)]
pub enum Keys {
    /// How it is written.
    Written(Box<KeyRules>),
    /// That the device has none, and why.
    Never(Why),
}

/// Why a key cannot be written. Names characters and numbers, never the key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// Fewer characters than the device takes.
    TooShort(usize),
    /// More than it takes.
    TooLong(usize),
    /// A character that it cannot take.
    Character(char),
    /// A beginning that it reads as something else.
    Start(String),
    /// A sequence that it reads as something else.
    Sequence(String),
    /// The style has no notation for it.
    Quote(QuoteError),
}

impl KeyError {
    /// What is said of it.
    pub(crate) fn reason(&self) -> Reason {
        match self {
            Self::TooLong(max) => Reason::with(
                "it has more than {limit} characters",
                "它超过 {limit} 个字符",
                "limit",
                max.to_string(),
            ),
            Self::TooShort(min) => Reason::with(
                "it has fewer than {limit} characters",
                "它不足 {limit} 个字符",
                "limit",
                min.to_string(),
            ),
            Self::Character(c) => Reason::with(
                "the device cannot take the character {character}",
                "设备不接受字符 {character}",
                "character",
                format!("{c:?}"),
            ),
            Self::Start(start) => Reason::with(
                "the device reads a key that begins with {character} in another way",
                "设备会以另一种方式解读以 {character} 开头的密钥",
                "character",
                format!("{start:?}"),
            ),
            Self::Sequence(sequence) => Reason::with(
                "the device reads {character} in a key as something else",
                "设备会把密钥中的 {character} 解读为其他含义",
                "character",
                format!("{sequence:?}"),
            ),
            Self::Quote(error) => error.reason(),
        }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason().fmt(f)
    }
}

impl std::error::Error for KeyError {}

impl KeyRules {
    /// Writes a key in a style: the rules' own, or that of an output.
    ///
    /// # Errors
    ///
    /// [`KeyError`] where the device would take another key for it.
    pub fn write(&self, style: &Style, key: &str) -> Result<String, KeyError> {
        let length = key.chars().count();
        if length > self.max {
            return Err(KeyError::TooLong(self.max));
        }
        if length < self.min {
            return Err(KeyError::TooShort(self.min));
        }
        if let Some(c) = key.chars().find(|c| self.refuse.contains(*c)) {
            return Err(KeyError::Character(c));
        }
        let starts = |start: &&String| key.starts_with(start.as_str());
        if let Some(start) = self.refuse_start.iter().find(starts) {
            return Err(KeyError::Start(start.clone()));
        }
        let holds = |sequence: &&String| key.contains(sequence.as_str());
        if let Some(sequence) = self.refuse_sequences.iter().find(holds) {
            return Err(KeyError::Sequence(sequence.clone()));
        }
        style.quote(key).map_err(KeyError::Quote)
    }
}
