//! Text that may stand anywhere in a device's file, in comments too.

use std::borrow::Cow;

/// Whether all of a text is printable ASCII.
pub(crate) fn is_printable(text: &str) -> bool {
    all(text, |byte| (b' '..=b'~').contains(&byte))
}

/// Printable ASCII; what is none becomes `.`, and so does `?`, which would call the help of some line editors.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let harmless = |b: u8| (b' '..=b'~').contains(&b) && b != b'?';
    if all(text, harmless) {
        return text.into();
    }
    let shown = text.chars().map(|c| match u8::try_from(c) {
        Ok(b) if harmless(b) => c,
        _ => '.',
    });
    shown.collect()
}

/// A fold, for it looks at many bytes at once.
fn all(text: &str, is_fine: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(true, |all, byte| all & is_fine(byte))
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
