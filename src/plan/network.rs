//! The networks of both sides: what is protected, what is routed, what nobody gave.

use ipnet::Ipv4Net;

use super::PlannedSite;
use super::inputs::{Cause, Missing, marker};
use crate::connection::{Connection, Maskable, Routing, Site, subnet};
use crate::targets::Topology;

/// A network of a plan. Which notation a device needs is the renderer's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// A network of the connection.
    Known(Ipv4Net),
    /// Nobody gave it: the marker of this name stands in its place, in every notation.
    Missing(&'static str),
}

impl Network {
    /// `0.0.0.0/0`.
    pub fn is_any(&self) -> bool {
        *self == Self::Known(subnet::ANY)
    }
}

/// The prefix notation, or the marker.
impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Known(net) => net.fmt(f),
            Self::Missing(name) => f.write_str(&marker(name)),
        }
    }
}

/// Networks in a sentence; `None` where nobody named any.
pub(super) fn listed(networks: &[Network]) -> Option<String> {
    let known: Vec<String> = networks
        .iter()
        .filter(|network| matches!(network, Network::Known(_)))
        .map(ToString::to_string)
        .collect();
    (!known.is_empty()).then(|| known.join(", "))
}

/// Both sides: traffic selectors and routes.
pub(super) fn sites(
    connection: &Connection,
    topology: Topology,
    missing: &mut Vec<Missing<'_>>,
) -> (PlannedSite, PlannedSite) {
    let bgp = connection.has_bgp();
    let device = site(
        &connection.device,
        connection.routing,
        "device_prefixes",
        bgp,
        missing,
    );
    // Under BGP the cloud's networks are learnt; a policy for 0.0.0.0/0 needs no route of its own.
    let needs_routes = !bgp && topology == Topology::Route;
    let cloud = site(
        &connection.cloud,
        connection.routing,
        "cloud_prefixes",
        needs_routes,
        missing,
    );
    (device, cloud)
}

fn site(
    site: &Site,
    routing: Routing,
    name: &'static str,
    needed: bool,
    missing: &mut Vec<Missing<'_>>,
) -> PlannedSite {
    let subnets: Vec<Network> = site
        .subnets
        .iter()
        .map(|subnet| match &subnet.value {
            Maskable::Known(net) => Network::Known(*net),
            Maskable::Masked => {
                Missing::note(
                    missing,
                    "subnet",
                    "a subnet that the document masks",
                    Cause::Masked,
                );
                Network::Missing("subnet")
            }
        })
        .collect();
    if routing == Routing::Flows && !site.has_any() {
        // The masked ones among them.
        let routes = subnets.clone();
        return PlannedSite { subnets, routes };
    }
    let mut routes: Vec<Network> = site.networks(routing).map(Network::Known).collect();
    if routes.is_empty() && needed {
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
        routes.push(Network::Missing(name));
    }
    PlannedSite { subnets, routes }
}
