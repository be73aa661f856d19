//! Public addresses and networks to others, prefix by prefix, the way Crypto-PAn does it: the tree of
//! all addresses is walked from the first bit, and at each node the two branches stay or change places.
//! What shares n bits before shares n bits after.

use std::collections::HashMap;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use sha2::{Digest, Sha256};

use super::salt::Salt;
use super::top;

const fn net(a: u8, b: u8, length: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, 0, 0), length)
}

/// Ranges that stay as they are, and that nothing else is mapped into: they say nothing of their
/// owner, and devices and the cloud treat them in ways of their own. Networks for documentation
/// (RFC 5737) are not among them: an example is redacted like a real response.
const KEPT: [Ipv4Net; 8] = [
    net(0, 0, 8),
    net(10, 0, 8),
    net(100, 64, 10),
    net(127, 0, 8),
    net(169, 254, 16),
    net(172, 16, 12),
    net(192, 168, 16),
    net(224, 0, 3),
];

/// Which branches change places.
#[derive(Debug, Clone)]
enum Flips {
    /// As the salt says.
    Salted(Salt),
    /// As the order of occurrence says: by the prefix, with its length.
    InOrder(HashMap<(u32, u8), bool>),
}

/// The map of addresses.
#[derive(Debug, Clone)]
pub(super) struct Addresses(Flips);

impl Addresses {
    pub(super) fn new(salt: Option<&Salt>) -> Self {
        Self(salt.map_or_else(
            || Flips::InOrder(HashMap::new()),
            |salt| Flips::Salted(salt.clone()),
        ))
    }

    pub(super) fn address(&mut self, address: Ipv4Addr) -> Ipv4Addr {
        Ipv4Addr::from_bits(self.bits(address.to_bits(), 32))
    }

    /// The network; bits beyond the prefix are gone.
    pub(super) fn network(&mut self, network: Ipv4Net) -> Ipv4Net {
        let length = network.prefix_len();
        let bits = self.bits(network.network().to_bits(), length);
        Ipv4Net::new(Ipv4Addr::from_bits(bits), length).unwrap_or(network)
    }

    fn bits(&mut self, bits: u32, length: u8) -> u32 {
        let mut mapped = 0;
        for depth in 0..length {
            let place = 31 - u32::from(depth);
            let bit = bits >> place & 1;
            let prefix = top(bits, depth);
            let flip = !leads_to_kept(prefix, depth) && self.0.at(prefix, depth, mapped, bit);
            mapped |= (bit ^ u32::from(flip)) << place;
        }
        mapped
    }
}

impl Flips {
    /// Whether the branches at the end of a prefix change places.
    fn at(&mut self, prefix: u32, depth: u8, mapped: u32, bit: u32) -> bool {
        match self {
            Self::Salted(salt) => {
                let mut node = [0; 5];
                node[..4].copy_from_slice(&prefix.to_be_bytes());
                node[4] = depth;
                salt.digest("address", &node)[0] & 1 == 1
            }
            // The first that comes by takes the branch that is fixed for this place of the result.
            Self::InOrder(seen) => *seen
                .entry((prefix, depth))
                .or_insert_with(|| bit != first_branch(mapped, depth)),
        }
    }
}

/// A fixed bit for each prefix of a result, so that results look like addresses.
fn first_branch(mapped: u32, depth: u8) -> u32 {
    let digest = Sha256::new()
        .chain_update(b"peerconf redaction 1 address")
        .chain_update(mapped.to_be_bytes())
        .chain_update([depth])
        .finalize();
    u32::from(digest[0] & 1)
}

