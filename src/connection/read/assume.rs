//! What is assumed where no document tells: always with a note.

use crate::connection::{Field, Identity, Maskable, Origin, Role, Source, Sourced};
use crate::findings::{Finding, Text, catalogue};

use super::merge::Enrichment;
use super::part::Part;
use super::parts::{Parts, TunnelParts};
use super::reasons;

/// The last resort for an address that no document gives: an identity that is an address is, by default,
/// the address of its side.
pub(super) fn addresses_from_identities(parts: &mut Parts, findings: &mut Vec<Finding>) {
    for tunnel in &mut parts.tunnels {
        for (address, identity) in [
            (&mut tunnel.device_address, &tunnel.device_identity),
            (&mut tunnel.cloud_address, &tunnel.cloud_identity),
        ] {
            let (Part::Missing(place), Some(identity)) = (&*address, identity.known()) else {
                continue;
            };
            let is_companions = matches!(place.field, Field::CustomerGatewayIp | Field::InternetIp);
            if !is_companions {
                continue;
            }
            let value = match &identity.value {
                Maskable::Known(Identity::Ipv4(value)) => {
                    findings.push(
                        Finding::new(&catalogue::ADDRESS_FROM_IDENTITY)
                            .with("field", place.name())
                            .with("document", place.document_name())
                            .with("value", value.to_string())
                            .with("other", identity.origin.field.api_name())
                            .at(identity.origin),
                    );
                    Maskable::Known(*value)
                }
                // That it is masked is said of the identity.
                Maskable::Masked => Maskable::Masked,
                Maskable::Known(_) => continue,
            };
            let origin = Origin {
                source: Source::Default,
                ..identity.origin
            };
            *address = Part::Known(Sourced::new(value, origin));
        }
    }
}

/// Gives every open identity the address of its side, which is what the gateway does.
pub(super) fn default_identities(parts: &mut Parts, findings: &mut Vec<Finding>) {
    for tunnel in &mut parts.tunnels {
        for (identity, address) in [
            (&mut tunnel.device_identity, &tunnel.device_address),
            (&mut tunnel.cloud_identity, &tunnel.cloud_address),
        ] {
            let Part::Missing(place) = *identity else {
                continue;
            };
            let Some(address) = address.value() else {
                // The missing address is reported; without it there is nothing to say here.
                *identity = Part::Faulty;
                continue;
            };
            let mut finding = Finding::new(&catalogue::IDENTITY_DEFAULTED)
                .with("field", place.name())
                .at(place);
            let value = match address {
                Maskable::Known(address) => {
                    finding = finding.with("value", address.to_string());
                    Maskable::Known(crate::connection::Identity::Ipv4(*address))
                }
                Maskable::Masked => {
                    finding = finding.explain("value", reasons::MASKED_ADDRESS);
                    Maskable::Masked
                }
            };
            findings.push(finding);
            *identity = Part::Known(Sourced::new(
                value,
                Origin {
                    source: Source::Default,
                    ..place
                },
            ));
        }
    }
}

/// The role of every tunnel, in their order.
pub(super) fn roles(tunnels: &[TunnelParts], findings: &mut Vec<Finding>) -> Vec<Sourced<Role>> {
    match tunnels {
        [
            TunnelParts {
                role: Some(first), ..
            },
            TunnelParts {
                role: Some(second), ..
            },
        ] if first.value != second.value || first.value == Role::Shared => vec![*first, *second],
        [first, second] => {
            let place = |tunnel: &TunnelParts| {
                tunnel
                    .id
                    .as_ref()
                    .map_or(Origin::assumed(Field::Role), |id| id.origin)
            };
            findings.push(
                Finding::new(&catalogue::ASSUMED_VALUE)
                    .with("field", Field::Role.api_name())
                    .explain("value", reasons::ROLE_BY_ORDER)
                    .explain("reason", reasons::ROLE_WHY)
                    .at(place(first))
                    .at(place(second)),
            );
            let role = |role| Sourced::new(role, Origin::assumed(Field::Role));
            vec![role(Role::Active), role(Role::Standby)]
        }
        others => others
            .iter()
            .map(|tunnel| {
                let origin = match &tunnel.psk {
                    Part::Known(Sourced { origin, .. }) | Part::Missing(origin) => *origin,
                    Part::Faulty => Origin::assumed(Field::Role),
                };
                Sourced::new(
                    Role::Single,
                    Origin {
                        field: Field::TunnelsConfig,
                        tunnel: None,
                        offset: None,
                        ..origin
                    },
                )
            })
            .collect(),
    }
}

/// A session's key, where no document has a field for it.
pub(super) fn auth_keys(parts: &Parts, enrichment: &Enrichment<'_>, findings: &mut Vec<Finding>) {
    let unknown = parts
        .tunnels
        .iter()
        .zip(&enrichment.clues)
        .any(|(tunnel, clues)| tunnel.bgp.is_some() && !clues.knows_auth_key);
    if unknown {
        findings.push(
            Finding::new(&catalogue::ASSUMED_VALUE)
                .with("field", Field::AuthKey.api_name())
                .explain("value", reasons::NO_KEY)
                .explain("reason", reasons::AUTH_KEY_WHY)
                .at(Origin::assumed(Field::AuthKey)),
        );
    }
}

/// One note for each thing that no document says, however many tunnels there are.
pub(super) fn note(tunnels: &[TunnelParts], findings: &mut Vec<Finding>) {
    let mut note = |field: Field, reason: Text| {
        findings.push(
            Finding::new(&catalogue::ASSUMED_VALUE)
                .with("field", field.api_name())
                .explain("value", reasons::ON)
                .explain("reason", reason)
                .at(Origin::assumed(field)),
        );
    };
    if tunnels.iter().any(|tunnel| tunnel.dpd.is_none()) {
        note(Field::EnableDpd, reasons::DPD_WHY);
    }
    if tunnels.iter().any(|tunnel| tunnel.nat_traversal.is_none()) {
        note(Field::EnableNatTraversal, reasons::NAT_TRAVERSAL_WHY);
    }
}
