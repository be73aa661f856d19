//! The values that findings carry, and those that the user gave: a piece of text with addresses and
//! ids in it. Each is looked at before it is laid into a sentence.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::Redactor;
use crate::connection::{Field, parse_asn};
use crate::findings::Finding;
use crate::targets::{InputSpec, InputValues};

/// Stands in the place of something like an address that is none.
const NO_ADDRESS: &str = "<REDACTED:address>";

impl Redactor {
    /// Replaces the values of a finding.
    pub fn finding(&mut self, finding: &mut Finding) {
        if self.is_idle() && !self.keys {
            return;
        }
        let about = |fields: &[Field]| {
            finding
                .places
                .iter()
                .any(|place| fields.contains(&place.field))
        };
        let about_names = about(NAMED);
        let about_asns = about(NUMBERED);
        let mut replaced = |name: &str, value: &str| {
            let is_value = matches!(name, "value" | "other");
            match &mut self.ids {
                Some(ids) if is_value && about_asns && parse_asn(value).is_some() => {
                    let asn = parse_asn(value).map(|asn| ids.asns.asn(asn));
                    asn.unwrap_or_default().to_string()
                }
                Some(ids) if is_value && about_names && !has_address(value, 3) => {
                    ids.names.text(value)
                }
                _ if is_value => self.value(value),
                // A sentence, which may name a release such as 5.9.14.
                _ => self.replaced(value, 4),
            }
        };
        for (name, value) in &mut finding.args {
            if !OF_TARGETS.contains(name) {
                *value = replaced(name, value).into();
            }
        }
        for setting in &mut finding.settings {
            setting.value = replaced("value", &setting.value);
        }
    }

    /// What the user gave, for a target's inputs.
    pub fn inputs(&mut self, given: &InputValues, specs: &[InputSpec]) -> InputValues {
        let mut redacted = InputValues::default();
        for spec in specs {
            if let Some(value) = given.get(&spec.name) {
                redacted.insert(&spec.name, &self.text(value));
            }
        }
        redacted
    }

    /// A piece of text: its addresses, and the ids and names that were met before.
    pub fn text(&mut self, text: &str) -> String {
        self.replaced(text, 3)
    }

