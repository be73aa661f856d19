//! Documents become connections: what the responses mean, with everything that is wrong with them.
//!
//! A download or a Describe response is the base of one connection; the responses that belong to it
//! (Describe, gateways, routes) add what it does not say and are compared with it. Every fault is
//! collected before anything is given up. No device is known here.

mod address;
mod bgp;
mod bgp_sides;
mod complete;
mod part;
mod parts;
mod reasons;
mod rules_strength;
mod rules_tunnel;
mod rules_whole;
mod scope;
mod shown;
mod sides;
mod subnets;
mod tunnel;
mod words;

use ipnet::Ipv4Net;

use crate::document::{Document, DocumentError, Item, Operation};
use crate::findings::{Finding, catalogue};

use super::{Connection, Field, Origin, Source, Sourced};
use bgp_sides::Clues;
use parts::{Parts, SiteParts, TunnelParts};
use scope::Scope;
use sides::Sides;
use tunnel::Names;

/// What the user says about the documents.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// From whose side the base document is written; by default a download is the device's and a
    /// Describe response the cloud's.
    pub perspective: Option<Perspective>,
    /// Which side `Local` is in the `BgpConfigs` of a download, where nothing else tells.
    pub bgp_local: Option<Side>,
    /// Leaves BGP sessions out.
    pub no_bgp: bool,
    /// Masked values become markers instead of standing in the way.
    pub draft: bool,
    /// Networks behind the cloud's `0.0.0.0/0`.
    pub cloud_prefixes: Vec<Ipv4Net>,
    /// Networks behind the device's `0.0.0.0/0`.
    pub device_prefixes: Vec<Ipv4Net>,
}

/// Whose `Local` is local.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Perspective {
    /// Written from the on-premises side, as a download is.
    Device,
    /// Written from the VPC's side, as a Describe response is.
    Cloud,
}

/// A side of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// On-premises.
    Device,
    /// The VPC.
    Cloud,
}

impl Side {
    /// `device` or `cloud`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Cloud => "cloud",
        }
    }

    const fn other(self) -> Self {
        match self {
            Self::Device => Self::Cloud,
            Self::Cloud => Self::Device,
        }
    }
}

/// One connection as it was read.
#[derive(Debug)]
pub struct Reading {
    /// The connection; `None` where a fixed finding stands in its way.
    pub connection: Option<Connection>,
    /// Everything that was found, faults and assumptions alike.
    pub findings: Vec<Finding>,
    /// `vco-…` where a document carries it, else the item's number where the document holds several.
    pub id: Option<String>,
    /// Which of the documents holds the base of the connection, counted from 0.
    pub document: u8,
    /// The number of the base in its document, counted from 0.
    pub index: usize,
}

