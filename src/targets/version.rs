//! Release numbers of device software, as their vendors and devices write them: `9.16(3)`, `17.09.04a`,
//! `15.1(4)M7`, `24.4R1`, `V200R019C10SPC800`, `Rev.23.00.05`, `v7.4.1`.

use std::cmp::Ordering;

/// A release. Compared part by part: numbers as numbers, letters as letters, a missing part as zero.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Version(String);

/// The text is no release number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a release such as 9.16, 18.3R1 or V200R010")]
pub struct BadVersion(String);

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part<'v> {
    // The order matters: a letter follows the plain release (17.11.1a is later than 17.11.1), and
    // a missing number counts as zero.
    Number(u64),
    Letters(&'v str),
}

impl Version {
    /// Reads a release: letters, digits, dots, dashes and round brackets, with at least one digit. What a device
    /// prints before the number (`v7.4.1`, `Rev.23.00.05`) is left out.
    pub fn parse(text: &str) -> Result<Self, BadVersion> {
        let text = text.trim();
        let fits = text.len() <= 32
            && text.bytes().any(|b| b.is_ascii_digit())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b".-()".contains(&b));
        if fits {
            let capitals = text.to_ascii_uppercase();
            Ok(Self(without_word(&capitals).to_owned()))
        } else {
            Err(BadVersion(text.to_owned()))
        }
    }

    /// The release as the vendor writes it, in capitals.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is a train of releases that the other belongs to: `17.9` of `17.09.04a`, `15.1` of `15.1(4)M7`.
    pub(super) fn is_train_of(&self, other: &Self) -> bool {
        let mut parts = other.parts();
        self.parts().all(|part| parts.next() == Some(part))
    }

    /// Whether the two are written alike, as far as their beginning shows: both with a number, or with the same letters.
    pub(super) fn looks_like(&self, other: &Self) -> bool {
        match (self.parts().next(), other.parts().next()) {
            (Some(Part::Letters(a)), Some(Part::Letters(b))) => a == b,
            (Some(Part::Letters(_)), _) | (_, Some(Part::Letters(_))) => false,
            _ => true,
        }
    }

    fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let mut rest = self.0.as_str();
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(['.', '-', '(', ')']);
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let length = if digits > 0 {
                digits
            } else {
                rest.bytes().take_while(u8::is_ascii_alphabetic).count()
            };
            if length == 0 {
                return None;
            }
            let (part, after) = rest.split_at(length);
            rest = after;
            Some(if digits > 0 {
                Part::Number(part.parse().unwrap_or(u64::MAX))
            } else {
                Part::Letters(part)
            })
        })
    }
}

/// Without what stands before the number: `REV.`, or a `V` that no letter follows after its digits (`V200R010` is whole).
fn without_word(text: &str) -> &str {
    if let Some(rest) = text.strip_prefix("REV.") {
        return rest;
    }
    match text.strip_prefix('V') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            if after.starts_with(|c: char| c.is_ascii_alphabetic()) {
                text
            } else {
                rest
            }
        }
        _ => text,
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut mine, mut theirs) = (self.parts(), other.parts());
        loop {
            let order = match (mine.next(), theirs.next()) {
                (None, None) => return Ordering::Equal,
                (Some(a), Some(b)) => a.cmp(&b),
                (Some(a), None) => a.cmp(&Part::Number(0)),
                (None, Some(b)) => Part::Number(0).cmp(&b),
            };
            if order != Ordering::Equal {
                return order;
            }
        }
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Version {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    #[test]
    fn releases_are_ordered_as_vendors_mean_them() {
        for (earlier, later) in [
            ("9.8", "9.16"),
            ("17.9.1", "17.11.1a"),
            ("17.11.1", "17.11.1a"),
            ("18.3R1", "23.2R1"),
            ("V200R003", "V200R010C00"),
            ("V200R010", "V300R003"),
            ("5.9.5", "5.9.6"),
            ("8.4", "8.4.1"),
            ("9.16(3)", "9.16(3)23"),
            ("9.16(3)23", "9.16(4)"),
            ("15.1(4)M7", "15.2"),
            ("17.09.04a", "17.11"),
            ("V200R010", "V200R019C10SPC800"),
            ("23.2", "24.4R1"),
            ("Rev.23.00.05", "23.02"),
            ("v7.4.1", "7.4.2"),
        ] {
            assert!(version(earlier) < version(later), "{earlier} < {later}");
        }
        assert_eq!(version("9.16").cmp(&version("9.16.0")), Ordering::Equal);
    }

    #[test]
    fn a_release_belongs_to_its_train() {
        for (train, release) in [
            ("9.16", "9.16(3)23"),
            ("17.9", "17.09.04a"),
            ("15.1", "15.1(4)M7"),
            ("24.4", "24.4R1-S2"),
            ("7.4", "v7.4.1"),
            ("R81.10", "r81.10"),
        ] {
            assert!(
                version(train).is_train_of(&version(release)),
                "{train}, {release}"
            );
        }
        assert!(!version("9.1").is_train_of(&version("9.16(3)")));
        assert!(!version("9.16").is_train_of(&version("9")));
    }

    #[test]
    fn words_are_no_releases() {
        for text in ["", "latest", "9.16;", "1 2", &"1".repeat(40)] {
            assert!(Version::parse(text).is_err(), "{text:?}");
        }
    }
}
