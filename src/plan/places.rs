//! The values that a condition of a manifest looks at, so that a finding on a device points into the response.

use crate::connection::{Connection, EspProposal, IkeProposal, Origin, Site, Sourced, Tunnel};
use crate::targets::{Condition, Situation};

/// Where the values stand that make a condition hold, in the tunnel that is asked about. Never empty: what only
/// says how the device is configured points at what the tunnel protects.
#[allow(
    clippy::too_many_lines,
    reason = "every fact of a condition is named once, so that a new one cannot be forgotten"
)]
pub(super) fn named_by(condition: &Condition, at: &Situation<'_>) -> Vec<Origin> {
    // Every fact is named, so that a new one cannot be forgotten.
    let Condition {
        topology: _,
        ike_version,
        mode,
        routing,
        dual,
        pairs_above,
        bgp,
        behind_nat,
        foreign_identity,
        foreign_cloud_identity,
        gateway_in_routes,
        device_within_cloud,
        device_addresses_differ,
        device_identity,
        cloud_identity,
        ike_encryption,
        ike_integrity,
        dh,
        esp_encryption,
        esp_integrity,
        pfs,
        pfs_differs,
        encryption,
        integrity,
        any_dh,
        ike_lifetime_below,
        esp_lifetime_below,
        device_identities_differ,
        identities_equal,
        psks_differ,
        ike_proposals_differ,
        esp_proposals_differ,
        psk_longer_than,
        ike_lifetime_above,
        esp_lifetime_above,
        device_subnets_above,
        cloud_subnets_above,
        one_sided_any,
        nat_traversal,
        dpd,
        health_check: _,
        bgp_key,
        asn_above,
        role,
        input: _,
        not,
        any,
        all,
        named_facts: _,
    } = condition;
    let (connection, tunnel) = (at.connection, at.tunnel);
    let (ike, esp) = (&tunnel.ike, &tunnel.esp);
    let mut places = Places(Vec::new());
    places.add(ike_version.is_some(), [ike.version.origin]);
    places.add(mode.is_some(), [ike.mode.origin]);
    places.add(
        ike_encryption.is_some() || has(encryption.as_ref(), &ike.encryption.value),
        [ike.encryption.origin],
    );
    places.add(
        ike_integrity.is_some() || has(integrity.as_ref(), &ike.integrity.value),
        [ike.integrity.origin],
    );
    places.add(
        dh.is_some() || has(any_dh.as_ref(), &ike.dh.value),
        [ike.dh.origin],
    );
    places.add(
        ike_lifetime_below.is_some() || ike_lifetime_above.is_some(),
        [ike.lifetime.origin],
    );
    places.add(
        esp_encryption.is_some() || has(encryption.as_ref(), &esp.encryption.value),
        [esp.encryption.origin],
    );
    places.add(
        esp_integrity.is_some() || has(integrity.as_ref(), &esp.integrity.value),
        [esp.integrity.origin],
    );
    let wants_group = esp
        .pfs
        .value
        .is_some_and(|group| has(any_dh.as_ref(), &group));
    places.add(pfs.is_some() || wants_group, [esp.pfs.origin]);
    places.add(pfs_differs.is_some(), [esp.pfs.origin, ike.dh.origin]);
    places.add(
        esp_lifetime_below.is_some() || esp_lifetime_above.is_some(),
        [esp.lifetime.origin],
    );
    places.add(nat_traversal.is_some(), [tunnel.nat_traversal.origin]);
    places.add(dpd.is_some(), [tunnel.dpd.origin]);
    let of_device = device_identity.is_some()
        || foreign_identity.is_some()
        || device_identities_differ.is_some()
        || identities_equal.is_some();
    places.add(of_device, [tunnel.device_identity.origin]);
    let of_cloud =
        cloud_identity.is_some() || foreign_cloud_identity.is_some() || identities_equal.is_some();
    places.add(of_cloud, [tunnel.cloud_identity.origin]);
    let of_key = psks_differ.is_some() || psk_longer_than.is_some();
    places.add(of_key, [tunnel.psk.origin]);
    if ike_proposals_differ.is_some() {
        places.add(true, differing_ike(connection, ike));
    }
    if esp_proposals_differ.is_some() {
        places.add(true, differing_esp(connection, esp));
    }
    let of_address = behind_nat.is_some() || device_addresses_differ.is_some();
    places.add(of_address, [tunnel.device_address.origin]);
    let session = tunnel.bgp.as_ref();
    let of_session = bgp.is_some() || bgp_key.is_some();
    places.add(of_session, session.map(|bgp| bgp.device_asn.origin));
    if let Some((limit, session)) = asn_above.zip(session) {
        let numbers = [&session.device_asn, &session.cloud_asn];
        let above = numbers.into_iter().filter(|asn| asn.value > limit);
        places.add(true, above.map(|asn| asn.origin));
    }
    places.add(dual.is_some() || role.is_some(), [identifying(tunnel)]);
    let of_subnets = pairs_above.is_some()
        || routing.is_some()
        || one_sided_any.is_some()
        || gateway_in_routes.is_some()
        || device_within_cloud.is_some();
    places.add(of_subnets, subnets(connection));
    places.add(device_subnets_above.is_some(), of_site(&connection.device));
    places.add(cloud_subnets_above.is_some(), of_site(&connection.cloud));
    let of_gateway = gateway_in_routes.is_some();
    places.add(of_gateway, [tunnel.cloud_address.origin]);
    let inner = not
        .as_deref()
        .into_iter()
        .chain(any.iter().chain(all).flatten());
    for condition in inner.filter(|inner| !inner.asks_nothing()) {
        places.add(true, named_by(condition, at));
    }
    places.or(subnets(connection), identifying(tunnel))
}

