//! Whether documents on the same connection agree: the proof of the direction, too.
//!
//! Both are in the model's own terms here, so equal values mean that the two are mirror images. What
//! is masked or missing proves nothing.

use std::net::Ipv4Addr;

use crate::connection::{IkeVersion, Maskable, Origin, Psk, Sourced, Subnet, looks_masked_key};
use crate::findings::{Finding, Text, catalogue};

use super::part::Part;
use super::parts::{Parts, SiteParts, TunnelParts};
use super::reasons;

/// The subnets of both sides, as sets.
pub(super) fn sites(own: &Parts, other: &Parts, findings: &mut Vec<Finding>) {
    let is_swapped =
        sorted(&own.device) == sorted(&other.cloud) && sorted(&own.cloud) == sorted(&other.device);
    let remedy = if is_swapped {
        reasons::SWAPPED
    } else {
        reasons::FETCH_BOTH
    };
    for (own, other) in [(&own.device, &other.device), (&own.cloud, &other.cloud)] {
        let (Some(own_nets), Some(other_nets)) = (sorted(own), sorted(other)) else {
            continue;
        };
        if own_nets != other_nets
            && let (Some(own), Some(other)) = (own.subnets.known(), other.subnets.known())
        {
            let text = |nets: Vec<_>| {
                let nets: Vec<String> = nets.iter().map(ToString::to_string).collect();
                nets.join(",")
            };
            findings.push(contradiction(
                (own.origin, text(own_nets)),
                (other.origin, text(other_nets)),
                remedy,
            ));
        }
    }
}

/// The blocks of a side in order, unless one is hidden or none could be read.
fn sorted(site: &SiteParts) -> Option<Vec<ipnet::Ipv4Net>> {
    let subnets: &[Sourced<Subnet>] = site.known();
    let mut nets: Vec<_> = subnets
        .iter()
        .map(|subnet| subnet.value.known().copied())
        .collect::<Option<_>>()?;
    nets.sort_unstable();
    (!nets.is_empty()).then_some(nets)
}

/// How many tunnels both have.
pub(super) fn tunnel_count(own: &Parts, other: &Parts, findings: &mut Vec<Finding>) {
    let (own, other) = (&own.tunnels, &other.tunnels);
    if own.len() == other.len() {
        return;
    }
    let place = |tunnels: &[TunnelParts]| {
        let tunnel = tunnels.first()?;
        match &tunnel.psk {
            Part::Known(Sourced { origin, .. }) | Part::Missing(origin) => Some(Origin {
                field: crate::connection::Field::TunnelsConfig,
                tunnel: None,
                ..*origin
            }),
            Part::Faulty => None,
        }
    };
    if let (Some(own_place), Some(other_place)) = (place(own), place(other)) {
        findings.push(
            contradiction(
                (own_place, String::new()),
                (other_place, String::new()),
                reasons::FETCH_BOTH,
            )
            .explain("value", reasons::tunnels(own.len()))
            .explain("other", reasons::tunnels(other.len())),
        );
    }
}

/// A tunnel that the other document does not have: neither its id nor its address is there.
pub(super) fn stray_tunnel(
    tunnel: &TunnelParts,
    others: &[TunnelParts],
    findings: &mut Vec<Finding>,
) {
    let named = |tunnel: &TunnelParts| {
        let id = tunnel.id.as_ref().filter(|id| !looks_masked_key(&id.value));
        id.map(|id| (id.origin, id.value.clone())).or_else(|| {
            let place = tunnel.cloud_address.known()?;
            let address = tunnel.cloud_address.unmasked()?;
            Some((place.origin, address.to_string()))
        })
    };
    let known: Vec<(Origin, String)> = others.iter().filter_map(named).collect();
    if let (Some(own), Some((place, _))) = (named(tunnel), known.first()) {
        let listed: Vec<&str> = known.iter().map(|(_, name)| name.as_str()).collect();
        let other = (*place, listed.join(", "));
        findings.push(contradiction(own, other, reasons::FETCH_BOTH));
    }
}

/// Everything that both documents say of one tunnel.
pub(super) fn tunnel(own: &TunnelParts, other: &TunnelParts, findings: &mut Vec<Finding>) {
    same(&own.cloud_address, &other.cloud_address, findings);
    let is_swapped = own.device_identity.unmasked() != other.device_identity.unmasked()
        && own.device_identity.unmasked() == other.cloud_identity.unmasked()
        && own.cloud_identity.unmasked() == other.device_identity.unmasked();
    let remedy = if is_swapped {
        reasons::SWAPPED
    } else {
        reasons::FETCH_BOTH
    };
    masked(
        &own.device_identity,
        &other.device_identity,
        remedy,
        findings,
    );
    masked(&own.cloud_identity, &other.cloud_identity, remedy, findings);
    keys(&own.psk, &other.psk, findings);
    plain(&own.ike.version, &other.ike.version, findings);
    if own.ike.version.value() == Some(&IkeVersion::V1) {
        plain(&own.ike.mode, &other.ike.mode, findings);
    }
    plain(&own.ike.encryption, &other.ike.encryption, findings);
    plain(&own.ike.integrity, &other.ike.integrity, findings);
    plain(&own.ike.dh, &other.ike.dh, findings);
    plain(&own.ike.lifetime, &other.ike.lifetime, findings);
    plain(&own.esp.encryption, &other.esp.encryption, findings);
    plain(&own.esp.integrity, &other.esp.integrity, findings);
    let pfs = |group: &Option<crate::connection::DhGroup>| {
        group
            .map_or("disabled", |group| group.api_word())
            .to_owned()
    };
    compare(&own.esp.pfs, &other.esp.pfs, pfs, findings);
    plain(&own.esp.lifetime, &other.esp.lifetime, findings);
}

