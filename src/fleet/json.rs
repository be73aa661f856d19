//! JSON written straight into a text. Most of a result is the text of its files, and `serde_json` looks at each byte by
//! itself: looking at sixteen at once makes a batch a tenth faster (`bench/compare`).

/// An object while it is written.
pub(super) struct Object<'o> {
    out: &'o mut Vec<u8>,
    any: bool,
}

impl<'o> Object<'o> {
    /// Begins one.
    pub(super) fn new(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, any: false }
    }

    /// Adds a field, the name of which is a plain word; its value is what comes next.
    pub(super) fn field(&mut self, name: &'static str) -> &mut Vec<u8> {
        self.separate();
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.out
    }

    /// Adds a field of any name, that is a text.
    pub(super) fn named(&mut self, name: &str, text: &str) {
        self.separate();
        string(self.out, name);
        self.out.push(b':');
        string(self.out, text);
    }

    fn separate(&mut self) {
        if self.any {
            self.out.push(b',');
        }
        self.any = true;
    }

    /// Adds a field that is a text.
    pub(super) fn text(&mut self, name: &'static str, text: &str) {
        string(self.field(name), text);
    }

    /// Adds a field that is a text, where there is one.
    pub(super) fn some_text(&mut self, name: &'static str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    /// Adds a field that is a number.
    pub(super) fn number(&mut self, name: &'static str, number: u32) {
        self.word(name, &number.to_string());
    }

    /// Adds a field that is a word of JSON itself.
    pub(super) fn word(&mut self, name: &'static str, word: &str) {
        self.field(name).extend_from_slice(word.as_bytes());
    }

    /// Adds a field that is a list, with a way to write each of its items; nothing where the list is empty.
    pub(super) fn list<T>(
        &mut self,
        name: &'static str,
        items: &[T],
        write: impl FnMut(&mut Vec<u8>, &T),
    ) {
        if !items.is_empty() {
            list(self.field(name), items, write);
        }
    }

    /// Ends it.
    pub(super) fn close(self) {
        self.out.push(b'}');
    }
}

/// Writes a list.
pub(super) fn list<T>(out: &mut Vec<u8>, items: &[T], mut write: impl FnMut(&mut Vec<u8>, &T)) {
    out.push(b'[');
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            out.push(b',');
        }
        write(out, item);
    }
    out.push(b']');
}

/// Writes a text between its quotes (RFC 8259, section 7).
pub(super) fn string(out: &mut Vec<u8>, text: &str) {
    let mut rest = text.as_bytes();
    // Few characters of most texts are escaped, so this grows once.
    out.reserve(rest.len() + rest.len() / 8 + 2 * BLOCK);
    out.push(b'"');
    while let Some((block, after)) = rest.split_first_chunk::<BLOCK>() {
        // All of it, whatever of it stands: a block is one store, and a part of one is a call.
        out.extend_from_slice(block);
        match special_in(block) {
            None => rest = after,
            Some(plain) => {
                out.truncate(out.len() - (BLOCK - plain));
                escaped(out, block[plain]);
                rest = &rest[plain + 1..];
            }
        }
    }
    if rest.iter().any(|&byte| is_special(byte)) {
        for &byte in rest {
            if is_special(byte) {
                escaped(out, byte);
            } else {
                out.push(byte);
            }
        }
    } else {
        out.extend_from_slice(rest);
    }
    out.push(b'"');
}

/// So many bytes are looked at at once.
const BLOCK: usize = 16;

/// Where the first byte is that cannot stand in a text as it is.
fn special_in(block: &[u8; BLOCK]) -> Option<usize> {
    // No early end, so that the compiler makes a few comparisons of all bytes.
    let any = block
        .iter()
        .fold(false, |any, &byte| any | is_special(byte));
    if !any {
        return None;
    }
    let mut eights = block.as_chunks().0.iter().enumerate();
    eights.find_map(|(place, eight)| Some(8 * place + special_in_eight(*eight)?))
}

/// The same of eight bytes. Each has a bit in the end, and the lowest that is set is that of the first special byte; what
/// stands above it may be the carry of a subtraction.
const fn special_in_eight(eight: [u8; 8]) -> Option<usize> {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    const TOP: u64 = EACH << 7;
    const fn below(eight: u64, byte: u8) -> u64 {
        eight.wrapping_sub(EACH * byte as u64) & !eight & TOP
    }
    let eight = u64::from_le_bytes(eight);
    let quote = below(eight ^ (EACH * b'"' as u64), 1);
    let backslash = below(eight ^ (EACH * b'\\' as u64), 1);
    let special = below(eight, b' ') | quote | backslash;
    match special {
        0 => None,
        special => Some(special.trailing_zeros() as usize / 8),
    }
}

/// Whether a byte cannot stand in a text as it is.
const fn is_special(byte: u8) -> bool {
    // Not `matches!`: of that the compiler makes a test of bits, which it cannot do for many at once.
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// Writes a byte that cannot stand in a text as it is.
#[inline]
fn escaped(out: &mut Vec<u8>, byte: u8) {
    let short = match byte {
        b'\n' => b'n',
        b'"' | b'\\' => byte,
        b'\t' => b't',
        b'\r' => b'r',
        0x08 => b'b',
        0x0c => b'f',
        _ => return out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
    };
    out.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_special_byte_is_found_whatever_stands_after_it() {
        for (first, second) in
            (0..=u8::MAX).flat_map(|first| (0..=u8::MAX).map(move |b| (first, b)))
        {
            for place in 0..BLOCK - 1 {
                let mut block = [b'~'; BLOCK];
                block[place] = first;
                block[place + 1] = second;
                let wanted = block.iter().position(|&byte| is_special(byte));
                assert_eq!(special_in(&block), wanted, "{block:?}");
            }
        }
    }

    #[test]
    fn texts_are_what_serde_json_writes() {
        let every: String = (0..=0x7f).map(char::from).collect();
        let long = format!("{every}{}\n", "a line of a file\n".repeat(9));
        for text in ["", "é\u{7f}\u{2028}", &every, &long] {
            for (start, _) in text.char_indices().chain([(text.len(), 'x')]) {
                let mut out = Vec::new();
                string(&mut out, &text[start..]);
                let wanted = serde_json::to_string(&text[start..]).unwrap();
                assert_eq!(String::from_utf8(out).unwrap(), wanted);
            }
        }
    }
}