/// Places, each once.
struct Places(Vec<Origin>);

impl Places {
    /// All of them; where there is none, the subnets, or what tells the tunnel.
    fn or(mut self, subnets: impl Iterator<Item = Origin>, tunnel: Origin) -> Vec<Origin> {
        if self.0.is_empty() {
            self.add(true, subnets);
        }
        if self.0.is_empty() {
            self.add(true, [tunnel]);
        }
        self.0
    }

    fn add(&mut self, named: bool, origins: impl IntoIterator<Item = Origin>) {
        if named {
            for origin in origins {
                if !self.0.contains(&origin) {
                    self.0.push(origin);
                }
            }
        }
    }
}

fn has<T: PartialEq>(wanted: Option<&Vec<T>>, value: &T) -> bool {
    wanted.is_some_and(|list| list.contains(value))
}

/// What tells the tunnel from the other one.
fn identifying(tunnel: &Tunnel) -> Origin {
    let id = tunnel.id.as_ref().map(|id| id.origin);
    id.unwrap_or(tunnel.cloud_address.origin)
}

fn subnets(connection: &Connection) -> impl Iterator<Item = Origin> {
    let sites = [&connection.device, &connection.cloud];
    sites.into_iter().flat_map(of_site)
}

fn of_site(site: &Site) -> impl Iterator<Item = Origin> {
    site.subnets.iter().map(|subnet| subnet.origin)
}

/// The parts of phase 1 in which the tunnels differ, in this tunnel.
fn differing_ike(connection: &Connection, own: &IkeProposal) -> Vec<Origin> {
    let mut origins = Vec::new();
    for IkeProposal {
        version,
        mode: _,
        encryption,
        integrity,
        dh,
        lifetime,
    } in connection.tunnels.iter().map(|tunnel| &tunnel.ike)
    {
        origins.extend(differs(&own.version, version));
        origins.extend(differs(&own.encryption, encryption));
        origins.extend(differs(&own.integrity, integrity));
        origins.extend(differs(&own.dh, dh));
        origins.extend(differs(&own.lifetime, lifetime));
    }
    origins
}

/// The same of phase 2.
fn differing_esp(connection: &Connection, own: &EspProposal) -> Vec<Origin> {
    let mut origins = Vec::new();
    for EspProposal {
        encryption,
        integrity,
        pfs,
        lifetime,
    } in connection.tunnels.iter().map(|tunnel| &tunnel.esp)
    {
        origins.extend(differs(&own.encryption, encryption));
        origins.extend(differs(&own.integrity, integrity));
        origins.extend(differs(&own.pfs, pfs));
        origins.extend(differs(&own.lifetime, lifetime));
    }
    origins
}

fn differs<T: PartialEq>(own: &Sourced<T>, other: &Sourced<T>) -> Option<Origin> {
    (own.value != other.value).then_some(own.origin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::{self, Field, ReadOptions};
    use crate::document::Document;
    use crate::examples;
    use crate::targets::{Registry, Topology};

    fn connection(example: &str) -> Connection {
        let document = Document::parse(examples::find(example, false).unwrap()).unwrap();
        let mut readings = connection::read(&[document], &ReadOptions::default()).unwrap();
        readings.pop().unwrap().connection.unwrap()
    }

    fn named(condition: &Condition, connection: &Connection) -> Vec<Field> {
        let situation = Situation {
            topology: Topology::Policy,
            connection,
            tunnel: &connection.tunnels[0],
            behind_nat: false,
            local_address: None,
            inputs: &[],
        };
        let places = named_by(condition, &situation);
        places.iter().map(|place| place.field).collect()
    }

    #[test]
    fn what_a_condition_looks_at_is_pointed_at() {
        let connection = connection("dual-tunnel");
        let condition = Condition {
            psks_differ: Some(true),
            pfs_differs: Some(true),
            ..Condition::default()
        };
        let wanted = [Field::IpsecPfs, Field::IkePfs, Field::Psk];
        assert_eq!(named(&condition, &connection), wanted);
        let condition = Condition {
            pairs_above: Some(1),
            ..Condition::default()
        };
        let subnets = [Field::LocalSubnet, Field::RemoteSubnet];
        assert_eq!(named(&condition, &connection), subnets);
        // How the device is configured stands in no response: what it protects does.
        assert_eq!(named(&Condition::default(), &connection), subnets);
    }

    #[test]
    fn every_limit_of_every_target_has_a_place() {
        let registry = Registry::builtin();
        let connections = ["dual-tunnel", "single-tunnel", "dual-tunnel-bgp"].map(connection);
        for entry in registry.list() {
            for limit in registry.load(&entry.id).unwrap().limits {
                for connection in &connections {
                    let fields = named(&limit.when, connection);
                    assert!(!fields.is_empty(), "{}: {:?}", entry.id, limit.when);
                }
            }
        }
    }
}
