//! How much is told on standard error. Like colour, it is a choice for the whole run.

use std::sync::atomic::{AtomicU8, Ordering};

use clap::Args;

use crate::findings::Level;

/// What was chosen: 0 is less, 1 is as usual, 2 is more.
static CHOSEN: AtomicU8 = AtomicU8::new(1);

/// The two flags.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Verbosity {
    /// Say more: notes in full, and of fetching what is sent and received, without secrets
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,

    /// Say errors only
    #[arg(short, long, global = true)]
    quiet: bool,
}

impl Verbosity {
    pub(super) fn write_global(self) {
        let chosen = match (self.quiet, self.verbose) {
            (true, _) => 0,
            (_, true) => 2,
            _ => 1,
        };
        CHOSEN.store(chosen, Ordering::Relaxed);
    }
}

/// Whether everything is told.
pub(super) fn is_verbose() -> bool {
    CHOSEN.load(Ordering::Relaxed) > 1
}

/// Whether only errors are told.
pub(super) fn is_quiet() -> bool {
    CHOSEN.load(Ordering::Relaxed) == 0
}

/// Whether findings of a level are told in full.
pub(super) fn tells(level: Level) -> bool {
    match level {
        Level::Error => true,
        Level::Warning => !is_quiet(),
        Level::Note => is_verbose(),
    }
}
