//! Versions, modes, algorithms and groups: text to the closed lists of the model.
//!
//! Only the API's own words are taken. Another spelling is never guessed, but named with the word that
//! the API has for it.

use crate::connection::{
    DhGroup, Encryption, ExchangeMode, IkeVersion, Integrity, Origin, is_sm_word, looks_masked_key,
};
use crate::findings::{Finding, Rule, catalogue};

use super::hidden;
use super::part::Part;
use super::reasons;
use super::shown::shown;
use super::sm;

/// A closed list: how to read a word, what is said of another, which spellings are known.
struct List<T: 'static> {
    read: fn(&str) -> Option<T>,
    rule: &'static Rule,
    known: &'static str,
    aliases: &'static [(&'static str, &'static str)],
}

pub(super) fn version(part: Part<&str>, findings: &mut Vec<Finding>) -> Part<IkeVersion> {
    const LIST: List<IkeVersion> = List {
        read: IkeVersion::from_api,
        rule: &catalogue::UNKNOWN_IKE_VERSION,
        known: "ikev1, ikev2",
        aliases: &[
            ("1", "ikev1"),
            ("2", "ikev2"),
            ("v1", "ikev1"),
            ("v2", "ikev2"),
        ],
    };
    LIST.choose(part, findings)
}

pub(super) fn mode(part: Part<&str>, findings: &mut Vec<Finding>) -> Part<ExchangeMode> {
    const LIST: List<ExchangeMode> = List {
        read: ExchangeMode::from_api,
        rule: &catalogue::UNKNOWN_IKE_MODE,
        known: "main, aggressive",
        aliases: &[("mainmode", "main"), ("aggressivemode", "aggressive")],
    };
    LIST.choose(part, findings)
}

pub(super) fn encryption(part: Part<&str>, findings: &mut Vec<Finding>) -> Part<Encryption> {
    const LIST: List<Encryption> = List {
        read: Encryption::from_api,
        rule: &catalogue::UNKNOWN_ALGORITHM,
        known: "aes, aes192, aes256, 3des, des",
        aliases: &[
            ("aes128", "aes"),
            ("aescbc", "aes"),
            ("aescbc128", "aes"),
            ("aes128cbc", "aes"),
            ("aes192", "aes192"),
            ("aescbc192", "aes192"),
            ("aes192cbc", "aes192"),
            ("aes256", "aes256"),
            ("aescbc256", "aes256"),
            ("aes256cbc", "aes256"),
            ("des3", "3des"),
            ("3descbc", "3des"),
            ("tripledes", "3des"),
            ("descbc", "des"),
        ],
    };
    LIST.choose(part, findings)
}

pub(super) fn integrity(part: Part<&str>, findings: &mut Vec<Finding>) -> Part<Integrity> {
    const LIST: List<Integrity> = List {
        read: Integrity::from_api,
        rule: &catalogue::UNKNOWN_ALGORITHM,
        known: "md5, sha1, sha256, sha384, sha512",
        aliases: &[
            ("hmacmd5", "md5"),
            ("sha", "sha1"),
            ("hmacsha1", "sha1"),
            ("sha1", "sha1"),
            ("sha2", "sha256"),
            ("sha256", "sha256"),
            ("sha2256", "sha256"),
            ("hmacsha256", "sha256"),
            ("sha384", "sha384"),
            ("sha386", "sha384"),
            ("sha2384", "sha384"),
            ("hmacsha384", "sha384"),
            ("sha512", "sha512"),
            ("sha2512", "sha512"),
            ("hmacsha512", "sha512"),
        ],
    };
    LIST.choose(part, findings)
}

const GROUP_ALIASES: &[(&str, &str)] = &[
    ("1", "group1"),
    ("dh1", "group1"),
    ("modp768", "group1"),
    ("group1", "group1"),
    ("2", "group2"),
    ("dh2", "group2"),
    ("modp1024", "group2"),
    ("group2", "group2"),
    ("5", "group5"),
    ("dh5", "group5"),
    ("modp1536", "group5"),
    ("group5", "group5"),
    ("14", "group14"),
    ("dh14", "group14"),
    ("modp2048", "group14"),
    ("group14", "group14"),
    ("24", "group24"),
    ("dh24", "group24"),
    ("group24", "group24"),
    ("none", "disabled"),
    ("off", "disabled"),
    ("no", "disabled"),
    ("disable", "disabled"),
];

