//! Which files of one connection are written, and where.

use std::fmt::Write as _;
use std::path::Path;

use clap::ValueEnum;

use crate::cli::exit::Failure;
use crate::cli::output::{self, NewFile};
use crate::render::File;
use crate::target::Section;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SectionArg {
    /// The configuration itself
    Config,
    /// Commands that check and debug
    Verify,
    /// Commands that remove what the configuration made
    Cleanup,
    /// All three
    All,
}

/// What an option asks for, or else what the place is good for.
pub(super) fn sections(wanted: Option<SectionArg>, output: Option<&Path>) -> Vec<Section> {
    match wanted {
        Some(SectionArg::Verify) => vec![Section::Verify],
        Some(SectionArg::Cleanup) => vec![Section::Cleanup],
        Some(SectionArg::All) => Section::ALL.to_vec(),
        None if output.is_some_and(is_folder) => Section::ALL.to_vec(),
        Some(SectionArg::Config) | None => vec![Section::Config],
    }
}

fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().to_string_lossy().ends_with('/')
}

/// Writes the files, to standard output where there is no other place.
pub(super) fn write(output: Option<&Path>, files: &[&File], force: bool) -> Result<(), Failure> {
    let Some(output) = output else {
        return output::stdout(&joined(files));
    };
    let new = match files {
        [file] if !is_folder(output) => vec![NewFile::of(output.to_owned(), file)],
        files if output.is_file() => {
            return Err(Failure::Usage(format!(
                "{} is a file, and there are {} to write; name a folder",
                output.display(),
                files.len()
            )));
        }
        files => files
            .iter()
            .map(|file| NewFile::of(output.join(&file.path), file))
            .collect(),
    };
    output::told(&new, force)
}

/// Several files in one stream, each behind a comment line that names it.
fn joined(files: &[&File]) -> zeroize::Zeroizing<String> {
    let mut text = zeroize::Zeroizing::new(String::new());
    for file in files {
        if files.len() > 1 {
            if !text.is_empty() {
                text.push('\n');
            }
            let name = file.install.as_ref().unwrap_or(&file.path);
            let _ = writeln!(*text, "{} ======== {name} ========", file.comment);
        }
        text.push_str(&file.text);
    }
    text
}
