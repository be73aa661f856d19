//! Everything that a device cannot do, asked before anything is rendered.

use std::sync::Arc;

use crate::connection::{
    Connection, DhGroup, Encryption, Field, Identity, IkeVersion, Integrity, Maskable, Origin,
    Routing,
};
use crate::findings::{Finding, RuleRef, Text, catalogue};
use crate::targets::manifest::{Capability, Range};
use crate::targets::{ActiveLimit, Makes, Phase, Situation, Slot, Target, Topology, Value, Why};

use super::PlannedSite;
use super::network;
use super::places;
use super::reason;

/// Whether the device can be configured this way at all.
pub(super) fn topology(
    connection: &Connection,
    target: &Target,
    topology: Topology,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let capability = match topology {
        Topology::Policy => &target.topologies.policy,
        Topology::Route => &target.topologies.route,
    };
    let refusal = match capability {
        None => Some(Why::no_way()),
        Some(capability) => capability.refusal(&target.version),
    };
    let (policy, route) = (can(target, Topology::Policy), can(target, Topology::Route));
    let needs_route = connection.routing == Routing::Destination || connection.has_bgp();
    if let Some(refusal) = refusal {
        let finding =
            Finding::new(&catalogue::TOPOLOGY_NOT_SUPPORTED).explain("topology", topology.text());
        let finding = match capability.as_ref().filter(|c| c.advice.is_some()) {
            Some(capability) => advised(finding, capability),
            // The other way is no way out where the device or the connection does not allow it.
            None => finding.explain(
                "remedy",
                match topology {
                    Topology::Policy if route => reason::other_topology(topology),
                    Topology::Route if policy && !needs_route => reason::other_topology(topology),
                    Topology::Route if policy => reason::NAME_SUBNETS,
                    _ => reason::NO_OTHER_WAY,
                },
            ),
        };
        findings.push(reason::said(&refusal).explain(finding));
    }
    if topology == Topology::Policy {
        if connection.routing == Routing::Destination {
            let remedy = if route {
                reason::ROUTE_OR_SUBNETS
            } else {
                reason::NAME_SUBNETS
            };
            findings
                .push(Finding::new(&catalogue::DESTINATION_NEEDS_ROUTE).explain("remedy", remedy));
        }
        if connection.has_bgp() {
            let remedy = if route {
                reason::ROUTE_OR_NO_BGP
            } else {
                reason::NO_BGP
            };
            findings.push(Finding::new(&catalogue::BGP_NEEDS_ROUTE).explain("remedy", remedy));
        }
    }
    findings
}

/// Whether the target's release can be configured this way.
fn can(target: &Target, topology: Topology) -> bool {
    let capability = match topology {
        Topology::Policy => &target.topologies.policy,
        Topology::Route => &target.topologies.route,
    };
    let refusal = |capability: &Capability| capability.refusal(&target.version);
    capability
        .as_ref()
        .is_some_and(|capability| refusal(capability).is_none())
}

/// What the manifest advises where it cannot be done.
fn advised(finding: Finding, capability: &Capability) -> Finding {
    let advice = capability.advice.as_deref().unwrap_or_default();
    let advice_zh = capability.advice_zh.as_deref().unwrap_or(advice);
    let finding = finding
        .explain("remedy", reason::ADVICE)
        .with("advice", advice)
        .with("advice_zh", advice_zh);
    capability.remedy.iter().fold(
        finding,
        |finding, (name, value)| match Field::from_api_name(name) {
            Some(field) => finding.set(field, value),
            None => finding,
        },
    )
}

/// What the device makes of the subnets, and whether that can work.
pub(super) fn makes(
    situations: &[Situation<'_>],
    target: &Target,
    findings: &mut Vec<Finding>,
) -> Option<Makes> {
    let first = situations.first()?;
    let Some(makes) = target.makes(|condition| condition.holds(first)) else {
        let finding = Finding::new(&catalogue::TOPOLOGY_NOT_SUPPORTED)
            .explain("topology", reason::topology_with_version(first.topology))
            .with("version", first.tunnel.ike.version.value.to_string())
            .explain("remedy", reason::CHOOSE_ANOTHER);
        findings.push(reason::no_selectors().explain(finding));
        return None;
    };
    let connection = first.connection;
    let (pairs, routing) = (connection.pair_count(), connection.routing);
    if makes == Makes::Any && routing == Routing::Flows {
        findings.push(
            Finding::new(&catalogue::FLOWS_NEED_POLICY)
                .explain("remedy", any_on_both(target))
                .set(Field::LocalSubnet, "0.0.0.0/0")
                .set(Field::RemoteSubnet, "0.0.0.0/0"),
        );
    }
    if makes == Makes::Pair && pairs > 1 && connection.ike_version() == IkeVersion::V2 {
        findings.push(Finding::new(&catalogue::ONE_SA_PER_PAIR).with("count", pairs.to_string()));
    }
    Some(makes)
}

/// Two lines have two addresses: one value cannot be right for both.
pub(super) fn local_addresses(
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
        let finding = Finding::new(&catalogue::ONE_ADDRESS_FOR_TWO_LINES).with("value", first);
        findings.push(addresses.fold(finding, Finding::at));
    }
}

