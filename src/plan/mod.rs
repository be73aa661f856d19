//! A connection lowered to one target: topology chosen, words chosen, names allotted, the PSK
//! quoted, inputs filled. Everything that can be refused has been refused when a plan exists.
//!
//! The plan knows no template. It asks first what the target supports and collects all reasons
//! before it refuses.

mod allot;
mod command;
mod doubts;
mod earlier;
mod header;
mod inputs;
mod key;
mod limits;
mod network;
mod places;
mod reason;
mod tunnel;
mod value;

use ipnet::Ipv4Net;

use crate::connection::{Connection, Earlier, Routing};
use crate::findings::{Checked, Finding, Lang, Level, Profile};
use crate::targets::manifest::Fact;
use crate::targets::{InputError, InputValues, Makes, Situation, Target, Topology};

pub use doubts::{Doubt, Mark};
pub use header::Header;
pub use inputs::{Cause, Missing, PlannedInput, marker};
pub(crate) use key::MASKED_KEY;
pub use key::PlannedKey;
pub use network::Network;
pub use tunnel::{ApiWords, Dpd, PlannedBgp, PlannedTunnel, Preference};
pub use value::PlannedIdentity;

/// What the user wants of a plan.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'r> {
    /// Policy-based or route-based; `None` takes what the manifest prefers and the device can do.
    pub topology: Option<Topology>,
    /// Values of inputs.
    pub inputs: Option<&'r InputValues>,
    /// Puts placeholders in the place of every secret.
    pub redact: bool,
    /// The language of what people read.
    pub lang: Lang,
    /// Words of the command line that change what is written, for the command that makes it again.
    pub options: &'r [String],
    /// What earlier connections take on the same device.
    pub earlier: Earlier,
}

/// What was replaced in a connection before it was planned, beside the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Replaced {
    /// Public IPv4 addresses and networks. Private ones (RFC 1918), shared address space (RFC 6598) and
    /// special ranges (loopback, link-local, multicast, reserved) say nothing of their owner and stay.
    pub addresses: bool,
    /// Ids and names: of the connection, its tunnels and gateways, identities that are no addresses,
    /// public AS numbers except the cloud's own.
    pub ids: bool,
}

/// A connection on one target, ready to be laid out by templates.
#[derive(Debug)]
pub struct Plan<'t> {
    /// The target.
    pub target: &'t Target,
    /// How the device is configured.
    pub topology: Topology,
    /// What the device makes of the subnets.
    pub makes: Makes,
    /// Destination routing or protected flows.
    pub routing: Routing,
    /// The prefix of every name, in the target's letters.
    pub name: String,
    /// The device binds to another address than the cloud sees.
    pub behind_nat: bool,
    /// The on-premises side.
    pub device: PlannedSite,
    /// The VPC's side.
    pub cloud: PlannedSite,
    /// The device's networks that lie inside one of the cloud's.
    pub enclosed: Vec<Ipv4Net>,
    /// The tunnels, the preferred first.
    pub tunnels: Vec<PlannedTunnel<'t>>,
    /// The target's inputs.
    pub inputs: Vec<PlannedInput<'t>>,
    /// How many numbers each of the inputs gives, in their order.
    pub taken: Vec<i64>,
    /// The manifest's named conditions: whether they hold in a tunnel.
    pub facts: Vec<(&'t str, bool)>,
    /// Statements that nobody has proven, of those that the plan rests on.
    pub doubts: Vec<Doubt>,
    /// Markers that stand in the output.
    pub missing: Vec<Missing<'t>>,
    /// Addresses of the cloud's ICMP probe: who asks, who must answer.
    pub health_check: Option<(String, String)>,
    /// What the header of every file says of the connection.
    pub header: Header<'t>,
    /// The language of what people read.
    pub lang: Lang,
    /// True when placeholders stand in the place of secrets.
    pub redacted: bool,
    /// What else was replaced in the connection that was planned.
    pub replaced: Replaced,
    /// Words of the command line that change what is written.
    options: Vec<String>,
    /// Nothing stands before it on the same device: planned by itself it is the same.
    alone: bool,
    /// Paths of the manifest's files that this plan needs.
    wanted: Vec<&'t str>,
}

/// The fact of a manifest that says that the second of two tunnels stays down on this device until the first has failed.
const STANDBY_WAITS: &str = "standby_waits";

impl Plan<'_> {
    /// Whether the second tunnel stays down until the first has failed: that it is up cannot be demanded then.
    pub(crate) fn standby_waits(&self) -> bool {
        self.facts
            .iter()
            .any(|(name, holds)| *name == STANDBY_WAITS && *holds)
    }
}

/// The networks of one side.
#[derive(Debug)]
pub struct PlannedSite {
    /// The traffic selectors.
    pub subnets: Vec<Network>,
    /// What is routed.
    pub routes: Vec<Network>,
}

/// Lowers a connection to a target.
///
/// # Errors
///
/// [`InputError`] when a value that the user gave does not fit the input. Everything else is a
/// finding; the plan is `None` where one of them leaves nothing to render.
pub fn plan<'t>(
    connection: &Connection,
    target: &'t Target,
    request: &Request<'_>,
) -> Result<Checked<Plan<'t>>, InputError> {
    let mut first = None;
    for topology in candidates(connection, target, request.topology) {
        let attempt = attempt(connection, target, request, topology)?;
        if attempt.value.is_some() && !attempt.findings.iter().any(is_refusal) {
            return Ok(attempt);
        }
        first.get_or_insert(attempt);
    }
    Ok(first.unwrap_or(Checked {
        value: None,
        findings: Vec::new(),
    }))
}

