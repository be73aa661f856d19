//! Text out: to standard output, or to files that are whole or not there at all.

mod draft;
mod interrupt;
mod making;
mod system;

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anstyle::AnsiColor;

use super::exit::Failure;
use super::language::{lang, say};
use super::verbosity::is_quiet;
use crate::findings::{Lang, Level};
use crate::render::File;
use crate::showable::showable;
pub(super) use draft::{Draft, UNFINISHED};
pub(super) use making::{Making, sync_all, sync_folder};
pub(super) use system::{Access, is_at, lock};

/// Writes data to standard output.
pub(super) fn stdout(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| Failure::stdout(&error))
}

/// Writes styled text to standard output; colour as the user wants it.
pub(super) fn stdout_styled(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(&coloured(text, &out))
        .and_then(|()| out.flush())
        .map_err(|error| Failure::stdout(&error))
}

/// Writes styled text to standard error. Nobody can be told when that fails.
pub(super) fn stderr_styled(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(&coloured(text, &out));
}

/// Says on standard error what went wrong, in one line that is fit to be shown already.
pub(super) fn error(line: &str) {
    stderr_styled(&labelled(Level::Error, line));
}

/// The same before the run has a language.
pub(super) fn error_in(lang: Lang, line: &str) {
    stderr_styled(&labelled_in(lang, Level::Error, line));
}

/// A warning in one line.
pub(super) fn warning(line: &str) {
    stderr_styled(&labelled(Level::Warning, line));
}

/// A note in one line, unless errors alone are wanted.
pub(super) fn note(line: &str) {
    if !is_quiet() {
        stderr_styled(&labelled(Level::Note, line));
    }
}

/// A line behind the word of its level, in the session's language.
pub(super) fn labelled(level: Level, line: &str) -> String {
    labelled_in(lang(), level, line)
}

fn labelled_in(lang: Lang, level: Level, line: &str) -> String {
    let colour = match level {
        Level::Error => AnsiColor::Red,
        Level::Warning => AnsiColor::Yellow,
        Level::Note => AnsiColor::Green,
    };
    let style = colour.on_default().bold();
    let word = level.text().in_lang(lang);
    format!("{style}{word}{style:#}: {line}\n")
}

/// Whether a stream takes colour.
pub(super) fn takes_colour(stream: &impl anstream::stream::RawStream) -> bool {
    anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never
}

/// The text with colour or without, as the stream takes it: in one piece, for standard error has no buffer
/// and a finding has a dozen colours.
fn coloured(text: &str, stream: &impl anstream::stream::RawStream) -> Vec<u8> {
    let choice = anstream::AutoStream::choice(stream);
    let mut out = anstream::AutoStream::new(Vec::with_capacity(text.len()), choice);
    // Writing to memory does not fail.
    let _ = out.write_all(text.as_bytes());
    out.into_inner()
}

/// A file to write.
pub(super) struct NewFile<'t> {
    pub(super) path: PathBuf,
    pub(super) text: &'t str,
    pub(super) access: Access,
}

impl<'t> NewFile<'t> {
    /// A rendered file.
    pub(super) fn of(path: PathBuf, file: &'t File) -> Self {
        Self {
            path,
            text: &file.text,
            access: Access {
                secret: file.holds_secret,
                executable: file.executable,
            },
        }
    }

    /// A text that everybody may read.
    pub(super) fn open(path: PathBuf, text: &'t str) -> Self {
        Self {
            path,
            text,
            access: Access::OPEN,
        }
    }

    /// A text for its owner only.
    #[cfg(feature = "fetch")]
    pub(super) fn secret(path: PathBuf, text: &'t str) -> Self {
        Self {
            access: Access {
                secret: true,
                executable: false,
            },
            ..Self::open(path, text)
        }
    }
}

/// Writes files and says so.
pub(super) fn told(new: &[NewFile<'_>], force: bool) -> Result<(), Failure> {
    files(new, force)?;
    let lines: Vec<String> = new
        .iter()
        .map(|file| {
            let wrote = say("wrote", "已写入");
            format!("{wrote} {}\n", showable(&file.path.to_string_lossy()))
        })
        .collect();
    if !is_quiet() {
        stderr_styled(&lines.concat());
    }
    Ok(())
}

/// Refuses a name that is taken, be it by a link that leads nowhere. What is written to and not replaced, such
/// as a pipe, is not taken.
pub(super) fn refuse_existing(path: &Path) -> Result<(), Failure> {
    if fs::symlink_metadata(path).is_ok() && !system::is_stream(path) {
        return Err(Failure::exists(path));
    }
    Ok(())
}

/// Writes files, all of them or none: an existing file is kept unless `force` is given.
pub(super) fn files(files: &[NewFile<'_>], force: bool) -> Result<(), Failure> {
    if !force {
        for file in files {
            refuse_existing(&file.path)?;
        }
    }
    let making = Making::new(force);
    making.end(write(&making, files))
}

fn write(making: &Making, files: &[NewFile<'_>]) -> Result<(), Failure> {
    let mut folders: Vec<&Path> = Vec::new();
    for file in files {
        making.write(file)?;
        let folder = making::folder_of(&file.path);
        if !folders.contains(&folder) && !system::is_stream(&file.path) {
            folders.push(folder);
        }
    }
    folders.into_iter().try_for_each(sync_folder)
}
