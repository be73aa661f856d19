//! Public AS numbers to numbers for documentation (RFC 5398): they name their owner.

use std::collections::BTreeMap;

use super::salt::Salt;
use crate::connection::CLOUD_DEFAULT_ASN;

/// The map of AS numbers.
#[derive(Debug, Clone)]
pub(super) struct Asns {
    salt: Option<Salt>,
    seen: BTreeMap<u32, u32>,
}

/// How many numbers each of the two blocks for documentation has.
const BLOCK: u32 = 16;

impl Asns {
    pub(super) fn new(salt: Option<&Salt>) -> Self {
        Self {
            salt: salt.cloned(),
            seen: BTreeMap::new(),
        }
    }

    /// Private numbers (RFC 6996) and the cloud's own stay; others become numbers of the same width.
    pub(super) fn asn(&mut self, asn: u32) -> u32 {
        if is_private(asn) || asn == CLOUD_DEFAULT_ASN {
            return asn;
        }
        if let Some(replacement) = self.seen.get(&asn) {
            return *replacement;
        }
        let first = if asn > 0xffff { 65_536 } else { 64_496 };
        let start = self.salt.as_ref().map_or(0, |salt| {
            u32::from(salt.digest("asn", &asn.to_be_bytes())[0])
        });
        // A connection has three AS numbers at most, so that one of sixteen is free.
        let replacement = (0..BLOCK)
            .map(|step| first + (start + step) % BLOCK)
            .find(|candidate| !self.seen.values().any(|taken| taken == candidate))
            .unwrap_or(first);
        self.seen.insert(asn, replacement);
        replacement
    }
}

const fn is_private(asn: u32) -> bool {
    matches!(asn, 64_512..=65_534 | 4_200_000_000..=4_294_967_294)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_are_hidden_and_widths_stay() {
        let mut asns = Asns::new(None);
        assert_eq!(asns.asn(65010), 65010);
        assert_eq!(asns.asn(CLOUD_DEFAULT_ASN), CLOUD_DEFAULT_ASN);
        assert_eq!(asns.asn(3320), 64496);
        assert_eq!(asns.asn(4134), 64497);
        assert_eq!(asns.asn(3320), 64496);
        assert_eq!(asns.asn(200_000), 65536);
    }
}