/// The input that says who the hosts of the LAN send their packets to.
pub(super) const LAN_ROUTER: &str = "lan_router";

/// Another router of the LAN, which must send the cloud's networks to the device.
pub(super) fn way_back(inputs: &[(&str, Value)], cloud: &PlannedSite, findings: &mut Vec<Finding>) {
    if is_beside_router(inputs) == Some(true) {
        let finding = Finding::new(&catalogue::LAN_NEEDS_ROUTES);
        findings.push(match network::listed(&cloud.routes) {
            Some(networks) => finding.with("value", networks),
            None => finding.explain("value", reason::VPC_NETWORKS),
        });
    }
}

/// Whether another router is the LAN's default gateway; `None` for a target without the input.
pub(super) fn is_beside_router(inputs: &[(&str, Value)]) -> Option<bool> {
    let (_, value) = inputs.iter().find(|(name, _)| *name == LAN_ROUTER)?;
    Some(value.typed() == "other")
}

/// The fact of a manifest that says that the templates keep the gateways outside the tunnel by host routes.
const PINS_GATEWAY: &str = "pins_gateway";

/// Whether a route into the tunnel takes the tunnel's own gateway along.
pub(super) fn paths(
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

/// What to do where the tunnel interface takes any and the connection names subnets.
fn any_on_both(target: &Target) -> Text {
    if can(target, Topology::Policy) {
        reason::ANY_OR_POLICY
    } else {
        reason::ANY_ON_BOTH
    }
}

/// Whether the device has a word for every algorithm.
pub(super) fn words(connection: &Connection, target: &Target, findings: &mut Vec<Finding>) {
    for (index, tunnel) in connection.tunnels.iter().enumerate() {
        let version = tunnel.ike.version.value;
        let mut ask = |phase: Phase, slot: Slot, origin: Origin| {
            if let Some(finding) = missing_word(target, phase, version, slot, origin) {
                findings.push(finding.in_tunnel(number(index)));
            }
        };
        let (ike, esp) = (&tunnel.ike, &tunnel.esp);
        ask(
            Phase::Ike,
            Slot::Encryption(ike.encryption.value),
            ike.encryption.origin,
        );
        ask(
            Phase::Ike,
            Slot::Integrity(ike.integrity.value),
            ike.integrity.origin,
        );
        ask(Phase::Ike, Slot::Dh(ike.dh.value), ike.dh.origin);
        ask(
            Phase::Esp,
            Slot::Encryption(esp.encryption.value),
            esp.encryption.origin,
        );
        ask(
            Phase::Esp,
            Slot::Integrity(esp.integrity.value),
            esp.integrity.origin,
        );
        if let Some(group) = esp.pfs.value {
            ask(Phase::Esp, Slot::Dh(group), esp.pfs.origin);
        }
    }
}

fn missing_word(
    target: &Target,
    phase: Phase,
    version: IkeVersion,
    slot: Slot,
    origin: Origin,
) -> Option<Finding> {
    let why = target.cell(phase, version, slot).word.as_ref().err()?;
    let field = origin.field;
    let value = match slot {
        Slot::Encryption(value) => value.api_word(),
        Slot::Integrity(value) | Slot::Prf(value) => value.api_word(),
        Slot::Dh(value) => value.api_word(),
    };
    let finding = Finding::new(&catalogue::ALGORITHM_NOT_SUPPORTED)
        .with("field", field.api_name())
        .with("value", value)
        .at(origin);
    let finding = reason::said_of(why, version).explain(finding);
    Some(match nearest_word(target, phase, version, slot) {
        Some(better) => finding
            .explain("remedy", reason::SET_BETTER)
            .with("better", better)
            .set(field, better),
        None => finding.explain("remedy", reason::USE_ANOTHER),
    })
}

/// The value nearest in strength, not weaker if possible, that the device has a word for.
fn nearest_word(
    target: &Target,
    phase: Phase,
    version: IkeVersion,
    slot: Slot,
) -> Option<&'static str> {
    let has = |slot: Slot| target.cell(phase, version, slot).word.is_ok();
    match slot {
        Slot::Encryption(_) => [
            Encryption::Aes256,
            Encryption::Aes128,
            Encryption::Aes192,
            Encryption::TripleDes,
        ]
        .into_iter()
        .find(|value| has(Slot::Encryption(*value)))
        .map(Encryption::api_word),
        Slot::Integrity(_) | Slot::Prf(_) => [Integrity::Sha256, Integrity::Sha1, Integrity::Md5]
            .into_iter()
            .find(|value| has(Slot::Integrity(*value)))
            .map(Integrity::api_word),
        Slot::Dh(_) => [DhGroup::Group14, DhGroup::Group5, DhGroup::Group2]
            .into_iter()
            .find(|value| has(Slot::Dh(*value)))
            .map(DhGroup::api_word),
    }
}

