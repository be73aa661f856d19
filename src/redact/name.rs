//! Ids and names to others of the same form.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::salt::Salt;
use crate::connection::Identity;

/// The map of ids and names.
#[derive(Debug, Clone)]
pub(super) struct Names {
    salt: Option<Salt>,
    /// Every text that was replaced, with its replacement.
    seen: BTreeMap<String, String>,
    /// How many of each form there are.
    count: BTreeMap<String, usize>,
}

/// The prefixes of the ids of resources.
const PREFIXES: [&str; 8] = ["vco", "tun", "vpn", "cgw", "vpc", "vtb", "eip", "tr"];

impl Names {
    pub(super) fn new(salt: Option<&Salt>) -> Self {
        Self {
            salt: salt.cloned(),
            seen: BTreeMap::new(),
            count: BTreeMap::new(),
        }
    }

    /// The id of a resource; the prefix that says its kind stays.
    pub(super) fn id(&mut self, id: &str) -> String {
        let kind = kind_of(id).unwrap_or("id");
        self.replacement(id, |mark| format!("{kind}-redacted-{mark}"))
    }

    /// A name that somebody gave.
    pub(super) fn name(&mut self, name: &str) -> String {
        self.replacement(name, |mark| format!("name-{mark}"))
    }

    /// An identity that is no address, of the same type: a device must send it in the same way.
    pub(super) fn identity(&mut self, identity: &Identity) -> Identity {
        match identity {
            Identity::Ipv4(_) => identity.clone(),
            // RFC 2606: nobody has a name below `invalid`.
            Identity::Fqdn(name) => {
                Identity::Fqdn(self.replacement(name, |mark| format!("host-{mark}.invalid")))
            }
            Identity::Label(label) => {
                Identity::Label(self.replacement(label, |mark| format!("label-{mark}")))
            }
        }
    }

    /// A text of unknown form.
    pub(super) fn text(&mut self, text: &str) -> String {
        match Identity::parse(text) {
            _ if kind_of(text).is_some() => self.id(text),
            Ok(identity @ Identity::Fqdn(_)) => self.identity(&identity).to_string(),
            _ => self.replacement(text, |mark| format!("label-{mark}")),
        }
    }

    /// The replacement of a text that was replaced before, or that has the form of an id.
    pub(super) fn known(&mut self, text: &str) -> Option<String> {
        if let Some(replacement) = self.seen.get(text) {
            return Some(replacement.clone());
        }
        kind_of(text).map(|_| self.id(text))
    }

    fn replacement(&mut self, text: &str, shape: impl Fn(&str) -> String) -> String {
        if let Some(replacement) = self.seen.get(text) {
            return replacement.clone();
        }
        let mark = if let Some(salt) = &self.salt {
            let digest = salt.digest("name", text.as_bytes());
            digest[..5].iter().fold(String::new(), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            })
        } else {
            let count = self.count.entry(shape("")).or_insert(0);
            *count += 1;
            count.to_string()
        };
        let replacement = shape(&mark);
        self.seen.insert(text.to_owned(), replacement.clone());
        replacement
    }
}

/// The prefix of a resource's id: `vco` of `vco-uf6x0000000000000000`.
fn kind_of(id: &str) -> Option<&'static str> {
    let (prefix, rest) = id.split_once('-')?;
    let is_id = rest.len() >= 8 && rest.bytes().all(|b| b.is_ascii_alphanumeric());
    PREFIXES.into_iter().find(|known| is_id && *known == prefix)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_one_replacement_of_its_form() {
        let mut names = Names::new(None);
        assert_eq!(names.id("tun-abc00000"), "tun-redacted-1");
        assert_eq!(names.id("tun-def00000"), "tun-redacted-2");
        assert_eq!(names.id("tun-abc00000"), "tun-redacted-1");
        assert_eq!(names.name("Shanghai office"), "name-1");
        let fqdn = Identity::Fqdn("vpn.example.com".to_owned());
        let replaced = names.identity(&fqdn);
        assert_eq!(replaced, Identity::Fqdn("host-1.invalid".to_owned()));
        assert_eq!(Identity::parse("host-1.invalid"), Ok(replaced));
        assert_eq!(
            names.known("vpn.example.com").as_deref(),
            Some("host-1.invalid")
        );
        assert_eq!(
            names.known("vco-uf6000000001").as_deref(),
            Some("vco-redacted-1")
        );
        assert_eq!(names.known("aes256"), None);
    }

    #[test]
    fn with_a_salt_two_runs_agree() {
        let salt = Salt::new(b"a salt for the tests").unwrap();
        let (mut one, mut two) = (Names::new(Some(&salt)), Names::new(Some(&salt)));
        two.name("another");
        assert_eq!(one.name("office"), two.name("office"));
        assert!(!one.name("office").contains("office"));
    }
}
