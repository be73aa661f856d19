//! Networks in the notations that devices need.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::context::NetView;
use crate::connection::subnet;
use crate::ipv4_text;
use crate::plan::{Network, marker};

impl From<Network> for NetView {
    fn from(network: Network) -> Self {
        match network {
            Network::Known(net) => net.into(),
            Network::Missing(name) => Self::missing(name),
        }
    }
}

impl From<Ipv4Net> for NetView {
    fn from(net: Ipv4Net) -> Self {
        Self {
            cidr: ipv4_text::net(net).as_str().into(),
            network: ipv4_text::address(net.network()).as_str().into(),
            prefix_len: ipv4_text::prefix_len(net).as_str().into(),
            mask: ipv4_text::address(net.netmask()).as_str().into(),
            wildcard: ipv4_text::address(net.hostmask()).as_str().into(),
            first_host: ipv4_text::address(first_host(net)).as_str().into(),
            is_any: net == subnet::ANY,
        }
    }
}

/// The first address that a host can have.
pub(super) fn first_host(net: Ipv4Net) -> Ipv4Addr {
    match net.prefix_len() {
        0 | 31 | 32 => net.network(),
        _ => net.hosts().next().unwrap_or(net.network()),
    }
}

impl NetView {
    /// A network that nobody gave: the marker in every notation.
    fn missing(name: &str) -> Self {
        let marker = marker(name);
        Self {
            cidr: marker.as_str().into(),
            network: marker.as_str().into(),
            prefix_len: marker.as_str().into(),
            mask: marker.as_str().into(),
            wildcard: marker.as_str().into(),
            first_host: marker.into(),
            is_any: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notation_of_a_network() {
        let net = NetView::from("10.1.0.0/16".parse::<Ipv4Net>().unwrap());
        assert_eq!(
            (net.mask.as_str(), net.wildcard.as_str()),
            (Some("255.255.0.0"), Some("0.0.255.255"))
        );
        assert_eq!(net.first_host.as_str(), "10.1.0.1");
        let host = NetView::from("192.0.2.7/32".parse::<Ipv4Net>().unwrap());
        assert_eq!(
            (host.first_host.as_str(), host.wildcard.as_str()),
            ("192.0.2.7", Some("0.0.0.0"))
        );
        assert!(NetView::from(subnet::ANY).is_any);
    }

    #[test]
    fn a_network_that_nobody_gave_is_a_marker_everywhere() {
        let net = NetView::from(Network::Missing("cloud_prefixes"));
        let marker = "<FILL-IN:cloud_prefixes>";
        assert_eq!(net.mask.as_str(), Some(marker));
        assert_eq!(net.cidr.as_str(), marker);
        assert_eq!(Network::Missing("cloud_prefixes").to_string(), marker);
        assert!(!net.is_any);
    }
}
