//! One tunnel: identities, key and proposals. The same for a download and a Describe response, but
//! for the names of the two sections and for the addresses.

use crate::connection::psk::{self, PskError};
use crate::connection::{
    ExchangeMode, Field, IkeVersion, Maskable, Origin, Psk, Sourced, looks_masked, looks_masked_key,
};
use crate::findings::{Finding, catalogue};
use crate::secret::Secret;

use super::address;
use super::lifetime;
use super::part::Part;
use super::parts::{EspParts, IkeParts, TunnelParts};
use super::scope::Scope;
use super::shown::shown;
use super::sides::Sides;
use super::words;

/// The names that a document gives to the two sections of a tunnel.
#[derive(Clone, Copy)]
pub(super) struct Names {
    pub(super) ike: &'static str,
    pub(super) esp: &'static str,
}

impl Names {
    /// In a download, and at the top of a Describe response.
    pub(super) const PLAIN: Self = Self {
        ike: "IkeConfig",
        esp: "IpsecConfig",
    };
    /// In the tunnels of a Describe response.
    pub(super) const OF_TUNNEL: Self = Self {
        ike: "TunnelIkeConfig",
        esp: "TunnelIpsecConfig",
    };
}

/// Reads one tunnel; the addresses from `Local` and `Remote`, which only a download has.
pub(super) fn read(
    scope: Scope<'_>,
    names: Names,
    sides: Sides,
    findings: &mut Vec<Finding>,
) -> TunnelParts {
    let ike = scope.inside(names.ike);
    let esp = scope.inside(names.esp);
    let of_ike = |field| ike.map_or(scope.missing(Field::IkeConfig), |ike| ike.missing(field));
    let ike_text = |field, findings: &mut Vec<Finding>| match ike {
        Some(ike) => ike.text(field, findings),
        None => of_ike(field),
    };
    let esp_text = |field, findings: &mut Vec<Finding>| match esp {
        Some(esp) => esp.text(field, findings),
        None => scope.missing(Field::IpsecConfig),
    };

    let device_address = scope.text(sides.device.address, findings);
    let cloud_address = scope.text(sides.cloud.address, findings);
    let device_identity = ike_text(sides.device.identity, findings);
    let cloud_identity = ike_text(sides.cloud.identity, findings);
    report_masked_swap(device_identity, device_address, cloud_address, findings);
    report_masked_swap(cloud_identity, cloud_address, device_address, findings);

    let version = words::version(ike_text(Field::IkeVersion, findings), findings);
    let key = match ike {
        Some(ike) => ike.raw(Field::Psk, findings),
        None => scope.missing(Field::IkeConfig),
    };
    TunnelParts {
        id: scope
            .hint(Field::TunnelId)
            .map(|id| Sourced::new(shown(id.value), id.origin)),
        role: None,
        device_address: address::address(device_address, findings),
        cloud_address: address::address(cloud_address, findings),
        device_identity: address::identity(device_identity, findings),
        cloud_identity: address::identity(cloud_identity, findings),
        psk: read_psk(key, findings),
        ike: IkeParts {
            mode: read_mode(&version, ike_text(Field::IkeMode, findings), findings),
            version,
            encryption: words::encryption(ike_text(Field::IkeEncAlg, findings), findings),
            integrity: words::integrity(ike_text(Field::IkeAuthAlg, findings), findings),
            dh: words::group(ike_text(Field::IkePfs, findings), findings),
            lifetime: lifetime::read(ike_text(Field::IkeLifetime, findings), findings),
        },
        esp: EspParts {
            encryption: words::encryption(esp_text(Field::IpsecEncAlg, findings), findings),
            integrity: words::integrity(esp_text(Field::IpsecAuthAlg, findings), findings),
            pfs: words::pfs(esp_text(Field::IpsecPfs, findings), findings),
            lifetime: lifetime::read(esp_text(Field::IpsecLifetime, findings), findings),
        },
        dpd: None,
        nat_traversal: None,
        bgp: None,
    }
}

/// Under `IKEv2` the field means nothing, so nothing is asked of it.
fn read_mode(
    version: &Part<IkeVersion>,
    part: Part<&str>,
    findings: &mut Vec<Finding>,
) -> Part<ExchangeMode> {
    if version.value() != Some(&IkeVersion::V2) {
        return words::mode(part, findings);
    }
    let (origin, text) = match part {
        Part::Known(Sourced { value, origin }) => (origin, value),
        Part::Missing(origin) => (
            Origin {
                field: Field::IkeMode,
                ..origin
            },
            "",
        ),
        Part::Faulty => return Part::Faulty,
    };
    Part::Known(Sourced::new(
        ExchangeMode::from_api(text).unwrap_or(ExchangeMode::Main),
        origin,
    ))
}

/// A masked identity that is the other side's masked address: the published samples have this fault. It
/// can be seen only in the text, which is not kept.
fn report_masked_swap(
    identity: Part<&str>,
    own: Part<&str>,
    other: Part<&str>,
    findings: &mut Vec<Finding>,
) {
    let (Part::Known(identity), Part::Known(other)) = (identity, other) else {
        return;
    };
    let is = |address: &str| address.eq_ignore_ascii_case(identity.value);
    if is(other.value) && !own.value().is_some_and(|own| is(own)) && looks_masked(identity.value) {
        findings.push(
            Finding::new(&catalogue::SIDES_SWAPPED)
                .with("field", identity.origin.name())
                .with("value", shown(identity.value))
                .at(identity.origin)
                .at(other.origin),
        );
    }
}

/// The key itself never reaches a finding.
fn read_psk(part: Part<&str>, findings: &mut Vec<Finding>) -> Part<Psk> {
    part.and_then(|text, origin| {
        if looks_masked_key(text) {
            return Some(Maskable::Masked);
        }
        match psk::check(text) {
            Ok(()) => Some(Maskable::Known(Secret::new(text.to_owned()))),
            Err(error) => {
                findings.push(invalid_psk(&error, origin));
                None
            }
        }
    })
}

#[cold]
fn invalid_psk(error: &PskError, origin: Origin) -> Finding {
    let finding = Finding::new(&catalogue::PSK_INVALID).with("field", origin.name());
    error.reason().explain(finding).at(origin)
}
