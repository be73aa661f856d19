//! The words for how weak cryptography is judged.

use clap::ValueEnum;

/// How weak cryptography is judged.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum CryptoArg {
    /// What works is let through
    Compatible,
    /// What current guidance deprecates is warned of
    Recommended,
    /// What current guidance deprecates is refused
    Strict,
}
