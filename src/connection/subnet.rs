//! The traffic selectors' address ranges of one side: a comma-separated list of IPv4 CIDR blocks.

use std::fmt;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::{Maskable, looks_masked};
use crate::findings::Reason;

/// The block that Alibaba Cloud keeps for its own services; customers may not use or announce it.
pub const RESERVED: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(100, 64, 0, 0), 10);

/// `0.0.0.0/0`.
pub const ANY: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 0);

/// One block, or a masked one.
pub type Subnet = Maskable<Ipv4Net>;

/// Why a text cannot be a subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SubnetError {
    /// `10.0.0.0` without `/8`.
    NoPrefix(Ipv4Addr),
    /// `10.0.0.5/16`.
    HostBits(Ipv4Net),
    /// `2001:db8::/32`.
    Ipv6,
    /// Anything else.
    Malformed,
}

impl SubnetError {
    /// What is said of it.
    pub(crate) fn reason(&self) -> Reason {
        match self {
            Self::NoPrefix(_) => Reason::plain(
                "it has no prefix length; a block is written like 10.0.0.0/8",
                "缺少前缀长度，网段的写法如 10.0.0.0/8",
            ),
            Self::Ipv6 => Reason::plain(
                "it is IPv6, which IPsec-VPN connections do not carry",
                "这是 IPv6 网段，IPsec 连接不支持 IPv6",
            ),
            Self::HostBits(_) | Self::Malformed => Reason::plain(
                "it is not an IPv4 block such as 10.0.0.0/8",
                "不是形如 10.0.0.0/8 的 IPv4 网段",
            ),
        }
    }
}

impl fmt::Display for SubnetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason().fmt(f)
    }
}

impl std::error::Error for SubnetError {}

/// Reads one block. The address must be four plain decimal numbers, without leading zeros.
pub fn parse(text: &str) -> Result<Subnet, SubnetError> {
    let text = text.trim();
    match parse_known(text) {
        Ok(net) => Ok(Maskable::Known(net)),
        Err(_) if looks_masked(text) => Ok(Maskable::Masked),
        Err(error) => Err(error),
    }
}

fn parse_known(text: &str) -> Result<Ipv4Net, SubnetError> {
    let Some((address, length)) = text.split_once('/') else {
        return Err(match text.parse::<std::net::IpAddr>() {
            Ok(std::net::IpAddr::V4(address)) => SubnetError::NoPrefix(address),
            Ok(std::net::IpAddr::V6(_)) => SubnetError::Ipv6,
            Err(_) => SubnetError::Malformed,
        });
    };
    if address.contains(':') {
        return Err(SubnetError::Ipv6);
    }
    let address: Ipv4Addr = address.parse().map_err(|_| SubnetError::Malformed)?;
    let digits =
        !length.is_empty() && length.len() <= 2 && length.bytes().all(|b| b.is_ascii_digit());
    let length: u8 = if digits {
        length.parse().map_err(|_| SubnetError::Malformed)?
    } else {
        33
    };
    let net = Ipv4Net::new(address, length).map_err(|_| SubnetError::Malformed)?;
    if net.trunc() == net {
        Ok(net)
    } else {
        Err(SubnetError::HostBits(net.trunc()))
    }
}

/// True when one block holds an address of the other.
pub fn overlap(a: Ipv4Net, b: Ipv4Net) -> bool {
    a.contains(&b) || b.contains(&a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exact_blocks_are_taken() {
        assert_eq!(
            parse(" 10.0.0.0/8 "),
            Ok(Maskable::Known("10.0.0.0/8".parse().unwrap()))
        );
        assert_eq!(parse("0.0.0.0/0"), Ok(Maskable::Known(ANY)));
        assert_eq!(
            parse("10.0.0.5/16"),
            Err(SubnetError::HostBits("10.0.0.0/16".parse().unwrap()))
        );
        assert_eq!(
            parse("10.0.0.0"),
            Err(SubnetError::NoPrefix(Ipv4Addr::new(10, 0, 0, 0)))
        );
        assert_eq!(parse("192.168.XX.0/24"), Ok(Maskable::Masked));
        assert_eq!(parse("2001:db8::/32"), Err(SubnetError::Ipv6));
        for text in [
            "010.0.0.0/8",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "10.0.0/8",
            "10.0.0.0/",
            "/8",
            "10.0.0.0/+8",
            "",
        ] {
            assert_eq!(parse(text), Err(SubnetError::Malformed), "{text}");
        }
    }
}
