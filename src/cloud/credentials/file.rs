//! Reads a file that holds credentials, and looks at who else may.

use std::{io, path::Path};

use zeroize::Zeroizing;

use super::{CredentialsError, Environment};
use crate::cloud::Notice;

/// The file's text; `None` where there is no such file. A warning goes out where others may read it.
pub(super) fn read(
    around: &Environment<'_>,
    path: &Path,
) -> Result<Option<Zeroizing<String>>, CredentialsError> {
    let broken = |why: String| CredentialsError::broken(path.display().to_string(), why);
    let bytes = match around.machine.read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(broken(error.to_string())),
    };
    if let Some(mode) = around.machine.mode(path)
        && mode & 0o077 != 0
        && around.warned.is_new(path)
    {
        around
            .exchange
            .observer
            .notice(&Notice::LoosePermissions { path, mode });
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            Err(broken("not UTF-8 text".to_owned()))
        }
    }
}
