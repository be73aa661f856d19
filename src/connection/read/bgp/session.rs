//! A session whose sides are known: its values, and whether they fit each other.

use crate::connection::{
    BgpEvidence, BgpSession, CLOUD_DEFAULT_ASN, Maskable, Sourced, is_host, looks_masked_key,
};
use crate::findings::{Finding, catalogue};
use crate::secret::Secret;

use super::sides::Clues;
use super::{Session, invalid};
use crate::connection::read::Side;
use crate::connection::read::hidden;
use crate::connection::read::part::Part;
use crate::connection::read::parts::TunnelParts;
use crate::connection::read::{address, reasons, verify};

/// The session with its sides named, if every value is there and fits the others.
pub(in crate::connection::read) fn finish(
    session: Session<'_>,
    local: Side,
    evidence: BgpEvidence,
    clues: &mut Clues,
    findings: &mut Vec<Finding>,
) -> Option<BgpSession> {
    let (device, cloud) = match local {
        Side::Device => (session.local, session.peer),
        Side::Cloud => (session.peer, session.local),
    };
    let before = findings.len();
    let network = take(session.network, findings);
    let (device_asn, cloud_asn) = (take(device.asn, findings), take(cloud.asn, findings));
    let device_address = take(device.address, findings);
    let cloud_address = take(cloud.address, findings);
    let auth_key = auth_key(clues.auth_key.take(), findings);
    let session = BgpSession {
        device_asn: device_asn?,
        device_address: device_address?,
        cloud_asn: cloud_asn?,
        cloud_address: cloud_address?,
        network: network?,
        auth_key,
        evidence,
    };
    check(&session, findings);
    compare(&session, clues, findings);
    let is_sound = findings[before..]
        .iter()
        .all(|finding| !finding.rule.is_fixed());
    is_sound.then_some(session)
}

fn take<T>(part: Part<T>, findings: &mut Vec<Finding>) -> Option<Sourced<T>> {
    match part {
        Part::Known(sourced) => Some(sourced),
        Part::Faulty => None,
        Part::Missing(origin) => {
            findings.push(
                Finding::new(&catalogue::MISSING_FIELD)
                    .with("field", origin.name())
                    .explain("remedy", reasons::of_missing(origin.dialect, false))
                    .at(origin),
            );
            None
        }
    }
}

fn check(session: &BgpSession, findings: &mut Vec<Finding>) {
    let network = session.network.value;
    let addresses = [session.device_address, session.cloud_address];
    for Sourced { value, origin } in addresses {
        match value {
            Maskable::Known(address) if !is_host(network, address) => findings.push(
                invalid(origin, address.to_string(), reasons::NO_HOST_OF_NETWORK)
                    .with("network", network.to_string())
                    .at(session.network.origin),
            ),
            Maskable::Known(_) => {}
            Maskable::Masked => findings.push(hidden::finding(origin)),
        }
    }
    if session.device_address.value == session.cloud_address.value
        && let Maskable::Known(address) = session.device_address.value
    {
        let origin = session.device_address.origin;
        findings.push(invalid(origin, address.to_string(), reasons::SAME_ADDRESS));
    }
    let asn = session.device_asn;
    if asn.value == session.cloud_asn.value {
        findings.push(invalid(
            asn.origin,
            asn.value.to_string(),
            reasons::SAME_ASN,
        ));
    } else if asn.value == CLOUD_DEFAULT_ASN {
        findings.push(invalid(
            asn.origin,
            asn.value.to_string(),
            reasons::DEVICE_HAS_CLOUD_ASN,
        ));
    }
}

/// The session against what other documents say of it.
fn compare(session: &BgpSession, clues: &Clues, findings: &mut Vec<Finding>) {
    let mut differ = |own: Sourced<u32>, other: Option<Sourced<u32>>| {
        if let Some(other) = other.filter(|other| other.value != own.value) {
            findings.push(verify::contradiction(
                (own.origin, own.value.to_string()),
                (other.origin, other.value.to_string()),
                reasons::FETCH_BOTH,
            ));
        }
    };
    differ(session.device_asn, clues.gateway_asn);
    if let Some(described) = clues.described {
        differ(session.device_asn, described.device_asn);
        differ(session.cloud_asn, described.cloud_asn);
        if let Some(network) = described.network
            && network.value != session.network.value
        {
            findings.push(verify::contradiction(
                (session.network.origin, session.network.value.to_string()),
                (network.origin, network.value.to_string()),
                reasons::FETCH_BOTH,
            ));
        }
    }
}

/// Each tunnel needs a network of its own.
pub(in crate::connection::read) fn report_shared_network(
    tunnels: &[TunnelParts],
    findings: &mut Vec<Finding>,
) {
    if let [first, second] = tunnels
        && let (Some(first), Some(second)) = (&first.bgp, &second.bgp)
        && first.network.value == second.network.value
    {
        let value = second.network.value.to_string();
        findings.push(
            invalid(second.network.origin, value, reasons::NETWORK_OF_BOTH)
                .at(first.network.origin),
        );
    }
}

/// The MD5 key of a session, checked like the API does (`CreateCustomerGateway`: `AuthKey`).
fn auth_key(key: Option<Sourced<Secret>>, findings: &mut Vec<Finding>) -> Option<Secret> {
    let Sourced { value, origin } = key?;
    let text = value.reveal();
    let reason = if looks_masked_key(text) {
        hidden::no_marker(origin)
    } else if text.len() > 64 || !text.bytes().all(|b| b.is_ascii_graphic() && b != b'?') {
        reasons::AUTH_KEY
    } else {
        return Some(value);
    };
    findings.push(address::unreadable(origin, reason));
    None
}
