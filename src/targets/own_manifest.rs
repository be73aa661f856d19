//! Manifests of the user, as the registry keeps them.

use std::path::PathBuf;

use super::error::TargetError;
use super::fault::Fault;

/// A manifest that nobody can use. Whoever asks for it is told why; the others go on.
#[derive(Debug, Clone)]
pub(super) struct BrokenManifest {
    pub(super) file: PathBuf,
    pub(super) aliases: Vec<String>,
    pub(super) faults: Vec<Fault>,
}

#[derive(Debug, Clone)]
pub(super) struct OwnManifest {
    pub(super) file: PathBuf,
    pub(super) text: String,
    pub(super) aliases: Vec<String>,
    pub(super) family: bool,
}

impl BrokenManifest {
    /// All its faults.
    pub(super) fn error(&self) -> TargetError {
        TargetError::Invalid {
            file: self.file.display().to_string(),
            faults: self.faults.clone(),
        }
    }
}
