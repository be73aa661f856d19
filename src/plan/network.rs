//! Networks in the notations that devices need.

use std::sync::Arc;

use ipnet::Ipv4Net;

use super::PlannedSite;
use super::inputs::{Cause, Missing, marker};
use crate::connection::{Connection, Maskable, Routing, Site, subnet};
use crate::dotted;
use crate::render::context::NetView;

impl From<Ipv4Net> for NetView {
    fn from(net: Ipv4Net) -> Self {
        let first_host = match net.prefix_len() {
            0 | 31 | 32 => net.network(),
            _ => net.hosts().next().unwrap_or(net.network()),
        };
        Self {
            cidr: dotted::net(net).into(),
            network: dotted::address(net.network()).into(),
            prefix_len: net.prefix_len().to_string().into(),
            mask: dotted::address(net.netmask()).into(),
            wildcard: dotted::address(net.hostmask()).into(),
            first_host: dotted::address(first_host).into(),
            is_any: net == subnet::ANY,
        }
    }
}

impl NetView {
    /// A network that nobody gave.
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

/// Both sides: traffic selectors and routes.
pub(super) fn sites(
    connection: &Connection,
    missing: &mut Vec<Missing>,
) -> (PlannedSite, PlannedSite) {
    let bgp = connection.has_bgp();
    let device = site(
        &connection.device,
        connection.routing,
        "device_prefixes",
        bgp,
        missing,
    );
    // Under BGP the cloud's networks are learnt.
    let cloud = site(
        &connection.cloud,
        connection.routing,
        "cloud_prefixes",
        !bgp,
        missing,
    );
    (device, cloud)
}

fn site(
    site: &Site,
    routing: Routing,
    name: &'static str,
    needed: bool,
    missing: &mut Vec<Missing>,
) -> PlannedSite {
    let subnets: Vec<Arc<NetView>> = site
        .subnets
        .iter()
        .map(|subnet| match &subnet.value {
            Maskable::Known(net) => Arc::new(NetView::from(*net)),
            Maskable::Masked => {
                Missing::note(
                    missing,
                    "subnet",
                    "a subnet that the document masks",
                    Cause::Masked,
                );
                Arc::new(NetView::missing("subnet"))
            }
        })
        .collect();
    let prefixes: Vec<Arc<NetView>> = site
        .prefixes
        .iter()
        .map(|prefix| Arc::new(NetView::from(prefix.value)))
        .collect();
    let routes = match routing {
        Routing::Flows => subnets.iter().filter(|net| !net.is_any).cloned().collect(),
        Routing::Destination if !prefixes.is_empty() => prefixes,
        Routing::Destination if needed => {
            let (help, cause) = match name {
                "cloud_prefixes" => (
                    "the networks of the VPC, for routes into the tunnel",
                    Cause::Prefixes {
                        side: "cloud",
                        option: "--cloud-prefix",
                    },
                ),
                _ => (
                    "the on-premises networks that BGP announces",
                    Cause::Prefixes {
                        side: "device",
                        option: "--device-prefix",
                    },
                ),
            };
            Missing::note(missing, name, help, cause);
            vec![Arc::new(NetView::missing(name))]
        }
        Routing::Destination => Vec::new(),
    };
    PlannedSite { subnets, routes }
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
}
