//! Which side of a session is the device, and which tunnel it runs in.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::connection::{BgpEvidence, BgpSession, CLOUD_DEFAULT_ASN, Maskable, Sourced, is_host};
use crate::findings::{Finding, catalogue};
use crate::secret::Secret;

use super::Side;
use super::bgp::{End, Session, invalid};
use super::part::Part;
use super::parts::TunnelParts;
use super::reasons;
use super::shown::shown;
use super::{merge, verify};

/// What other documents say of the session in one tunnel.
#[derive(Debug, Default)]
pub(super) struct Clues {
    /// `DescribeVpnConnection`, written from the cloud's side.
    pub(super) described: Option<Described>,
    /// `DescribeCustomerGateway`: the device's AS number.
    pub(super) gateway_asn: Option<Sourced<u32>>,
    /// `DescribeCustomerGateway`: the TCP MD5 key, not checked yet.
    pub(super) auth_key: Option<Sourced<Secret>>,
}

/// A session as the cloud describes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Described {
    pub(super) cloud_asn: Option<Sourced<u32>>,
    pub(super) cloud_address: Option<Ipv4Addr>,
    pub(super) device_asn: Option<Sourced<u32>>,
    pub(super) device_address: Option<Ipv4Addr>,
    pub(super) network: Option<Sourced<Ipv4Net>>,
}

/// Puts every session into its tunnel.
pub(super) fn join(
    sessions: Vec<Session<'_>>,
    tunnels: &mut [TunnelParts],
    clues: &mut [Clues],
    option: Option<Side>,
    findings: &mut Vec<Finding>,
) {
    let mut undecided: Option<Finding> = None;
    let only = sessions.len() == 1 && tunnels.len() == 1;
    let mut taken = [false; 2];
    for session in sessions {
        let Some(place) = tunnel_of(&session, tunnels, clues, only) else {
            report_unmatched(&session, findings);
            continue;
        };
        if std::mem::replace(&mut taken[place.min(1)], true) {
            if let Some(network) = session.network.known() {
                let value = network.value.to_string();
                findings.push(invalid(network.origin, value, reasons::SECOND_SESSION));
            }
            continue;
        }
        let before = findings.len();
        match direction(&session, &clues[place], option, findings) {
            Some((local, evidence)) => {
                let clues = &mut clues[place];
                tunnels[place].bgp = finish(session, local, evidence, clues, findings);
            }
            None => add_undecided(&mut undecided, &session),
        }
        if tunnels.len() > 1 {
            for finding in &mut findings[before..] {
                finding.tunnel = u8::try_from(place + 1).ok();
            }
        }
    }
    findings.extend(undecided);
    report_shared_network(tunnels, findings);
}

/// The index of the tunnel that a session runs in.
fn tunnel_of(
    session: &Session<'_>,
    tunnels: &[TunnelParts],
    clues: &[Clues],
    only: bool,
) -> Option<usize> {
    let id_of =
        |tunnel: &'_ TunnelParts, id: &str| tunnel.id.as_ref().is_some_and(|own| own.value == id);
    match session.tunnel_id {
        Some(id) if only && tunnels[0].id.is_none() => {
            let _ = id;
            Some(0)
        }
        Some(id) => {
            let mut named = (0..tunnels.len()).filter(|&place| id_of(&tunnels[place], id.value));
            // Masked ids can be the same for both tunnels.
            named.next().filter(|_| named.next().is_none())
        }
        None if only => Some(0),
        None => {
            let network = session.network.value()?;
            clues.iter().position(|clues| {
                clues.described.is_some_and(|described| {
                    described.network.map(|other| other.value) == Some(*network)
                })
            })
        }
    }
}

fn report_unmatched(session: &Session<'_>, findings: &mut Vec<Finding>) {
    let finding = Finding::new(&catalogue::BGP_UNMATCHED).with("field", "TunnelId");
    findings.push(match (session.tunnel_id, &session.network) {
        (Some(id), _) => finding.with("value", shown(id.value)).at(id.origin),
        (None, Part::Known(Sourced { origin, .. }) | Part::Missing(origin)) => {
            finding.explain("value", reasons::NO_TUNNEL_ID).at(*origin)
        }
        (None, Part::Faulty) => finding.explain("value", reasons::NO_TUNNEL_ID),
    });
}