    /// The same; that many numbers with dots between them count as an address, right or wrong.
    fn replaced(&mut self, text: &str, numbers: usize) -> String {
        let mut redacted = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(is_part_of_a_word) {
            redacted.push_str(&rest[..start]);
            rest = &rest[start..];
            let end = rest.find(|c| !is_part_of_a_word(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            // The dot or colon that ends a clause is none of the value's.
            let value = match word {
                // A network that ends in colons, as `2001:db8::`.
                word if is_like_ipv6(word) => word,
                word => word.trim_end_matches(['.', ':', '-', '/']),
            };
            match self.word(value, numbers) {
                Some(replacement) => redacted.push_str(&replacement),
                None => redacted.push_str(value),
            }
            redacted.push_str(&word[value.len()..]);
            rest = after;
        }
        redacted.push_str(rest);
        redacted
    }

    pub(super) fn word(&mut self, word: &str, numbers: usize) -> Option<String> {
        if let Some(addresses) = &mut self.addresses {
            if let Ok(address) = word.parse::<Ipv4Addr>() {
                return Some(addresses.address(address).to_string());
            }
            if let Ok(network) = word.parse::<Ipv4Net>() {
                return Some(addresses.network(network).to_string());
            }
            if has_address(word, numbers) || is_like_ipv6(word) {
                return Some(NO_ADDRESS.to_owned());
            }
        }
        let ids = self.ids.as_mut()?;
        if let Some(asn) = written_asn(word) {
            return Some(format!("AS{}", ids.asns.asn(asn)));
        }
        ids.names.known(word)
    }
}

/// What a target says of itself: nothing in it is the user's.
const OF_TARGETS: &[&str] = &["about", "about_zh", "help_en", "help_zh"];

/// Fields that hold ids and names.
const NAMED: &[Field] = &[
    Field::LocalId,
    Field::RemoteId,
    Field::Name,
    Field::VpnConnectionId,
    Field::TunnelId,
    Field::CustomerGatewayId,
    Field::VpnGatewayId,
];

/// Fields that hold AS numbers.
const NUMBERED: &[Field] = &[Field::LocalAsn, Field::PeerAsn, Field::CustomerGatewayAsn];

fn is_part_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+' | '/' | ':')
}

/// An AS number with the letters before it.
fn written_asn(word: &str) -> Option<u32> {
    let (letters, number) = word.split_at_checked(2)?;
    let number = letters.eq_ignore_ascii_case("as").then_some(number)?;
    number.strip_prefix('-').unwrap_or(number).parse().ok()
}

/// True for an IPv6 address or network, and for what was meant for one.
pub(super) fn is_like_ipv6(text: &str) -> bool {
    let text = text.split(['/', '%']).next().unwrap_or_default();
    let is_group = |group: &str| group.len() <= 4 && group.bytes().all(|b| b.is_ascii_hexdigit());
    let groups = text.split(':').count();
    let has_digits = text.bytes().any(|b| b.is_ascii_hexdigit());
    // The last may be an IPv4 address.
    let all = text
        .split(':')
        .all(|group| is_group(group) || group.contains('.'));
    groups > 2 && has_digits && all
}

/// True when that many numbers with dots between them stand in the text: an address, or what was
/// meant for one.
pub(super) fn has_address(text: &str, numbers: usize) -> bool {
    let is_number = |part: &&str| part.bytes().all(|b| b.is_ascii_digit());
    let mut run = 0;
    // Inner parts must be all digits; the outer two only on the side of the dot.
    let parts: Vec<&str> = text.split('.').collect();
    for (index, part) in parts.iter().enumerate() {
        let digits = if index == 0 {
            part.bytes().last().is_some_and(|b| b.is_ascii_digit())
        } else if index + 1 == parts.len() {
            part.bytes().next().is_some_and(|b| b.is_ascii_digit())
        } else {
            !part.is_empty() && is_number(part)
        };
        run = if digits { run + 1 } else { 0 };
        if run >= numbers {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::Salt;
    use super::*;
    use crate::connection::Origin;
    use crate::findings::{Lang, catalogue};
    use crate::plan::Replaced;

    fn redactor() -> Redactor {
        let what = Replaced {
            addresses: true,
            ids: true,
        };
        Redactor::new(what, None)
    }

    #[test]
    fn what_a_target_says_of_itself_stays_as_it_is() {
        let mut redactor = redactor().without_keys(true);
        let said = "aes-family (StoneOS CLI 5.5.6.8, encryption of P1 and P2 proposals)";
        let mut finding = Finding::new(&catalogue::UNVERIFIED_TARGET)
            .with("about", said)
            .with("value", said);
        redactor.finding(&mut finding);
        assert_eq!(finding.args[0].1, said);
        assert_ne!(finding.args[1].1, said);
    }

    #[test]
    fn addresses_in_a_text_agree_with_those_of_the_connection() {
        let mut redactor = redactor();
        let address = redactor.text("203.0.113.10");
        assert_ne!(address, "203.0.113.10");
        let text = redactor.text("between 203.0.113.10 and 10.0.0.1, in 203.0.113.0/24.");
        assert!(
            text.starts_with(&format!("between {address} and 10.0.0.1, in ")),
            "{text}"
        );
        assert!(
            text.ends_with("/24.") && !text.contains("203.0.113"),
            "{text}"
        );
    }

    #[test]
    fn what_is_nearly_an_address_does_not_stay() {
        let mut redactor = redactor();
        for text in [
            "203.0.113.0/33",
            "0203.0.113.1",
            "203.0.113.10-203.0.113.20",
            "203.0.113.10:500",
            "x203.0.113.10y",
            "203.0.113.",
            "fe80:203.0.113.9",
            "2001:db8:0.113::/32",
            "::ffff:203.0.113.9",
        ] {
            let redacted = redactor.text(text);
            assert!(!redacted.contains("0.113"), "{text}: {redacted}");
        }
        assert_eq!(
            redactor.text("peerconf 0.1, aes256 3.5"),
            "peerconf 0.1, aes256 3.5"
        );
        let sentence = "it came with 5.9.14, not before 10.8.0.1 and 203.0.113.9.9";
        assert_eq!(
            redactor.replaced(sentence, 4),
            "it came with 5.9.14, not before 10.8.0.1 and <REDACTED:address>"
        );
    }

    #[test]
    fn what_names_its_owner_in_another_way_does_not_stay() {
        let mut redactor = redactor();
        for text in [
            "2001:db8::/32",
            "fe80::1%eth0",
            "2001:db8::",
            "AS3320",
            "as-3320",
            "branch-shanghai,10.0.0.0/8",
            "10.0.0.0/8; Zx9Qv7tR/m2",
            "Zx9#Qv7=tR",
        ] {
            let value = redactor.value(text);
            for part in [
                "2001", "fe80", "db8", "3320", "shanghai", "Zx9", "Qv7", "m2",
            ] {
                assert!(!value.contains(part), "{text}: {value}");
            }
            assert_eq!(
                value.contains("10.0.0.0/8"),
                text.contains("10.0.0.0/8"),
                "{value}"
            );
        }
        for text in [
            "ikev2",
            "aes256",
            "group14, group2",
            "86400",
            "true",
            "LocalSubnet",
            "10.0.0.0/8 and 10.1.0.0/16",
        ] {
            assert_eq!(redactor.value(text), text);
        }
    }

    #[test]
    fn without_keys_no_unknown_word_stays() {
        let mut redactor = Redactor::new(Replaced::default(), None).without_keys(true);
        let finding = |redactor: &mut Redactor, value: &str| {
            let mut finding = Finding::new(&catalogue::UNKNOWN_ALGORITHM)
                .with("field", "IkeEncAlg")
                .with("value", value.to_owned())
                .at(Origin::option(Field::IkeEncAlg));
            redactor.finding(&mut finding);
            finding.message(Lang::En)
        };
        assert!(!finding(&mut redactor, "Zx9Qv7tRm2").contains("Zx9"));
        assert!(finding(&mut redactor, "aes256").contains("aes256"));
        assert_eq!(redactor.value("203.0.113.9"), "203.0.113.9");
    }

    #[test]
    fn names_and_numbers_are_known_by_their_field() {
        let mut redactor = redactor();
        let mut finding = Finding::new(&catalogue::FQDN_MAIN_MODE)
            .with("field", "LocalId")
            .with("value", "vpn.example.com")
            .at(Origin::option(Field::LocalId));
        redactor.finding(&mut finding);
        let message = finding.message(Lang::En);
        assert!(message.contains("LocalId is host-1.invalid"), "{message}");
        let mut finding = Finding::new(&catalogue::BGP_INVALID)
            .with("field", "PeerAsn")
            .with("value", "3320")
            .at(Origin::option(Field::PeerAsn));
        redactor.finding(&mut finding);
        assert!(finding.message(Lang::En).contains("PeerAsn is 64496"));
    }

    #[test]
    fn an_idle_redactor_changes_nothing() {
        let salt = Salt::new(b"a salt for the tests").unwrap();
        let mut redactor = Redactor::new(Replaced::default(), Some(&salt));
        let text = "203.0.113.10 vco-uf6000000001";
        assert_eq!(redactor.text(text), text);
    }

    #[test]
    fn ids_of_resources_are_told_where_ids_are_not_replaced() {
        let nothing = Replaced {
            addresses: false,
            ids: false,
        };
        let shown = |what: Replaced, value: &str| {
            let mut redactor = Redactor::new(what, None).without_keys(true);
            let mut finding = Finding::new(&catalogue::DOCUMENTS_CONTRADICT)
                .with("value", value.to_owned())
                .at(Origin::option(Field::TunnelId));
            redactor.finding(&mut finding);
            finding.args[0].1.clone()
        };
        assert_eq!(shown(nothing, "tun-5ne2rtz0iik"), "tun-5ne2rtz0iik");
        assert_eq!(shown(nothing, "Kx4mT9vQz7Lw2NpR8sHy"), "<REDACTED:value>");
        assert_eq!(shown(nothing, "tun-Kx4mT9vQz7Lw"), "<REDACTED:value>");
        let ids = Replaced {
            addresses: false,
            ids: true,
        };
        assert_ne!(shown(ids, "tun-5ne2rtz0iik"), "tun-5ne2rtz0iik");
    }
}
