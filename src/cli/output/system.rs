//! What the operating system is asked for, with what stands in where it cannot give it.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Who may read a file, and whether it is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct Access {
    /// For its owner only.
    pub(in crate::cli) secret: bool,
    pub(in crate::cli) executable: bool,
}

impl Access {
    /// For all whom the umask lets read it.
    pub(in crate::cli) const OPEN: Self = Self {
        secret: false,
        executable: false,
    };

    /// The mode that a new file is asked for; the system takes the bits of the umask away.
    #[cfg(unix)]
    pub(super) const fn mode(self) -> u32 {
        match (self.secret, self.executable) {
            (true, false) => 0o600,
            (true, true) => 0o700,
            (false, false) => 0o666,
            (false, true) => 0o777,
        }
    }
}

/// A file in a folder that has no name; `None` where the system or the file system has no such files.
#[cfg(target_os = "linux")]
pub(super) fn unnamed(folder: &Path, access: Access) -> io::Result<Option<File>> {
    use rustix::fs::{Mode, OFlags, open};
    use rustix::io::Errno;

    // Its name is given by way of /proc.
    if !Path::new("/proc/self/fd").exists() {
        return Ok(None);
    }
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    match open(folder, flags, Mode::from_raw_mode(access.mode())) {
        Ok(file) => Ok(Some(File::from(file))),
        // ISDIR: a kernel that does not know the flag.
        Err(Errno::OPNOTSUPP | Errno::ISDIR) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn unnamed(_: &Path, _: Access) -> io::Result<Option<File>> {
    Ok(None)
}

/// Gives a file without a name its name; fails where there is anything of that name.
#[cfg(target_os = "linux")]
pub(super) fn give_name(file: &File, path: &Path) -> io::Result<()> {
    use std::os::fd::AsRawFd as _;

    use rustix::fs::{AtFlags, CWD, linkat};

    let handle = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(linkat(
        CWD,
        handle.as_str(),
        CWD,
        path,
        AtFlags::SYMLINK_FOLLOW,
    )?)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn give_name(_: &File, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Puts everything that was written to the folder's file system onto the disk, in one piece; false where the
/// system has no call for it and every file must be synced by itself.
#[cfg(target_os = "linux")]
pub(super) fn sync_all_of(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn sync_all_of(folder: &Path) -> io::Result<()> {
    sync_folder(folder)
}

/// Whether [`sync_all_of`] reaches the files, so that none has to be synced by itself.
pub(super) const SYNCS_ALL: bool = cfg!(target_os = "linux");

/// Puts the names in a folder onto the disk.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some file systems do not sync folders, and then have no need to.
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        done => done,
    }
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Keeps other runs out of a folder as long as the handle lives; `None` where one has it. A file system that
/// locks no folders keeps nobody out: then the names of the files do.
#[cfg(unix)]
pub(in crate::cli) fn lock(folder: &Path) -> io::Result<Option<File>> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;

    let handle = File::open(folder)?;
    match flock(&handle, FlockOperation::NonBlockingLockExclusive) {
        Err(Errno::WOULDBLOCK) => Ok(None),
        _ => Ok(Some(handle)),
    }
}

#[cfg(not(unix))]
pub(in crate::cli) fn lock(_: &Path) -> io::Result<Option<()>> {
    Ok(Some(()))
}

/// Whether the folder that is locked is still the one of this name.
#[cfg(unix)]
pub(in crate::cli) fn is_at(lock: &File, folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (lock.metadata(), fs::metadata(folder)) {
        (Ok(locked), Ok(named)) => (locked.dev(), locked.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
pub(in crate::cli) fn is_at((): &(), _: &Path) -> bool {
    true
}

/// Whether a path names something that is written to and not replaced: a pipe, a terminal, another device of
/// characters, an open file of this process (`/dev/stdout`).
pub(super) fn is_stream(path: &Path) -> bool {
    is_open_file(path) || fs::metadata(path).is_ok_and(|found| is_stream_type(found.file_type()))
}

/// A name by which the system gives a process its own open files.
fn is_open_file(path: &Path) -> bool {
    let shows_open_file =
        |path: &Path| path.starts_with("/dev/fd") || path.starts_with("/proc/self/fd");
    shows_open_file(path)
        || fs::read_link(path).is_ok_and(|to| path.starts_with("/dev") && shows_open_file(&to))
}

#[cfg(unix)]
fn is_stream_type(kind: fs::FileType) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    kind.is_fifo() || kind.is_char_device()
}

#[cfg(not(unix))]
fn is_stream_type(_: fs::FileType) -> bool {
    false
}

/// Whether two files' modes differ in what the new one would have.
#[cfg(unix)]
pub(super) fn same_mode(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    one.permissions().mode() == other.permissions().mode()
}

#[cfg(not(unix))]
pub(super) fn same_mode(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    true
}
