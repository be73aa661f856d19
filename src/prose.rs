//! Texts of manifests: reasons, advice, sources, help. Those of the built-in ones lie in the program; its manifests name
//! them by number, so that a run neither reads nor copies what it does not say.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::de::{Deserialize, Deserializer, Error, Unexpected};

/// The sentences of the built-in manifests, one after the other.
static TEXTS: &str = include_str!(concat!(env!("OUT_DIR"), "/prose.txt"));

/// Where each ends: four bytes, the least first.
static ENDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/prose.ends"));

fn end(number: usize) -> Option<usize> {
    let bytes = ENDS.as_chunks::<4>().0.get(number)?;
    usize::try_from(u32::from_le_bytes(*bytes)).ok()
}

/// A text of a manifest.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prose(Cow<'static, str>);

impl Prose {
    /// A text of the program by its number.
    pub(crate) fn embedded(number: u64) -> Option<Self> {
        let number = usize::try_from(number).ok()?;
        let start = match number.checked_sub(1) {
            Some(before) => end(before)?,
            None => 0,
        };
        let text = TEXTS.get(start..end(number)?)?;
        Some(Self(Cow::Borrowed(text)))
    }

    /// A text of the program.
    pub(crate) const fn of(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Prose {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl From<String> for Prose {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl From<&'static str> for Prose {
    fn from(text: &'static str) -> Self {
        Self::of(text)
    }
}

impl PartialEq<&str> for Prose {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl serde::Serialize for Prose {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

/// A string in what people write. The program's own form has numbers in their place.
impl<'de> Deserialize<'de> for Prose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return String::deserialize(deserializer).map(Self::from);
        }
        let number = u64::deserialize(deserializer)?;
        Self::embedded(number).ok_or_else(|| {
            D::Error::invalid_value(Unexpected::Unsigned(number), &"a text's number")
        })
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Prose {
    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_stands_for_a_text_and_no_other_does() {
        let count = ENDS.len() / 4;
        assert!(count > 1000, "{count}");
        for number in 0..count as u64 {
            assert!(!Prose::embedded(number).unwrap().is_empty(), "{number}");
        }
        assert_eq!(Prose::embedded(count as u64), None);
        assert_eq!(end(count - 1), Some(TEXTS.len()));
    }

    #[test]
    fn a_number_in_what_people_write_is_no_text() {
        #[derive(Debug, serde::Deserialize)]
        struct Holder {
            text: Prose,
        }
        let read = |text: &str| toml::from_str::<Holder>(text);
        assert_eq!(read("text = \"a b\"").unwrap().text, "a b");
        assert!(read("text = 0").is_err());
    }
}
