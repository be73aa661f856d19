//! What connects to what, in plain sentences.

use crate::connection::{Connection, Role, Routing};
use crate::findings::{Lang, Text};
use crate::plan::Plan;

use super::rich::Rich;
use super::texts;
use super::topology::{networks, shown};

/// The sentences, one paragraph each.
pub(super) fn describe(connection: &Connection, plans: &[&Plan<'_>], lang: Lang) -> Vec<Rich> {
    let say = |text: &Text, values: &[(&str, Rich)]| Rich::fill(text, lang, values);
    let mut lines = vec![ends(connection, lang)];
    if connection.is_dual() {
        let shared = connection
            .tunnels
            .iter()
            .any(|tunnel| tunnel.role.value == Role::Shared);
        lines.push(say(
            if shared {
                &texts::ROLES_SHARED
            } else {
                &texts::ROLES_ACTIVE_STANDBY
            },
            &[],
        ));
    }
    lines.extend(behind(connection, lang));
    if let Some(bgp) = connection.tunnels.iter().find_map(|t| t.bgp.as_ref()) {
        let asn = |asn: u32| Rich::code(asn.to_string());
        lines.push(say(
            &texts::NETWORKS_LEARNT,
            &[
                ("device", asn(bgp.device_asn.value)),
                ("cloud", asn(bgp.cloud_asn.value)),
            ],
        ));
    }
    if let Some(tunnel) = plans
        .iter()
        .find(|plan| plan.behind_nat)
        .and_then(|plan| plan.tunnels.first())
    {
        lines.push(say(
            &texts::BEHIND_NAT,
            &[
                ("local", Rich::code(&tunnel.local_address)),
                ("public", Rich::code(&tunnel.device_address)),
            ],
        ));
    }
    if let Some(initiates) = &connection.cloud_initiates {
        lines.push(say(
            if initiates.value {
                &texts::CLOUD_INITIATES
            } else {
                &texts::CLOUD_WAITS
            },
            &[],
        ));
    }
    if let Some(check) = &connection.health_check {
        let address = |address: std::net::Ipv4Addr| Rich::code(address.to_string());
        lines.push(say(
            &texts::HEALTH_CHECK,
            &[
                ("device", address(check.device_address)),
                ("cloud", address(check.cloud_address)),
            ],
        ));
    }
    lines
}

/// The two ends and the number of tunnels.
fn ends(connection: &Connection, lang: Lang) -> Rich {
    let text = if connection.is_dual() {
        &texts::DUAL_TUNNEL
    } else {
        &texts::SINGLE_TUNNEL
    };
    Rich::fill(
        text,
        lang,
        &[
            ("device", addresses(connection, lang, true)),
            ("cloud", addresses(connection, lang, false)),
        ],
    )
}

/// The addresses of one side's ends, each once.
pub(super) fn addresses(connection: &Connection, lang: Lang, device: bool) -> Rich {
    let mut addresses: Vec<String> = Vec::new();
    for tunnel in &connection.tunnels {
        let address = shown(if device {
            &tunnel.device_address
        } else {
            &tunnel.cloud_address
        });
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    match &addresses[..] {
        [one, two] => Rich::fill(
            &texts::AND,
            lang,
            &[("one", Rich::code(one)), ("two", Rich::code(two))],
        ),
        _ => Rich::list(addresses, lang),
    }
}

/// The networks behind both sides.
fn behind(connection: &Connection, lang: Lang) -> Vec<Rich> {
    let list = |site| Rich::list(networks(site, connection.routing), lang);
    let (device, cloud) = (list(&connection.device), list(&connection.cloud));
    match connection.routing {
        Routing::Flows => vec![Rich::fill(
            &texts::NETWORKS_FLOWS,
            lang,
            &[("device", device), ("cloud", cloud)],
        )],
        Routing::Destination => {
            let mut lines = vec![Rich::fill(&texts::NETWORKS_DESTINATION, lang, &[])];
            for (text, networks) in [
                (&texts::PREFIXES_DEVICE, device),
                (&texts::PREFIXES_CLOUD, cloud),
            ] {
                if !networks.is_empty() {
                    lines.push(Rich::fill(text, lang, &[("networks", networks)]));
                }
            }
            lines
        }
    }
}
