//! What of a connection is routed into its tunnels, and what that takes along.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::{Connection, Maskable, Routing, Site, Tunnel, subnet};

/// The halves of `0.0.0.0/0`: routes to them win over a default route without taking its place.
const HALVES: [Ipv4Net; 2] = [
    Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 1),
    Ipv4Net::new_assert(Ipv4Addr::new(128, 0, 0, 0), 1),
];

impl Site {
    /// True when `0.0.0.0/0` is among the traffic selectors.
    pub fn has_any(&self) -> bool {
        self.subnets
            .iter()
            .any(|subnet| subnet.value == Maskable::Known(subnet::ANY))
    }

    /// The networks that are known by name: the subnets, or behind `0.0.0.0/0` those that somebody gave.
    /// `0.0.0.0/0` itself stands as its two halves, so that no device's own default route is replaced, or
    /// removed again.
    pub fn networks(&self, routing: Routing) -> impl Iterator<Item = Ipv4Net> {
        let given = routing == Routing::Destination || self.has_any();
        let prefixes = given.then_some(&self.prefixes);
        let prefixes = prefixes.into_iter().flatten().map(|prefix| prefix.value);
        let subnets = (!given).then_some(&self.subnets);
        let subnets = subnets.into_iter().flatten();
        let networks = prefixes.chain(subnets.filter_map(|subnet| subnet.known().copied()));
        networks
            .flat_map(|net| match net {
                subnet::ANY => [Some(HALVES[0]), Some(HALVES[1])],
                net => [Some(net), None],
            })
            .flatten()
    }
}

impl Connection {
    /// A network that is routed into the tunnels and holds the gateway of one of them, with that tunnel: IKE
    /// and ESP would then enter the tunnel that they carry.
    pub(crate) fn swallowed_gateway(&self) -> Option<(Ipv4Net, &Tunnel)> {
        let mut networks = self.cloud.networks(self.routing);
        networks.find_map(|net| {
            let tunnel = self.tunnels.iter().find(|tunnel| {
                let gateway = tunnel.cloud_address.known();
                gateway.is_some_and(|gateway| net.contains(gateway))
            })?;
            Some((net, tunnel))
        })
    }

    /// The device's networks that lie inside one of the cloud's: packets between two of them match the
    /// tunnel's selectors and must not enter it.
    pub(crate) fn enclosed_networks(&self) -> Vec<Ipv4Net> {
        fn known(site: &Site) -> impl Iterator<Item = &Ipv4Net> {
            site.subnets.iter().filter_map(|subnet| subnet.known())
        }
        let is_within =
            |net: &&Ipv4Net| known(&self.cloud).any(|other| other.contains(*net) && other != *net);
        known(&self.device).filter(is_within).copied().collect()
    }
}
