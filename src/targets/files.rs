//! Files of a folder of the user. It may come from elsewhere, so nothing is read that does not lie in it, nothing that is
//! no plain file, and nothing of a size that no manifest or template has.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::error::TargetError;
use super::reader::MOST_BYTES;

/// Most manifests of a folder.
const MOST_FILES: usize = 4096;

/// Reads a file that must lie below the folder once every link is followed.
pub(super) fn read(folder: &Path, file: &Path) -> Result<String, TargetError> {
    let fault = |source| TargetError::Io {
        path: file.to_path_buf(),
        source,
    };
    let untrusted = |reason| TargetError::Untrusted {
        path: file.to_path_buf(),
        reason,
    };
    let real = fs::canonicalize(file).map_err(fault)?;
    if !real.starts_with(fs::canonicalize(folder).map_err(fault)?) {
        return Err(untrusted(
            "a link out of the folder of targets is not followed",
        ));
    }
    if !fs::metadata(&real).map_err(fault)?.is_file() {
        return Err(untrusted("it is no plain file"));
    }
    let mut text = String::new();
    let opened = File::open(&real).map_err(fault)?;
    opened
        .take(MOST_BYTES + 1)
        .read_to_string(&mut text)
        .map_err(fault)?;
    if text.len() as u64 > MOST_BYTES {
        return Err(untrusted(
            "it is larger than 1 MiB, which no manifest or template is",
        ));
    }
    Ok(text)
}

/// The text of a template, where the folder has one of that name. Line ends are those of the device, wherever it was
/// written.
pub(super) fn template(folder: &Path, name: &str) -> Result<Option<String>, TargetError> {
    let path = folder.join(name);
    match fs::symlink_metadata(&path) {
        Ok(_) => read(folder, &path).map(|text| Some(text.replace("\r\n", "\n"))),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            Ok(None)
        }
        Err(source) => Err(TargetError::Io { path, source }),
    }
}

/// `<vendor>/<platform>.toml` below a folder, sorted.
pub(super) fn manifests_below(folder: &Path) -> Result<Vec<PathBuf>, TargetError> {
    let mut found = Vec::new();
    for vendor in entries(folder)?.iter().filter(|path| path.is_dir()) {
        let files = entries(vendor)?.into_iter();
        found.extend(files.filter(|path| path.extension().is_some_and(|e| e == "toml")));
    }
    if found.len() > MOST_FILES {
        return Err(TargetError::Untrusted {
            path: folder.to_path_buf(),
            reason: "it holds more than 4096 manifests",
        });
    }
    Ok(found)
}

/// Names of the templates in a target's folder.
pub(super) fn templates(folder: &Path, id: &str) -> Result<Vec<String>, TargetError> {
    let own = folder.join(id);
    if !own.is_dir() {
        return Ok(Vec::new());
    }
    let name = |path: &PathBuf| {
        let name = path.file_name()?.to_str()?;
        let is_template = path.extension().is_some_and(|e| e == "j2");
        is_template.then(|| format!("{id}/{name}"))
    };
    Ok(entries(&own)?.iter().filter_map(name).collect())
}

fn entries(path: &Path) -> Result<Vec<PathBuf>, TargetError> {
    let error = |source| TargetError::Io {
        path: path.to_path_buf(),
        source,
    };
    let mut entries = Vec::new();
    for entry in fs::read_dir(path).map_err(error)? {
        entries.push(entry.map_err(error)?.path());
    }
    entries.sort();
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_from_windows_has_plain_line_ends() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.j2"), "one\r\ntwo\r\n").unwrap();
        let text = template(folder.path(), "a.j2").unwrap().unwrap();
        assert_eq!(text, "one\ntwo\n");
        assert!(template(folder.path(), "b.j2").unwrap().is_none());
    }
}
