//! A value that a document may have masked: documentation samples write `139.196.XX.XX` or `****`.
//!
//! A masked value is an error, unless the user asks for a draft; then it travels to the output as a
//! marker that no device accepts.

/// A known value, or the fact that the document hides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Maskable<T> {
    /// The value.
    Known(T),
    /// Hidden by the document.
    Masked,
}

impl<T> Maskable<T> {
    /// The value, unless masked.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Masked => None,
        }
    }

    /// True when the document hides the value.
    pub const fn is_masked(&self) -> bool {
        matches!(self, Self::Masked)
    }
}

/// True for text that a document masked: runs of `*`, or `x` in the place of digits
/// (`139.196.32.xx`, `116.62.XX.XX`, `pgw6dy7d1i8i****`).
pub fn looks_masked(text: &str) -> bool {
    if text.contains("***") {
        return true;
    }
    let mut parts = text.split(['.', '/']).filter(|part| !part.is_empty());
    let is_mask =
        |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b == b'x' || b == b'X');
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    text.contains('.')
        && parts.clone().any(is_mask)
        && parts.all(|part| is_mask(part) || is_digits(part))
}

/// True for a PSK that a document masked: a run of stars at an end, nothing that a person would
/// choose. A legal key may hold stars, so fewer than three do not count.
pub(crate) fn looks_masked_key(text: &str) -> bool {
    text.ends_with("***") || text.starts_with("***")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_of_the_documentation_are_seen() {
        for text in [
            "139.196.32.xx",
            "116.62.XX.XX",
            "10.XX.0.0/16",
            "vco-bp1bbi27hojx80nck****",
            "1.1.x.1",
        ] {
            assert!(looks_masked(text), "{text}");
        }
        assert!(looks_masked_key("pgw6dy7d1i8i****"));
        assert!(looks_masked_key("****"));
    }

    #[test]
    fn real_values_are_not() {
        for text in [
            "203.0.113.1",
            "10.0.0.0/8",
            "site.example.com",
            "xx.example.com",
            "box.x.y",
            "",
        ] {
            assert!(!looks_masked(text), "{text}");
        }
        assert!(!looks_masked_key("a**b"));
        assert!(!looks_masked_key("ab***c"));
    }
}
