//! What one command makes: all of it, or nothing.
//!
//! Every file and folder that is new is noted; when writing fails or a signal comes, they are removed again.
//! A file that was replaced cannot be brought back: it is whole, and it is named.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread;

use super::draft::{Draft, Published};
use super::system;
use super::{NewFile, interrupt};
use crate::cli::exit::Failure;
#[cfg(unix)]
use crate::showable::showable;

/// How many of the replaced files are named.
const NAMED: usize = 5;

/// Everything that is being made now, for the signal that ends it.
static ALL: Mutex<Vec<Arc<Log>>> = Mutex::new(Vec::new());

/// Files and folders in the making.
pub(in crate::cli) struct Making {
    log: Arc<Log>,
    force: bool,
    /// Each file is on the disk before it has its name. Else that is the business of whoever ends it.
    sync_each: bool,
}

#[derive(Default)]
struct Log {
    /// Whether it is over: nothing may be made any more. Held for reading by whoever makes something, so that
    /// nothing is made while the rest is removed.
    closed: RwLock<bool>,
    made: Mutex<Vec<Made>>,
    replaced: Mutex<Vec<PathBuf>>,
}

/// What did not exist before.
enum Made {
    File(PathBuf),
    Folder(PathBuf),
}

/// What was removed, and what was not.
#[derive(Debug, Default)]
pub(super) struct Undone {
    removed: usize,
    stuck: Vec<PathBuf>,
    replaced: Vec<PathBuf>,
}

impl Making {
    /// Nothing yet. Files that exist are replaced under `force` only.
    pub(in crate::cli) fn new(force: bool) -> Self {
        interrupt::watch();
        let log = Arc::default();
        lock(&ALL).push(Arc::clone(&log));
        Self {
            log,
            force,
            sync_each: true,
        }
    }

    /// For a great many files: [`Making::sync`] puts all of them onto the disk at once.
    pub(in crate::cli) fn many(force: bool) -> Self {
        let mut making = Self::new(force);
        making.sync_each = !system::SYNCS_ALL;
        making
    }

    /// Makes a folder and those that it stands in, where they are missing.
    pub(in crate::cli) fn folder(&self, path: &Path) -> Result<(), Failure> {
        self.log
            .folder(path)
            .map_err(|error| Failure::file(path, &error))
    }

    /// Makes a folder that must not be there, unless what is in it may be replaced.
    pub(in crate::cli) fn own_folder(&self, path: &Path) -> Result<(), Failure> {
        match self.log.new_folder(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if self.force && path.is_dir() {
                    Ok(())
                } else {
                    Err(Failure::exists(path))
                }
            }
            done => done.map_err(|error| Failure::file(path, &error)),
        }
    }

    /// Writes a file, or to what the path names where that is no file.
    pub(in crate::cli) fn write(&self, file: &NewFile<'_>) -> Result<(), Failure> {
        let text = file.text.as_bytes();
        if system::is_stream(&file.path) {
            return write_to(&file.path, text).map_err(|error| Failure::file(&file.path, &error));
        }
        let folder = folder_of(&file.path);
        self.folder(folder)?;
        let write = || {
            let mut draft = self.draft(folder, file)?;
            io::Write::write_all(&mut draft, text)?;
            Ok(draft)
        };
        let draft = write().map_err(|error| Failure::file(&file.path, &error))?;
        self.publish(draft, &file.path)
    }

    fn draft(&self, folder: &Path, file: &NewFile<'_>) -> io::Result<Draft> {
        self.log.draft(|| Draft::new(folder, file.access))
    }

    /// A file that is written bit by bit.
    pub(in crate::cli) fn start(&self, folder: &Path) -> io::Result<Draft> {
        self.log.draft(|| Draft::new(folder, system::Access::OPEN))
    }

    fn publish(&self, draft: Draft, path: &Path) -> Result<(), Failure> {
        self.give_name(draft, path, self.sync_each)
    }

    /// Gives a file its name when it is on the disk.
    pub(in crate::cli) fn publish_synced(&self, draft: Draft, path: &Path) -> Result<(), Failure> {
        self.give_name(draft, path, true)
    }

    fn give_name(&self, draft: Draft, path: &Path, synced: bool) -> Result<(), Failure> {
        let publish = || {
            if synced {
                draft.sync()?;
            }
            self.log.publish(draft, path, self.force)
        };
        match publish() {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(Failure::exists(path))
            }
            done => done.map_err(|error| Failure::file(path, &error)),
        }
    }

    /// Keeps what was made, or removes it and says so.
    pub(in crate::cli) fn end(&self, done: Result<(), Failure>) -> Result<(), Failure> {
        match done {
            Ok(()) => {
                lock(&self.log.made).clear();
                Ok(())
            }
            Err(failure) => Err(failure.and(&self.log.undo().sentence())),
        }
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        let mut all = lock(&ALL);
        all.retain(|log| !Arc::ptr_eq(log, &self.log));
        // Whatever was not kept: something went wrong on the way here.
        self.log.undo();
    }
}

