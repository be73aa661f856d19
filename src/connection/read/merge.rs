//! What the accompanying responses add to a connection.
//!
//! The base always keeps its own values; what it lacks or hides is filled in, and what both say is
//! compared by [`verify`].

use crate::connection::{BgpEvidence, Field, Maskable, Origin, Role, Sourced};
use crate::findings::Finding;

use super::address;
use super::bgp::Session;
use super::bgp::session;
use super::bgp::sides::{Clues, Described};
use super::companions::Companions;
use super::describe::{Description, TunnelEnds};
use super::part::Part;
use super::parts::{Parts, TunnelParts};
use super::scope::Scope;
use super::shown::shown;
use super::sm;
use super::{Side, bgp, describe, service, verify};

/// What the sessions of the base are told apart by, and what the gateways are found by: one of each
/// for every tunnel of the base.
pub(super) struct Enrichment<'d> {
    pub(super) clues: Vec<Clues>,
    pub(super) ends: Vec<TunnelEnds<'d>>,
    pub(super) vpn_gateway: Option<&'d str>,
    /// Where documents say that BGP is off.
    pub(super) bgp_off: Vec<Origin>,
}

impl Enrichment<'_> {
    /// Of a connection that no Describe response speaks of.
    pub(super) fn none(tunnels: usize) -> Self {
        Self {
            clues: (0..tunnels).map(|_| Clues::default()).collect(),
            ends: (0..tunnels).map(|_| TunnelEnds::default()).collect(),
            vpn_gateway: None,
            bgp_off: Vec::new(),
        }
    }
}

/// Adds a Describe response to a download, and compares the two.
pub(super) fn add_description<'d>(
    parts: &mut Parts,
    description: Description<'d>,
    findings: &mut Vec<Finding>,
) -> Enrichment<'d> {
    let Description {
        parts: described,
        vpn_gateway,
        ends,
        state,
        bgp_off,
    } = description;
    findings.extend(state);
    verify::sites(parts, &described, findings);
    verify::tunnel_count(parts, &described, findings);
    let mut enrichment = Enrichment {
        vpn_gateway,
        bgp_off: bgp_off.into_iter().collect(),
        ..Enrichment::none(parts.tunnels.len())
    };
    verify::ids(parts.id.as_ref(), described.id.as_ref(), findings);
    parts.id = parts.id.take().or(described.id);
    parts.name = parts.name.take().or(described.name);
    parts.cloud_initiates = described.cloud_initiates;
    parts.health_check = described.health_check;
    parts.private_network |= described.private_network;
    fill_subnets(&mut parts.device.subnets, described.device.subnets);
    fill_subnets(&mut parts.cloud.subnets, described.cloud.subnets);

    let aligned = align(&parts.tunnels, &described.tunnels);
    for (tunnel, other) in parts.tunnels.iter().zip(&aligned) {
        if other.is_none() {
            verify::stray_tunnel(tunnel, &described.tunnels, findings);
        }
    }
    let mut others: Vec<Option<(TunnelParts, TunnelEnds<'d>)>> =
        described.tunnels.into_iter().zip(ends).map(Some).collect();
    for (place, tunnel) in parts.tunnels.iter_mut().enumerate() {
        let Some((other, ends)) = aligned[place].and_then(|other| others[other].take()) else {
            continue;
        };
        verify::ids(tunnel.id.as_ref(), other.id.as_ref(), findings);
        verify::tunnel(tunnel, &other, findings);
        fill_tunnel(tunnel, other);
        enrichment.clues[place].described = ends.session.as_ref().map(described_session);
        enrichment.ends[place] = ends;
    }
    enrichment
}