/// One address in two documents.
pub(super) fn same(
    own: &Part<Maskable<Ipv4Addr>>,
    other: &Part<Maskable<Ipv4Addr>>,
    findings: &mut Vec<Finding>,
) {
    masked(own, other, reasons::FETCH_BOTH, findings);
}

/// The cloud's addresses against those of the gateway; the device's must not be among them.
pub(super) fn cloud_addresses(
    tunnels: &[TunnelParts],
    gateway: [&Part<Maskable<Ipv4Addr>>; 2],
    findings: &mut Vec<Finding>,
) {
    let known: Vec<Ipv4Addr> = gateway
        .iter()
        .filter_map(|address| address.unmasked().copied())
        .collect();
    let (Some(first), false) = (gateway[0].known(), known.is_empty()) else {
        return;
    };
    for tunnel in tunnels {
        let (Some(address), Some(value)) = (
            tunnel.cloud_address.known(),
            tunnel.cloud_address.unmasked(),
        ) else {
            continue;
        };
        if known.contains(value) {
            continue;
        }
        let is_swapped = tunnel
            .device_address
            .unmasked()
            .is_some_and(|device| known.contains(device));
        let text: Vec<String> = known.iter().map(ToString::to_string).collect();
        findings.push(contradiction(
            (address.origin, value.to_string()),
            (first.origin, text.join(", ")),
            if is_swapped {
                reasons::SWAPPED
            } else {
                reasons::FETCH_BOTH
            },
        ));
    }
}

fn masked<T: PartialEq + std::fmt::Display>(
    own: &Part<Maskable<T>>,
    other: &Part<Maskable<T>>,
    remedy: Text,
    findings: &mut Vec<Finding>,
) {
    if let (Some(own_place), Some(other_place)) = (own.known(), other.known())
        && let (Some(own), Some(other)) = (own.unmasked(), other.unmasked())
        && own != other
    {
        findings.push(contradiction(
            (own_place.origin, own.to_string()),
            (other_place.origin, other.to_string()),
            remedy,
        ));
    }
}

fn plain<T: PartialEq + std::fmt::Display>(
    own: &Part<T>,
    other: &Part<T>,
    findings: &mut Vec<Finding>,
) {
    compare(own, other, T::to_string, findings);
}

fn compare<T: PartialEq>(
    own: &Part<T>,
    other: &Part<T>,
    shown: impl Fn(&T) -> String,
    findings: &mut Vec<Finding>,
) {
    if let (Some(own), Some(other)) = (own.known(), other.known())
        && own.value != other.value
    {
        findings.push(contradiction(
            (own.origin, shown(&own.value)),
            (other.origin, shown(&other.value)),
            reasons::FETCH_BOTH,
        ));
    }
}

/// The id of one thing in two documents.
pub(super) fn ids(
    own: Option<&Sourced<String>>,
    other: Option<&Sourced<String>>,
    findings: &mut Vec<Finding>,
) {
    if let (Some(own), Some(other)) = (own, other)
        && own.value != other.value
        && !looks_masked_key(&own.value)
        && !looks_masked_key(&other.value)
    {
        findings.push(contradiction(
            (own.origin, own.value.clone()),
            (other.origin, other.value.clone()),
            reasons::FETCH_BOTH,
        ));
    }
}

/// That two keys differ is all that is ever said of them.
fn keys(own: &Part<Psk>, other: &Part<Psk>, findings: &mut Vec<Finding>) {
    if let (Some(own_place), Some(other_place)) = (own.known(), other.known())
        && let (Some(own), Some(other)) = (own.unmasked(), other.unmasked())
        && !own.same_as(other)
    {
        findings.push(key_contradiction(own_place.origin, other_place.origin));
    }
}

/// Two keys where one is due; neither is shown.
pub(super) fn key_contradiction(own: Origin, other: Origin) -> Finding {
    contradiction(
        (own, String::new()),
        (other, String::new()),
        reasons::FETCH_BOTH,
    )
    .explain("value", reasons::A_KEY)
    .explain("other", reasons::ANOTHER_KEY)
}

/// What one document says beside what the other says.
pub(super) fn contradiction(
    own: (Origin, String),
    other: (Origin, String),
    remedy: Text,
) -> Finding {
    let mut finding = Finding::new(&catalogue::DOCUMENTS_CONTRADICT)
        .with("field", own.0.name())
        .with("document", own.0.document_name())
        .with("other_field", other.0.name())
        .with("reference", other.0.document_name())
        .explain("remedy", remedy)
        .at(own.0)
        .at(other.0);
    for (place, value) in [("value", own.1), ("other", other.1)] {
        if !value.is_empty() {
            finding = finding.with(place, value);
        }
    }
    finding
}
