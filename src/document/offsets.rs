//! From offsets in a decoded text back to offsets in the text it was decoded from.

use super::place::narrow;

/// Where a decoded text was written: between two steps both texts run alike.
#[derive(Debug, Clone, Default)]
pub(super) struct Offsets {
    /// The source offset of the first byte.
    start: u32,
    /// Decoded offset and source offset, both ascending.
    steps: Vec<(u32, u32)>,
}

impl Offsets {
    /// A text that is written as it is from this source offset on.
    pub(super) fn starting(source: usize) -> Self {
        Self {
            start: narrow(source),
            steps: Vec::new(),
        }
    }

    /// From this decoded offset on, the source goes on at that one.
    pub(super) fn push(&mut self, decoded: usize, source: usize) {
        self.steps.push((narrow(decoded), narrow(source)));
    }

    /// The source offset of a decoded one.
    pub(super) fn source(&self, decoded: u32) -> u32 {
        let after = self.steps.partition_point(|&(step, _)| step <= decoded);
        match after.checked_sub(1).map(|last| self.steps[last]) {
            Some((step, source)) => source + (decoded - step),
            None => self.start + decoded,
        }
    }

    /// The steps of a JSON string's inside that starts at `start`: one after every escape.
    pub(super) fn of_json(inside: &str, start: usize) -> Self {
        let mut offsets = Self::starting(start);
        let (mut written, mut meant) = (0, 0);
        while let Some(plain) = inside[written..].find('\\') {
            let (long, short) = escape(&inside[written + plain..]);
            written += plain + long;
            meant += plain + short;
            offsets.push(meant, start + written);
        }
        offsets
    }
}

/// How long an escape sequence is, and how long what it means is in UTF-8.
fn escape(text: &str) -> (usize, usize) {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    match unit(0) {
        None => (2, 1),
        Some(0xD800..=0xDBFF) => (12, 4),
        Some(code) => (6, char::from_u32(code).map_or(1, char::len_utf8)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_step_over_escapes() {
        let inside = r#"{\"a\":\"\u0041\u00e9\ud83d\ude00z\"}"#;
        let decoded: String = serde_json::from_str(&format!("\"{inside}\"")).expect("a string");
        assert_eq!(decoded, "{\"a\":\"Aé😀z\"}");
        let offsets = Offsets::of_json(inside, 100);
        for plain in ['{', 'a', 'z', '}'] {
            let [source, decoded] =
                [inside, &decoded].map(|text| text.rfind(plain).expect("there"));
            assert_eq!(
                offsets.source(narrow(decoded)),
                narrow(100 + source),
                "{plain}"
            );
        }
    }

    #[test]
    fn without_a_step_both_texts_run_alike() {
        assert_eq!(Offsets::starting(10).source(7), 17);
    }
}
