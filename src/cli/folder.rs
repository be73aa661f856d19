//! A folder that fetched connections are put into, one file for each.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::output::{self, NewFile};
use crate::cloud::walk::{Shelf, Slot};
use crate::cloud::{bundle, check_connection_id};
use crate::document::{Document, Node, decode};

/// `<folder>/<connection>.json`.
pub(super) struct Folder {
    pub(super) path: PathBuf,
    /// Whether its files are to be bundles.
    pub(super) bundles: bool,
}

impl Folder {
    fn file(&self, connection: &str) -> PathBuf {
        self.path.join(format!("{connection}.json"))
    }

    /// Whether a file's content is what is fetched. A bundle has the download in it.
    fn is_wanted(&self, content: &[u8]) -> bool {
        match fetched(content) {
            Some(Fetched::Bundle) => true,
            Some(Fetched::Download) => !self.bundles,
            None => false,
        }
    }
}

/// What `fetch` saves.
enum Fetched {
    Download,
    Bundle,
}

fn fetched(content: &[u8]) -> Option<Fetched> {
    let document = decode(content).and_then(Document::parse).ok()?;
    let root = document.root();
    let mark = root.get("peerconf").and_then(Node::text);
    if mark == Some(bundle::MARK) {
        return Some(Fetched::Bundle);
    }
    root.get("VpnConnectionConfig").map(|_| Fetched::Download)
}

fn holds_connection(content: &[u8]) -> bool {
    fetched(content).is_some()
}

impl Shelf for Folder {
    fn look(&self, connection: &str) -> io::Result<Slot> {
        match std::fs::read(self.file(connection)) {
            Ok(content) if self.is_wanted(&content) => Ok(Slot::Filled),
            Ok(_) => Ok(Slot::Taken),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Slot::Free),
            Err(error) => Err(error),
        }
    }

    fn put(&self, connection: &str, content: &[u8]) -> io::Result<()> {
        let text = std::str::from_utf8(content).map_err(io::Error::other)?;
        let file = NewFile::secret(self.file(connection), text);
        // Whether it may be replaced has been decided before it was fetched.
        output::files(&[file], true).map_err(|failure| io::Error::other(failure.to_string()))
    }

    /// Files named after connections that hold what is fetched; other files are none of ours.
    fn stored(&self) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(&self.path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut stored = Vec::new();
        for entry in entries {
            let name = entry?.file_name();
            let id = name.to_str().and_then(|name| name.strip_suffix(".json"));
            if let Some(id) = id.filter(|id| check_connection_id(id).is_ok())
                && fs::read(self.file(id)).is_ok_and(|content| holds_connection(&content))
            {
                stored.push(id.to_owned());
            }
        }
        stored.sort();
        Ok(stored)
    }

    /// Gives the file another ending, which no command reads. An older file of that name stays.
    fn set_aside(&self, connection: &str) -> io::Result<()> {
        let mut aside = self.path.join(format!("{connection}.json.gone"));
        for number in 2.. {
            if !aside.exists() {
                break;
            }
            aside = self.path.join(format!("{connection}.json.gone{number}"));
        }
        fs::rename(self.file(connection), aside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOWNLOAD: &[u8] = br#"{"RequestId":"R","VpnConnectionConfig":{"Local":"192.0.2.1"}}"#;
    const BUNDLE: &[u8] = br#"{"peerconf":"bundle","DownloadVpnConnectionConfig":{}}"#;

    #[test]
    fn a_place_is_free_filled_or_taken() {
        let temporary = tempfile::tempdir().unwrap();
        let path = temporary.path().join("out");
        let downloads = Folder {
            path: path.clone(),
            bundles: false,
        };
        let bundles = Folder {
            path: path.clone(),
            bundles: true,
        };
        assert_eq!(downloads.look("vco-1").unwrap(), Slot::Free);

        downloads.put("vco-1", DOWNLOAD).unwrap();
        assert_eq!(downloads.look("vco-1").unwrap(), Slot::Filled);
        assert_eq!(bundles.look("vco-1").unwrap(), Slot::Taken);

        bundles.put("vco-1", BUNDLE).unwrap();
        assert_eq!(downloads.look("vco-1").unwrap(), Slot::Filled);
        assert_eq!(bundles.look("vco-1").unwrap(), Slot::Filled);

        for other in ["", "{\"VpnConnectionConfig\":", "notes", "[]"] {
            std::fs::write(path.join("vco-2.json"), other).unwrap();
            assert_eq!(downloads.look("vco-2").unwrap(), Slot::Taken, "{other}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn files_are_for_their_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder {
            path: temporary.path().to_owned(),
            bundles: false,
        };
        folder.put("vco-1", DOWNLOAD).unwrap();
        let file = temporary.path().join("vco-1.json");
        let mode = std::fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
