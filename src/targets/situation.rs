//! What conditions are asked of, and whether they hold there.

use std::net::Ipv4Addr;

use super::condition::{Condition, IdentityKind, Topology};
use super::value::Value;
use crate::connection::{Connection, Identity, IkeVersion, Maskable, Role, Site, Tunnel, subnet};

/// What conditions are asked of: one tunnel in one plan.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'c> {
    /// How the device is configured.
    pub topology: Topology,
    /// The whole connection.
    pub connection: &'c Connection,
    /// The tunnel in question.
    pub tunnel: &'c Tunnel,
    /// The device binds to another address than the cloud sees.
    pub behind_nat: bool,
    /// The address that the device binds to, where the user gave one.
    pub local_address: Option<Ipv4Addr>,
    /// Values of the target's inputs, by name.
    pub inputs: &'c [(&'c str, Value)],
}

impl Condition {
    /// True when every fact that is named holds.
    pub fn holds(&self, at: &Situation<'_>) -> bool {
        self.holds_for_connection(at)
            && self.holds_for_tunnel(at.tunnel)
            && self.holds_around(at)
            && self.not.as_ref().is_none_or(|not| !not.holds(at))
            && self
                .any
                .as_ref()
                .is_none_or(|any| any.iter().any(|condition| condition.holds(at)))
            && self
                .all
                .as_ref()
                .is_none_or(|all| all.iter().all(|condition| condition.holds(at)))
    }

    /// What is neither a proposal's nor an identity's.
    fn holds_around(&self, at: &Situation<'_>) -> bool {
        let (connection, tunnel) = (at.connection, at.tunnel);
        let (device, cloud) = (&connection.device, &connection.cloud);
        let session = tunnel.bgp.as_ref();
        above(self.device_subnets_above, device.subnets.len())
            && above(self.cloud_subnets_above, cloud.subnets.len())
            && equals(self.one_sided_any, || has_any(device) != has_any(cloud))
            && equals(self.nat_traversal, || tunnel.nat_traversal.value)
            && equals(self.dpd, || tunnel.dpd.value)
            && equals(self.health_check, || connection.health_check.is_some())
            && equals(self.bgp_key, || {
                session.is_some_and(|bgp| bgp.auth_key.is_some())
            })
            && self.asn_above.is_none_or(|limit| {
                session.is_some_and(|bgp| bgp.device_asn.value.max(bgp.cloud_asn.value) > limit)
            })
            && self.role.as_ref().is_none_or(|roles| {
                let alone = !connection.is_dual();
                roles.contains(if alone {
                    &Role::Single
                } else {
                    &tunnel.role.value
                })
            })
            && self.input.as_ref().is_none_or(|wanted| {
                wanted.iter().all(|(name, values)| {
                    let value = at.inputs.iter().find(|(known, _)| known == name);
                    value.is_some_and(|(_, value)| values.contains(&value.typed()))
                })
            })
    }

    fn holds_for_connection(&self, at: &Situation<'_>) -> bool {
        let connection = at.connection;
        one_of(self.topology.as_ref(), &at.topology)
            && one_of(self.routing.as_ref(), &connection.routing)
            && equals(self.dual, || connection.is_dual())
            && equals(self.bgp, || connection.has_bgp())
            && equals(self.behind_nat, || at.behind_nat)
            && equals(self.foreign_identity, || has_foreign_identity(at))
            && equals(self.gateway_in_routes, || {
                connection.swallowed_gateway().is_some()
            })
            && equals(self.device_addresses_differ, || {
                connection.has_two_device_addresses()
            })
            && equals(self.device_within_cloud, || {
                !connection.enclosed_networks().is_empty()
            })
            && self
                .pairs_above
                .is_none_or(|pairs| connection.pair_count() > pairs)
            && equals(self.device_identities_differ, || {
                differ(connection, |t| &t.device_identity.value)
            })
            && equals(self.identities_equal, || has_equal_identities(connection))
            && equals(self.psks_differ, || has_different_keys(connection))
            && equals(self.ike_proposals_differ, || differ(connection, ike_words))
            && equals(self.esp_proposals_differ, || differ(connection, esp_words))
    }

