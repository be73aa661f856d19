//! The device's end of a described session that the cloud's description leaves open.
//!
//! While a session is down, the cloud describes its own end alone; Terraform keeps no more than that of a
//! connection with one tunnel. What else tells the other end fills it in.

use std::net::Ipv4Addr;

use crate::connection::{Field, Maskable, Origin, Source, Sourced};
use crate::findings::{Finding, catalogue};

use super::Session;
use crate::connection::read::part::Part;
use crate::connection::read::reasons;

/// Fills in the peer's AS number from the customer gateway, and its address from the network of two hosts.
pub(in crate::connection::read) fn fill(
    session: &mut Session<'_>,
    gateway_asn: Option<Sourced<u32>>,
    findings: &mut Vec<Finding>,
) {
    if let (Part::Missing(_), Some(asn)) = (&session.peer.asn, gateway_asn) {
        session.peer.asn = Part::Known(asn);
    }
    let place = match session.peer.address {
        Part::Missing(place) => place,
        Part::Known(Sourced { origin, .. }) if origin.pending => origin,
        _ => return,
    };
    if let Some(address) = other_host(session) {
        findings.push(
            Finding::new(&catalogue::ASSUMED_VALUE)
                .with("field", Field::PeerBgpIp.api_name())
                .with("value", address.to_string())
                .explain("reason", reasons::OTHER_HOST)
                .at(place),
        );
        let origin = Origin {
            source: Source::Default,
            ..place
        };
        session.peer.address = Part::Known(Sourced::new(Maskable::Known(address), origin));
    }
}

/// The host of the session's network that the cloud is not, where there is one other.
fn other_host(session: &Session<'_>) -> Option<Ipv4Addr> {
    let network = session.network.value()?;
    let own = session.local.address.unmasked()?;
    let hosts: Vec<Ipv4Addr> = network.hosts().take(3).collect();
    match hosts[..] {
        [first, second] if second == *own => Some(first),
        [first, second] if first == *own => Some(second),
        _ => None,
    }
}