/// The topologies to try, the preferred first.
fn candidates(
    connection: &Connection,
    target: &Target,
    wanted: Option<Topology>,
) -> impl Iterator<Item = Topology> {
    let (first, second) = match wanted {
        Some(topology) => (topology, None),
        None => preferred(connection, target),
    };
    std::iter::once(first).chain(second)
}

/// What the target prefers for the connection, and the other way.
fn preferred(connection: &Connection, target: &Target) -> (Topology, Option<Topology>) {
    let topologies = &target.topologies;
    let preferred = match connection.routing {
        Routing::Destination => Topology::Route,
        Routing::Flows if connection.is_dual() => topologies
            .flows_dual
            .or(topologies.flows)
            .unwrap_or(Topology::Policy),
        Routing::Flows if connection.has_bgp() => Topology::Route,
        Routing::Flows => topologies.flows.unwrap_or(Topology::Policy),
    };
    let other = if preferred == Topology::Policy {
        Topology::Route
    } else {
        Topology::Policy
    };
    (preferred, Some(other))
}

fn is_refusal(finding: &Finding) -> bool {
    finding.rule.level(Profile::Compatible) == Level::Error
}

/// The manifest's named conditions: whether they hold for one of the tunnels.
fn facts<'t>(target: &'t Target, situations: &[Situation<'_>]) -> Vec<(&'t str, bool)> {
    let holds = |fact: &'t Fact| (fact.name.as_str(), fact.when.holds_at_any(situations));
    target.facts.iter().map(holds).collect()
}

fn attempt<'t>(
    connection: &Connection,
    target: &'t Target,
    request: &Request<'_>,
    topology: Topology,
) -> Result<Checked<Plan<'t>>, InputError> {
    let empty = InputValues::default();
    let given = request.inputs.unwrap_or(&empty);
    let mut findings = limits::topology(connection, target, topology);
    let local = inputs::local_addresses(target, given)?;
    let behind_nat = tunnel::is_behind_nat(connection, &local);
    limits::local_addresses(connection, &local, &mut findings);
    let values = inputs::values(target, given, request.earlier)?;
    let situations: Vec<Situation<'_>> = connection
        .tunnels
        .iter()
        .zip(&local)
        .map(|(tunnel, local)| Situation {
            topology,
            connection,
            tunnel,
            behind_nat,
            local_address: local.as_deref().and_then(|text| text.parse().ok()),
            inputs: &values,
        })
        .collect();
    let makes = limits::makes(&situations, target, &mut findings);
    limits::words(connection, target, &mut findings);
    limits::lifetimes(connection, target, &mut findings);
    limits::identities(connection, target, &mut findings);
    limits::manifest(&situations, target, &mut findings);
    let facts = facts(target, &situations);
    limits::paths(connection, topology, &facts, &mut findings);
    let mut missing = Vec::new();
    let mut planned_inputs = inputs::plan(&situations, target, given, &mut missing);
    // Told after what the tunnels lack.
    let mut of_sites = Vec::new();
    let (device, cloud) = network::sites(connection, topology, &mut of_sites);
    let numbers = allot::numbers(connection, makes, &device, &cloud);
    let taken = allot::ranges(&numbers, &mut planned_inputs)?;
    let name = tunnel::name(target, &planned_inputs, &mut findings)?;
    let tunnels = tunnel::plan(
        &situations,
        target,
        (&planned_inputs, &local, &facts),
        &name,
        request.redact,
        &mut missing,
        &mut findings,
    );
    for other in of_sites {
        Missing::note(&mut missing, other.name, &other, other.cause);
    }
    findings.extend(missing.iter().filter_map(Missing::finding));
    limits::way_back(&values, &cloud, &mut findings);
    let doubts = doubts::used(&situations, target, makes, &name);
    findings.extend(doubts::finding(&doubts));
    let findings = limits::labelled(limits::joined(findings), target);
    let value = match (makes, tunnels) {
        (Some(makes), Some(tunnels)) if !findings.iter().any(|finding| finding.rule.is_fixed()) => {
            Some(Plan {
                header: Header::new(connection, target, &tunnels, &values, request.lang),
                doubts,
                target,
                topology,
                makes,
                routing: connection.routing,
                name,
                behind_nat,
                device,
                cloud,
                enclosed: connection.enclosed_networks(),
                tunnels,
                inputs: planned_inputs,
                taken,
                facts,
                missing,
                health_check: connection.health_check.map(|check| {
                    (
                        check.cloud_address.to_string(),
                        check.device_address.to_string(),
                    )
                }),
                lang: request.lang,
                options: request.options.to_vec(),
                alone: request.earlier.connections == 0,
                redacted: request.redact,
                replaced: Replaced::default(),
                wanted: target
                    .outputs
                    .iter()
                    .filter(|output| output.when.holds_at_any(&situations))
                    .map(|output| output.path.as_str())
                    .collect(),
            })
        }
        _ => None,
    };
    Ok(Checked { value, findings })
}

impl Plan<'_> {
    /// Whether a file of the manifest belongs to this plan.
    pub fn wants(&self, output: &crate::targets::Output) -> bool {
        self.wanted.contains(&output.path.as_str())
    }
}
