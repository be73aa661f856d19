//! One tunnel as the plan has it.

use super::planned::{ApiWords, Dpd, PlannedBgp, PlannedTunnel, Preference};
use super::words::Words;
use crate::connection::{Connection, IkeVersion, Tunnel};
use crate::plan::inputs::Missing;
use crate::plan::key::PlannedKey;
use crate::plan::value::{address, identity};
use crate::showable::printable;
use crate::targets::Value;

#[allow(
    clippy::too_many_arguments,
    reason = "one call, above; a struct for it would say nothing more"
)]
pub(super) fn lower<'t>(
    connection: &Connection,
    tunnel: &Tunnel,
    index: usize,
    (name, inputs, facts): (String, Vec<Value>, Vec<bool>),
    words: Words<'t>,
    (psk, session_key): (PlannedKey, Option<PlannedKey>),
    bound: Option<String>,
    (interval, retries): (i64, i64),
    missing: &mut Vec<Missing<'_>>,
) -> PlannedTunnel<'t> {
    let device_address = address(&tunnel.device_address, "device_address", missing);
    let (ike, esp) = (&tunnel.ike, &tunnel.esp);
    PlannedTunnel {
        id: tunnel
            .id
            .as_ref()
            .map(|id| printable(&id.value).into_owned())
            .unwrap_or_default(),
        role: tunnel.role.value,
        preference: Preference::of(tunnel.role.value, index),
        local_address: bound.unwrap_or_else(|| device_address.clone()),
        cloud_address: address(&tunnel.cloud_address, "cloud_address", missing),
        device_id: identity(&tunnel.device_identity, "device_identity", missing),
        cloud_id: identity(&tunnel.cloud_identity, "cloud_identity", missing),
        version: ike.version.value,
        mode: match ike.version.value {
            IkeVersion::V1 => ike.mode.value.api_word(),
            IkeVersion::V2 => "main",
        },
        ike_encryption: words.ike[0],
        ike_integrity: words.ike[1],
        ike_prf: words.ike[2],
        ike_dh: words.ike[3],
        ike_lifetime: ike.lifetime.value,
        ike_api: ApiWords {
            encryption: ike.encryption.value.api_word(),
            integrity: ike.integrity.value.api_word(),
            group: ike.dh.value.api_word(),
        },
        esp_encryption: words.esp[0],
        esp_integrity: words.esp[1],
        esp_pfs: words.pfs,
        esp_lifetime: esp.lifetime.value,
        esp_api: ApiWords {
            encryption: esp.encryption.value.api_word(),
            integrity: esp.integrity.value.api_word(),
            group: esp.pfs.value.map_or("disabled", |group| group.api_word()),
        },
        dpd: Dpd {
            enabled: tunnel.dpd.value,
            interval,
            retries,
            timeout: interval * (retries + 1),
        },
        nat_traversal: tunnel.nat_traversal.value,
        bgp: tunnel.bgp.as_ref().map(|bgp| PlannedBgp {
            device_asn: bgp.device_asn.value,
            device_address: address(&bgp.device_address, "bgp_device_address", missing),
            cloud_asn: bgp.cloud_asn.value,
            cloud_address: address(&bgp.cloud_address, "bgp_cloud_address", missing),
            network: bgp.network.value,
            auth_key: session_key,
        }),
        device_address,
        name,
        inputs,
        facts,
        psk,
    }
    .with_single_role(connection)
}
