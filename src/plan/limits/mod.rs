//! Everything that a device cannot do, asked before anything is rendered: here the topology and the traffic selectors, and
//! what is done with all findings at the end.

mod paths;
mod stated;
mod values;
mod words;

use std::sync::Arc;

use crate::connection::{Connection, Field, IkeVersion, Routing};
use crate::findings::{Finding, Text, catalogue};
use crate::targets::manifest::Capability;
use crate::targets::{Makes, Situation, Target, Topology, Why};

use super::reason;

pub(super) use paths::{is_beside_router, local_addresses, paths, way_back};
pub(super) use stated::manifest;
pub(super) use values::{identities, lifetimes};
pub(super) use words::words;

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
        .with("advice", advice.to_owned())
        .with("advice_zh", advice_zh.to_owned());
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

/// What to do where the tunnel interface takes any and the connection names subnets.
fn any_on_both(target: &Target) -> Text {
    if can(target, Topology::Policy) {
        reason::ANY_OR_POLICY
    } else {
        reason::ANY_ON_BOTH
    }
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
