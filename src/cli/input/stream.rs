//! Inputs that are read one after another: lines, and the files of folders.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::cli::args::ReadArgs;
use crate::cli::exit::Failure;
use crate::fleet::{Chunk, Lines};

/// Where responses come from.
pub(in crate::cli) enum Stream {
    /// One response per line.
    Lines(Vec<PathBuf>),
    /// One or more responses per file.
    Files(Vec<PathBuf>),
}

/// A part of a stream.
pub(in crate::cli) enum Part {
    Chunk(Chunk),
    File(PathBuf),
    /// The stream ended with an error.
    Broken(String),
}

impl Stream {
    /// What the arguments name, where it is read part by part: lines, or folders and the files beside them.
    /// Files alone are read together, for one may complete the other.
    pub(in crate::cli) fn of(args: &ReadArgs) -> Result<Option<Self>, Failure> {
        if args.ndjson {
            let mut paths = args.inputs.clone();
            if paths.is_empty() {
                paths.push(PathBuf::from("-"));
            }
            return Ok(Some(Self::Lines(paths)));
        }
        if !args.inputs.iter().any(|path| path.is_dir()) {
            return Ok(None);
        }
        if !args.with.is_empty() {
            return Err(Failure::Usage(
                "--with completes one connection; what completes those of a folder must be in the same \
                 file (`peerconf fetch --bundle` makes such files)"
                    .to_owned(),
            ));
        }
        files(&args.inputs).map(Self::Files).map(Some)
    }

    /// How many parts there are, where that is known before they are read.
    pub(in crate::cli) fn length(&self) -> Option<usize> {
        match self {
            Self::Lines(_) => None,
            Self::Files(files) => Some(files.len()),
        }
    }

    /// The parts, in their order.
    pub(in crate::cli) fn parts(self) -> Box<dyn Iterator<Item = Part> + Send> {
        match self {
            Self::Files(files) => Box::new(files.into_iter().map(Part::File)),
            Self::Lines(paths) => Box::new(paths.into_iter().flat_map(|path| lines(&path))),
        }
    }
}

/// The chunks of one stream, or that it cannot be read.
fn lines(path: &Path) -> Box<dyn Iterator<Item = Part> + Send> {
    let (name, from): (_, io::Result<Box<dyn Read + Send>>) = if path.as_os_str() == "-" {
        // Its own buffer would only be copied from.
        ("standard input".to_owned(), Ok(Box::new(io::stdin())))
    } else {
        let file = fs::File::open(path).map(|file| Box::new(file) as Box<dyn Read + Send>);
        (path.display().to_string(), file)
    };
    match from {
        Err(error) => Box::new(std::iter::once(Part::Broken(format!("{name}: {error}")))),
        Ok(from) => Box::new(Lines::new(from).map(move |chunk| match chunk {
            Ok(chunk) => Part::Chunk(chunk),
            Err(error) => Part::Broken(format!("{name}: {error}")),
        })),
    }
}

/// The `*.json` and `*.xml` files of folders, and files as they are.
fn files(inputs: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for input in inputs {
        if !input.is_dir() {
            all.push(input.clone());
            continue;
        }
        let fault = |error: io::Error| Failure::Input(format!("{}: {error}", input.display()));
        let mut found = Vec::new();
        for entry in fs::read_dir(input).map_err(fault)? {
            let path = entry.map_err(fault)?.path();
            let known = path
                .extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("json") || e.eq_ignore_ascii_case("xml"));
            if known && path.is_file() {
                found.push(path);
            }
        }
        if found.is_empty() {
            return Err(Failure::Input(format!(
                "{}: holds no *.json or *.xml file; for one response per line use --ndjson",
                input.display()
            )));
        }
        found.sort();
        all.extend(found);
    }
    Ok(all)
}
