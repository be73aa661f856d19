//! `DescribeVpnConnection`: the connection as the cloud sees it, with what a download does not say.

use crate::connection::{Field, Origin, Role, Source, Sourced};
use crate::document::Node;
use crate::findings::Finding;
use crate::secret::Secret;

use super::bgp::{self, Session};
use super::part::Part;
use super::parts::{Parts, SiteParts, TunnelParts};
use super::scope::Scope;
use super::shown::shown;
use super::sides::Sides;
use super::tunnel::{self, Names};
use super::{address, service, subnets, tunnels};

/// A described connection, before the gateways that it names were asked.
pub(super) struct Description<'d> {
    pub(super) parts: Parts,
    /// `vpn-…`.
    pub(super) vpn_gateway: Option<&'d str>,
    /// One for each tunnel.
    pub(super) ends: Vec<TunnelEnds<'d>>,
    /// What the cloud says of its own state.
    pub(super) state: Vec<Finding>,
    /// Where it says that BGP is off.
    pub(super) bgp_off: Option<Origin>,
}

/// What a described tunnel names besides its parts.
#[derive(Default)]
pub(super) struct TunnelEnds<'d> {
    /// `cgw-…`.
    pub(super) customer_gateway: Option<&'d str>,
    /// The BGP session, `Local` being the one who writes.
    pub(super) session: Option<Session<'d>>,
    /// The session's TCP MD5 key: `None` where the document has no field for it, else the text, which may be empty.
    pub(super) auth_key: Option<Sourced<Secret>>,
    /// What is wrong with the session: of interest only where it is used.
    pub(super) faults: Vec<Finding>,
}

/// Reads the connection. Its addresses stand in the responses of the gateways, but for those that the
/// cloud gave to a tunnel itself.
pub(super) fn read<'d>(
    scope: Scope<'d>,
    sides: Sides,
    findings: &mut Vec<Finding>,
) -> Description<'d> {
    let device = scope.text(sides.device.subnet, findings);
    let cloud = scope.text(sides.cloud.subnet, findings);
    let device = subnets::read(device, findings);
    let cloud = subnets::read(cloud, findings);
    let shared = is_shared(scope);
    let off = scope.flag(Field::EnableTunnelsBgp).filter(|on| !on.value);
    let mut bgp_off = off.map(|off| off.origin);
    let mut state = Vec::new();
    service::state(scope, &mut state);
    let mut ends = Vec::with_capacity(2);
    let list = ("TunnelOptionsSpecification", "TunnelOptions");
    let mut tunnels = tunnels::read(scope, list, findings, |scope, findings| {
        let session = scope.inside("TunnelBgpConfig").filter(|_| off.is_none());
        service::state(scope, &mut state);
        ends.push(read_ends(scope, session, &mut state));
        read_tunnel(scope, Names::OF_TUNNEL, sides, shared, findings)
    });
    if tunnels.is_empty() {
        let config = scope.inside("VpnBgpConfig");
        let off = config
            .and_then(|config| config.flag(Field::EnableBgp))
            .filter(|on| !on.value);
        bgp_off = off.map(|off| off.origin);
        let session = config.filter(|_| off.is_none());
        ends.push(read_ends(scope, session, &mut state));
        tunnels.push(read_tunnel(scope, Names::PLAIN, sides, false, findings));
    }
    let owned =
        |hint: Option<Sourced<&str>>| hint.map(|text| Sourced::new(shown(text.value), text.origin));
    Description {
        parts: Parts {
            id: owned(
                scope
                    .hint(Field::VpnConnectionId)
                    .or_else(|| attached(scope)),
            ),
            name: owned(scope.hint(Field::Name)),
            device: SiteParts {
                subnets: device,
                prefixes: Vec::new(),
            },
            cloud: SiteParts {
                subnets: cloud,
                prefixes: Vec::new(),
            },
            tunnels,
            cloud_initiates: scope.flag(Field::EffectImmediately),
            health_check: service::health_check(scope, &mut state),
            private_network: is_private(scope),
        },
        vpn_gateway: scope.hint(Field::VpnGatewayId).map(|id| id.value),
        ends,
        state,
        bgp_off,
    }
}

fn read_tunnel(
    scope: Scope<'_>,
    names: Names,
    sides: Sides,
    shared: bool,
    findings: &mut Vec<Finding>,
) -> TunnelParts {
    let cloud_address = address::address(scope.text(Field::InternetIp, findings), findings);
    TunnelParts {
        cloud_address,
        device_address: Part::Missing(of_customer_gateway(scope)),
        role: role(scope, shared),
        dpd: scope.flag(Field::EnableDpd),
        nat_traversal: scope.flag(Field::EnableNatTraversal),
        ..tunnel::read(scope, names, sides, findings)
    }
}

fn read_ends<'d>(
    scope: Scope<'d>,
    config: Option<Scope<'d>>,
    state: &mut Vec<Finding>,
) -> TunnelEnds<'d> {
    let mut faults = Vec::new();
    let session = config.and_then(|config| bgp::read(config, &mut faults));
    if let (Some(config), Some(_)) = (config, &session) {
        service::session(config, state);
    }
    TunnelEnds {
        customer_gateway: scope.hint(Field::CustomerGatewayId).map(|id| id.value),
        session,
        auth_key: config.and_then(bgp::read_auth_key),
        faults,
    }
}

/// Where the device's address would stand: in a response that was not given.
fn of_customer_gateway(scope: Scope<'_>) -> Origin {
    Origin {
        source: Source::CustomerGateway,
        offset: None,
        ..scope.origin(Field::CustomerGatewayIp, scope.node)
    }
}

/// The connection's id where a list of attachments names it.
pub(super) fn attached(scope: Scope<'_>) -> Option<Sourced<&str>> {
    let node = scope.node.get("InstanceId")?;
    let id = node
        .text()
        .map(str::trim)
        .filter(|id| id.starts_with("vco-"))?;
    Some(Sourced::new(id, scope.origin(Field::VpnConnectionId, node)))
}

/// On a transit router both tunnels carry traffic.
pub(super) fn is_shared(scope: Scope<'_>) -> bool {
    scope
        .node
        .get("AttachType")
        .and_then(Node::text)
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("CEN"))
}

fn role(scope: Scope<'_>, shared: bool) -> Option<Sourced<Role>> {
    scope.tunnel?;
    let by_index = scope.hint(Field::TunnelIndex);
    if shared {
        return by_index.map(|index| Sourced::new(Role::Shared, index.origin));
    }
    if let Some(role) = scope.hint(Field::Role) {
        let is = |word| role.value.eq_ignore_ascii_case(word);
        if is("master") {
            return Some(Sourced::new(Role::Active, role.origin));
        }
        if is("slave") {
            return Some(Sourced::new(Role::Standby, role.origin));
        }
    }
    let index = by_index?;
    let role = match index.value {
        "1" => Role::Active,
        "2" => Role::Standby,
        _ => return None,
    };
    Some(Sourced::new(role, index.origin))
}

/// True where the network type of a gateway or connection is the private one.
pub(super) fn is_private(scope: Scope<'_>) -> bool {
    scope
        .hint(Field::NetworkType)
        .is_some_and(|kind| kind.value.eq_ignore_ascii_case("private"))
}