/// Whether the device takes the lifetimes.
pub(super) fn lifetimes(connection: &Connection, target: &Target, findings: &mut Vec<Finding>) {
    for (index, tunnel) in connection.tunnels.iter().enumerate() {
        let ike = match tunnel.ike.version.value {
            IkeVersion::V1 => &target.lifetimes.ikev1,
            IkeVersion::V2 => &target.lifetimes.ikev2,
        };
        let asked = [
            (ike, tunnel.ike.lifetime),
            (&target.lifetimes.esp, tunnel.esp.lifetime),
        ];
        for (range, lifetime) in asked {
            let Some(Range { min, max, .. }) = range else {
                continue;
            };
            if !(*min..=*max).contains(&lifetime.value) {
                findings.push(
                    Finding::new(&catalogue::LIFETIME_NOT_SUPPORTED)
                        .with("field", lifetime.origin.field.api_name())
                        .with("value", lifetime.value.to_string())
                        .with("min", min.to_string())
                        .with("max", max.to_string())
                        .set(
                            lifetime.origin.field,
                            lifetime.value.clamp(*min, *max).to_string(),
                        )
                        .at(lifetime.origin)
                        .in_tunnel(number(index)),
                );
            }
        }
    }
}

/// Whether the device can say the identities.
pub(super) fn identities(connection: &Connection, target: &Target, findings: &mut Vec<Finding>) {
    let Some(rules) = &target.identity else {
        return;
    };
    for (index, tunnel) in connection.tunnels.iter().enumerate() {
        for identity in [&tunnel.device_identity, &tunnel.cloud_identity] {
            let Maskable::Known(Identity::Fqdn(name) | Identity::Label(name)) = &identity.value
            else {
                continue;
            };
            let reason = match (rules.odd(name), rules.max) {
                (Some(c), _) => reason::identity_character(c),
                (None, Some(max)) if name.len() > max => reason::identity_length(max),
                _ => continue,
            };
            let finding = Finding::new(&catalogue::IDENTITY_NOT_SUPPORTED)
                .with("field", identity.origin.field.api_name())
                .with("value", name)
                .at(identity.origin)
                .in_tunnel(number(index));
            findings.push(reason.explain(finding));
        }
    }
}

/// The limits that the manifest states.
pub(super) fn manifest(situations: &[Situation<'_>], target: &Target, findings: &mut Vec<Finding>) {
    for limit in &target.limits {
        for (index, situation) in situations.iter().enumerate() {
            if limit.when.holds(situation) {
                findings.push(broken(limit, situation).in_tunnel(number(index)));
            }
        }
    }
}

fn broken(limit: &ActiveLimit, situation: &Situation<'_>) -> Finding {
    let mut finding = Finding::of(RuleRef::Device(Arc::clone(&limit.rule)));
    finding.places = places::named_by(&limit.when, situation);
    for (name, value) in &limit.remedy {
        if let Some(field) = Field::from_api_name(name) {
            finding = finding.set(field, value);
        }
    }
    finding
}

/// One finding in the place of two that say the same of both tunnels.
pub(super) fn joined(findings: Vec<Finding>) -> Vec<Finding> {
    let mut joined: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        let twin = joined.iter_mut().find(|known| {
            known.slug() == finding.slug()
                && known.args == finding.args
                && known.words == finding.words
                && known.settings == finding.settings
        });
        match twin {
            Some(known) => {
                known.tunnel = None;
                for place in finding.places {
                    if !known.places.contains(&place) {
                        known.places.push(place);
                    }
                }
            }
            None => joined.push(finding),
        }
    }
    joined
}

/// Names the target in every finding.
pub(super) fn labelled(findings: Vec<Finding>, target: &Target) -> Vec<Finding> {
    let label = target.label();
    findings
        .into_iter()
        .map(|finding| finding.on(Arc::clone(label)))
        .collect()
}

/// A tunnel's number, counted from 1.
pub(super) fn number(index: usize) -> u8 {
    u8::try_from(index + 1).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::Registry;

    #[test]
    fn the_strongest_value_that_a_device_knows_is_proposed() {
        let target = Registry::builtin().load("strongswan/swanctl").unwrap();
        let nearest = |slot| nearest_word(&target, Phase::Ike, IkeVersion::V2, slot);
        assert_eq!(nearest(Slot::Integrity(Integrity::Md5)), Some("sha256"));
        assert_eq!(nearest(Slot::Prf(Integrity::Md5)), Some("sha256"));
        assert_eq!(
            nearest(Slot::Encryption(Encryption::TripleDes)),
            Some("aes256")
        );
        assert_eq!(nearest(Slot::Dh(DhGroup::Group2)), Some("group14"));
    }
}
