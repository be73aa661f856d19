//! Facts that conditions ask for and that are more than a field of the connection.

use super::condition::IdentityKind;
use super::situation::Situation;
use crate::connection::{Connection, Identity, Maskable, Site, Tunnel, subnet};

/// A masked subnet is no evidence.
pub(super) fn has_any(site: &Site) -> bool {
    let mut subnets = site.subnets.iter();
    subnets.any(|subnet| subnet.value.known() == Some(&subnet::ANY))
}

pub(super) fn kind_of(kinds: &[IdentityKind], identity: &Maskable<Identity>) -> bool {
    identity
        .known()
        .is_some_and(|identity| kinds.contains(&IdentityKind::of(identity)))
}

/// A masked identity or address is no evidence.
pub(super) fn has_foreign_identity(at: &Situation<'_>) -> bool {
    if at.local_address.is_none() && at.tunnel.hides_device_address() {
        // The device's own address is asked for; most likely it is the identity.
        return false;
    }
    let bound = at
        .local_address
        .or_else(|| at.tunnel.device_address.known().copied());
    match (at.tunnel.device_identity.known(), bound) {
        (Some(Identity::Ipv4(identity)), Some(bound)) => *identity != bound,
        _ => false,
    }
}

/// A masked identity or address is no evidence.
pub(super) fn has_foreign_cloud_identity(tunnel: &Tunnel) -> bool {
    match (tunnel.cloud_identity.known(), tunnel.cloud_address.known()) {
        (Some(Identity::Ipv4(identity)), Some(address)) => identity != address,
        _ => false,
    }
}

pub(super) fn has_equal_identities(connection: &Connection) -> bool {
    connection.is_dual()
        && !differ(connection, |tunnel| {
            (&tunnel.device_identity.value, &tunnel.cloud_identity.value)
        })
}

pub(super) fn has_different_keys(connection: &Connection) -> bool {
    connection.tunnels.windows(2).any(|pair| {
        let keys = (pair[0].psk.known(), pair[1].psk.known());
        matches!(keys, (Some(first), Some(second)) if !first.same_as(second))
    })
}

pub(super) fn differ<'c, T: PartialEq>(
    connection: &'c Connection,
    part: impl Fn(&'c Tunnel) -> T,
) -> bool {
    connection
        .tunnels
        .windows(2)
        .any(|pair| part(&pair[0]) != part(&pair[1]))
}

/// Everything that a device puts into one phase 1 proposal.
pub(super) fn ike_words(tunnel: &Tunnel) -> impl PartialEq + use<> {
    let ike = &tunnel.ike;
    (
        ike.version.value,
        ike.encryption.value,
        ike.integrity.value,
        ike.dh.value,
        ike.lifetime.value,
    )
}

/// Everything that a device puts into one phase 2 proposal.
pub(super) fn esp_words(tunnel: &Tunnel) -> impl PartialEq + use<> {
    let esp = &tunnel.esp;
    (
        esp.encryption.value,
        esp.integrity.value,
        esp.pfs.value,
        esp.lifetime.value,
    )
}
