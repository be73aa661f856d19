//! Documents become connections: what the responses mean, with everything that is wrong with them.
//!
//! A download or a Describe response is the base of one connection; the responses that belong to it
//! (Describe, gateways, routes) add what it does not say and are compared with it. Every fault is
//! collected before anything is given up. No device is known here.

mod address;
mod assume;
mod bgp;
mod companions;
mod complete;
mod describe;
mod download;
mod gather;
mod hidden;
mod in_turn;
mod lifetime;
mod merge;
mod neighbours;
mod options;
mod part;
mod parts;
mod prefixes;
mod reasons;
mod routes;
mod rules;
mod scope;
mod service;
mod shown;
mod side_names;
mod sides;
mod sm;
mod subnets;
mod tunnel;
mod tunnels;
mod verify;
mod words;

use ipnet::Ipv4Net;

use crate::document::{Document, DocumentError, Operation};
use crate::findings::{Finding, catalogue};

use super::{Connection, Earlier, Field, Origin, Source, Sourced};
use companions::Companions;
use gather::{Case, Given};
use in_turn::{InTurn, Readings};
use merge::Enrichment;
pub use neighbours::{Beside, Neighbours};
pub use options::{Perspective, ReadOptions, Side};
use parts::Parts;
use scope::Scope;
use sides::Sides;

/// One connection as it was read.
#[derive(Debug)]
pub struct Reading {
    /// The connection; `None` where a fixed finding stands in its way.
    pub connection: Option<Connection>,
    /// Everything that was found, faults and assumptions alike.
    pub findings: Vec<Finding>,
    /// `vco-…` where a document carries it.
    pub id: Option<String>,
    /// What the tool that wrote the document calls the connection, such as the address of a Terraform resource.
    pub label: Option<String>,
    /// What the envelope around the response calls it.
    pub name: Option<String>,
    /// Values of the target's inputs in the envelope, by name.
    pub values: Vec<(String, String)>,
    /// Which of the documents holds the base of the connection, counted from 0.
    pub document: u32,
    /// The number of the base in its document, counted from 0.
    pub index: usize,
    /// What earlier connections of what was read together take on the same device.
    pub earlier: Earlier,
    /// In whose words its own document is, and whether that is a download.
    words: (Perspective, bool),
}

impl Reading {
    /// Everything that the connection is called by, the nearest name last.
    pub fn names(&self) -> Vec<String> {
        let called = self.called().into_iter().flatten();
        called.map(str::to_owned).collect()
    }

    /// The same, where each would stand.
    pub(crate) fn called(&self) -> [Option<&str>; 3] {
        [&self.label, &self.id, &self.name].map(Option::as_deref)
    }
}

/// An item of a document that holds no response.
#[derive(Debug)]
pub struct Unread {
    /// Which of the documents, counted from 0.
    pub document: u32,
    /// Its number in the document, counted from 0; 0 where the document is no list.
    pub index: usize,
    /// Why.
    pub error: DocumentError,
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
    Ok(connections(&gather::items(documents)?, options))
}

/// As [`read`], but an item that holds no response does not stand in the way of the others.
pub fn read_each(documents: &[Document<'_>], options: &ReadOptions) -> (Vec<Reading>, Vec<Unread>) {
    let (given, unread) = gather::items_each(documents);
    (connections(&given, options), unread)
}

/// As [`read_each`], but each connection is read when it is asked for, as far as none has to wait for the others.
pub(crate) fn read_in_turn<'d>(
    documents: &'d [Document<'_>],
    options: &'d ReadOptions,
) -> (Readings<'d>, Vec<Unread>) {
    let (given, unread) = gather::items_each(documents);
    let in_turn = InTurn::of(&given, options);
    let readings = if in_turn.needs_all() {
        Readings::read(all(in_turn, &given))
    } else {
        Readings::in_turn(in_turn)
    };
    (readings, unread)
}

fn connections(given: &[Given<'_>], options: &ReadOptions) -> Vec<Reading> {
    all(InTurn::of(given, options), given)
}

/// Reads all, and says what was of no use to any.
fn all(mut in_turn: InTurn<'_>, given: &[Given<'_>]) -> Vec<Reading> {
    let mut readings: Vec<Reading> = in_turn.by_ref().collect();
    match readings.first_mut() {
        Some(first) => in_turn.report_unused(&mut first.findings),
        None => readings.extend(given.first().map(no_connection)),
    }
    readings
}