impl Log {
    /// Makes something, unless it is over: then the program ends while this waits.
    fn make<T>(&self, make: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let closed = self.closed.read().unwrap_or_else(PoisonError::into_inner);
        if *closed {
            drop(closed);
            loop {
                thread::park();
            }
        }
        make()
    }

    fn note(&self, made: Made) {
        lock(&self.made).push(made);
    }

    fn new_folder(&self, path: &Path) -> io::Result<()> {
        self.make(|| {
            fs::create_dir(path)?;
            self.note(Made::Folder(path.to_owned()));
            Ok(())
        })
    }

    fn folder(&self, path: &Path) -> io::Result<()> {
        if path.is_dir() {
            return Ok(());
        }
        let made = self.new_folder(path);
        match made {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.folder(folder_of(path))?;
                self.new_folder(path)
            }
            // Another thread or run was faster.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_symlink() => {
                let text = "there is a symbolic link that leads nowhere, and no folder";
                Err(io::Error::new(error.kind(), text))
            }
            made => made,
        }
    }

    /// Notes the name that a draft has in passing.
    fn draft(&self, new: impl FnOnce() -> io::Result<Draft>) -> io::Result<Draft> {
        self.make(|| {
            let draft = new()?;
            if let Some(hidden) = draft.hidden_name() {
                self.note(Made::File(hidden.to_owned()));
            }
            Ok(draft)
        })
    }

    fn publish(&self, draft: Draft, path: &Path, force: bool) -> io::Result<()> {
        self.make(|| {
            match draft.publish(path, force)? {
                Published::New => self.note(Made::File(path.to_owned())),
                Published::Replaced => lock(&self.replaced).push(path.to_owned()),
                Published::Unchanged => {}
            }
            Ok(())
        })
    }

    /// Removes what is new. A folder stays that holds something else.
    fn undo(&self) -> Undone {
        let mut closed = self.closed.write().unwrap_or_else(PoisonError::into_inner);
        *closed = true;
        let mut undone = Undone {
            replaced: std::mem::take(&mut lock(&self.replaced)),
            ..Undone::default()
        };
        for made in lock(&self.made).drain(..).rev() {
            match made {
                Made::Folder(path) => {
                    let _ = fs::remove_dir(path);
                }
                Made::File(path) => match fs::remove_file(&path) {
                    Ok(()) => undone.removed += 1,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(_) => undone.stuck.push(path),
                },
            }
        }
        undone
    }
}

/// Removes everything that is being made. Whoever makes something then waits for the end of the program.
#[cfg(unix)]
pub(super) fn undo_all() -> Undone {
    let all = lock(&ALL);
    let mut undone = Undone::default();
    for log in all.iter() {
        let more = log.undo();
        undone.removed += more.removed;
        undone.stuck.extend(more.stuck);
        undone.replaced.extend(more.replaced);
    }
    // Nothing may begin any more.
    std::mem::forget(all);
    undone
}

impl Undone {
    /// What the user has to know; empty where there is nothing.
    fn sentence(&self) -> String {
        let mut parts = Vec::new();
        if self.removed > 0 {
            parts.push(format!(
                "{} written before it removed again",
                files(self.removed)
            ));
        }
        for (paths, what) in [
            (&self.stuck, "could not be removed"),
            (&self.replaced, "replaced before it"),
        ] {
            if paths.is_empty() {
                continue;
            }
            let names = paths.iter().take(NAMED);
            let names: Vec<String> = names.map(|path| path.display().to_string()).collect();
            let more = if paths.len() > NAMED { ", …" } else { "" };
            parts.push(format!(
                "{} {what}: {}{more}",
                files(paths.len()),
                names.join(", ")
            ));
        }
        parts.join("; ")
    }

    /// Says it where a signal ends the program. Another thread may hold the stream, so its lock is not asked
    /// for.
    #[cfg(unix)]
    pub(super) fn tell(&self) {
        let sentence = self.sentence();
        let sentence = if sentence.is_empty() {
            "nothing was written"
        } else {
            &sentence
        };
        let line = format!("interrupted: {}\n", showable(sentence));
        let _ = rustix::io::write(rustix::stdio::stderr(), line.as_bytes());
    }
}

/// Puts everything below a folder onto the disk.
pub(in crate::cli) fn sync_all(folder: &Path) -> Result<(), Failure> {
    system::sync_all_of(folder).map_err(|error| Failure::file(folder, &error))
}

/// Puts the names in a folder onto the disk.
pub(in crate::cli) fn sync_folder(folder: &Path) -> Result<(), Failure> {
    system::sync_folder(folder).map_err(|error| Failure::file(folder, &error))
}

fn files(count: usize) -> String {
    match count {
        1 => "the file".to_owned(),
        _ => format!("the {count} files"),
    }
}

/// The folder that a path stands in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Writes to something that is there and stays what it is.
fn write_to(path: &Path, text: &[u8]) -> io::Result<()> {
    use std::io::Write as _;
    // At the end, where it is a file after all: what `>>` keeps, this keeps.
    let mut stream = fs::OpenOptions::new().append(true).open(path)?;
    stream.write_all(text)?;
    stream.flush()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
