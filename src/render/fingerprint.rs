//! A short name for the text of a file: what the template gave, with its inputs and without the header, a mark in the place of each key. The
//! text with its keys and the one without have the same name, so that what was loaded can be compared with what was approved. It is made when
//! somebody asks: of a batch nobody does.

use sha2::{Digest, Sha256};

/// How many bytes of the digest are written.
const BYTES: usize = 8;

/// 16 hex digits of SHA-256 over a text, given in pieces.
pub(super) fn of(pieces: impl IntoIterator<Item = impl AsRef<[u8]>>) -> String {
    let mut digest = Sha256::new();
    for piece in pieces {
        digest.update(piece);
    }
    let digest = digest.finalize();
    let digits = digest[..BYTES]
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_start_of_the_digest() {
        // SHA-256 of the empty text, FIPS 180-4.
        assert_eq!(of([""]), "e3b0c44298fc1c14");
        assert_ne!(of(["a"]), of(["b"]));
        assert_eq!(of(["a", "", "b"]), of(["ab"]));
    }
}
