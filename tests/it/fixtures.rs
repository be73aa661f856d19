//! The saved responses of `tests/fixtures`.

use std::fs;
use std::path::{Path, PathBuf};

use peerconf::connection::{self, ReadOptions, Reading};
use peerconf::document::Document;

/// The folder of the fixtures.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// Every fixture with an extension, by name. Fails when there is none: a test over nothing passes.
pub(crate) fn all(extension: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    found.sort();
    assert!(
        found.len() > 50,
        "only {} fixtures in {}",
        found.len(),
        folder().display()
    );
    found
}

/// One fixture's text.
pub(crate) fn text(file: &str) -> String {
    fs::read_to_string(folder().join(file)).unwrap()
}

/// The connections of a text; none where the document cannot be opened.
pub(crate) fn readings(text: &str, options: &ReadOptions) -> Vec<Reading> {
    let text = text.trim_start_matches('\u{feff}');
    let Ok(document) = Document::parse(text) else {
        return Vec::new();
    };
    connection::read(&[document], options).unwrap_or_default()
}
