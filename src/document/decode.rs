//! Bytes to text: the size, the encoding, and nothing about the content.

use std::str;

use super::error::DocumentError;
use super::limits;
use super::place::{LineIndex, narrow};

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Decodes the bytes of a file or of a response body.
///
/// The text must be UTF-8, at most [`limits::BYTES`] long and not blank. A byte order mark is left out, so
/// offsets and columns count from what an editor shows first.
///
/// # Errors
///
/// [`DocumentError::TooLarge`], [`DocumentError::Empty`], [`DocumentError::Utf16`] or
/// [`DocumentError::NotUtf8`].
pub fn decode(bytes: &[u8]) -> Result<&str, DocumentError> {
    if bytes.len() > limits::BYTES {
        return Err(DocumentError::TooLarge { bytes: bytes.len() });
    }
    if is_utf16(bytes) {
        return Err(DocumentError::Utf16);
    }
    let bytes = bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes);
    let text = str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))?;
    if text.trim().is_empty() {
        return Err(DocumentError::Empty);
    }
    Ok(text)
}

/// UTF-16 shows in its byte order mark, or in a zero beside the first (ASCII) character.
fn is_utf16(bytes: &[u8]) -> bool {
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => true,
        [first, second, ..] => (*first == 0) != (*second == 0),
        _ => false,
    }
}

fn not_utf8(bytes: &[u8], valid: usize) -> DocumentError {
    let before = str::from_utf8(&bytes[..valid]).unwrap_or_default();
    DocumentError::NotUtf8 {
        at: LineIndex::new(before).place(narrow(valid)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> DocumentError {
        decode(bytes).expect_err("these bytes are refused")
    }

    #[test]
    fn a_byte_order_mark_is_left_out() {
        assert_eq!(decode(b"\xEF\xBB\xBF{}\n").expect("UTF-8"), "{}\n");
    }

    #[test]
    fn blank_input_is_empty() {
        for bytes in [&b""[..], b" \r\n\t", b"\xEF\xBB\xBF", b"\xEF\xBB\xBF\n"] {
            assert!(matches!(refused(bytes), DocumentError::Empty));
        }
    }

    #[test]
    fn utf_16_is_named() {
        for bytes in [
            &b"\xFF\xFE{\0}\0"[..],
            b"\xFE\xFF\0{\0}",
            b"{\0}\0",
            b"\0<\0a",
        ] {
            assert!(matches!(refused(bytes), DocumentError::Utf16));
        }
    }

    #[test]
    fn the_first_foreign_byte_has_a_place() {
        let DocumentError::NotUtf8 { at } = refused(b"{\n\"Name\": \"caf\xE9\"}") else {
            panic!("Latin-1 is not UTF-8");
        };
        assert_eq!(
            (at.offset, at.to_string()),
            (14, "line 2, column 13".to_owned())
        );
    }

    #[test]
    fn size_is_capped() {
        let mut bytes = vec![b' '; limits::BYTES];
        bytes[0] = b'{';
        assert!(decode(&bytes).is_ok());
        bytes.push(b'}');
        assert!(matches!(
            refused(&bytes),
            DocumentError::TooLarge { bytes } if bytes == limits::BYTES + 1
        ));
    }
}
