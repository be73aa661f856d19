//! The folder of a fleet: a folder for each connection, in it one for each target, and beside them the
//! index.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::index::{self, Index};
use super::writers::Writers;
use crate::cli::exit::Failure;
use crate::cli::output::{self, Making, UNFINISHED};
use crate::fleet::{Count, Names, Outcome, target_folders};
use crate::targets::Target;

pub(super) struct OutputFolder {
    folder: PathBuf,
    /// What the folder of each target is called, in the order of an outcome's rows.
    targets: Vec<String>,
    names: Names,
    index: Index,
    /// Before what they write with: they end first.
    writers: Writers,
    making: Arc<Making>,
    /// Keeps other runs out.
    _lock: Box<dyn Send>,
}

impl OutputFolder {
    /// A folder that is empty or new, unless files in it may be replaced.
    pub(super) fn new(folder: &Path, targets: &[Target], force: bool) -> Result<Self, Failure> {
        if fs::metadata(folder).is_ok_and(|found| !found.is_dir()) {
            return Err(Failure::Usage(format!(
                "{} is no folder; many connections are written to a folder",
                folder.display()
            )));
        }
        let making = Arc::new(Making::many(force));
        let Some(lock) = take(&making, folder)? else {
            // It may have been this run that made the folder, but it is the other's now.
            making.end(Ok(()))?;
            return Err(Failure::Taken(format!(
                "another run of peerconf writes to {} now; wait for its end, or choose another folder",
                folder.display()
            )));
        };
        if !force {
            refuse_full(folder)?;
        }
        Ok(Self {
            index: Index::new(&making, folder)?,
            folder: folder.to_owned(),
            targets: target_folders(targets),
            names: Names::default(),
            writers: Writers::new(Arc::clone(&making)),
            making,
            _lock: lock,
        })
    }

    /// Writes the files of a connection and its lines of the index.
    pub(super) fn put(&mut self, place: &str, outcome: Outcome<'_>) -> Result<(), Failure> {
        let name = self
            .names
            .name(outcome.id.as_deref(), &place.replace(' ', "-"));
        let mut is_made = false;
        for (mut row, target) in outcome.rows.into_iter().zip(&self.targets) {
            if !row.files.is_empty() && !std::mem::replace(&mut is_made, true) {
                self.making.own_folder(&self.folder.join(&name))?;
            }
            let paths: Vec<String> = row
                .files
                .iter()
                .map(|file| format!("{name}/{target}/{}", file.path))
                .collect();
            self.index.note(&name, &row, &paths)?;
            let paths = paths.iter().map(|path| self.folder.join(path));
            let job = paths.zip(std::mem::take(&mut row.files)).collect();
            self.writers.write(job)?;
        }
        Ok(())
    }

    /// Puts everything onto the disk, then gives both indexes their names; says where the table is.
    pub(super) fn finish(mut self, count: &Count) -> Result<PathBuf, Failure> {
        let mut table = PathBuf::new();
        let done = self.writers.finish().and_then(|()| {
            output::sync_all(&self.folder)?;
            table = self.index.finish(&self.making, count)?;
            output::sync_folder(&self.folder)
        });
        self.making.end(done)?;
        Ok(table)
    }

    /// Takes everything back, for this reason.
    pub(super) fn abandon(mut self, failure: Failure) -> Failure {
        let _ = self.writers.finish();
        match self.making.end(Err(failure)) {
            Err(failure) => failure,
            Ok(()) => Failure::Output(self.folder.display().to_string()),
        }
    }
}

/// How often a folder is made anew that another run removes.
const TRIES: usize = 100;

/// Makes a folder and keeps other runs out; none where one is in it.
fn take(making: &Making, folder: &Path) -> Result<Option<Box<dyn Send>>, Failure> {
    let fault = |error| Failure::file(folder, &error);
    for _ in 0..TRIES {
        making.folder(folder)?;
        // A run that was interrupted removes what it made, at this moment too.
        match output::lock(folder) {
            Ok(Some(lock)) if output::is_at(&lock, folder) => return Ok(Some(Box::new(lock))),
            Ok(None) => return Ok(None),
            Ok(Some(_)) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(fault(error)),
        }
    }
    Err(fault(std::io::Error::other(
        "another run keeps on removing it",
    )))
}

/// Refuses a folder that holds something, and says what an earlier run has to do with it.
fn refuse_full(folder: &Path) -> Result<(), Failure> {
    let fault = |error| Failure::file(folder, &error);
    let mut entries = 0_usize;
    let mut unfinished = 0_usize;
    for entry in fs::read_dir(folder).map_err(fault)? {
        let name = entry.map_err(fault)?.file_name();
        entries += 1;
        unfinished += usize::from(name.to_string_lossy().ends_with(UNFINISHED));
    }
    if entries == 0 {
        return Ok(());
    }
    let shown = folder.display();
    let mut text = format!("{shown} is not empty");
    if fs::symlink_metadata(folder.join(index::JSON)).is_err() {
        let _ = write!(
            text,
            " and has no {}: if a run of peerconf was killed there, its files are whole but not all",
            index::JSON
        );
    }
    if unfinished > 0 {
        let _ = write!(
            text,
            "; {unfinished} unfinished, named *{UNFINISHED}, which may hold keys: remove them"
        );
    }
    text.push_str("; add --force to replace files in it, or choose another folder");
    Err(Failure::Taken(text))
}
