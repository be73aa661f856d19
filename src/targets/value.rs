//! Checked values of inputs, and why a text is none.

use crate::suggest::hint;

/// A checked value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text of one line without control characters.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A flag.
    Flag(bool),
    /// Nothing was given and there is no default.
    Missing,
}

impl Value {
    /// The value as it would be typed; empty where there is none.
    pub fn typed(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Missing => String::new(),
        }
    }

    /// Whether it would be typed like this.
    pub fn is_typed(&self, typed: &str) -> bool {
        match self {
            Self::Text(text) => text == typed,
            Self::Flag(flag) => typed == if *flag { "true" } else { "false" },
            Self::Missing => typed.is_empty(),
            Self::Number(number) => typed.parse() == Ok(*number) && self.typed() == typed,
        }
    }
}

/// Why a value cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InputError {
    /// `--set` without `=`.
    #[error("{0:?} is no input: write NAME=VALUE")]
    NoEquals(String),
    /// The target has no such input.
    #[error("{target} has no input {name:?}{}; `peerconf targets TARGET` lists those of a target", hint(suggestion.as_deref()))]
    Unknown {
        /// The input.
        name: String,
        /// The target.
        target: String,
        /// The nearest name.
        suggestion: Option<String>,
    },
    /// The value does not fit the input's type.
    #[error("{name}={value:?} does not fit: {wanted} ({help})")]
    Invalid {
        /// The input.
        name: String,
        /// The value.
        value: String,
        /// What it must be.
        wanted: String,
        /// The input's help.
        help: String,
    },
    /// A values file that cannot be read as one.
    #[error("{file}: {message}")]
    File {
        /// The file.
        file: String,
        /// What the reader says.
        message: String,
    },
}

/// A value as it would be typed; none for lists, tables, fractions and dates.
pub(crate) fn plain_value(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(flag) => Some(flag.to_string()),
        _ => None,
    }
}
