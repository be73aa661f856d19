//! What can be wrong with a target: its name, its manifest, its folder.

use std::path::PathBuf;

use super::fault::{Fault, Listed};
use super::version::BadVersion;
use crate::suggest::hint;

/// Why a target cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TargetError {
    /// No manifest has this id or alias.
    #[error("no target is called {name:?}{}; `peerconf targets` lists them", instead(candidates, suggestion.as_deref()))]
    Unknown {
        /// What was asked for.
        name: String,
        /// The ids that the name is a part of: those of a vendor.
        candidates: Vec<String>,
        /// The nearest id or alias.
        suggestion: Option<String>,
    },
    /// `@release` is no release.
    #[error(transparent)]
    BadVersion(#[from] BadVersion),
    /// `@release` is older than the manifest covers.
    #[error("{id} starts with release {first}; {asked} is older, and nothing is known about it")]
    TooOld {
        /// The target.
        id: String,
        /// The first release that is covered.
        first: String,
        /// What was asked for.
        asked: String,
    },
    /// `@release` is written as no release of this device is.
    #[error(
        "{asked} is no release of {id}: they are written like {like}. Give it as the device prints it"
    )]
    OddRelease {
        /// The target.
        id: String,
        /// A release of it.
        like: String,
        /// What was asked for.
        asked: String,
    },
    /// A manifest cannot be read as one.
    #[error("{file}: this is no manifest: {message}")]
    Syntax {
        /// The file.
        file: String,
        /// What the reader says, with line and key.
        message: String,
    },
    /// A manifest says something that cannot be.
    #[error("{}", Listed { file, faults })]
    Invalid {
        /// The file.
        file: String,
        /// Every fault, each with its key and, where the file is the user's, its line.
        faults: Vec<Fault>,
    },
    /// A file of the user's folders that is not read.
    #[error("{path}: {reason}", path = path.display())]
    Untrusted {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: &'static str,
    },
    /// Two files of the user's folders have one id or alias.
    #[error("{name:?} is taken by {first} and by {second}; give one of them another id or alias")]
    Collision {
        /// The id or alias.
        name: String,
        /// One file.
        first: String,
        /// The other.
        second: String,
    },
    /// A folder or file cannot be read.
    #[error("{path}: {source}", path = path.display())]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

/// `; there are a, b`, or ` (did you mean "x"?)`, or nothing.
fn instead(candidates: &[String], suggestion: Option<&str>) -> String {
    match (candidates, suggestion) {
        ([], suggestion) => hint(suggestion),
        (several, _) => format!("; there are {}", several.join(", ")),
    }
}
