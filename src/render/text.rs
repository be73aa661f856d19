//! The texts of the context, by what templates do with them.

use minijinja::Value;

use super::decisions::Decisions;
use super::engine_value::{Field, Item};

/// A word that templates print, compare or join: a name, an algorithm, a release.
pub(super) type Text = Value;

impl Field for Text {
    fn value(&self) -> Value {
        self.clone()
    }

    fn note<'c>(&'c self, shape: &mut Decisions<'c>) {
        shape.value(self);
    }

    fn with_texts(&self, _: &mut dyn FnMut(&str) -> String) -> Self {
        self.clone()
    }
}

/// A word that another field of the same object decides: it is no decision of its own.
#[derive(Clone, PartialEq, Eq)]
pub struct Implied(Value);

impl Implied {
    /// The word.
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_str()
    }
}

impl From<&str> for Implied {
    fn from(word: &str) -> Self {
        Self(Value::from(word))
    }
}

impl Field for Implied {
    fn value(&self) -> Value {
        self.0.clone()
    }

    fn note<'c>(&'c self, _: &mut Decisions<'c>) {}

    fn with_texts(&self, _: &mut dyn FnMut(&str) -> String) -> Self {
        self.clone()
    }
}

/// A text that templates print and never look into: an address, an identity. A template may ask
/// whether it is empty. What else it decides by belongs into the plan.
#[derive(Clone, PartialEq, Eq)]
pub struct Printed(Value);

impl Printed {
    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str().unwrap_or_default()
    }
}

impl From<&str> for Printed {
    fn from(text: &str) -> Self {
        Self(Value::from(text))
    }
}

impl From<String> for Printed {
    fn from(text: String) -> Self {
        Self(Value::from(text))
    }
}

impl Item for Printed {
    type Held = Self;
}

impl Field for Printed {
    fn value(&self) -> Value {
        self.0.clone()
    }

    fn note<'c>(&'c self, shape: &mut Decisions<'c>) {
        shape.text(self.as_str());
    }

    fn with_texts(&self, next: &mut dyn FnMut(&str) -> String) -> Self {
        Self::from(next(self.as_str()))
    }
}
