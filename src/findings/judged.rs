//! A finding with its level, and the texts that are made of it once.

use std::ops::Deref;
use std::sync::Arc;

use super::{Finding, Lang, Level};

/// A finding and the level that the user's choices give it.
#[derive(Debug, Clone)]
pub struct Judged(Arc<Judgement>);

/// What a [`Judged`] holds.
#[derive(Debug)]
pub struct Judgement {
    /// The finding.
    pub finding: Finding,
    /// Its level.
    pub level: Level,
    /// What is wrong, in English.
    pub message: String,
}

impl Judged {
    pub(super) fn new(finding: Finding, level: Level) -> Self {
        Self(Arc::new(Judgement {
            level,
            message: finding.message(Lang::En),
            finding,
        }))
    }
}

impl Deref for Judged {
    type Target = Judgement;

    fn deref(&self) -> &Judgement {
        &self.0
    }
}
