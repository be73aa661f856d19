//! A value of a document as a finding shows it: what it is not known to be may be anything, also a name or a key
//! in the wrong place.

use super::Redactor;
use super::finding::{has_address, is_like_ipv6};
use crate::connection::Field;
use crate::document::is_known;

/// Stands in the place of a word that nobody knows.
const HIDDEN: &str = "<REDACTED:value>";

/// The API's words and those that findings put between values. Case does not count.
const WORDS: &[&str] = &[
    "ikev1",
    "ikev2",
    "main",
    "aggressive",
    "aes",
    "aes128",
    "aes192",
    "aes256",
    "3des",
    "des",
    "md5",
    "sha",
    "sha1",
    "sha256",
    "sha384",
    "sha512",
    "sm3",
    "sm4",
    "group1",
    "group2",
    "group5",
    "group14",
    "group15",
    "group16",
    "group19",
    "group20",
    "group21",
    "group24",
    "disabled",
    "disable",
    "enable",
    "enabled",
    "true",
    "false",
    "yes",
    "no",
    "on",
    "off",
    "master",
    "slave",
    "active",
    "normal",
    "public",
    "private",
    "traditional",
    "success",
    "provisioning",
    "attached",
    "init",
    "updating",
    "deleting",
    "financiallocked",
    "ike_sa_not_established",
    "ike_sa_established",
    "ipsec_sa_not_established",
    "ipsec_sa_established",
    "device",
    "cloud",
    "none",
    "null",
    "and",
    "or",
    "to",
    "in",
    "of",
    "a",
    "the",
    "AS",
    "s",
    "bytes",
    "seconds",
    "-",
];

/// How ids of resources begin.
const RESOURCES: &[&str] = &["vco-", "tun-", "vpn-", "vgw-", "cgw-"];

/// The longest number that is taken for a count or a time.
const LONGEST_NUMBER: usize = 6;

impl Redactor {
    /// A value: its addresses, ids and names are replaced, and so is each word that is not known.
    pub fn value(&mut self, value: &str) -> String {
        if self.is_idle() && !self.keys {
            return value.to_owned();
        }
        let mut shown = String::with_capacity(value.len());
        let mut rest = value;
        while let Some(start) = rest.find(|c| !is_between(c)) {
            shown.push_str(&rest[..start]);
            rest = &rest[start..];
            let end = rest.find(is_between).unwrap_or(rest.len());
            let (token, after) = rest.split_at(end);
            shown.push_str(&self.token(token));
            rest = after;
        }
        shown.push_str(rest);
        shown
    }

    fn token(&mut self, token: &str) -> String {
        if let Some(replacement) = self.word(token, 3) {
            return replacement;
        }
        let is_address = token.parse::<std::net::Ipv4Addr>().is_ok()
            || token.parse::<ipnet::Ipv4Net>().is_ok()
            || (self.addresses.is_none() && (has_address(token, 3) || is_like_ipv6(token)));
        if is_address || is_harmless(token) {
            return token.to_owned();
        }
        match &mut self.ids {
            Some(ids) => ids.names.text(token),
            None => HIDDEN.to_owned(),
        }
    }
}

fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '\'' | '"' | '`' | '…')
}

/// An id that the service gave; it hides only where ids do.
fn is_resource(word: &str) -> bool {
    let is_rest = |rest: &str| {
        rest.len() <= 32
            && rest
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    RESOURCES
        .iter()
        .any(|start| word.strip_prefix(start).is_some_and(is_rest))
}

fn is_harmless(token: &str) -> bool {
    let word = token.trim_end_matches(['.', ':']);
    let is_number = word.len() <= LONGEST_NUMBER && word.bytes().all(|b| b.is_ascii_digit());
    is_number
        || is_resource(word)
        || is_known(word)
        || WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
        || Field::from_api_name(word).is_some()
}
