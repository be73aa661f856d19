//! Text that may stand anywhere in a device's file, in comments too.

use std::borrow::Cow;

/// Printable ASCII; what is none becomes `.`, and so does `?`, which would call the help of some line editors.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let harmless = |b: u8| (b' '..=b'~').contains(&b) && b != b'?';
    // A fold looks at many bytes at once.
    if text.bytes().fold(true, |all, b| all & harmless(b)) {
        return text.into();
    }
    let shown = text.chars().map(|c| match u8::try_from(c) {
        Ok(b) if harmless(b) => c,
        _ => '.',
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_act_becomes_a_dot() {
        for (text, shown) in [
            ("ab ~", "ab ~"),
            ("what?\n", "what.."),
            ("\u{9b}x\u{e9}\u{200b}", ".x.."),
        ] {
            assert_eq!(printable(text), shown);
        }
    }
}
