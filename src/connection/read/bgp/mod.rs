//! BGP sessions of a download: joined with their tunnels, and told which side is which.
//!
//! The API does not document the direction of `BgpConfigs`, so evidence decides or nothing does.

pub(super) mod join;
pub(super) mod peer;
pub(super) mod session;
pub(super) mod sides;

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::connection::{
    Field, Maskable, Origin, Sourced, looks_masked, network_fault, parse_asn, subnet,
};
use crate::findings::{Finding, Text, catalogue};
use crate::secret::Secret;

use crate::connection::read::address;
use crate::connection::read::hidden;
use crate::connection::read::part::Part;
use crate::connection::read::reasons;
use crate::connection::read::scope::Scope;
use crate::connection::read::shown::shown;

/// More sessions than any connection has; it bounds the work on hostile input.
const MOST: usize = 16;

/// One session as it is written.
#[derive(Debug, Clone, Copy)]
pub(in crate::connection::read) struct Session<'d> {
    pub(in crate::connection::read) tunnel_id: Option<Sourced<&'d str>>,
    pub(in crate::connection::read) local: End,
    pub(in crate::connection::read) peer: End,
    pub(in crate::connection::read) network: Part<Ipv4Net>,
}

/// One end of a session.
#[derive(Debug, Clone, Copy)]
pub(in crate::connection::read) struct End {
    pub(in crate::connection::read) asn: Part<u32>,
    pub(in crate::connection::read) address: Part<Maskable<Ipv4Addr>>,
}

/// The sessions of a download; those of which every field is empty stand for BGP being off.
pub(in crate::connection::read) fn read_download<'d>(
    config: Scope<'d>,
    findings: &mut Vec<Finding>,
) -> Vec<Session<'d>> {
    let sessions = config.node.list("BgpConfigs", "BgpConfig").take(MOST);
    (0..)
        .zip(sessions)
        .filter_map(|(index, node)| read(config.element(node, index), findings))
        .collect()
}

/// One session, unless it is empty.
pub(in crate::connection::read) fn read<'d>(
    scope: Scope<'d>,
    findings: &mut Vec<Finding>,
) -> Option<Session<'d>> {
    // The service writes its own AS number even where BGP is off.
    let tells = [Field::LocalBgpIp, Field::PeerBgpIp, Field::TunnelCidr];
    if tells.iter().all(|&field| scope.hint(field).is_none()) {
        return None;
    }
    let mut end = |asn, address| End {
        asn: read_asn(scope.text(asn, findings), findings),
        address: address::address(scope.text(address, findings), findings),
    };
    Some(Session {
        tunnel_id: scope.hint(Field::SessionTunnelId),
        local: end(Field::LocalAsn, Field::LocalBgpIp),
        peer: end(Field::PeerAsn, Field::PeerBgpIp),
        network: read_network(scope.text(Field::TunnelCidr, findings), findings),
    })
}

/// The TCP MD5 key of a session, not checked; empty where the document says that there is none.
pub(in crate::connection::read) fn read_auth_key(scope: Scope<'_>) -> Option<Sourced<Secret>> {
    let node = scope.node.get(Field::AuthKey.api_name())?;
    let text = node.text()?;
    let origin = scope.origin(Field::AuthKey, node);
    Some(Sourced::new(Secret::new(text.to_owned()), origin))
}

/// An AS number in any notation.
pub(in crate::connection::read) fn read_asn(
    part: Part<&str>,
    findings: &mut Vec<Finding>,
) -> Part<u32> {
    if let Part::Known(Sourced { origin, .. }) = part
        && origin.pending
    {
        return Part::Missing(origin);
    }
    part.and_then(|text, origin| {
        let asn = parse_asn(text);
        if asn.is_none() {
            findings.push(invalid(origin, shown(text), reasons::ASN));
        }
        asn
    })
}

fn read_network(part: Part<&str>, findings: &mut Vec<Finding>) -> Part<Ipv4Net> {
    part.and_then(|text, origin| {
        if looks_masked(text) {
            findings.push(address::unreadable(origin, hidden::no_marker(origin)));
            return None;
        }
        let fault = match subnet::parse(text) {
            Ok(Maskable::Known(network)) => match network_fault(network) {
                None => return Some(network),
                Some(fault) => reasons::network(fault),
            },
            _ => reasons::NETWORK,
        };
        findings.push(invalid(origin, shown(text), fault));
        None
    })
}

pub(in crate::connection::read) fn invalid(origin: Origin, value: String, reason: Text) -> Finding {
    Finding::new(&catalogue::BGP_INVALID)
        .with("field", origin.name())
        .with("value", value)
        .explain("reason", reason)
        .at(origin)
}
