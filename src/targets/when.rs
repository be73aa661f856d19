//! When a statement of a manifest holds.

use std::ops::Deref;
use std::sync::LazyLock;

use serde::Deserialize;

use super::condition::Condition;

/// When a statement holds; always, where nothing is said. Apart from the statement, for a condition has many facts and
/// most statements are moved more often than asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
#[cfg_attr(test, schemars(inline))]
pub struct When(Option<Box<Condition>>);

/// Holds always.
static ALWAYS: LazyLock<Condition> = LazyLock::new(Condition::default);

impl Deref for When {
    type Target = Condition;

    fn deref(&self) -> &Condition {
        self.0.as_deref().unwrap_or_else(|| &ALWAYS)
    }
}

impl From<Condition> for When {
    fn from(condition: Condition) -> Self {
        Self(Some(Box::new(condition)))
    }
}

impl From<When> for Condition {
    fn from(when: When) -> Self {
        when.0.map(|condition| *condition).unwrap_or_default()
    }
}
