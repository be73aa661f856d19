//! The device's words for algorithms: a word, a word since some release, or a reason why there is
//! none.
//!
//! ```toml
//! [keywords.ikev1.integrity]
//! source = "Command reference, crypto isakmp policy"   # for every word of the table
//! sha1 = "sha"
//! sha256 = { word = "sha256", since = "15.1" }
//! sha384 = { never = "IKEv1 on this device has no SHA-2", never_zh = "…", source = "…" }
//! aes = [{ word = "aes-cbc-128", until = "V200R010" }, { word = "aes-128", since = "V200R010" }]
//! ```

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::version::Version;
use crate::prose::Prose;

/// The words of one table, by the API's word.
#[derive(Debug, Clone, Default)]
pub struct WordTable {
    /// For every word that names no source itself.
    pub source: Option<Prose>,
    /// Whether somebody proved them; true unless said otherwise.
    pub verified: Option<bool>,
    /// API word to the device's words, by release.
    pub words: BTreeMap<String, Vec<Word>>,
}

/// A word of the device, or the reason why it has none, in a range of releases.
#[derive(Debug, Clone, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The device's word.
    #[serde(default)]
    pub word: Option<String>,
    /// Why there is none.
    #[serde(default)]
    pub never: Option<Prose>,
    /// The same in Chinese.
    #[serde(default)]
    pub never_zh: Option<Prose>,
    /// First release.
    #[serde(default)]
    pub since: Option<Version>,
    /// First release that no longer has it.
    #[serde(default)]
    pub until: Option<Version>,
    /// Where the vendor says so.
    #[serde(default)]
    pub source: Option<Prose>,
    /// Whether somebody proved it.
    #[serde(default)]
    pub verified: Option<bool>,
}

impl Word {
    fn plain(word: String) -> Self {
        Self {
            word: Some(word),
            never: None,
            never_zh: None,
            since: None,
            until: None,
            source: None,
            verified: None,
        }
    }

    /// True when the release lies in the word's range.
    pub(crate) fn holds_in(&self, version: &Version) -> bool {
        self.since.as_ref().is_none_or(|since| since <= version)
            && self.until.as_ref().is_none_or(|until| version < until)
    }
}

/// What may stand after a key of the table.
enum WordEntry {
    Text(String),
    Prose(Prose),
    Flag(bool),
    Words(Vec<Word>),
}

impl<'de> Deserialize<'de> for WordEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not `untagged`, which would lose the place of an error.
        struct EntryVisitor;
        impl<'de> Visitor<'de> for EntryVisitor {
            type Value = WordEntry;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word, { word = … }, { never = … } or a list of these")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<WordEntry, E> {
                Ok(WordEntry::Text(text.to_owned()))
            }

            /// The program's own form has numbers in the place of sentences.
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<WordEntry, E> {
                Prose::embedded(number)
                    .map(WordEntry::Prose)
                    .ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(number), &self))
            }

            fn visit_bool<E: de::Error>(self, flag: bool) -> Result<WordEntry, E> {
                Ok(WordEntry::Flag(flag))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<WordEntry, A::Error> {
                let word = Word::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(WordEntry::Words(vec![word]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<WordEntry, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = seq.next_element()? {
                    words.push(word);
                }
                Ok(WordEntry::Words(words))
            }
        }
        deserializer.deserialize_any(EntryVisitor)
    }
}

impl<'de> Deserialize<'de> for WordTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut table = Self::default();
        for (key, entry) in BTreeMap::<String, WordEntry>::deserialize(deserializer)? {
            match (key.as_str(), entry) {
                ("source", WordEntry::Text(source)) => table.source = Some(source.into()),
                ("source", WordEntry::Prose(source)) => table.source = Some(source),
                ("verified", WordEntry::Flag(verified)) => table.verified = Some(verified),
                (_, WordEntry::Flag(_) | WordEntry::Prose(_)) => {
                    return Err(de::Error::custom(format!(
                        "{key} must be a word or a table"
                    )));
                }
                (_, WordEntry::Text(word)) => {
                    table.words.insert(key, vec![Word::plain(word)]);
                }
                (_, WordEntry::Words(words)) => {
                    table.words.insert(key, words);
                }
            }
        }
        Ok(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notation_is_read() {
        let table: WordTable = toml::from_str(
            "source = \"S\"\nverified = false\nsha1 = \"sha\"\nsha256 = { never = \"no\" }\n\
             md5 = [{ word = \"a\", until = \"9.1\" }, { word = \"b\", since = \"9.1\" }]",
        )
        .unwrap();
        assert_eq!(table.source.as_deref(), Some("S"));
        assert_eq!(table.verified, Some(false));
        assert_eq!(table.words["sha1"][0].word.as_deref(), Some("sha"));
        assert_eq!(table.words["sha256"][0].never.as_deref(), Some("no"));
        let at = |text: &str| {
            let version = Version::parse(text).unwrap();
            table.words["md5"]
                .iter()
                .find(|word| word.holds_in(&version))
                .and_then(|w| w.word.clone())
        };
        assert_eq!(at("9.0").as_deref(), Some("a"));
        assert_eq!(at("9.1").as_deref(), Some("b"));
    }

    #[test]
    fn an_unknown_key_keeps_its_place() {
        let error =
            toml::from_str::<WordTable>("sha1 = \"sha\"\nmd5 = { wrod = \"x\" }").unwrap_err();
        assert!(error.to_string().contains("wrod"), "{error}");
    }
}
