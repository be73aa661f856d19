//! The folder of a fleet: a folder for each connection, in it one for each target, and beside them the
//! index.

use std::path::{Path, PathBuf};

use super::index::Index;
use crate::cli::exit::Failure;
use crate::cli::output::{self, NewFile};
use crate::fleet::{Count, Names, Outcome, target_folders};
use crate::targets::Target;

pub(super) struct OutputFolder {
    folder: PathBuf,
    /// What the folder of each target is called, in the order of an outcome's rows.
    targets: Vec<String>,
    names: Names,
    index: Index,
}

impl OutputFolder {
    /// A folder that is empty or new, unless files in it may be replaced.
    pub(super) fn new(folder: &Path, targets: &[Target], force: bool) -> Result<Self, Failure> {
        let fault = |error| Failure::file(folder, &error);
        std::fs::create_dir_all(folder).map_err(fault)?;
        let mut entries = std::fs::read_dir(folder).map_err(fault)?;
        if !force && entries.next().is_some() {
            return Err(Failure::Output(format!(
                "{} is not empty; add --force to replace files in it, or choose another folder",
                folder.display()
            )));
        }
        Ok(Self {
            index: Index::new(folder)?,
            folder: folder.to_owned(),
            targets: target_folders(targets),
            names: Names::default(),
        })
    }

    /// Writes the files of a connection and its lines of the index.
    pub(super) fn put(&mut self, place: &str, outcome: &Outcome<'_>) -> Result<(), Failure> {
        let name = self
            .names
            .name(outcome.id.as_deref(), &place.replace(' ', "-"));
        for (row, target) in outcome.rows.iter().zip(&self.targets) {
            let paths: Vec<String> = row
                .files
                .iter()
                .map(|file| format!("{name}/{target}/{}", file.path))
                .collect();
            let new: Vec<NewFile<'_>> = row
                .files
                .iter()
                .zip(&paths)
                .map(|(file, path)| NewFile::of(self.folder.join(path), file))
                .collect();
            // Whether anything may be replaced was asked before the first.
            output::files(&new, true)?;
            self.index.note(&name, row, &paths)?;
        }
        Ok(())
    }

    /// Gives both indexes their names; says where the table is.
    pub(super) fn finish(self, count: &Count) -> Result<PathBuf, Failure> {
        self.index.finish(count)
    }
}
