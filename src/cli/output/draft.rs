//! A file that gets its name when it is whole, so that nobody sees half of it.
//!
//! Where the system has files without a name (Linux, on most file systems) a program that is killed leaves
//! nothing of it. Elsewhere the file is hidden under a name that ends in [`UNFINISHED`] until it is whole.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, Write};
use std::path::{Path, PathBuf};

use super::system::{self, Access};
use crate::secret::Wiped;

/// How the name of a file ends that is not whole yet.
pub(in crate::cli) const UNFINISHED: &str = ".peerconf~";

/// How often a name in passing is tried that another run uses too.
const TRIES: usize = 100;

/// A file in the making.
pub(in crate::cli) struct Draft {
    file: File,
    /// Its name in passing, which is removed with the draft.
    hidden: Option<tempfile::TempPath>,
}

/// What became of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Published {
    /// There was no file of that name.
    New,
    /// It took the place of another.
    Replaced,
    /// The file of that name is the same.
    Unchanged,
}

impl Draft {
    /// An empty file in a folder.
    pub(in crate::cli) fn new(folder: &Path, access: Access) -> io::Result<Self> {
        if let Some(file) = system::unnamed(folder, access)? {
            return Ok(Self { file, hidden: None });
        }
        Self::hidden(folder, access)
    }

    fn hidden(folder: &Path, access: Access) -> io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".").suffix(UNFINISHED);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            builder.permissions(fs::Permissions::from_mode(access.mode()));
        }
        #[cfg(not(unix))]
        let _ = access;
        let (file, path) = builder.tempfile_in(folder)?.into_parts();
        Ok(Self {
            file,
            hidden: Some(path),
        })
    }

    /// The name that it has until it is whole, where it has one.
    pub(super) fn hidden_name(&self) -> Option<&Path> {
        self.hidden.as_deref()
    }

    /// Puts what was written onto the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    /// Gives the file its name. A file that is there stays, and the error is `AlreadyExists`, unless `force`
    /// is given.
    pub(super) fn publish(self, path: &Path, force: bool) -> io::Result<Published> {
        match self.name(path) {
            Err((error, Some(draft))) if force && error.kind() == io::ErrorKind::AlreadyExists => {
                draft.replace(path)
            }
            Err((error, _)) => Err(error),
            Ok(()) => Ok(Published::New),
        }
    }

    /// Gives the draft back where the name is taken.
    fn name(mut self, path: &Path) -> Result<(), (io::Error, Option<Self>)> {
        let Some(hidden) = self.hidden.take() else {
            return match system::give_name(&self.file, path) {
                Ok(()) => Ok(()),
                Err(error) => Err((error, Some(self))),
            };
        };
        match hidden.persist_noclobber(path) {
            Ok(()) => Ok(()),
            Err(tempfile::PathPersistError { error, path }) => {
                self.hidden = Some(path);
                Err((error, Some(self)))
            }
        }
    }

    fn replace(mut self, path: &Path) -> io::Result<Published> {
        if self.is_same(path).unwrap_or(false) {
            return Ok(Published::Unchanged);
        }
        // Else a machine that loses power may have neither the old file nor the new one.
        self.file.sync_all()?;
        if let Some(hidden) = self.hidden.take() {
            hidden.persist(path).map_err(|error| error.error)?;
            return Ok(Published::Replaced);
        }
        let passing = passing_name(path);
        // No call gives a file a name that is taken, so it gets another for a moment. What stands there was
        // left by a run that was killed in that moment, or is another run's in this moment.
        for _ in 0..TRIES {
            match system::give_name(&self.file, &passing) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    remove(&passing)?;
                    continue;
                }
                Err(error) => return Err(error),
            }
            match fs::rename(&passing, path) {
                Ok(()) => return Ok(Published::Replaced),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => {
                    remove(&passing)?;
                    return Err(error);
                }
            }
        }
        Err(io::Error::other("another run writes this file"))
    }

    /// Whether a regular file of that name has the same bytes and the same mode.
    fn is_same(&mut self, path: &Path) -> io::Result<bool> {
        let (old, new) = (fs::symlink_metadata(path)?, self.file.metadata()?);
        if !old.is_file() || old.len() != new.len() || !system::same_mode(&old, &new) {
            return Ok(false);
        }
        let mut texts = [File::open(path)?, self.file.try_clone()?];
        texts[1].rewind()?;
        let mut read = |place: usize| {
            let mut text = Wiped::new(Vec::with_capacity(
                usize::try_from(new.len()).unwrap_or(0) + 1,
            ));
            texts[place].read_to_end(&mut text).map(|_| text)
        };
        Ok(*read(0)? == *read(1)?)
    }
}

/// The name that a file has for the moment in which it takes another's place.
fn passing_name(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(UNFINISHED);
    path.with_file_name(name)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both kinds of drafts.
    fn drafts(folder: &Path, text: &str) -> Vec<Draft> {
        let mut both = vec![
            Draft::new(folder, Access::OPEN).unwrap(),
            Draft::hidden(folder, Access::OPEN).unwrap(),
        ];
        for draft in &mut both {
            draft.write_all(text.as_bytes()).unwrap();
        }
        both
    }

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = names
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_that_is_there_stays_unless_it_may_be_replaced() {
        for kind in 0..2 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a");
            let publish = |text: &str, force| {
                drafts(folder.path(), text)
                    .remove(kind)
                    .publish(&path, force)
            };
            assert_eq!(publish("one", false).unwrap(), Published::New);
            let error = publish("two", false).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::AlreadyExists, "{kind}");
            assert_eq!(fs::read_to_string(&path).unwrap(), "one");
            assert_eq!(publish("one", true).unwrap(), Published::Unchanged);
            assert_eq!(publish("two", true).unwrap(), Published::Replaced);
            assert_eq!(fs::read_to_string(&path).unwrap(), "two");
            assert_eq!(names(folder.path()), ["a"]);
        }
    }

    #[test]
    fn what_a_killed_run_left_is_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "old").unwrap();
        fs::write(passing_name(&path), "left").unwrap();
        let [draft, _] = <[Draft; 2]>::try_from(drafts(folder.path(), "new"))
            .ok()
            .unwrap();
        assert_eq!(draft.publish(&path, true).unwrap(), Published::Replaced);
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(names(folder.path()), ["a"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_is_a_file_that_is_there() {
        for kind in 0..2 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a");
            std::os::unix::fs::symlink("nowhere", &path).unwrap();
            let draft = drafts(folder.path(), "text").remove(kind);
            let error = draft.publish(&path, false).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
            assert_eq!(fs::read_link(&path).unwrap(), Path::new("nowhere"));
            assert_eq!(names(folder.path()), ["a"]);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_draft_has_no_name() {
        let folder = tempfile::tempdir().unwrap();
        let draft = Draft::new(folder.path(), Access::OPEN).unwrap();
        assert_eq!(names(folder.path()), [""; 0]);
        assert_eq!(draft.hidden_name(), None);
    }
}