/// True for a prefix of a kept range and for everything within one: nothing changes places there.
fn leads_to_kept(prefix: u32, depth: u8) -> bool {
    KEPT.iter().any(|kept| {
        let shared = depth.min(kept.prefix_len());
        top(kept.network().to_bits(), shared) == top(prefix, shared)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn maps() -> [Addresses; 2] {
        let salt = Salt::new(b"a salt for the tests").unwrap();
        [Addresses::new(None), Addresses::new(Some(&salt))]
    }

    fn is_kept(address: Ipv4Addr) -> bool {
        KEPT.iter().any(|kept| kept.contains(&address))
    }

    #[test]
    fn private_and_special_ranges_stay() {
        for mut map in maps() {
            for text in [
                "10.1.2.3/32",
                "192.168.10.0/24",
                "169.254.10.0/30",
                "0.0.0.0/0",
                "100.64.0.0/10",
            ] {
                let network: Ipv4Net = text.parse().unwrap();
                assert_eq!(map.network(network), network);
            }
        }
    }

    #[test]
    fn without_a_salt_the_result_does_not_depend_on_the_value() {
        let pair = |first: [u8; 4], second: [u8; 4]| {
            let mut map = Addresses::new(None);
            (map.address(first.into()), map.address(second.into()))
        };
        // 32.0.0.0/3 is as near to 0.0.0.0/8 as 60.0.0.0 is; both pairs share twelve bits.
        assert_eq!(
            pair([47, 96, 1, 1], [47, 104, 9, 9]),
            pair([60, 0, 7, 7], [60, 8, 200, 3])
        );
    }

    #[test]
    fn with_a_salt_the_order_does_not_matter() {
        let [_, mut one] = maps();
        let [_, mut two] = maps();
        let (a, b) = (
            Ipv4Addr::new(203, 0, 113, 10),
            Ipv4Addr::new(198, 51, 100, 20),
        );
        let (first, second) = (one.address(a), one.address(b));
        assert_eq!((two.address(b), two.address(a)), (second, first));
    }

    /// The table of `docs/sharing.md`.
    #[test]
    fn how_many_bits_are_kept_is_documented() {
        let page = include_str!("../../docs/sharing.md");
        // What decides it lies in the first sixteen bits.
        let mut kept = [0_u32; 17];
        for block in 0..=0xffff_u32 {
            let bits = block << 16;
            if is_kept(Ipv4Addr::from_bits(bits)) {
                continue;
            }
            let depth = (0..17_u8).find(|depth| !leads_to_kept(top(bits, *depth), *depth));
            kept[usize::from(depth.unwrap())] += 1;
        }
        let all: u32 = kept.iter().sum();
        for (most, tenths) in [(4, 652), (7, 951), (10, 996), (16, 1000)] {
            let so_far: u32 = kept[..=most].iter().sum();
            assert_eq!(so_far * 1000 / all, tenths, "{most}");
        }
        for row in [
            "| 65 % | 4 bits |",
            "| 95 % | 7 bits |",
            "| 99.7 % | 10 bits |",
            "| all | 16 bits |",
        ] {
            assert!(page.contains(row), "{row}");
        }
    }

    proptest! {
        #[test]
        fn shared_prefixes_stay_shared(a: u32, b: u32, near in 0_u32..33) {
            // Random pairs share few bits; make some that share many.
            let b = if near == 32 { a } else { a ^ (b >> near) };
            for mut map in maps() {
                let (x, y) = (map.address(a.into()).to_bits(), map.address(b.into()).to_bits());
                prop_assert_eq!((a ^ b).leading_zeros(), (x ^ y).leading_zeros());
            }
        }

        #[test]
        fn kept_ranges_are_never_mapped_into(a: u32) {
            for mut map in maps() {
                let address = Ipv4Addr::from_bits(a);
                let mapped = map.address(address);
                prop_assert_eq!(is_kept(address), is_kept(mapped));
                if is_kept(address) {
                    prop_assert_eq!(address, mapped);
                }
            }
        }

        #[test]
        fn a_host_stays_in_its_block(a: u32, length in 0_u8..33) {
            for mut map in maps() {
                let address = Ipv4Addr::from_bits(a);
                let block = Ipv4Net::new(address, length).unwrap().trunc();
                let mapped = map.network(block);
                prop_assert_eq!(mapped.trunc(), mapped);
                prop_assert!(mapped.contains(&map.address(address)));
            }
        }
    }
}
