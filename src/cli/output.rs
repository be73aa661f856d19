//! Text out: to standard output, or to files that are whole or not there at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::exit::Failure;
use crate::render::File;
use crate::showable::showable;

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
    let style = anstyle::AnsiColor::Red.on_default().bold();
    anstream::eprintln!("{style}error{style:#}: {line}");
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
    /// Readable by its owner only.
    pub(super) secret: bool,
    /// Executable by its owner, or by all where it holds no secret.
    pub(super) executable: bool,
}

impl<'t> NewFile<'t> {
    /// A rendered file.
    pub(super) fn of(path: PathBuf, file: &'t File) -> Self {
        Self {
            path,
            text: &file.text,
            secret: file.holds_secret,
            executable: file.executable,
        }
    }

    /// A text that everybody may read.
    pub(super) fn open(path: PathBuf, text: &'t str) -> Self {
        Self {
            path,
            text,
            secret: false,
            executable: false,
        }
    }

    /// A text for its owner only.
    #[cfg(feature = "fetch")]
    pub(super) fn secret(path: PathBuf, text: &'t str) -> Self {
        Self {
            secret: true,
            ..Self::open(path, text)
        }
    }
}

/// Writes files and says so.
pub(super) fn told(new: &[NewFile<'_>], force: bool) -> Result<(), Failure> {
    files(new, force)?;
    let lines: Vec<String> = new
        .iter()
        .map(|file| format!("wrote {}\n", showable(&file.path.to_string_lossy())))
        .collect();
    stderr_styled(&lines.concat());
    Ok(())
}

/// Refuses a file that exists.
pub(super) fn refuse_existing(path: &Path) -> Result<(), Failure> {
    if path.exists() {
        return Err(Failure::Output(format!(
            "{} exists; add --force to replace it, or choose another name",
            path.display()
        )));
    }
    Ok(())
}

/// Writes files, each through a temporary one that is renamed. Looks at all of them before it
/// writes the first: an existing file is kept unless `force` is given.
pub(super) fn files(files: &[NewFile<'_>], force: bool) -> Result<(), Failure> {
    if !force {
        for file in files {
            refuse_existing(&file.path)?;
        }
    }
    for file in files {
        let folder = file
            .path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
        write(folder, file).map_err(|error| Failure::file(&file.path, &error))?;
    }
    Ok(())
}

fn write(folder: &Path, file: &NewFile<'_>) -> io::Result<()> {
    // Made with mode 0600; opened up, where nothing secret stands in it, before it has its name.
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(file.text.as_bytes())?;
    temporary.as_file().sync_all()?;
    set_mode(temporary.as_file(), file)?;
    temporary.persist(&file.path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(unix)]
fn set_mode(handle: &fs::File, file: &NewFile<'_>) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = match (file.secret, file.executable) {
        (true, false) => 0o600,
        (true, true) => 0o700,
        (false, false) => 0o644,
        (false, true) => 0o755,
    };
    handle.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(_: &fs::File, _: &NewFile<'_>) -> io::Result<()> {
    Ok(())
}
