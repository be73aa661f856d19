//! Whether a condition holds: how each fact is looked at, and what it is asked of.

use super::condition::Condition;
use super::facts::{
    differ, esp_words, has_any, has_different_keys, has_equal_identities,
    has_foreign_cloud_identity, has_foreign_identity, ike_words, kind_of,
};
use super::situation::Situation;
use crate::connection::{IkeVersion, Role};

/// What a fact is asked of.
#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(non_camel_case_types, reason = "the words of the table below")]
enum Part {
    /// What both tunnels share.
    whole,
    /// The tunnel.
    own,
    /// Other conditions.
    inner,
}

/// Set where a condition, or one within it, names a fact that is asked of the tunnel.
const OF_A_TUNNEL: u64 = 1 << 63;

/// Declares how each fact of a condition is looked at: what it is asked of, `wanted` that the manifest names, `at` the
/// situation. Only what is named is asked, for most conditions name one fact or two of fifty.
macro_rules! facts {
    ($($fact:ident: $part:ident |$wanted:pat_param, $at:pat_param| $holds:expr;)+) => {
        /// A test for each fact, in the order of the bits of [`Condition::named`].
        const TESTS: &[fn(&Condition, &Situation<'_>) -> bool] =
            &[$(|condition, at| {
                condition.$fact.as_ref().is_none_or(|$wanted| {
                    let $at = at.$part();
                    $holds
                })
            }),+];

        impl Condition {
            /// A bit for each fact that is named, and [`OF_A_TUNNEL`]. Every fact stands here, so that a new one cannot be
            /// forgotten.
            fn named(&self) -> u64 {
                let Self { $($fact,)+ named_facts: _ } = self;
                let named = [$($fact.is_some()),+];
                let parts = [$(Part::$part),+];
                let mut own = named.iter().zip(parts).filter(|(is, part)| **is && *part == Part::own);
                let of_a_tunnel = own.next().is_some() || self.within().any(Self::is_of_a_tunnel);
                let bits = named.into_iter().rev().fold(0, |bits, is| bits << 1 | u64::from(is));
                bits | if of_a_tunnel { OF_A_TUNNEL } else { 0 }
            }
        }
    };
}

facts! {
    topology: whole |wanted, at| wanted.contains(&at.topology);
    ike_version: own |wanted, at| wanted.contains(&at.tunnel.ike.version.value);
    mode: own |wanted, at| {
        let ike = &at.tunnel.ike;
        ike.version.value == IkeVersion::V1 && wanted.contains(&ike.mode.value)
    };
    routing: whole |wanted, at| wanted.contains(&at.connection.routing);
    dual: whole |wanted, at| *wanted == at.connection.is_dual();
    pairs_above: whole |limit, at| at.connection.pair_count() > *limit;
    bgp: whole |wanted, at| *wanted == at.connection.has_bgp();
    behind_nat: whole |wanted, at| *wanted == at.behind_nat;
    foreign_identity: own |wanted, at| *wanted == has_foreign_identity(at);
    foreign_cloud_identity: own |wanted, at| *wanted == has_foreign_cloud_identity(at.tunnel);
    gateway_in_routes: whole |wanted, at| *wanted == at.connection.swallowed_gateway().is_some();
    device_addresses_differ: whole |wanted, at| *wanted == at.connection.has_two_device_addresses();
    device_within_cloud: whole |wanted, at| *wanted != at.connection.enclosed_networks().is_empty();
    device_identity: own |kinds, at| kind_of(kinds, &at.tunnel.device_identity);
    cloud_identity: own |kinds, at| kind_of(kinds, &at.tunnel.cloud_identity);
    ike_encryption: own |wanted, at| wanted.contains(&at.tunnel.ike.encryption.value);
    ike_integrity: own |wanted, at| wanted.contains(&at.tunnel.ike.integrity.value);
    dh: own |wanted, at| wanted.contains(&at.tunnel.ike.dh.value);
    esp_encryption: own |wanted, at| wanted.contains(&at.tunnel.esp.encryption.value);
    esp_integrity: own |wanted, at| wanted.contains(&at.tunnel.esp.integrity.value);
    pfs: own |groups, at| match at.tunnel.esp.pfs.value {
        Some(group) => groups.contains(&group),
        None => groups.is_empty(),
    };
    pfs_differs: own |wanted, at| {
        let (pfs, dh) = (at.tunnel.esp.pfs.value, at.tunnel.ike.dh.value);
        *wanted == pfs.is_some_and(|pfs| pfs != dh)
    };
    encryption: own |wanted, at| {
        let (ike, esp) = (&at.tunnel.ike, &at.tunnel.esp);
        wanted.contains(&ike.encryption.value) || wanted.contains(&esp.encryption.value)
    };
    integrity: own |wanted, at| {
        let (ike, esp) = (&at.tunnel.ike, &at.tunnel.esp);
        wanted.contains(&ike.integrity.value) || wanted.contains(&esp.integrity.value)
    };
    any_dh: own |groups, at| {
        let pfs = at.tunnel.esp.pfs.value;
        groups.contains(&at.tunnel.ike.dh.value) || pfs.is_some_and(|pfs| groups.contains(&pfs))
    };
    ike_lifetime_below: own |limit, at| at.tunnel.ike.lifetime.value < *limit;
    esp_lifetime_below: own |limit, at| at.tunnel.esp.lifetime.value < *limit;
    device_identities_differ: whole |wanted, at| {
        *wanted == differ(at.connection, |tunnel| &tunnel.device_identity.value)
    };
    identities_equal: whole |wanted, at| *wanted == has_equal_identities(at.connection);
    psks_differ: whole |wanted, at| *wanted == has_different_keys(at.connection);
    ike_proposals_differ: whole |wanted, at| *wanted == differ(at.connection, ike_words);
    esp_proposals_differ: whole |wanted, at| *wanted == differ(at.connection, esp_words);
    psk_longer_than: own |limit, at| at.tunnel.psk.known().is_some_and(|psk| psk.len() > *limit);
    ike_lifetime_above: own |limit, at| at.tunnel.ike.lifetime.value > *limit;
    esp_lifetime_above: own |limit, at| at.tunnel.esp.lifetime.value > *limit;
    device_subnets_above: whole |limit, at| at.connection.device.subnets.len() > *limit;
    cloud_subnets_above: whole |limit, at| at.connection.cloud.subnets.len() > *limit;
    one_sided_any: whole |wanted, at| {
        *wanted == (has_any(&at.connection.device) != has_any(&at.connection.cloud))
    };
    nat_traversal: own |wanted, at| *wanted == at.tunnel.nat_traversal.value;
    dpd: own |wanted, at| *wanted == at.tunnel.dpd.value;
    health_check: whole |wanted, at| *wanted == at.connection.health_check.is_some();
    bgp_key: own |wanted, at| {
        let session = at.tunnel.bgp.as_ref();
        *wanted == session.is_some_and(|bgp| bgp.auth_key.is_some())
    };
    asn_above: own |limit, at| {
        let session = at.tunnel.bgp.as_ref();
        session.is_some_and(|bgp| bgp.device_asn.value.max(bgp.cloud_asn.value) > *limit)
    };
    role: own |roles, at| roles.contains(if at.connection.is_dual() {
        &at.tunnel.role.value
    } else {
        &Role::Single
    });
    input: whole |wanted, at| wanted.iter().all(|(name, values)| {
        let value = at.inputs.iter().find(|(known, _)| known == name);
        value.is_some_and(|(_, value)| values.iter().any(|typed| value.is_typed(typed)))
    });
    not: inner |not, at| !not.holds(at);
    any: inner |any, at| any.iter().any(|condition| condition.holds(at));
    all: inner |all, at| all.iter().all(|condition| condition.holds(at));
}

impl Condition {
    /// A bit for each fact that is named.
    fn facts(&self) -> u64 {
        self.facts_and_tunnel() & !OF_A_TUNNEL
    }

    fn facts_and_tunnel(&self) -> u64 {
        *self.named_facts.0.get_or_init(|| self.named())
    }

    /// Whether it names no fact: it always holds.
    pub(crate) fn asks_nothing(&self) -> bool {
        self.facts() == 0
    }

    /// Whether it may hold for one tunnel of a plan and not for the other.
    pub(crate) fn is_of_a_tunnel(&self) -> bool {
        self.facts_and_tunnel() & OF_A_TUNNEL != 0
    }

    /// Whether it holds for one of the tunnels of a plan.
    pub(crate) fn holds_at_any(&self, tunnels: &[Situation<'_>]) -> bool {
        let Some((first, others)) = tunnels.split_first() else {
            return false;
        };
        self.holds(first) || self.is_of_a_tunnel() && others.iter().any(|other| self.holds(other))
    }

    /// True when every fact that is named holds.
    pub fn holds(&self, at: &Situation<'_>) -> bool {
        let mut left = self.facts();
        while left != 0 {
            let test = TESTS[left.trailing_zeros() as usize];
            if !test(self, at) {
                return false;
            }
            left &= left - 1;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::super::condition::Topology;
    use super::*;
    use crate::connection::{Connection, Identity, Maskable, ReadOptions, read};
    use crate::document::Document;

    fn dual() -> Connection {
        let text = crate::examples::find("dual-tunnel", false).unwrap();
        let mut readings =
            read(&[Document::parse(text).unwrap()], &ReadOptions::default()).unwrap();
        readings.remove(0).connection.unwrap()
    }

    fn at(connection: &Connection, tunnel: usize) -> Situation<'_> {
        Situation {
            topology: Topology::Route,
            connection,
            tunnel: &connection.tunnels[tunnel],
            behind_nat: false,
            local_address: None,
            inputs: &[],
        }
    }

    #[test]
    fn an_identity_is_foreign_to_the_address_that_the_device_binds_to() {
        let mut connection = dual();
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
                behind_nat: local_address.is_some(),
                local_address,
                ..at(&connection, 0)
            };
            assert_eq!(condition.holds(&situation), foreign, "{local_address:?}");
        }
    }

    #[test]
    fn a_condition_holds_at_any_tunnel_where_it_does() {
        let mut connection = dual();
        connection.tunnels[0].nat_traversal.value = true;
        connection.tunnels[1].nat_traversal.value = false;
        let at = |tunnel| at(&connection, tunnel);
        let off = Condition {
            nat_traversal: Some(false),
            ..Condition::default()
        };
        let within = Condition {
            dual: Some(true),
            not: Some(Box::new(Condition {
                any: Some(vec![Condition::never(), off.clone()]),
                ..Condition::default()
            })),
            ..Condition::default()
        };
        let single = Condition {
            dual: Some(false),
            ..Condition::default()
        };
        for (condition, of_a_tunnel, holds) in [
            (&off, true, [false, true]),
            (&within, true, [true, false]),
            (&single, false, [false, false]),
            (&Condition::default(), false, [true, true]),
        ] {
            assert_eq!(condition.is_of_a_tunnel(), of_a_tunnel);
            assert_eq!([0, 1].map(|tunnel| condition.holds(&at(tunnel))), holds);
            assert_eq!(
                condition.holds_at_any(&[at(0), at(1)]),
                holds.contains(&true)
            );
            assert_eq!(
                condition.holds_at_any(&[at(1), at(0)]),
                holds.contains(&true)
            );
            assert!(!condition.holds_at_any(&[]));
        }
    }

    #[test]
    fn the_clouds_identity_is_foreign_to_the_gateways_address() {
        let mut connection = dual();
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
            assert_eq!(condition.holds(&at(&connection, 0)), foreign);
        }
    }
}