pub(super) fn group(part: Part<&str>, findings: &mut Vec<Finding>) -> Part<DhGroup> {
    const LIST: List<DhGroup> = List {
        read: DhGroup::from_api,
        rule: &catalogue::UNKNOWN_DH_GROUP,
        known: "group1, group2, group5, group14, group24",
        aliases: GROUP_ALIASES,
    };
    LIST.choose(part, findings)
}

/// The group of PFS; `disabled` is none.
pub(super) fn pfs(part: Part<&str>, findings: &mut Vec<Finding>) -> Part<Option<DhGroup>> {
    const LIST: List<Option<DhGroup>> = List {
        read: |word| {
            if word.eq_ignore_ascii_case("disabled") {
                Some(None)
            } else {
                DhGroup::from_api(word).map(Some)
            }
        },
        rule: &catalogue::UNKNOWN_DH_GROUP,
        known: "disabled, group1, group2, group5, group14, group24",
        aliases: GROUP_ALIASES,
    };
    LIST.choose(part, findings)
}

impl<T> List<T> {
    fn choose(&self, part: Part<&str>, findings: &mut Vec<Finding>) -> Part<T> {
        part.and_then(|text, origin| {
            let value = (self.read)(text);
            if value.is_none() {
                self.report(text, origin, findings);
            }
            value
        })
    }

    #[cold]
    fn report(&self, text: &str, origin: Origin, findings: &mut Vec<Finding>) {
        if is_sm_word(text) {
            sm::report(text, origin, findings);
            return;
        }
        if looks_masked_key(text) {
            findings.push(
                Finding::new(&catalogue::UNREADABLE_FIELD)
                    .with("field", origin.name())
                    .explain("reason", hidden::no_marker(origin))
                    .at(origin),
            );
            return;
        }
        let mut finding = Finding::new(self.rule)
            .with("field", origin.name())
            .with("value", shown(text))
            .with("known", self.known)
            .at(origin);
        finding = match self.alias(text) {
            Some(word) => finding
                .explain("hint", reasons::DID_YOU_MEAN)
                .with("suggestion", word)
                .set(origin.field, word),
            None => finding.explain("hint", reasons::NOTHING),
        };
        findings.push(finding);
    }

    /// The API's word for a spelling that others use.
    fn alias(&self, text: &str) -> Option<&'static str> {
        let plain: String = text
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(16)
            .collect::<String>()
            .to_ascii_lowercase();
        self.aliases
            .iter()
            .find(|(alias, _)| *alias == plain)
            .map(|(_, word)| *word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::{Field, Sourced};
    use crate::findings::Lang;

    fn part(field: Field, text: &str) -> Part<&str> {
        Part::Known(Sourced::new(text, Origin::assumed(field)))
    }

    #[test]
    fn the_words_of_the_api_are_taken_without_a_finding() {
        let mut findings = Vec::new();
        assert_eq!(
            encryption(part(Field::IkeEncAlg, "aes"), &mut findings).value(),
            Some(&Encryption::Aes128)
        );
        assert_eq!(
            pfs(part(Field::IpsecPfs, "disabled"), &mut findings).value(),
            Some(&None)
        );
        assert!(findings.is_empty());
    }

    #[test]
    fn another_spelling_is_named_and_not_taken() {
        for (text, word) in [
            ("SHA-256", "sha256"),
            ("sha2_256", "sha256"),
            ("sha386", "sha384"),
        ] {
            let mut findings = Vec::new();
            assert!(
                integrity(part(Field::IkeAuthAlg, text), &mut findings)
                    .value()
                    .is_none()
            );
            assert!(findings[0].message(Lang::En).contains(word), "{text}");
        }
    }

    #[test]
    fn what_the_api_lacks_has_no_nearest_word() {
        let mut findings = Vec::new();
        encryption(part(Field::IkeEncAlg, "aes256gcm16"), &mut findings);
        assert_eq!(
            findings[0].message(Lang::En),
            "IkeEncAlg names aes256gcm16, which is none of aes, aes192, aes256, 3des, des"
        );
    }
}
