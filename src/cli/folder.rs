//! A folder that fetched connections are put into, a file each.

use std::io;
use std::path::PathBuf;

use super::output::{self, NewFile};
use crate::cloud::bundle;
use crate::cloud::walk::{Place, Shelf};
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
        let Ok(document) = decode(content).and_then(Document::parse) else {
            return false;
        };
        let root = document.root();
        let mark = root.get("peerconf").and_then(Node::text);
        let is_bundle = mark == Some(bundle::MARK);
        is_bundle || (!self.bundles && root.get("VpnConnectionConfig").is_some())
    }
}

impl Shelf for Folder {
    fn look(&self, connection: &str) -> io::Result<Place> {
        match std::fs::read(self.file(connection)) {
            Ok(content) if self.is_wanted(&content) => Ok(Place::Filled),
            Ok(_) => Ok(Place::Taken),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Place::Free),
            Err(error) => Err(error),
        }
    }

    fn put(&self, connection: &str, content: &[u8]) -> io::Result<()> {
        let text = std::str::from_utf8(content).map_err(io::Error::other)?;
        let file = NewFile::secret(self.file(connection), text);
        // Whether it may be replaced has been decided before it was fetched.
        output::files(&[file], true).map_err(|failure| io::Error::other(failure.to_string()))
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
        assert_eq!(downloads.look("vco-1").unwrap(), Place::Free);

        downloads.put("vco-1", DOWNLOAD).unwrap();
        assert_eq!(downloads.look("vco-1").unwrap(), Place::Filled);
        assert_eq!(bundles.look("vco-1").unwrap(), Place::Taken);

        bundles.put("vco-1", BUNDLE).unwrap();
        assert_eq!(downloads.look("vco-1").unwrap(), Place::Filled);
        assert_eq!(bundles.look("vco-1").unwrap(), Place::Filled);

        for other in ["", "{\"VpnConnectionConfig\":", "notes", "[]"] {
            std::fs::write(path.join("vco-2.json"), other).unwrap();
            assert_eq!(downloads.look("vco-2").unwrap(), Place::Taken, "{other}");
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
