//! A BGP session inside a tunnel: AS numbers, the /30 of the tunnel, which side is which.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::secret::Secret;

use super::{Maskable, Sourced};

/// The AS number that Alibaba Cloud uses unless told otherwise; a customer gateway may not have it.
pub const CLOUD_DEFAULT_ASN: u32 = 45104;

/// How the sides of a session were told apart. The API does not document the direction of
/// `BgpConfigs`, so it is never guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BgpEvidence {
    /// `DescribeVpnConnection` names the cloud's own values.
    Describe,
    /// The AS number of the customer gateway stands on one side.
    CustomerGatewayAsn,
    /// 45104 stands on one side.
    CloudDefaultAsn,
    /// The user said so.
    Option,
}

/// One session: eBGP between the two inner addresses of a tunnel.
#[derive(Debug, Clone)]
pub struct BgpSession {
    /// The device's AS number, 1 to 4294967295.
    pub device_asn: Sourced<u32>,
    /// The device's inner address.
    pub device_address: Sourced<Maskable<Ipv4Addr>>,
    /// The cloud's AS number.
    pub cloud_asn: Sourced<u32>,
    /// The cloud's inner address.
    pub cloud_address: Sourced<Maskable<Ipv4Addr>>,
    /// The tunnel's /30 within 169.254.0.0/16.
    pub network: Sourced<Ipv4Net>,
    /// TCP MD5 key (RFC 2385), only in `DescribeCustomerGateway`.
    pub auth_key: Option<Secret>,
    /// What decided the direction.
    pub evidence: BgpEvidence,
}

/// Reads an AS number: decimal, or `high.low` (RFC 5396 asdot).
pub fn parse_asn(text: &str) -> Option<u32> {
    let text = text.trim();
    let number = |part: &str| {
        (!part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let asn = match text.split_once('.') {
        None => number(text)?,
        Some((high, low)) => {
            let (high, low) = (number(high)?, number(low)?);
            if high > 0xffff || low > 0xffff {
                return None;
            }
            high << 16 | low
        }
    };
    (asn != 0).then_some(asn)
}

/// What is wrong with a tunnel's inner network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NetworkFault {
    /// It is no /30.
    Length,
    /// It lies outside 169.254.0.0/16.
    Block,
    /// It is one of those that the cloud keeps for itself.
    Reserved,
}

/// What is wrong with a tunnel's inner network, if anything (`TunnelCidr` of `CreateVpnConnection`).
pub(crate) fn network_fault(network: Ipv4Net) -> Option<NetworkFault> {
    let octets = network.network().octets();
    if network.prefix_len() != 30 {
        Some(NetworkFault::Length)
    } else if octets[..2] != [169, 254] {
        Some(NetworkFault::Block)
    } else if octets[2] <= 6 && octets[3] == 0 || octets[2] == 169 && octets[3] == 252 {
        Some(NetworkFault::Reserved)
    } else {
        None
    }
}

/// True for one of the two usable addresses of the /30.
pub(crate) fn is_host(network: Ipv4Net, address: Ipv4Addr) -> bool {
    network.contains(&address) && address != network.network() && address != network.broadcast()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_numbers_in_every_notation() {
        assert_eq!(parse_asn("45104"), Some(45104));
        assert_eq!(parse_asn("123.456"), Some(8_061_384));
        assert_eq!(parse_asn("4294967295"), Some(u32::MAX));
        for text in [
            "0",
            "4294967296",
            "65536.1",
            "1.65536",
            "",
            "AS65010",
            "1.2.3",
            "+1",
            "-1",
        ] {
            assert_eq!(parse_asn(text), None, "{text}");
        }
    }

    #[test]
    fn the_rules_of_the_thirty() {
        let fault = |text: &str| network_fault(text.parse().unwrap());
        assert_eq!(fault("169.254.10.0/30"), None);
        assert_eq!(fault("169.254.6.4/30"), None);
        assert_eq!(fault("169.254.3.0/30"), Some(NetworkFault::Reserved));
        assert_eq!(fault("169.254.169.252/30"), Some(NetworkFault::Reserved));
        assert_eq!(fault("169.254.10.0/29"), Some(NetworkFault::Length));
        assert_eq!(fault("10.0.0.0/30"), Some(NetworkFault::Block));
        assert!(is_host(
            "169.254.10.0/30".parse().unwrap(),
            Ipv4Addr::new(169, 254, 10, 2)
        ));
        assert!(!is_host(
            "169.254.10.0/30".parse().unwrap(),
            Ipv4Addr::new(169, 254, 10, 3)
        ));
    }
}
