//! Lifetimes and identities that the device takes.

use super::number;
use crate::connection::{Connection, Identity, IkeVersion, Maskable};
use crate::findings::{Finding, catalogue};
use crate::plan::reason;
use crate::targets::Target;
use crate::targets::manifest::Range;

/// Whether the device takes the lifetimes.
pub(in crate::plan) fn lifetimes(
    connection: &Connection,
    target: &Target,
    findings: &mut Vec<Finding>,
) {
    for (index, tunnel) in connection.tunnels.iter().enumerate() {
        let ike = match tunnel.ike.version.value {
            IkeVersion::V1 => &target.lifetimes.ikev1,
            IkeVersion::V2 => &target.lifetimes.ikev2,
        };
        let asked = [
            (ike, tunnel.ike.lifetime),
            (&target.lifetimes.esp, tunnel.esp.lifetime),
        ];
        for (range, lifetime) in asked {
            let Some(Range { min, max, .. }) = range else {
                continue;
            };
            if !(*min..=*max).contains(&lifetime.value) {
                findings.push(
                    Finding::new(&catalogue::LIFETIME_NOT_SUPPORTED)
                        .with("field", lifetime.origin.field.api_name())
                        .with("value", lifetime.value.to_string())
                        .with("min", min.to_string())
                        .with("max", max.to_string())
                        .set(
                            lifetime.origin.field,
                            lifetime.value.clamp(*min, *max).to_string(),
                        )
                        .at(lifetime.origin)
                        .in_tunnel(number(index)),
                );
            }
        }
    }
}

/// Whether the device can say the identities.
pub(in crate::plan) fn identities(
    connection: &Connection,
    target: &Target,
    findings: &mut Vec<Finding>,
) {
    let Some(rules) = &target.identity else {
        return;
    };
    for (index, tunnel) in connection.tunnels.iter().enumerate() {
        for identity in [&tunnel.device_identity, &tunnel.cloud_identity] {
            let Maskable::Known(Identity::Fqdn(name) | Identity::Label(name)) = &identity.value
            else {
                continue;
            };
            let reason = match (rules.odd(name), rules.max) {
                (Some(c), _) => reason::identity_character(c),
                (None, Some(max)) if name.len() > max => reason::identity_length(max),
                _ => continue,
            };
            let finding = Finding::new(&catalogue::IDENTITY_NOT_SUPPORTED)
                .with("field", identity.origin.field.api_name())
                .with("value", name.clone())
                .at(identity.origin)
                .in_tunnel(number(index));
            findings.push(reason.explain(finding));
        }
    }
}
