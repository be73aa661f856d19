//! Lifetimes of SAs.

use crate::findings::{Finding, catalogue};

use super::address;
use super::part::Part;
use super::reasons;
use super::shown::shown;

/// What the API takes at most, in seconds; also its default.
const LONGEST: u32 = 86400;

/// Seconds, as a number or as text.
pub(super) fn read(part: Part<&str>, findings: &mut Vec<Finding>) -> Part<u32> {
    part.and_then(|text, origin| {
        let is_number = text.bytes().all(|b| b.is_ascii_digit());
        let seconds = is_number.then(|| text.parse::<u32>().ok()).flatten();
        match seconds {
            None if origin.pending => {
                findings.push(address::unreadable(origin, reasons::PENDING));
            }
            Some(0) => findings.push(
                Finding::new(&catalogue::LIFETIME_ZERO)
                    .with("field", origin.name())
                    .at(origin)
                    .set(origin.field, LONGEST.to_string()),
            ),
            Some(seconds) if seconds <= LONGEST => return Some(seconds),
            _ => findings.push(
                Finding::new(&catalogue::LIFETIME_OUT_OF_RANGE)
                    .with("field", origin.name())
                    .with("value", shown(text))
                    .at(origin)
                    .set(origin.field, LONGEST.to_string()),
            ),
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::{Field, Origin, Sourced};

    fn read_text(text: &str) -> (Option<u32>, Vec<Finding>) {
        let mut findings = Vec::new();
        let part = Part::Known(Sourced::new(text, Origin::assumed(Field::IkeLifetime)));
        (read(part, &mut findings).value().copied(), findings)
    }

    #[test]
    fn whole_seconds_within_the_range_are_taken() {
        for (text, seconds) in [("1", 1), ("28800", 28800), ("86400", 86400)] {
            let (value, findings) = read_text(text);
            assert_eq!(value, Some(seconds));
            assert!(findings.is_empty());
        }
    }

    #[test]
    fn zero_and_the_rest_are_told_apart() {
        for (text, slug) in [
            ("0", "lifetime-zero"),
            ("86401", "lifetime-out-of-range"),
            ("-1", "lifetime-out-of-range"),
            ("+1", "lifetime-out-of-range"),
            ("1e3", "lifetime-out-of-range"),
            ("99999999999999999999", "lifetime-out-of-range"),
        ] {
            let (value, findings) = read_text(text);
            assert_eq!(value, None, "{text}");
            assert_eq!(findings[0].slug(), slug, "{text}");
        }
    }
}