    fn holds_for_tunnel(&self, tunnel: &Tunnel) -> bool {
        let (ike, esp) = (&tunnel.ike, &tunnel.esp);
        let mode_counts = ike.version.value == IkeVersion::V1;
        one_of(self.ike_version.as_ref(), &ike.version.value)
            && self
                .mode
                .as_ref()
                .is_none_or(|modes| mode_counts && modes.contains(&ike.mode.value))
            && one_of(self.ike_encryption.as_ref(), &ike.encryption.value)
            && one_of(self.ike_integrity.as_ref(), &ike.integrity.value)
            && one_of(self.dh.as_ref(), &ike.dh.value)
            && one_of(self.esp_encryption.as_ref(), &esp.encryption.value)
            && one_of(self.esp_integrity.as_ref(), &esp.integrity.value)
            && self.pfs.as_ref().is_none_or(|groups| match esp.pfs.value {
                Some(group) => groups.contains(&group),
                None => groups.is_empty(),
            })
            && equals(self.pfs_differs, || {
                esp.pfs.value.is_some_and(|pfs| pfs != ike.dh.value)
            })
            && any_of(
                self.encryption.as_ref(),
                &[ike.encryption.value, esp.encryption.value],
            )
            && any_of(
                self.integrity.as_ref(),
                &[ike.integrity.value, esp.integrity.value],
            )
            && self.any_dh.as_ref().is_none_or(|groups| {
                groups.contains(&ike.dh.value)
                    || esp.pfs.value.is_some_and(|pfs| groups.contains(&pfs))
            })
            && self
                .ike_lifetime_below
                .is_none_or(|limit| ike.lifetime.value < limit)
            && self
                .esp_lifetime_below
                .is_none_or(|limit| esp.lifetime.value < limit)
            && above(self.ike_lifetime_above, ike.lifetime.value)
            && above(self.esp_lifetime_above, esp.lifetime.value)
            && kind_of(self.device_identity.as_ref(), &tunnel.device_identity.value)
            && kind_of(self.cloud_identity.as_ref(), &tunnel.cloud_identity.value)
            && equals(self.foreign_cloud_identity, || {
                has_foreign_cloud_identity(tunnel)
            })
            && self
                .psk_longer_than
                .is_none_or(|limit| tunnel.psk.known().is_some_and(|psk| psk.len() > limit))
    }
}

fn one_of<T: PartialEq>(wanted: Option<&Vec<T>>, value: &T) -> bool {
    wanted.is_none_or(|values| values.contains(value))
}

fn any_of<T: PartialEq>(wanted: Option<&Vec<T>>, values: &[T; 2]) -> bool {
    wanted.is_none_or(|wanted| values.iter().any(|value| wanted.contains(value)))
}

/// Looks only where it is asked: comparing keys takes its time on purpose.
fn equals(wanted: Option<bool>, value: impl FnOnce() -> bool) -> bool {
    wanted.is_none_or(|wanted| wanted == value())
}

fn above<T: PartialOrd + Copy>(limit: Option<T>, value: T) -> bool {
    limit.is_none_or(|limit| value > limit)
}

/// A masked subnet is no evidence.
fn has_any(site: &Site) -> bool {
    let mut subnets = site.subnets.iter();
    subnets.any(|subnet| subnet.value.known() == Some(&subnet::ANY))
}

fn kind_of(wanted: Option<&Vec<IdentityKind>>, identity: &Maskable<Identity>) -> bool {
    wanted.is_none_or(|kinds| {
        identity
            .known()
            .is_some_and(|identity| kinds.contains(&IdentityKind::of(identity)))
    })
}

