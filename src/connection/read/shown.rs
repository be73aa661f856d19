//! Text of a document as a finding may show it: short, and without characters that a terminal or a
//! log would act on. Never used for a key.

use crate::showable::acts;

/// How many characters are shown.
const LONGEST: usize = 60;

/// The text in a form that is safe to print, cut where it is long.
pub(super) fn shown(text: &str) -> String {
    if text.len() <= LONGEST && text.bytes().all(|b| b.is_ascii_graphic()) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len().min(LONGEST) + 4);
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            shown.push_str("...");
            break;
        }
        if acts(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_act_on_is_escaped() {
        assert_eq!(shown("aes256"), "aes256");
        assert_eq!(shown("a\x1b[31mb\n"), "a\\u{1b}[31mb\\u{a}");
        assert_eq!(shown("a\u{202e}b"), "a\\u{202e}b");
        assert_eq!(shown("杭州"), "杭州");
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(shown(&"x".repeat(1000)).chars().count(), LONGEST + 3);
    }
}
