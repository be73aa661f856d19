//! `peerconf --version --verbose`: what this program was built with, for a report of a fault.

use std::ffi::OsString;

use crate::targets::Registry;

/// Whether it is asked for: both words, in any order, and nothing else.
pub(super) fn is_asked_for(args: &[OsString]) -> bool {
    let words: Vec<&str> = args.iter().skip(1).filter_map(|arg| arg.to_str()).collect();
    let is_version = |word: &&str| ["--version", "-V"].contains(word);
    let is_verbose = |word: &&str| ["--verbose", "-v"].contains(word);
    words.len() == 2
        && args.len() == 3
        && words.iter().any(is_version)
        && words.iter().any(is_verbose)
}

/// A line for each.
pub(super) fn text() -> String {
    let features = [
        ("cli", cfg!(feature = "cli")),
        ("cloud", cfg!(feature = "cloud")),
        ("fetch", cfg!(feature = "fetch")),
        ("page", cfg!(feature = "page")),
        ("parsers", cfg!(feature = "parsers")),
    ];
    let features = features.iter().filter(|(_, on)| *on).map(|(name, _)| *name);
    let features: Vec<&str> = features.collect();
    format!(
        "peerconf {}\ncommit: {}\nfeatures: {}\nbuilt-in targets: {}\nplatform: {} {}\n",
        env!("CARGO_PKG_VERSION"),
        option_env!("PEERCONF_COMMIT")
            .unwrap_or("not known (not a release build from a repository)"),
        features.join(", "),
        Registry::builtin().list().len(),
        std::env::consts::ARCH,
        std::env::consts::OS,
    )
}
