//! Release numbers of device software, as their vendors write them: `9.16`, `17.11.1a`, `18.3R1`,
//! `V200R010C00`, `5.9.6`.

use std::cmp::Ordering;

/// A release. Compared part by part: numbers as numbers, letters as letters, a missing part as zero.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
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
    /// Reads a release: letters, digits, dots and dashes, with at least one digit.
    pub fn parse(text: &str) -> Result<Self, BadVersion> {
        let text = text.trim();
        let fits = text.len() <= 32
            && text.bytes().any(|b| b.is_ascii_digit())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
        if fits {
            Ok(Self(text.to_ascii_uppercase()))
        } else {
            Err(BadVersion(text.to_owned()))
        }
    }

    /// The release as the vendor writes it, in capitals.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let mut rest = self.0.as_str();
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(['.', '-']);
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
        ] {
            assert!(version(earlier) < version(later), "{earlier} < {later}");
        }
        assert_eq!(version("9.16").cmp(&version("9.16.0")), Ordering::Equal);
    }

    #[test]
    fn words_are_no_releases() {
        for text in ["", "latest", "9.16;", "1 2", &"1".repeat(40)] {
            assert!(Version::parse(text).is_err(), "{text:?}");
        }
    }
}