/// Which described tunnel each tunnel is: by id, by the cloud's address, or because there is one.
fn align(tunnels: &[TunnelParts], described: &[TunnelParts]) -> [Option<usize>; 2] {
    let mut aligned = [None; 2];
    if let ([_], [_]) = (tunnels, described) {
        return [Some(0), None];
    }
    let only = |matches: &dyn Fn(&TunnelParts) -> bool| {
        let mut places = (0..described.len()).filter(|&place| matches(&described[place]));
        places.next().filter(|_| places.next().is_none())
    };
    for (place, tunnel) in tunnels.iter().enumerate().take(2) {
        let by_id = tunnel.id.as_ref().and_then(|id| {
            only(&|other| {
                other
                    .id
                    .as_ref()
                    .is_some_and(|other| other.value == id.value)
            })
        });
        aligned[place] = by_id.or_else(|| {
            let address = tunnel.cloud_address.unmasked()?;
            only(&|other| other.cloud_address.unmasked() == Some(address))
        });
    }
    if aligned[0] == aligned[1] {
        aligned[1] = None;
    }
    aligned
}

/// Adds the name, the id, and that both tunnels carry traffic on a transit router, from a list of attachments.
pub(super) fn add_attachment(parts: &mut Parts, companions: &mut Companions<'_>) {
    let id = parts.id.as_ref().map(|id| id.value.clone());
    let Some(scope) = companions.attachment(id.as_deref()) else {
        return;
    };
    let owned = |text: Sourced<&str>| Sourced::new(shown(text.value), text.origin);
    parts.id = parts
        .id
        .take()
        .or_else(|| describe::attached(scope).map(owned));
    parts.name = parts.name.take().or(scope.hint(Field::Name).map(owned));
    if describe::is_shared(scope) && parts.tunnels.len() > 1 {
        for tunnel in &mut parts.tunnels {
            let shared = || Sourced::new(Role::Shared, scope.origin(Field::Role, scope.node));
            tunnel.role.get_or_insert_with(shared);
        }
    }
}

fn fill_subnets<T>(
    own: &mut Part<Vec<Sourced<Maskable<T>>>>,
    other: Part<Vec<Sourced<Maskable<T>>>>,
) {
    let hides = |part: &Part<Vec<Sourced<Maskable<T>>>>| {
        part.value()
            .is_some_and(|blocks| blocks.iter().any(|block| block.is_masked()))
    };
    let is_better = matches!(own, Part::Missing(_)) || hides(own) && !hides(&other);
    if is_better && other.known().is_some() {
        *own = other;
    }
}

fn fill_tunnel(own: &mut TunnelParts, other: TunnelParts) {
    own.role = other.role;
    own.dpd = other.dpd;
    own.nat_traversal = other.nat_traversal;
    own.id = own.id.take().or(other.id);
    own.device_address.fill_masked(other.device_address);
    own.cloud_address.fill_masked(other.cloud_address);
    own.device_identity.fill_masked(other.device_identity);
    own.cloud_identity.fill_masked(other.cloud_identity);
    own.psk.fill_masked(other.psk);
    own.ike.version.fill(other.ike.version);
    own.ike.mode.fill(other.ike.mode);
    own.ike.encryption.fill(other.ike.encryption);
    own.ike.integrity.fill(other.ike.integrity);
    own.ike.dh.fill(other.ike.dh);
    own.ike.lifetime.fill(other.ike.lifetime);
    own.esp.encryption.fill(other.esp.encryption);
    own.esp.integrity.fill(other.esp.integrity);
    own.esp.pfs.fill(other.esp.pfs);
    own.esp.lifetime.fill(other.esp.lifetime);
}

/// In a Describe response `Local` is the cloud.
fn described_session(session: &Session<'_>) -> Described {
    Described {
        cloud_asn: session.local.asn.known().copied(),
        cloud_address: session.local.address.unmasked().copied(),
        device_asn: session.peer.asn.known().copied(),
        device_address: session.peer.address.unmasked().copied(),
        network: session.network.known().copied(),
    }
}

/// Adds the gateways: addresses, the device's AS number and MD5 key, the kind of network.
pub(super) fn add_gateways<'d>(
    parts: &mut Parts,
    enrichment: &mut Enrichment<'d>,
    companions: &mut Companions<'d>,
    findings: &mut Vec<Finding>,
) {
    for (tunnel, (ends, clues)) in parts
        .tunnels
        .iter_mut()
        .zip(enrichment.ends.iter().zip(&mut enrichment.clues))
    {
        let address = tunnel.device_address.unmasked().map(ToString::to_string);
        let found = companions.customer_gateway(ends.customer_gateway, address.as_deref());
        if let Some(gateway) = found {
            add_customer_gateway(gateway, tunnel, clues, findings);
        }
    }
    let address = parts
        .tunnels
        .iter()
        .find_map(|tunnel| Some(tunnel.cloud_address.unmasked()?.to_string()));
    if let Some(gateway) = companions.vpn_gateway(enrichment.vpn_gateway, address.as_deref()) {
        add_vpn_gateway(gateway, parts, findings);
        let off = gateway.flag(Field::EnableBgp).filter(|on| !on.value);
        enrichment.bgp_off.extend(off.map(|off| off.origin));
    }
}

