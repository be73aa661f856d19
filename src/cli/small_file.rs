//! Small files beside the responses: values, a salt, settings, a list of sites.

use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

/// The text of a small file beside the responses: values, a salt.
pub(super) fn text(file: &Path) -> io::Result<String> {
    let text = bytes(file)?;
    let text = std::str::from_utf8(&text).map_err(|_| io::Error::other("it is no UTF-8"))?;
    Ok(text.to_owned())
}

/// The bytes of such a file.
pub(super) fn bytes(file: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    const MOST: u64 = 1 << 20;
    let mut bytes = Zeroizing::new(Vec::new());
    std::fs::File::open(file)?
        .take(MOST + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(io::Error::other("it is larger than 1 MiB"));
    }
    Ok(bytes)
}
