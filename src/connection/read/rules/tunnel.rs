//! Rules on one tunnel.

use std::net::Ipv4Addr;

use crate::connection::psk::{self, SHORT_PSK_CHARS};
use crate::connection::{ExchangeMode, Field, Identity, IkeVersion, Maskable, Sourced};
use crate::findings::{Finding, catalogue};

use crate::connection::read::address;
use crate::connection::read::part::Part;
use crate::connection::read::parts::{Parts, TunnelParts};
use crate::connection::read::reasons;

/// Checks every tunnel by itself.
pub(super) fn check(parts: &Parts, findings: &mut Vec<Finding>) {
    for tunnel in &parts.tunnels {
        check_addresses(tunnel, parts.private_network, findings);
        check_sides(tunnel, findings);
        check_identities(tunnel, findings);
        check_exchange(tunnel, findings);
        check_psk(tunnel, findings);
        check_lifetimes(tunnel, findings);
    }
}

fn check_addresses(tunnel: &TunnelParts, private_network: bool, findings: &mut Vec<Finding>) {
    let known = |part: &Part<Maskable<Ipv4Addr>>| {
        part.known().and_then(|sourced| {
            let address = *sourced.value.known()?;
            Some(Sourced::new(address, sourced.origin))
        })
    };
    let device = known(&tunnel.device_address);
    let cloud = known(&tunnel.cloud_address);
    if let Some(device) = device.filter(|device| device.value.is_unspecified()) {
        findings.push(
            Finding::new(&catalogue::NO_FIXED_DEVICE_ADDRESS)
                .with("field", device.origin.name())
                .at(device.origin),
        );
    }
    let device = device.filter(|device| !device.value.is_unspecified());
    for address in [device, cloud].into_iter().flatten() {
        if let Some(reason) = address::unusable(address.value) {
            findings.push(
                Finding::new(&catalogue::UNUSABLE_ADDRESS)
                    .with("field", address.origin.name())
                    .with("value", address.value.to_string())
                    .explain("reason", reason)
                    .at(address.origin),
            );
        }
    }
    let (Some(device), Some(cloud)) = (device, cloud) else {
        return;
    };
    if device.value == cloud.value {
        findings.push(
            Finding::new(&catalogue::UNUSABLE_ADDRESS)
                .with("field", cloud.origin.name())
                .with("value", cloud.value.to_string())
                .explain("reason", reasons::ADDRESS_OF_BOTH)
                .at(cloud.origin)
                .at(device.origin),
        );
    } else if cloud.value.is_private() && !device.value.is_private() && !private_network {
        findings.push(
            Finding::new(&catalogue::PRIVATE_PUBLIC_MISMATCH)
                .with("value", cloud.value.to_string())
                .with("other", device.value.to_string())
                .at(cloud.origin)
                .at(device.origin),
        );
    }
}

/// An identity that is the other side's address.
fn check_sides(tunnel: &TunnelParts, findings: &mut Vec<Finding>) {
    let sides = [
        (
            &tunnel.device_identity,
            &tunnel.device_address,
            &tunnel.cloud_address,
        ),
        (
            &tunnel.cloud_identity,
            &tunnel.cloud_address,
            &tunnel.device_address,
        ),
    ];
    for (identity, own, other) in sides {
        let (Some(place), Some(Identity::Ipv4(value))) = (identity.known(), identity.unmasked())
        else {
            continue;
        };
        if let Some(address) = other.known()
            && other.unmasked() == Some(value)
            && own.unmasked() != Some(value)
        {
            findings.push(
                Finding::new(&catalogue::SIDES_SWAPPED)
                    .with("field", place.origin.name())
                    .with("value", value.to_string())
                    .at(place.origin)
                    .at(address.origin),
            );
        }
    }
}