/// The side that `Local` is, by the first evidence that tells, in the documented order.
fn direction(
    session: &Session<'_>,
    clues: &Clues,
    option: Option<Side>,
    findings: &mut Vec<Finding>,
) -> Option<(Side, BgpEvidence)> {
    let found = by_describe(session, clues.described)
        .map(|side| (side, BgpEvidence::Describe))
        .or_else(|| {
            let asn = clues.gateway_asn?;
            let side = by_asn(session, asn.value, Side::Device)?;
            Some((side, BgpEvidence::CustomerGatewayAsn))
        })
        .or_else(|| {
            let side = by_asn(session, CLOUD_DEFAULT_ASN, Side::Cloud)?;
            Some((side, BgpEvidence::CloudDefaultAsn))
        });
    match (found, option) {
        (Some((side, _)), Some(option)) if side != option => {
            if let Some(asn) = session.local.asn.known() {
                findings.push(
                    Finding::new(&catalogue::BGP_OPTION_CONTRADICTED)
                        .with("value", option.word())
                        .with("other", side.word())
                        .at(asn.origin),
                );
            }
            found
        }
        (Some(_), _) => found,
        (None, Some(option)) => Some((option, BgpEvidence::Option)),
        (None, None) => None,
    }
}

fn by_describe(session: &Session<'_>, described: Option<Described>) -> Option<Side> {
    let described = described?;
    let tell = |local: bool, peer: bool| match (local, peer) {
        (true, false) => Some(Side::Cloud),
        (false, true) => Some(Side::Device),
        _ => None,
    };
    let address = |end: &End| end.address.unmasked().copied();
    let (local, peer) = (address(&session.local), address(&session.peer));
    let is = |one: Option<Ipv4Addr>, other: Option<Ipv4Addr>| one.is_some() && one == other;
    tell(
        is(local, described.cloud_address) || is(peer, described.device_address),
        is(peer, described.cloud_address) || is(local, described.device_address),
    )
    .or_else(|| {
        let asn = |end: &End| end.asn.value().copied();
        let cloud = described.cloud_asn.map(|asn| asn.value);
        let device = described.device_asn.map(|asn| asn.value);
        let is = |one: Option<u32>, other: Option<u32>| one.is_some() && one == other;
        let (local, peer) = (asn(&session.local), asn(&session.peer));
        tell(
            is(local, cloud) && !is(peer, cloud) || is(peer, device) && !is(local, device),
            is(peer, cloud) && !is(local, cloud) || is(local, device) && !is(peer, device),
        )
    })
}

/// The side of `Local`, when one end has an AS number that only one side can have.
fn by_asn(session: &Session<'_>, asn: u32, owner: Side) -> Option<Side> {
    let has = |end: &End| end.asn.value() == Some(&asn);
    match (has(&session.local), has(&session.peer)) {
        (true, false) => Some(owner),
        (false, true) => Some(owner.other()),
        _ => None,
    }
}

/// One finding for all sessions whose sides nothing tells.
fn add_undecided(undecided: &mut Option<Finding>, session: &Session<'_>) {
    let asn = |end: &End| end.asn.value().map_or_else(String::new, u32::to_string);
    let finding = undecided.take().unwrap_or_else(|| {
        Finding::new(&catalogue::BGP_DIRECTION_UNKNOWN)
            .with("value", asn(&session.local))
            .with("other", asn(&session.peer))
    });
    let places = [session.local.asn.known(), session.peer.asn.known()];
    *undecided = Some(
        places
            .into_iter()
            .flatten()
            .fold(finding, |finding, asn| finding.at(asn.origin)),
    );
}

/// The session with its sides named, if every value is there and fits the others.
pub(super) fn finish(
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
    let auth_key = merge::auth_key(clues.auth_key.take(), findings);
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
                    .explain("remedy", reasons::FETCH_AGAIN)
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
            Maskable::Masked => findings.push(
                Finding::new(&catalogue::MASKED_VALUE)
                    .with("field", origin.name())
                    .at(origin),
            ),
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

pub(super) fn report_shared_network(tunnels: &[TunnelParts], findings: &mut Vec<Finding>) {
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
