//! Waits until a file of a folder is saved.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

/// How often the folder is looked at. Asking the system to tell would be no faster for somebody who saves a file, and does
/// not work on every file system.
const PAUSE: Duration = Duration::from_millis(300);

/// What can be seen of the files without reading them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Seen(BTreeMap<PathBuf, (Option<SystemTime>, u64)>);

impl Seen {
    /// Manifests and templates below a folder, and the settings of tests; not what the test itself writes.
    pub(super) fn of(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        let mut folders = vec![folder.to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                // No link is followed: it may lead round in a circle.
                let Ok(about) = entry.metadata() else {
                    continue;
                };
                if about.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "toml" || e == "j2") {
                    files.insert(path, (about.modified().ok(), about.len()));
                }
            }
        }
        Self(files)
    }

    /// Waits until it looks otherwise.
    pub(super) fn wait(self, folder: &Path) -> Self {
        loop {
            thread::sleep(PAUSE);
            let now = Self::of(folder);
            if now != self {
                return now;
            }
        }
    }
}