/// Identities that the two ends may understand differently, and one that shows a NAT.
fn check_identities(tunnel: &TunnelParts, findings: &mut Vec<Finding>) {
    for identity in [&tunnel.device_identity, &tunnel.cloud_identity] {
        let (Some(place), Some(Identity::Fqdn(name) | Identity::Label(name))) =
            (identity.known(), identity.unmasked())
        else {
            continue;
        };
        let (read, written) = match name.find('@') {
            None => continue,
            Some(0) => (reasons::LEADING_AT, reasons::WHOLE_NAME),
            Some(_) => (reasons::USER_AT_HOST, reasons::WHOLE_NAME),
        };
        findings.push(
            Finding::new(&catalogue::IDENTITY_WITH_AT)
                .with("field", place.origin.name())
                .with("value", name.to_owned())
                .explain("other", read)
                .explain("reason", written)
                .at(place.origin),
        );
    }
    if let (Some(place), Some(Identity::Ipv4(identity)), Some(address)) = (
        tunnel.device_identity.known(),
        tunnel.device_identity.unmasked(),
        tunnel.device_address.unmasked(),
    ) && identity.is_private()
        && !address.is_private()
        && !address.is_unspecified()
    {
        findings.push(
            Finding::new(&catalogue::PRIVATE_DEVICE_IDENTITY)
                .with("field", place.origin.name())
                .with("value", identity.to_string())
                .with("other", address.to_string())
                .at(place.origin),
        );
    }
}

fn check_exchange(tunnel: &TunnelParts, findings: &mut Vec<Finding>) {
    let (Some(version), Some(mode)) = (tunnel.ike.version.value(), tunnel.ike.mode.known()) else {
        return;
    };
    match (version, mode.value) {
        (IkeVersion::V1, ExchangeMode::Aggressive) => findings.push(
            Finding::new(&catalogue::AGGRESSIVE_MODE)
                .at(mode.origin)
                .set(Field::IkeVersion, IkeVersion::V2.api_word()),
        ),
        (IkeVersion::V2, ExchangeMode::Aggressive) => {
            findings.push(Finding::new(&catalogue::MODE_WITH_IKEV2).at(mode.origin));
        }
        (IkeVersion::V1, ExchangeMode::Main) => {
            for identity in [&tunnel.device_identity, &tunnel.cloud_identity] {
                check_main_mode_identity(identity, findings);
            }
        }
        (IkeVersion::V2, ExchangeMode::Main) => {}
    }
}

fn check_main_mode_identity(identity: &Part<Maskable<Identity>>, findings: &mut Vec<Finding>) {
    let Some(identity) = identity.known() else {
        return;
    };
    if let Some(name @ (Identity::Fqdn(_) | Identity::Label(_))) = identity.value.known() {
        findings.push(
            Finding::new(&catalogue::FQDN_MAIN_MODE)
                .with("field", identity.origin.name())
                .with("value", name.text().into_owned())
                .at(identity.origin)
                .set(Field::IkeVersion, IkeVersion::V2.api_word()),
        );
    }
}

/// Only the length of a key is ever named.
fn check_psk(tunnel: &TunnelParts, findings: &mut Vec<Finding>) {
    let Some(Sourced { value, origin }) = tunnel.psk.known() else {
        return;
    };
    let Some(key) = value.known() else {
        return;
    };
    let on_key = |rule| {
        Finding::new(rule)
            .with("field", Field::Psk.api_name())
            .at(*origin)
    };
    if psk::is_weak(key.reveal()) {
        findings.push(on_key(&catalogue::PSK_WEAK));
    }
    let length = key.len();
    if length < SHORT_PSK_CHARS {
        findings.push(on_key(&catalogue::PSK_SHORT).with("count", length.to_string()));
    }
}

fn check_lifetimes(tunnel: &TunnelParts, findings: &mut Vec<Finding>) {
    let lifetimes = (tunnel.ike.lifetime.known(), tunnel.esp.lifetime.known());
    if let (Some(ike), Some(esp)) = lifetimes
        && esp.value > ike.value
    {
        findings.push(
            Finding::new(&catalogue::LIFETIME_PHASE2_LONGER)
                .with("ike", ike.value.to_string())
                .with("esp", esp.value.to_string())
                .at(esp.origin)
                .at(ike.origin)
                .set(Field::IpsecLifetime, ike.value.to_string()),
        );
    }
}
