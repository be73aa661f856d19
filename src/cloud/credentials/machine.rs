//! What credentials need to know of the machine: variables, files, programs.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use super::process;

/// The machine, or a test's idea of one.
pub trait Machine: Send + Sync {
    /// An environment variable; `None` where it is not set, empty or not Unicode.
    fn variable(&self, name: &str) -> Option<String>;

    /// The user's home folder.
    fn home(&self) -> Option<PathBuf>;

    /// A file's content.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// A file's permission bits, where the system has such.
    fn mode(&self, path: &Path) -> Option<u32>;

    /// The standard output of a program, started without a shell, that ended well within `timeout`.
    fn run(&self, command: &[String], timeout: Duration) -> io::Result<Vec<u8>>;
}

/// This machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct ThisMachine;

impl Machine for ThisMachine {
    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }

    fn home(&self) -> Option<PathBuf> {
        std::env::home_dir()
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn mode(&self, path: &Path) -> Option<u32> {
        mode(path)
    }

    fn run(&self, command: &[String], timeout: Duration) -> io::Result<Vec<u8>> {
        process::output(command, timeout)
    }
}

#[cfg(unix)]
fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    Some(std::fs::metadata(path).ok()?.permissions().mode() & 0o7777)
}

#[cfg(not(unix))]
fn mode(_: &Path) -> Option<u32> {
    None
}
