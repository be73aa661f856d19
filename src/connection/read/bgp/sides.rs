//! Which side of a session is the device, by evidence and never by a guess.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::connection::{BgpEvidence, CLOUD_DEFAULT_ASN, Sourced};
use crate::findings::{Finding, catalogue};
use crate::secret::Secret;

use super::{End, Session};
use crate::connection::read::Side;

/// What other documents say of the session in one tunnel.
#[derive(Debug, Default)]
pub(in crate::connection::read) struct Clues {
    /// `DescribeVpnConnection`, written from the cloud's side.
    pub(in crate::connection::read) described: Option<Described>,
    /// `DescribeCustomerGateway`: the device's AS number.
    pub(in crate::connection::read) gateway_asn: Option<Sourced<u32>>,
    /// The TCP MD5 key, not checked yet.
    pub(in crate::connection::read) auth_key: Option<Sourced<Secret>>,
    /// Some document says which key there is, or that there is none.
    pub(in crate::connection::read) knows_auth_key: bool,
}

/// A session as the cloud describes it.
#[derive(Debug, Clone, Copy)]
pub(in crate::connection::read) struct Described {
    pub(in crate::connection::read) cloud_asn: Option<Sourced<u32>>,
    pub(in crate::connection::read) cloud_address: Option<Ipv4Addr>,
    pub(in crate::connection::read) device_asn: Option<Sourced<u32>>,
    pub(in crate::connection::read) device_address: Option<Ipv4Addr>,
    pub(in crate::connection::read) network: Option<Sourced<Ipv4Net>>,
}

/// The side that `Local` is, by the first evidence that tells, in the documented order.
pub(in crate::connection::read) fn direction(
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
