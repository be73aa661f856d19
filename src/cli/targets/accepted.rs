//! What an author has accepted, in `<vendor>/<platform>/tests` of the folder of targets.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::super::exit::Failure;
use super::super::output::{self, NewFile};
use crate::trial::{Expectation, Expected, State};

/// The folder of a target's tests.
pub(super) struct Accepted {
    folder: PathBuf,
    pub(super) files: Expected,
}

impl Accepted {
    /// Reads what is there.
    pub(super) fn read(folder: PathBuf) -> Result<Self, Failure> {
        let mut files = Expected::default();
        for path in entries(&folder)? {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                continue;
            };
            if path.extension().is_none_or(|e| e != "txt") {
                continue;
            }
            let text = fs::read_to_string(&path).map_err(|error| Failure::file(&path, &error))?;
            if Expected::is_one(&text) {
                files.0.insert(name.to_owned(), text);
            }
        }
        Ok(Self { folder, files })
    }

    /// The text of `settings.toml`, where there is one.
    pub(super) fn settings(&self) -> Result<Option<String>, Failure> {
        let path = self.folder.join("settings.toml");
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::file(&path, &error)),
        }
    }

    /// Takes what came out for what is expected; how many files were written or removed.
    pub(super) fn accept(
        &self,
        found: &Expected,
        compared: &[Expectation],
    ) -> Result<usize, Failure> {
        let mut new = Vec::new();
        let mut count = 0;
        for expectation in compared {
            let path = self.folder.join(&expectation.file);
            match expectation.state {
                State::Same => continue,
                State::New | State::Changed => {
                    if let Some(text) = found.0.get(&expectation.file) {
                        new.push(NewFile::open(path, text));
                    }
                }
                State::Gone => {
                    fs::remove_file(&path).map_err(|error| Failure::file(&path, &error))?;
                }
            }
            count += 1;
        }
        output::files(&new, true)?;
        Ok(count)
    }
}

/// The files of a folder that may not be there yet. It must lie in the folder of targets: a link is not followed.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let fault = |error: &io::Error| Failure::file(folder, error);
    if folder.is_symlink() {
        let error = io::Error::other("a link out of the folder of targets is not followed");
        return Err(fault(&error));
    }
    let read = match fs::read_dir(folder) {
        Ok(read) => read,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(fault(&error)),
    };
    let mut paths = Vec::new();
    for entry in read {
        let path = entry.map_err(|error| fault(&error))?.path();
        if !path.is_symlink() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
