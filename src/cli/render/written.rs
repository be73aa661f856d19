//! Which files of one connection are written, and where.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::exit::Failure;
use crate::cli::language::lang;
use crate::cli::output::{self, NewFile};
use crate::cli::verbosity::is_quiet;
use crate::findings::{Finding, Lang};
use crate::fleet::target_folders;
use crate::pipeline::Case;
use crate::render::{self, File};
use crate::secret::Wiped;
use crate::showable::showable;
use crate::targets::{Output, Section, Target};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SectionArg {
    /// The configuration itself
    Config,
    /// The values for a device without a command line, field by field
    Worksheet,
    /// Commands that check and debug
    Verify,
    /// Commands that remove what the configuration made
    Cleanup,
    /// All of them
    All,
}

/// What an option asks for, or else what the place is good for.
pub(super) fn sections(wanted: Option<SectionArg>, output: Option<&Path>) -> Vec<Section> {
    match wanted {
        Some(SectionArg::Worksheet) => vec![Section::Worksheet],
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

/// A rendered file, and its target where there are several.
pub(super) struct Piece<'f> {
    file: File,
    target: Option<(&'f Target, String)>,
}

/// The files of all devices. Those of several targets may be called alike.
pub(super) fn pieces<'f>(
    cases: &[Case<'f>],
    targets: &[Target],
    sections: &[Section],
) -> Result<Vec<Piece<'f>>, Failure> {
    let folders = target_folders(targets);
    let mut pieces = Vec::new();
    for case in cases {
        for (device, folder) in case.devices.iter().zip(&folders) {
            let Some(ready) = device.ready() else {
                continue;
            };
            pieces.extend(ready.render(sections)?.into_iter().map(|file| Piece {
                file,
                target: (targets.len() > 1).then(|| (device.target, folder.clone())),
            }));
        }
    }
    Ok(pieces)
}

/// What the templates of the files warned of, each once.
pub(super) fn warnings(pieces: &[Piece<'_>]) -> Vec<Finding> {
    render::warnings(pieces.iter().map(|piece| &piece.file))
}

/// The names of the texts that are loaded, a line each: what a ticket that was approved has too.
pub(super) fn fingerprints(pieces: &[Piece<'_>]) -> String {
    let mut told = String::new();
    for Piece { file, .. } in pieces {
        if matches!(file.section, Section::Config | Section::Worksheet) && file.notes_of.is_none() {
            let (path, fingerprint) = (showable(&file.path), file.fingerprint());
            let _ = match lang() {
                Lang::En => writeln!(
                    told,
                    "fingerprint of the text of {path}, keys left out: {fingerprint}"
                ),
                Lang::Zh => writeln!(told, "{path} 的文本指纹（不含密钥）：{fingerprint}"),
            };
        }
    }
    told
}

/// All files, or the one that was asked for.
pub(super) fn picked<'f>(
    pieces: Vec<Piece<'f>>,
    name: Option<&str>,
) -> Result<Vec<Piece<'f>>, Failure> {
    let Some(name) = name else {
        return Ok(pieces);
    };
    let known = names(&pieces).join(", ");
    let is_it = |piece: &Piece<'_>| {
        let file = &piece.file;
        let path = Path::new(&file.path);
        path == Path::new(name)
            || path.file_name().is_some_and(|last| last == name)
            || file.install.as_deref() == Some(name)
    };
    let picked: Vec<Piece<'f>> = pieces.into_iter().filter(is_it).collect();
    if picked.is_empty() {
        return Err(Failure::Usage(format!(
            "no file is called {name:?}; there are: {known} (--section makes others)"
        )));
    }
    Ok(picked)
}

/// Writes the files, to standard output where there is no other place.
pub(super) fn write(
    output: Option<&Path>,
    pieces: &[Piece<'_>],
    force: bool,
) -> Result<(), Failure> {
    // Notes beside a file go with it, and are no file of their own.
    let is_own = |file: &&File| file.notes_of.is_none();
    let files: Vec<&File> = pieces.iter().map(|p| &p.file).filter(is_own).collect();
    let alone = match (pieces, &files[..]) {
        ([piece], _) => Some(&piece.file),
        (_, [file]) => Some(*file),
        _ => None,
    };
    let Some(output) = output else {
        if let Some(file) = alone {
            return output::stdout(&file.text);
        }
        output::stdout(&joined(pieces))?;
        if pieces.len() > 1 && !io::stdout().is_terminal() && !is_quiet() {
            output::warning(&format!(
                "{} files went into one stream; -o DIR/ writes each by itself, --file NAME picks one ({})",
                pieces.len(),
                names(pieces).join(", ")
            ));
        }
        return Ok(());
    };
    let new: Vec<NewFile<'_>> = match alone {
        Some(alone) if !is_folder(output) => pieces
            .iter()
            .map(|Piece { file, .. }| {
                let path = if std::ptr::eq(file, alone) {
                    output.to_owned()
                } else {
                    beside(output)
                };
                NewFile::of(path, file)
            })
            .collect(),
        _ if fs::metadata(output).is_ok_and(|found| !found.is_dir()) => {
            return Err(Failure::Usage(format!(
                "{} is a file, and there are {} to write; name a folder",
                output.display(),
                files.len()
            )));
        }
        _ => pieces
            .iter()
            .map(|Piece { file, target }| {
                let folder = target.as_ref().map(|(_, folder)| output.join(folder));
                let folder = folder.as_deref().unwrap_or(output);
                NewFile::of(folder.join(&file.path), file)
            })
            .collect(),
    };
    output::told(&new, force)
}

fn names<'p>(pieces: &'p [Piece<'_>]) -> Vec<&'p str> {
    pieces
        .iter()
        .map(|piece| piece.file.path.as_str())
        .collect()
}

/// Where the notes on a file go.
fn beside(path: &Path) -> PathBuf {
    PathBuf::from(Output::beside(&path.to_string_lossy()))
}

/// Several files in one stream, each after a line that names it, a comment where the file has any.
fn joined(pieces: &[Piece<'_>]) -> Wiped<String> {
    // Its size at once: what a buffer leaves behind when it grows is not wiped.
    let length = pieces.iter().map(|piece| piece.file.text.len() + 512).sum();
    let mut text = Wiped::new(String::with_capacity(length));
    for Piece { file, target } in pieces {
        if !text.is_empty() {
            text.push('\n');
        }
        let target = target
            .as_ref()
            .map(|(target, _)| format!("{}: ", target.label()));
        let target = target.unwrap_or_default();
        let name = file.install.as_ref().unwrap_or(&file.path);
        let line = format!("======== {target}{name} ========");
        let _ = writeln!(*text, "{}", file.comment.around(&line));
        text.push_str(&file.text);
    }
    text
}
