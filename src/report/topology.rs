//! What a drawing of the connection shows, before any geometry.

use std::net::Ipv4Addr;

use crate::connection::{Connection, Maskable, Role, Routing, Site, Sourced};
use crate::findings::{Lang, Text};

use super::rich::Rich;
use super::texts;

/// The picture: two sides, one or two tunnels between them.
#[derive(Debug)]
pub(super) struct Topology {
    /// The device's networks as text; empty where routes or BGP decide.
    pub(super) device_networks: Vec<String>,
    /// The cloud's networks.
    pub(super) cloud_networks: Vec<String>,
    /// The AS numbers, where there is BGP: device, cloud.
    pub(super) asns: Option<(u32, u32)>,
    /// The addresses of the tunnels' ends are private.
    pub(super) is_private: bool,
    /// The tunnels, the preferred first.
    pub(super) tunnels: Vec<DrawnTunnel>,
}

/// One tunnel.
#[derive(Debug)]
pub(super) struct DrawnTunnel {
    /// From 1.
    pub(super) number: usize,
    /// Which of the tunnels carries traffic.
    pub(super) role: Role,
    /// The device's address.
    pub(super) device: String,
    /// The gateway's address.
    pub(super) cloud: String,
    /// `IKEv2`.
    pub(super) version: String,
    /// Phase 1 in the API's words.
    pub(super) proposal: [&'static str; 3],
    /// The ends of the BGP session: device, cloud.
    pub(super) bgp: Option<(String, String)>,
}

/// What stands for a value that the document hides.
pub(super) const HIDDEN: &str = "?";

impl Topology {
    pub(super) fn new(connection: &Connection) -> Self {
        let first = connection.tunnels.iter().find_map(|t| t.bgp.as_ref());
        Self {
            device_networks: networks(&connection.device, connection.routing),
            cloud_networks: networks(&connection.cloud, connection.routing),
            asns: first.map(|bgp| (bgp.device_asn.value, bgp.cloud_asn.value)),
            is_private: connection.tunnels.iter().all(|tunnel| {
                let is_private =
                    |a: &Sourced<Maskable<Ipv4Addr>>| a.known().is_some_and(Ipv4Addr::is_private);
                is_private(&tunnel.device_address) && is_private(&tunnel.cloud_address)
            }),
            tunnels: connection
                .tunnels
                .iter()
                .enumerate()
                .map(|(index, tunnel)| DrawnTunnel {
                    number: index + 1,
                    role: if connection.is_dual() {
                        tunnel.role.value
                    } else {
                        Role::Single
                    },
                    device: shown(&tunnel.device_address),
                    cloud: shown(&tunnel.cloud_address),
                    version: format!("IKEv{}", tunnel.ike.version.number()),
                    proposal: [
                        tunnel.ike.encryption.api_word(),
                        tunnel.ike.integrity.api_word(),
                        tunnel.ike.dh.api_word(),
                    ],
                    bgp: tunnel
                        .bgp
                        .as_ref()
                        .map(|bgp| (shown(&bgp.device_address), shown(&bgp.cloud_address))),
                })
                .collect(),
        }
    }
}

/// A value as text, or what stands for a hidden one.
pub(super) fn shown<T: std::fmt::Display>(value: &Maskable<T>) -> String {
    value
        .known()
        .map_or_else(|| HIDDEN.to_owned(), ToString::to_string)
}

/// The networks that hosts of a side lie in, as far as they are known.
pub(super) fn networks(site: &Site, routing: Routing) -> Vec<String> {
    match routing {
        Routing::Flows => site.subnets.iter().map(|subnet| shown(subnet)).collect(),
        Routing::Destination => site.prefixes.iter().map(|p| p.value.to_string()).collect(),
    }
}

/// The word for a role.
pub(super) fn role(role: Role) -> &'static Text {
    match role {
        Role::Single => &texts::ROLE_SINGLE,
        Role::Active => &texts::ROLE_ACTIVE,
        Role::Standby => &texts::ROLE_STANDBY,
        Role::Shared => &texts::ROLE_SHARED,
    }
}

/// The name of a tunnel, with its role where there are two.
pub(super) fn tunnel_title(tunnel: &DrawnTunnel, lang: Lang) -> String {
    let text = match tunnel.role {
        Role::Single => &texts::TUNNEL,
        _ => &texts::TUNNEL_ROLE,
    };
    let role = Rich::fill(role(tunnel.role), lang, &[]);
    let number = Rich::words(tunnel.number.to_string());
    Rich::fill(text, lang, &[("number", number), ("role", role)]).plain()
}

/// The name of a tunnel.
pub(super) fn numbered(tunnel: &DrawnTunnel, lang: Lang) -> String {
    let number = Rich::words(tunnel.number.to_string());
    Rich::fill(&texts::TUNNEL, lang, &[("number", number)]).plain()
}

/// The drawing in words, for those who do not see it.
pub(super) fn in_words(topology: &Topology, lang: Lang) -> String {
    let fill = |text: &Text, values: &[(&str, &str)]| {
        let values: Vec<(&str, Rich)> = values
            .iter()
            .map(|(name, value)| (*name, Rich::words(value)))
            .collect();
        Rich::fill(text, lang, &values).plain()
    };
    let mut sentences = Vec::new();
    for tunnel in &topology.tunnels {
        sentences.push(fill(
            &texts::DRAWN_TUNNEL,
            &[
                ("tunnel", &tunnel_title(tunnel, lang)),
                ("device", &tunnel.device),
                ("cloud", &tunnel.cloud),
                ("version", &tunnel.version),
            ],
        ));
        if let Some((device, cloud)) = &tunnel.bgp {
            sentences.push(fill(
                &texts::DRAWN_BGP,
                &[("device", device), ("cloud", cloud)],
            ));
        }
    }
    sentences.join(" ")
}
