//! A condition in words, for those who are asked for an input: "two tunnels, and no BGP".

use super::condition::{Condition, IdentityKind, Topology};

impl Condition {
    /// When it holds, in words; empty where it always does.
    pub fn in_words(&self) -> String {
        let mut words = Vec::new();
        let mut rest = self.clone();
        if let Some(topologies) = rest.topology.take() {
            let named = topologies.iter().map(|topology| match topology {
                Topology::Policy => "policy-based",
                Topology::Route => "route-based",
            });
            words.push(or(named));
        }
        if let Some(versions) = rest.ike_version.take() {
            words.push(or(versions.iter().map(|version| version.api_word())));
        }
        if let Some(kinds) = rest.device_identity.take() {
            let named = kinds.iter().map(|kind| match kind {
                IdentityKind::Ipv4 => "the device's identity is an address",
                IdentityKind::Fqdn => "the device's identity is a domain name",
                IdentityKind::Label => "the device's identity is a plain name",
            });
            words.push(or(named));
        }
        for (fact, yes, no) in [
            (rest.dual.take(), "two tunnels", "one tunnel"),
            (rest.bgp.take(), "BGP", "no BGP"),
            (rest.behind_nat.take(), "behind NAT", "not behind NAT"),
            (
                rest.foreign_identity.take(),
                "the device's identity is another address than its own",
                "the device's identity is its own address",
            ),
            (
                rest.gateway_in_routes.take(),
                "a network that goes into the tunnel holds the cloud's gateway",
                "no network that goes into the tunnel holds the cloud's gateway",
            ),
            (
                rest.device_addresses_differ.take(),
                "the tunnels end at two addresses of the device",
                "the tunnels end at one address of the device",
            ),
            (
                rest.device_within_cloud.take(),
                "a network of the device lies inside one of the cloud's",
                "no network of the device lies inside one of the cloud's",
            ),
        ] {
            if let Some(fact) = fact {
                words.push(if fact { yes } else { no }.to_owned());
            }
        }
        for (name, values) in rest.input.take().unwrap_or_default() {
            let values = values.iter().map(|value| {
                if value.is_empty() {
                    format!("{name} is not given")
                } else {
                    format!("{name}={value}")
                }
            });
            words.push(or(values));
        }
        if let Some(not) = rest.not.take() {
            words.push(format!("not ({})", not.in_words()));
        }
        if let Some(any) = rest.any.take() {
            words.push(or(any.iter().map(Self::in_words)));
        }
        if let Some(all) = rest.all.take() {
            words.extend(all.iter().map(Self::in_words));
            // One that always holds says nothing.
            words.retain(|words| !words.is_empty());
        }
        if rest != Self::default() {
            words.push("certain proposals".to_owned());
        }
        words.join(", and ")
    }
}

fn or<T: AsRef<str>>(words: impl Iterator<Item = T>) -> String {
    let words: Vec<String> = words.map(|word| word.as_ref().to_owned()).collect();
    words.join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_told_in_words() {
        for (text, words) in [
            ("", ""),
            ("bgp = true", "BGP"),
            (
                "topology = [\"route\"]\ndual = true\nbgp = false",
                "route-based, and two tunnels, and no BGP",
            ),
            (
                "not = { input = { next_hop = [\"\"] } }",
                "not (next_hop is not given)",
            ),
            (
                "any = [{ bgp = true }, { dual = false }]",
                "BGP or one tunnel",
            ),
            ("all = [{ dual = true }, {}, {}]", "two tunnels"),
            ("esp_integrity = [\"sha256\"]", "certain proposals"),
        ] {
            let condition: Condition = toml::from_str(text).unwrap();
            assert_eq!(condition.in_words(), words, "{text}");
        }
    }
}
