//! Text as a JSON string. A configuration is thousands of bytes with few to escape, so it is searched
//! eight bytes at a time; `serde_json`, which writes the rest of a result, looks at each.

/// Adds a text in quotes, as RFC 8259 section 7 has it and `serde_json` writes it.
pub(super) fn push(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + bytes.len() / 16 + 2);
    out.push(b'"');
    let mut done = 0;
    while let Some(found) = special(&bytes[done..]) {
        let place = done + found;
        out.extend_from_slice(&bytes[done..place]);
        escape(out, bytes[place]);
        done = place + 1;
    }
    out.extend_from_slice(&bytes[done..]);
    out.push(b'"');
}

/// The place of the first byte that may not stand in a string as it is.
fn special(bytes: &[u8]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    for (place, word) in words.iter().enumerate() {
        let found = marks(u64::from_le_bytes(*word));
        if found != 0 {
            return Some(place * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let place = rest.iter().position(|byte| is_special(*byte))?;
    Some(words.len() * 8 + place)
}

const fn is_special(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// The high bit of each byte of the word that is special; bits above the lowest may be wrong.
const fn marks(word: u64) -> u64 {
    const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    const QUOTES: u64 = u64::from_ne_bytes([b'"'; 8]);
    const BACKSLASHES: u64 = u64::from_ne_bytes([b'\\'; 8]);
    const BLANKS: u64 = u64::from_ne_bytes([b' '; 8]);
    // Taking n from a byte borrows into its high bit when it is less than n and had none.
    let quote = (word ^ QUOTES).wrapping_sub(LOW);
    let backslash = (word ^ BACKSLASHES).wrapping_sub(LOW);
    let control = word.wrapping_sub(BLANKS);
    (quote | backslash | control) & !word & HIGH
}

fn escape(out: &mut Vec<u8>, byte: u8) {
    let short = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\t' => b't',
        b'\r' => b'r',
        0x08 => b'b',
        0x0c => b'f',
        _ => {
            let digit = |digit: u8| b"0123456789abcdef"[usize::from(digit)];
            out.extend_from_slice(b"\\u00");
            out.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
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
