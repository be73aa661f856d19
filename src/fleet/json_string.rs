//! Text as a JSON string. A configuration is thousands of bytes with few to escape, so it is searched
//! a block at a time; `serde_json` looks at each byte by itself.

/// Bytes that are looked at together: one for each bit of a word.
const BLOCK: usize = 64;

/// Adds a text in quotes, as RFC 8259 section 7 has it and `serde_json` writes it.
pub(super) fn push(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + bytes.len() / 16 + 2);
    out.push(b'"');
    // What lies before this place is written.
    let mut done = 0;
    for (number, chunk) in bytes.chunks(BLOCK).enumerate() {
        let mut found = if let Some(block) = chunk.first_chunk() {
            specials(block)
        } else {
            let mut block = [b' '; BLOCK];
            block[..chunk.len()].copy_from_slice(chunk);
            specials(&block)
        };
        while found != 0 {
            let place = number * BLOCK + found.trailing_zeros() as usize;
            out.extend_from_slice(&bytes[done..place]);
            escape(out, bytes[place]);
            done = place + 1;
            found &= found - 1;
        }
    }
    out.extend_from_slice(&bytes[done..]);
    out.push(b'"');
}

/// A bit for each byte that may not stand in a string as it is, the first the lowest.
fn specials(block: &[u8; BLOCK]) -> u64 {
    // Written so that the compiler compares many at once.
    let mut special = [0; BLOCK];
    for (special, byte) in special.iter_mut().zip(block) {
        *special = u8::from(is_special(*byte));
    }
    let mut found = 0;
    let (words, _) = special.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        // Gathers the lowest bit of each byte in the highest byte.
        let bits = u64::from_le_bytes(*word).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        found |= bits << (number * 8);
    }
    found
}

const fn is_special(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// How a byte is written that may not stand as it is.
fn escape(out: &mut Vec<u8>, byte: u8) {
    out.extend_from_slice(match byte {
        b'\n' => b"\\n",
        b'"' => b"\\\"",
        b'\\' => b"\\\\",
        b'\t' => b"\\t",
        b'\r' => b"\\r",
        0x08 => b"\\b",
        0x0c => b"\\f",
        _ => {
            let digit = |digit: u8| b"0123456789abcdef"[usize::from(digit)];
            out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
            return;
        }
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quoted(text: &str) -> String {
        let mut out = Vec::new();
        push(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_character_at_every_place() {
        let wide = ['\u{80}', '\u{a2}', '\u{dc}', '\u{2028}', '\u{1f600}'];
        for c in ('\0'..='\u{7f}').chain(wide) {
            for place in 0..17 {
                let text = format!("{}{c}{}\"", "x".repeat(place), "\u{fc}".repeat(9));
                assert_eq!(quoted(&text), serde_json::to_string(&text).unwrap());
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_written_as_serde_json_does(text in "(?s).{0,64}") {
            prop_assert_eq!(quoted(&text), serde_json::to_string(&text).unwrap());
        }
    }
}