/// One connection with everything that belongs to it.
fn read_case<'d>(
    case: Case<'d>,
    companions: &mut Companions<'d>,
    options: &ReadOptions,
) -> Reading {
    let mut findings = Vec::new();
    let (perspective, is_download) = perspective(&case, options);
    let sides = Sides::seen_by(perspective);
    let (mut parts, mut enrichment, sessions) = if is_download {
        let scope = scope_of(&case.base, Source::Download);
        let mut parts = download::read(scope, sides, &mut findings);
        let enrichment = match case.described {
            Some(described) => describe(&described, &mut parts, &mut findings),
            None => Enrichment::none(parts.tunnels.len()),
        };
        let sessions = if options.no_bgp {
            Vec::new()
        } else {
            bgp::read_download(scope, &mut findings)
        };
        (parts, enrichment, sessions)
    } else {
        let scope = scope_of(&case.base, Source::Describe);
        let description = describe::read(scope, sides, &mut findings);
        findings.extend(description.state);
        let enrichment = Enrichment {
            vpn_gateway: description.vpn_gateway,
            ends: description.ends,
            bgp_off: description.bgp_off.into_iter().collect(),
            ..Enrichment::none(description.parts.tunnels.len())
        };
        (description.parts, enrichment, Vec::new())
    };
    if !companions.is_empty() {
        merge::add_attachment(&mut parts, companions);
        merge::add_gateways(&mut parts, &mut enrichment, companions, &mut findings);
        prefixes::add(&mut parts, companions, &mut findings);
    }
    merge::settle_auth_keys(&mut enrichment, &mut findings);
    if !options.no_bgp {
        let described_local = match perspective {
            Perspective::Device if !is_download => Side::Device,
            _ => Side::Cloud,
        };
        if sessions.is_empty() {
            merge::set_described_sessions(
                &mut parts,
                &mut enrichment,
                described_local,
                &mut findings,
            );
        } else {
            let option = options.bgp_local;
            bgp::join::join(
                sessions,
                &mut parts.tunnels,
                &mut enrichment.clues,
                option,
                &mut findings,
            );
        }
        service::bgp_is_off(&parts, &enrichment.bgp_off, &mut findings);
        assume::auth_keys(&parts, &enrichment, &mut findings);
    }
    assume::addresses_from_identities(&mut parts, &mut findings);
    let id = parts.id.as_ref().map(|id| id.value.clone());
    let connection = judge(parts, sides, options, &mut findings);
    Reading {
        connection,
        findings,
        id,
        label: case.base.label.map(shown::shown),
        name: case.base.envelope.name.map(ToOwned::to_owned),
        values: case.base.envelope.values(),
        document: case.base.document,
        index: case.base.index,
        earlier: Earlier::default(),
        words: (perspective, is_download),
    }
}

/// Whose words the base of a connection is in, and whether it is a download.
fn perspective(case: &Case<'_>, options: &ReadOptions) -> (Perspective, bool) {
    let is_download = case.base.operation == Operation::DownloadVpnConnectionConfig;
    let own = if is_download {
        Perspective::Device
    } else {
        Perspective::Cloud
    };
    (options.perspective.unwrap_or(own), is_download)
}

fn scope_of<'d>(given: &Given<'d>, source: Source) -> Scope<'d> {
    Scope {
        node: given.body,
        source,
        document: given.document,
        dialect: given.dialect,
        tunnel: None,
    }
}

/// Adds the Describe response of a download's connection. What is wrong with values that the download
/// has too is not said twice.
fn describe<'d>(
    described: &Given<'d>,
    parts: &mut Parts,
    findings: &mut Vec<Finding>,
) -> Enrichment<'d> {
    let scope = scope_of(described, Source::Describe);
    let sides = Sides::seen_by(Perspective::Cloud);
    let description = describe::read(scope, sides, &mut Vec::new());
    merge::add_description(parts, description, findings)
}

/// Gateways and routes by themselves.
fn no_connection(first: &Given<'_>) -> Reading {
    let finding = Finding::new(&catalogue::NO_CONNECTION).with("value", first.operation.as_str());
    Reading {
        connection: None,
        findings: vec![finding],
        id: None,
        label: None,
        name: None,
        values: Vec::new(),
        document: first.document,
        index: first.index,
        earlier: Earlier::default(),
        words: (Perspective::Cloud, false),
    }
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
    assume::default_identities(&mut parts, findings);
    rules::check(&parts, sides, findings);
    service::check_health_check(&parts, findings);
    let connection = complete::complete(parts, findings);
    let stands_in_the_way = |finding: &Finding| {
        finding.rule.is_fixed() && !(options.draft && catalogue::has_marker(finding.slug()))
    };
    connection.filter(|_| !findings.iter().any(stands_in_the_way))
}
