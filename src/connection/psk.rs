//! The pre-shared key, and what can be said of it without showing it.

use std::fmt;

use crate::findings::{Reason, Text};
use crate::secret::Secret;

use super::Maskable;

/// What the API accepts at most, in characters.
pub const MAX_PSK_CHARS: usize = 100;

/// Below this length a key is worth a finding: the API itself makes keys of 16.
pub const SHORT_PSK_CHARS: usize = 16;

/// The PSK of one tunnel; [`Maskable::Masked`] where the document hides it.
pub type Psk = Maskable<Secret>;

/// Why a text cannot be a PSK. Never holds the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PskError {
    /// No character at all.
    Empty,
    /// More than [`MAX_PSK_CHARS`].
    TooLong(usize),
    /// A blank: often pasted along without being seen.
    Blank(usize),
    /// A control character or one beyond ASCII.
    Character(usize),
}

impl PskError {
    /// What is said of it.
    pub(crate) fn reason(&self) -> Reason {
        match self {
            Self::Empty => Reason::plain("it is empty", "为空"),
            Self::TooLong(count) => Reason::new(
                Text {
                    en: "it has {count} characters, and the API takes at most {max}",
                    zh: "共 {count} 个字符，而 API 最多接受 {max} 个",
                },
                vec![
                    ("count", count.to_string()),
                    ("max", MAX_PSK_CHARS.to_string()),
                ],
            ),
            Self::Blank(place) => Reason::with(
                "character {count} is a blank, which is easily pasted along by mistake",
                "第 {count} 个字符是空白，常因误粘贴而带入",
                "count",
                place.to_string(),
            ),
            Self::Character(place) => Reason::with(
                "the API does not take its character {count}",
                "第 {count} 个字符不在 API 允许的范围内",
                "count",
                place.to_string(),
            ),
        }
    }
}

impl fmt::Display for PskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason().fmt(f)
    }
}

impl std::error::Error for PskError {}

/// Checks a PSK against what the API takes: 1 to 100 printable ASCII characters without blanks.
/// Both quotes and the backslash are let through: the API's texts disagree on them.
pub fn check(text: &str) -> Result<(), PskError> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_plain && (1..=MAX_PSK_CHARS).contains(&text.len()) {
        return Ok(());
    }
    // What is wrong with it.
    let length = text.chars().count();
    if length == 0 {
        return Err(PskError::Empty);
    }
    if length > MAX_PSK_CHARS {
        return Err(PskError::TooLong(length));
    }
    match text
        .chars()
        .enumerate()
        .find(|(_, c)| !c.is_ascii_graphic())
    {
        None => Ok(()),
        Some((place, ' ' | '\u{a0}' | '\t')) => Err(PskError::Blank(place + 1)),
        Some((place, _)) => Err(PskError::Character(place + 1)),
    }
}

/// True for a key that is guessed within hours: one kind of character and not long, a run, a
/// repetition, a word of the usual lists. RFC 7296 section 2.15 asks for as much randomness as the
/// strongest key that is negotiated.
pub fn is_weak(text: &str) -> bool {
    let seen = text
        .bytes()
        .filter(u8::is_ascii)
        .fold(0_u128, |seen, b| seen | 1 << b);
    let distinct = seen.count_ones();
    distinct < 5
        || text.bytes().all(|b| b.is_ascii_digit()) && text.len() < 24
        || text.len() < 20 && holds_common_word(text)
        || is_run(text)
}

/// A word of the lists that are tried first.
fn holds_common_word(text: &str) -> bool {
    let common = [
        "password", "passw0rd", "123456", "qwerty", "letmein", "secret", "cisco", "admin", "test",
    ];
    let lower = zeroize::Zeroizing::new(text.to_ascii_lowercase());
    common.iter().any(|word| lower.contains(word))
}

/// Every character one above, or one below, the one before.
fn is_run(text: &str) -> bool {
    let steps = |step: i16| {
        text.as_bytes()
            .windows(2)
            .all(|pair| i16::from(pair[1]) - i16::from(pair[0]) == step)
    };
    text.len() > 3 && (steps(1) || steps(-1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_documented_alphabet_is_taken() {
        assert_eq!(check(r#"azAZ09~!`@#$%^&*()_-+={}[]|;:',.<>/?"\"#), Ok(()));
    }

    #[test]
    fn blanks_and_odd_characters_are_placed() {
        assert_eq!(check(""), Err(PskError::Empty));
        assert_eq!(check("abc def"), Err(PskError::Blank(4)));
        assert_eq!(check("abc\n"), Err(PskError::Character(4)));
        assert_eq!(check("schlüssel"), Err(PskError::Character(5)));
        assert_eq!(check(&"x".repeat(101)), Err(PskError::TooLong(101)));
    }

    #[test]
    fn weak_keys_are_named() {
        for key in [
            "123456",
            "aaaaaaaaaaaaaaaa",
            "abcdefgh",
            "Password1!",
            "87654321",
        ] {
            assert!(is_weak(key), "{key}");
        }
        for key in ["pgw6dy7d1i8in7x5", "Tr4vel-Lamp_Orbit.93"] {
            assert!(!is_weak(key), "{key}");
        }
    }
}
