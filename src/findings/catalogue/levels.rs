//! The levels that rules have.

use crate::findings::rule::{Level, Levels};

pub(super) const ERROR: Levels = Levels::all(Level::Error);
pub(super) const WARNING: Levels = Levels::all(Level::Warning);
pub(super) const NOTE: Levels = Levels::all(Level::Note);

/// Let through with a note, then warned of, then refused.
pub(super) const DEPRECATED: Levels = Levels {
    compatible: Level::Note,
    recommended: Level::Warning,
    strict: Level::Error,
};

/// Warned of, then refused.
pub(super) const BROKEN: Levels = Levels {
    compatible: Level::Warning,
    recommended: Level::Warning,
    strict: Level::Error,
};
