//! Addresses and routes: what would take the way from under the tunnel, and who sends the hosts of the LAN to the device.

use crate::connection::{Connection, Routing};
use crate::findings::{Finding, catalogue};
use crate::plan::{PlannedSite, network, reason};
use crate::targets::{Topology, Value};

/// Two lines have two addresses: one value cannot be right for both.
pub(in crate::plan) fn local_addresses(
    connection: &Connection,
    local: &[Option<String>; 2],
    findings: &mut Vec<Finding>,
) {
    let [Some(first), Some(second)] = local else {
        return;
    };
    if first == second && connection.has_two_device_addresses() {
        let addresses = connection
            .tunnels
            .iter()
            .map(|tunnel| tunnel.device_address.origin);
        let finding =
            Finding::new(&catalogue::ONE_ADDRESS_FOR_TWO_LINES).with("value", first.to_owned());
        findings.push(addresses.fold(finding, Finding::at));
    }
}

/// The input that says who the hosts of the LAN send their packets to.
pub(in crate::plan) const LAN_ROUTER: &str = "lan_router";

/// Another router of the LAN, which must send the cloud's networks to the device.
pub(in crate::plan) fn way_back(
    inputs: &[(&str, Value)],
    cloud: &PlannedSite,
    findings: &mut Vec<Finding>,
) {
    if is_beside_router(inputs) == Some(true) {
        let finding = Finding::new(&catalogue::LAN_NEEDS_ROUTES);
        findings.push(match network::listed(&cloud.routes) {
            Some(networks) => finding.with("value", networks),
            None => finding.explain("value", reason::VPC_NETWORKS),
        });
    }
}

/// Whether another router is the LAN's default gateway; `None` for a target without the input.
pub(in crate::plan) fn is_beside_router(inputs: &[(&str, Value)]) -> Option<bool> {
    let (_, value) = inputs.iter().find(|(name, _)| *name == LAN_ROUTER)?;
    Some(value.is_typed("other"))
}

/// The fact of a manifest that says that the templates keep the gateways outside the tunnel by host routes.
const PINS_GATEWAY: &str = "pins_gateway";

/// Whether a route into the tunnel takes the tunnel's own gateway along.
pub(in crate::plan) fn paths(
    connection: &Connection,
    topology: Topology,
    facts: &[(&str, bool)],
    findings: &mut Vec<Finding>,
) {
    if topology == Topology::Policy {
        // A policy looks at both ends of a packet, and IKE runs between the gateways themselves.
        return;
    }
    let Some((net, tunnel)) = connection.swallowed_gateway() else {
        return;
    };
    let pin = facts.iter().find(|(name, _)| *name == PINS_GATEWAY);
    let finding = match pin {
        Some((_, true)) => Finding::new(&catalogue::GATEWAY_PINNED),
        Some((_, false)) => Finding::new(&catalogue::ROUTE_SWALLOWS_GATEWAY)
            .explain("remedy", reason::GIVE_NEXT_HOP),
        None => {
            Finding::new(&catalogue::ROUTE_SWALLOWS_GATEWAY).explain("remedy", reason::NAME_SMALLER)
        }
    };
    let gateway = tunnel.cloud_address.known();
    let finding = finding.with("value", net.to_string()).with(
        "other",
        gateway.map(ToString::to_string).unwrap_or_default(),
    );
    let cloud = &connection.cloud;
    let subnets = cloud.subnets.iter().map(|subnet| subnet.origin);
    let routed = match connection.routing {
        Routing::Destination => cloud.prefixes.first().map(|prefix| prefix.origin),
        Routing::Flows => subnets.into_iter().next(),
    };
    findings.push(
        routed
            .into_iter()
            .fold(finding, Finding::at)
            .at(tunnel.cloud_address.origin),
    );
}
