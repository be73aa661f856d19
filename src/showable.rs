//! Text from outside, made fit to be shown: the one place that says which characters act on what shows them.
//!
//! [`showable`] is for people: terminals, tables, error messages, tickets. [`printable`] is for comments in a
//! device's file, where only ASCII is safe.

use std::borrow::Cow;

/// Stands in the place of a character that acts.
const ACTED: char = '\u{fffd}';

/// Whether a character acts on what shows it, or cannot be seen: control characters (C0, DEL, C1), the soft
/// hyphen, what turns the direction of text, what has no width, line and paragraph separators, tags.
pub(crate) fn acts(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Whether a character that acts is in a text. Nearly every text is printable ASCII.
pub(crate) fn has_acting(text: &str) -> bool {
    !is_printable(text) && text.chars().any(acts)
}

/// A text on one line, with a mark in the place of each character that acts.
pub(crate) fn showable(text: &str) -> Cow<'_, str> {
    if !has_acting(text) {
        return text.into();
    }
    let shown = text.chars().map(|c| if acts(c) { ACTED } else { c });
    shown.collect()
}

/// The same for several lines: line ends and tabs stay.
pub(crate) fn showable_lines(text: &str) -> Cow<'_, str> {
    let acts = |c| acts(c) && !matches!(c, '\n' | '\t');
    if is_printable(text) || !text.chars().any(acts) {
        return text.into();
    }
    let shown = text.chars().map(|c| if acts(c) { ACTED } else { c });
    shown.collect()
}

/// The same with as many bytes as before, so that places in the text stay right.
pub(crate) fn showable_in_place(text: &str) -> String {
    if all(text, |byte| {
        matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t')
    }) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if !acts(c) || matches!(c, '\n' | '\r' | '\t') {
            shown.push(c);
            continue;
        }
        shown.push_str(match c.len_utf8() {
            1 => "?",
            2 => "\u{b7}",
            3 => "\u{fffd}",
            _ => "\u{fffd}?",
        });
    }
    shown
}

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

    /// What was found to reach a terminal, and what belongs with it.
    const ACTING: [char; 16] = [
        '\0',
        '\n',
        '\u{1b}',
        '\u{7f}',
        '\u{85}',
        '\u{9b}',
        '\u{ad}',
        '\u{200b}',
        '\u{200f}',
        '\u{2028}',
        '\u{202e}',
        '\u{2066}',
        '\u{2069}',
        '\u{feff}',
        '\u{e0001}',
        '\u{e007f}',
    ];

    #[test]
    fn what_acts_is_replaced_and_what_is_read_stays() {
        for c in ACTING {
            let text = format!("a{c}b");
            assert_eq!(showable(&text), "a\u{fffd}b", "{c:?}");
            let in_place = showable_in_place(&text);
            assert_eq!(in_place.len(), text.len(), "{c:?}");
            assert!(c == '\n' || !has_acting(&in_place), "{c:?}");
        }
        for text in [
            "plain ~",
            "B\u{fc}ro",
            "\u{4e0a}\u{6d77} office",
            "\u{1f600}",
            "",
        ] {
            assert_eq!(showable(text), text);
            assert_eq!(showable_in_place(text), text);
        }
        assert_eq!(showable_lines("a\n\tb\u{9b}"), "a\n\tb\u{fffd}");
    }

    #[test]
    fn in_a_comment_of_a_device_it_becomes_a_dot() {
        for (text, shown) in [
            ("ab ~", "ab ~"),
            ("what?\n", "what.."),
            ("\u{9b}x\u{e9}\u{200b}", ".x.."),
        ] {
            assert_eq!(printable(text), shown);
        }
    }
}
