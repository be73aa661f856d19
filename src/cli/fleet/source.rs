//! Where the responses of a fleet come from: lines, files, or what was read already.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::cli::exit::Failure;
use crate::connection::Reading;
use crate::fleet::{Chunk, Lines};

/// Where responses come from.
pub(in crate::cli) enum Source {
    /// One a line.
    Lines(Vec<PathBuf>),
    /// One or more a file.
    Files(Vec<PathBuf>),
    /// They are read already.
    Items(Vec<Item>),
}

impl Source {
    /// How many items there are, where that is known before they are read.
    pub(super) fn length(&self) -> Option<usize> {
        match self {
            Self::Lines(_) => None,
            Self::Files(files) => Some(files.len()),
            Self::Items(items) => Some(items.len()),
        }
    }

    /// What there is to do, in the order of the input.
    pub(super) fn items(self) -> Box<dyn Iterator<Item = Item> + Send> {
        match self {
            Self::Files(files) => Box::new(files.into_iter().map(Item::File)),
            Self::Items(items) => Box::new(items.into_iter()),
            Self::Lines(paths) => Box::new(paths.into_iter().flat_map(|path| lines(&path))),
        }
    }
}

/// What goes through the queues.
pub(in crate::cli) enum Item {
    Chunk(Chunk),
    File(PathBuf),
    /// A connection that is read already.
    Reading {
        place: String,
        id: Option<String>,
        reading: Box<Reading>,
    },
    /// What stands in the place of one.
    Unread {
        place: String,
        id: Option<String>,
        error: String,
    },
    /// A stream ended with an error.
    Broken(String),
}

/// The chunks of one stream, or that it cannot be read.
fn lines(path: &Path) -> Box<dyn Iterator<Item = Item> + Send> {
    let (name, from): (_, io::Result<Box<dyn Read + Send>>) = if path.as_os_str() == "-" {
        // Its own buffer would only be copied from.
        ("standard input".to_owned(), Ok(Box::new(io::stdin())))
    } else {
        let file = fs::File::open(path).map(|file| Box::new(file) as Box<dyn Read + Send>);
        (path.display().to_string(), file)
    };
    match from {
        Err(error) => Box::new(std::iter::once(Item::Broken(format!("{name}: {error}")))),
        Ok(from) => Box::new(Lines::new(from).map(move |chunk| match chunk {
            Ok(chunk) => Item::Chunk(chunk),
            Err(error) => Item::Broken(format!("{name}: {error}")),
        })),
    }
}

/// The `*.json` and `*.xml` files of folders, and files as they are.
pub(in crate::cli) fn files(inputs: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
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
                "{}: holds no *.json or *.xml file; for one response a line use --ndjson",
                input.display()
            )));
        }
        found.sort();
        all.extend(found);
    }
    Ok(all)
}