/// All connections in the items of the documents; what belongs to a connection is merged into it.
///
/// # Errors
///
/// A document that holds no response, or an error of the API.
pub fn read(
    documents: &[Document<'_>],
    options: &ReadOptions,
) -> Result<Vec<Reading>, DocumentError> {
    let mut readings = Vec::with_capacity(1);
    for (number, document) in documents.iter().enumerate() {
        let number = u8::try_from(number).unwrap_or(u8::MAX);
        for item in document.items()? {
            if item.operation == Operation::DownloadVpnConnectionConfig {
                readings.push(read_download(item, number, options));
            }
        }
    }
    Ok(readings)
}

fn read_download(item: Item<'_>, document: u8, options: &ReadOptions) -> Reading {
    let mut findings = Vec::new();
    let scope = Scope {
        node: item.body,
        source: Source::Download,
        document,
        tunnel: None,
    };
    let sides = Sides::seen_by(options.perspective.unwrap_or(Perspective::Device));
    let mut parts = download_parts(scope, sides, &mut findings);
    if !options.no_bgp {
        let sessions = bgp::read_download(scope, &mut findings);
        let mut clues: Vec<Clues> = parts.tunnels.iter().map(|_| Clues::default()).collect();
        bgp_sides::join(
            sessions,
            &mut parts.tunnels,
            &mut clues,
            options.bgp_local,
            &mut findings,
        );
    }
    let connection = judge(parts, sides, options, &mut findings);
    Reading {
        connection,
        findings,
        id: None,
        document,
        index: item.index,
    }
}

/// The parts that a download has. Where it has tunnels, its top level's addresses, identities, key and
/// proposals mean nothing and are not read; its subnets are always those of the top level.
fn download_parts(scope: Scope<'_>, sides: Sides, findings: &mut Vec<Finding>) -> Parts {
    let device = scope.text(sides.device.subnet, findings);
    let cloud = scope.text(sides.cloud.subnet, findings);
    let device = subnets::read(device, findings);
    let cloud = subnets::read(cloud, findings);
    let mut tunnels = tunnels(
        scope,
        ("TunnelsConfig", "TunnelConfig"),
        findings,
        |scope, f| tunnel::read(scope, Names::PLAIN, sides, f),
    );
    if tunnels.is_empty() {
        tunnels.push(tunnel::read(scope, Names::PLAIN, sides, findings));
    }
    Parts {
        id: None,
        name: None,
        device: SiteParts {
            subnets: device,
            prefixes: Vec::new(),
        },
        cloud: SiteParts {
            subnets: cloud,
            prefixes: Vec::new(),
        },
        tunnels,
        cloud_initiates: None,
        health_check: None,
        private_network: false,
    }
}

/// The first two tunnels of an array, with a finding where there are more.
fn tunnels<'d>(
    scope: Scope<'d>,
    (wrapper, item): (&'static str, &'static str),
    findings: &mut Vec<Finding>,
    mut read: impl FnMut(Scope<'d>, &mut Vec<Finding>) -> TunnelParts,
) -> Vec<TunnelParts> {
    let mut tunnels = Vec::new();
    let mut nodes = scope.node.list(wrapper, item);
    for (index, node) in (0..2).zip(nodes.by_ref()) {
        tunnels.push(read(scope.element(node, index), findings));
    }
    let more = nodes.count();
    if more > 0 {
        let origin = scope.origin(
            Field::TunnelsConfig,
            scope.node.get(wrapper).unwrap_or(scope.node),
        );
        findings.push(
            Finding::new(&catalogue::TOO_MANY_TUNNELS)
                .with("field", wrapper)
                .with("count", (more + 2).to_string())
                .at(origin),
        );
    }
    tunnels
}

/// Checks the parts and puts them together.
fn judge(
    mut parts: Parts,
    sides: Sides,
    options: &ReadOptions,
    findings: &mut Vec<Finding>,
) -> Option<Connection> {
    let given = |nets: &[Ipv4Net], field| -> Vec<Sourced<Ipv4Net>> {
        nets.iter()
            .map(|&net| Sourced::new(net, Origin::option(field)))
            .collect()
    };
    parts
        .device
        .prefixes
        .extend(given(&options.device_prefixes, Field::DevicePrefix));
    parts
        .cloud
        .prefixes
        .extend(given(&options.cloud_prefixes, Field::CloudPrefix));
    complete::default_identities(&mut parts, findings);
    rules_whole::check(&parts, sides, findings);
    rules_tunnel::check(&parts, findings);
    rules_strength::check(&parts, findings);
    let connection = complete::complete(parts, findings);
    number_tunnels(findings);
    let stands_in_the_way = |finding: &Finding| {
        finding.rule.is_fixed()
            && !(options.draft && finding.slug() == catalogue::MASKED_VALUE.slug)
    };
    connection.filter(|_| !findings.iter().any(stands_in_the_way))
}

/// Names the tunnel of every finding whose places all lie in one.
fn number_tunnels(findings: &mut [Finding]) {
    for finding in findings {
        let mut tunnels = finding.places.iter().map(|place| place.tunnel);
        if let Some(Some(first)) = tunnels.next()
            && tunnels.all(|other| other == Some(first))
        {
            finding.tunnel = Some(first + 1);
        }
    }
}
