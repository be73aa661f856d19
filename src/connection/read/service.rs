//! What the cloud says of the state of its own side: whether the service runs, what is up, and what its
//! health check asks for.
//!
//! None of it goes into a configuration; each is a reason why a right configuration does not work.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::connection::{Field, HealthCheck, Origin, Source};
use crate::findings::{Finding, Text, catalogue};

use super::parts::{Parts, SiteParts};
use super::reasons;
use super::scope::Scope;
use super::shown::shown;
use super::verify;

/// The state of a described connection or of one of its tunnels.
pub(super) fn state(scope: Scope<'_>, findings: &mut Vec<Finding>) {
    sound(scope, Field::State, scope.tunnel.is_none(), findings);
    let down = |text: &str| text.ends_with("not_established");
    is_down(scope, Field::Status, down, findings);
}

/// The state of a BGP session: `TunnelBgpConfig`, or `VpnBgpConfig` of a connection with one tunnel.
pub(super) fn session(scope: Scope<'_>, findings: &mut Vec<Finding>) {
    let name = match scope.tunnel {
        Some(_) => "BgpStatus",
        None => "Status",
    };
    let Some(node) = scope.node.get(name) else {
        return;
    };
    let text = node.text().unwrap_or_default().trim();
    if !text.is_empty() && !text.eq_ignore_ascii_case("success") {
        findings.push(down(scope.origin(Field::BgpStatus, node), text));
    }
}

/// The state of a VPN gateway.
pub(super) fn gateway(scope: Scope<'_>, findings: &mut Vec<Finding>) {
    sound(scope, Field::Status, true, findings);
    unless(
        scope,
        Field::IpsecVpn,
        "enable",
        reasons::IPSEC_OFF,
        findings,
    );
}

/// Whether something runs, by the field that says so, and is paid for.
fn sound(scope: Scope<'_>, state: Field, is_billed: bool, findings: &mut Vec<Finding>) {
    unless(scope, state, "active", reasons::STATE, findings);
    if is_billed {
        let status = Field::BusinessStatus;
        unless(scope, status, "normal", reasons::LOCKED, findings);
    }
}

/// A field that must hold one word and holds another.
fn unless(scope: Scope<'_>, field: Field, sound: &str, reason: Text, findings: &mut Vec<Finding>) {
    let Some(said) = scope.hint(field) else {
        return;
    };
    if !said.value.eq_ignore_ascii_case(sound) {
        findings.push(
            Finding::new(&catalogue::CLOUD_NOT_IN_SERVICE)
                .with("field", said.origin.name())
                .with("document", said.origin.document_name())
                .with("value", shown(said.value))
                .explain("reason", reason)
                .at(said.origin),
        );
    }
}

fn is_down(
    scope: Scope<'_>,
    field: Field,
    down_word: impl Fn(&str) -> bool,
    findings: &mut Vec<Finding>,
) {
    if let Some(said) = scope.hint(field)
        && down_word(said.value)
    {
        findings.push(down(said.origin, said.value));
    }
}

fn down(origin: Origin, text: &str) -> Finding {
    Finding::new(&catalogue::CLOUD_REPORTS_DOWN)
        .with("field", origin.name())
        .with("document", origin.document_name())
        .with("value", shown(text))
        .at(origin)
}

/// Sessions, and a document that says that BGP is off.
pub(super) fn bgp_is_off(parts: &Parts, said: &[Origin], findings: &mut Vec<Finding>) {
    let session = parts.tunnels.iter().find_map(|tunnel| tunnel.bgp.as_ref());
    let Some(session) = session else { return };
    for &origin in said.iter().filter(|origin| {
        // A Describe response alone already leaves its own sessions out.
        session.network.origin.source != origin.source || origin.source != Source::Describe
    }) {
        findings.push(verify::contradiction(
            (session.network.origin, session.network.value.to_string()),
            (origin, "false".to_owned()),
            reasons::FETCH_BOTH,
        ));
    }
}

/// The cloud's probe, when it is on and its addresses can be read.
pub(super) fn health_check(scope: Scope<'_>, findings: &mut Vec<Finding>) -> Option<HealthCheck> {
    let check = scope.inside("VcoHealthCheck")?;
    if check.says("Enable") != Some(true) {
        return None;
    }
    let mut address = |field| {
        let address = check.hint(field).and_then(|text| text.value.parse().ok());
        if address.is_none() {
            let node = check.node.get(Field::api_name(field)).unwrap_or(check.node);
            let origin = check.origin(field, node);
            let text = node.text().unwrap_or_default();
            findings.push(odd(origin, shown(text), reasons::NO_ADDRESS));
        }
        address
    };
    let (cloud, device) = (
        address(Field::HealthCheckSource),
        address(Field::HealthCheckTarget),
    );
    Some(HealthCheck {
        cloud_address: cloud?,
        device_address: device?,
    })
}

/// The probe passes the tunnel only where its ends lie in the networks of the two sides.
pub(super) fn check_health_check(parts: &Parts, findings: &mut Vec<Finding>) {
    let Some(check) = parts.health_check else {
        return;
    };
    let sides = [
        (
            Field::HealthCheckSource,
            check.cloud_address,
            &parts.cloud,
            reasons::OUTSIDE_CLOUD,
        ),
        (
            Field::HealthCheckTarget,
            check.device_address,
            &parts.device,
            reasons::OUTSIDE_DEVICE,
        ),
    ];
    for (field, address, site, reason) in sides {
        if is_outside(address, site) {
            let origin = Origin {
                source: Source::Describe,
                ..Origin::assumed(field)
            };
            findings.push(odd(origin, address.to_string(), reason));
        }
    }
}

fn is_outside(address: Ipv4Addr, site: &SiteParts) -> bool {
    let mut nets = site
        .known()
        .iter()
        .map(|subnet| subnet.value.known().copied());
    !site.known().is_empty()
        && nets.all(|net: Option<Ipv4Net>| net.is_some_and(|net| !net.contains(&address)))
}

fn odd(origin: Origin, value: String, reason: Text) -> Finding {
    Finding::new(&catalogue::HEALTH_CHECK_UNREACHABLE)
        .with("field", origin.name())
        .with("value", value)
        .explain("reason", reason)
        .at(origin)
}