/// A masked identity or address is no evidence.
fn has_foreign_identity(at: &Situation<'_>) -> bool {
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
fn has_foreign_cloud_identity(tunnel: &Tunnel) -> bool {
    match (tunnel.cloud_identity.known(), tunnel.cloud_address.known()) {
        (Some(Identity::Ipv4(identity)), Some(address)) => identity != address,
        _ => false,
    }
}

fn has_equal_identities(connection: &Connection) -> bool {
    connection.is_dual()
        && !differ(connection, |tunnel| {
            (&tunnel.device_identity.value, &tunnel.cloud_identity.value)
        })
}

fn has_different_keys(connection: &Connection) -> bool {
    connection.tunnels.windows(2).any(|pair| {
        let keys = (pair[0].psk.known(), pair[1].psk.known());
        matches!(keys, (Some(first), Some(second)) if !first.same_as(second))
    })
}

fn differ<'c, T: PartialEq>(connection: &'c Connection, part: impl Fn(&'c Tunnel) -> T) -> bool {
    connection
        .tunnels
        .windows(2)
        .any(|pair| part(&pair[0]) != part(&pair[1]))
}

/// Everything that a device puts into one phase 1 proposal.
fn ike_words(tunnel: &Tunnel) -> impl PartialEq + use<> {
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
fn esp_words(tunnel: &Tunnel) -> impl PartialEq + use<> {
    let esp = &tunnel.esp;
    (
        esp.encryption.value,
        esp.integrity.value,
        esp.pfs.value,
        esp.lifetime.value,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::{ReadOptions, read};
    use crate::document::Document;

    #[test]
    fn an_identity_is_foreign_to_the_address_that_the_device_binds_to() {
        let text = crate::examples::find("dual-tunnel", false).unwrap();
        let mut readings =
            read(&[Document::parse(text).unwrap()], &ReadOptions::default()).unwrap();
        let mut connection = readings.remove(0).connection.unwrap();
        let [public, private] = [[203, 0, 113, 77], [10, 0, 0, 77]].map(Ipv4Addr::from);
        let tunnel = &mut connection.tunnels[0];
        tunnel.device_address.value = Maskable::Known(public);
        tunnel.device_identity.value = Maskable::Known(Identity::Ipv4(public));
        let condition = Condition {
            foreign_identity: Some(true),
            ..Condition::default()
        };
        for (local_address, foreign) in
            [(None, false), (Some(public), false), (Some(private), true)]
        {
            let situation = Situation {
                topology: Topology::Policy,
                connection: &connection,
                tunnel: &connection.tunnels[0],
                behind_nat: local_address.is_some(),
                local_address,
                inputs: &[],
            };
            assert_eq!(condition.holds(&situation), foreign, "{local_address:?}");
        }
    }

    #[test]
    fn the_clouds_identity_is_foreign_to_the_gateways_address() {
        let text = crate::examples::find("dual-tunnel", false).unwrap();
        let mut readings =
            read(&[Document::parse(text).unwrap()], &ReadOptions::default()).unwrap();
        let mut connection = readings.remove(0).connection.unwrap();
        let [gateway, other] = [[198, 51, 100, 77], [198, 51, 100, 78]].map(Ipv4Addr::from);
        connection.tunnels[0].cloud_address.value = Maskable::Known(gateway);
        let condition = Condition {
            foreign_cloud_identity: Some(true),
            ..Condition::default()
        };
        let name = Identity::Fqdn("vpn.example.net".to_owned());
        for (identity, foreign) in [
            (Identity::Ipv4(gateway), false),
            (Identity::Ipv4(other), true),
            (name, false),
        ] {
            connection.tunnels[0].cloud_identity.value = Maskable::Known(identity);
            let situation = Situation {
                topology: Topology::Route,
                connection: &connection,
                tunnel: &connection.tunnels[0],
                behind_nat: false,
                local_address: None,
                inputs: &[],
            };
            assert_eq!(condition.holds(&situation), foreign);
        }
    }
}