/// One key for each session, from the customer gateway or else from the connection; two that differ are a
/// contradiction.
pub(super) fn settle_auth_keys(enrichment: &mut Enrichment<'_>, findings: &mut Vec<Finding>) {
    for (clues, ends) in enrichment.clues.iter_mut().zip(&mut enrichment.ends) {
        match (&clues.auth_key, ends.auth_key.take()) {
            (None, described) => clues.auth_key = described,
            (Some(own), Some(other)) if !own.value.same_as(&other.value) => {
                findings.push(verify::key_contradiction(own.origin, other.origin));
            }
            _ => {}
        }
        clues.knows_auth_key = clues.auth_key.is_some();
        clues.auth_key = clues.auth_key.take().filter(|key| !key.value.is_empty());
    }
}

fn add_customer_gateway(
    gateway: Scope<'_>,
    tunnel: &mut TunnelParts,
    clues: &mut Clues,
    findings: &mut Vec<Finding>,
) {
    let address = address::address(gateway.text(Field::CustomerGatewayIp, findings), findings);
    verify::same(&tunnel.device_address, &address, findings);
    tunnel.device_address.fill_masked(address);
    clues.gateway_asn = bgp::read_asn(gateway.text(Field::CustomerGatewayAsn, findings), findings)
        .known()
        .copied();
    clues.auth_key = bgp::read_auth_key(gateway);
}

fn add_vpn_gateway(gateway: Scope<'_>, parts: &mut Parts, findings: &mut Vec<Finding>) {
    if let Some(kind) = gateway.hint(Field::VpnType)
        && kind.value.eq_ignore_ascii_case("NationalStandard")
    {
        sm::report(kind.value, kind.origin, findings);
    }
    service::gateway(gateway, findings);
    parts.private_network |= describe::is_private(gateway);
    let first = address::address(gateway.text(Field::InternetIp, findings), findings);
    let second = gateway.text(Field::DisasterRecoveryInternetIp, findings);
    let second = address::address(second, findings);
    verify::cloud_addresses(&parts.tunnels, [&first, &second], findings);
    match &mut parts.tunnels[..] {
        [tunnel] => tunnel.cloud_address.fill_masked(first),
        // The gateway's own address is that of its active tunnel.
        [one, other] => {
            let role = |tunnel: &TunnelParts| tunnel.role.map(|role| role.value);
            match (role(one), role(other)) {
                (Some(Role::Active), Some(Role::Standby)) => {
                    one.cloud_address.fill_masked(first);
                    other.cloud_address.fill_masked(second);
                }
                (Some(Role::Standby), Some(Role::Active)) => {
                    one.cloud_address.fill_masked(second);
                    other.cloud_address.fill_masked(first);
                }
                _ => {}
            }
        }
        _ => {}
    }
}

/// Sets the sessions as a Describe response has them; its direction is documented.
pub(super) fn set_described_sessions(
    parts: &mut Parts,
    enrichment: &mut Enrichment<'_>,
    local: Side,
    findings: &mut Vec<Finding>,
) {
    for (tunnel, (ends, clues)) in parts
        .tunnels
        .iter_mut()
        .zip(enrichment.ends.iter_mut().zip(&mut enrichment.clues))
    {
        findings.append(&mut ends.faults);
        if let Some(mut session) = ends.session.take() {
            bgp::peer::fill(&mut session, clues.gateway_asn, findings);
            tunnel.bgp = session::finish(session, local, BgpEvidence::Describe, clues, findings);
        }
    }
    session::report_shared_network(&parts.tunnels, findings);
}
