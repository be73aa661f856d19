//! When a statement of a manifest holds: a set of facts that must all be true.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::connection::{
    DhGroup, Encryption, ExchangeMode, Identity, IkeVersion, Integrity, Role, Routing,
};
use crate::findings::Text;

/// How the device is configured.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, serde::Serialize,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Topology {
    /// The policy (ACL, selectors) decides what enters the tunnel.
    Policy,
    /// A tunnel interface and routes decide.
    Route,
}

impl Topology {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Policy, Self::Route];

    /// `policy` or `route`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Route => "route",
        }
    }

    /// `policy-based` or `route-based`, as people are told it.
    pub(crate) const fn text(self) -> Text {
        match self {
            Self::Policy => Text {
                en: "policy-based",
                zh: "基于策略",
            },
            Self::Route => Text {
                en: "route-based",
                zh: "基于路由",
            },
        }
    }
}

/// The kinds of identities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum IdentityKind {
    /// An IPv4 address.
    Ipv4,
    /// A domain name.
    Fqdn,
    /// A name that is no domain name; `ID_FQDN` on the wire.
    Label,
}

impl IdentityKind {
    /// The kind of an identity.
    pub const fn of(identity: &Identity) -> Self {
        match identity {
            Identity::Ipv4(_) => Self::Ipv4,
            Identity::Fqdn(_) => Self::Fqdn,
            Identity::Label(_) => Self::Label,
        }
    }
}

/// A condition: every fact that is named must hold; a list holds when one of its values does.
/// Facts on algorithms hold when they hold for at least one tunnel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Condition {
    /// How the device is configured.
    pub topology: Option<Vec<Topology>>,
    /// The version of IKE.
    pub ike_version: Option<Vec<IkeVersion>>,
    /// The exchange of phase 1 (`IKEv1` only).
    pub mode: Option<Vec<ExchangeMode>>,
    /// Destination routing or protected flows.
    pub routing: Option<Vec<Routing>>,
    /// Two tunnels or one.
    pub dual: Option<bool>,
    /// More pairs of subnets than this.
    pub pairs_above: Option<usize>,
    /// A BGP session.
    pub bgp: Option<bool>,
    /// The device's own address differs from its public one.
    pub behind_nat: Option<bool>,
    /// The device's identity is an IPv4 address other than the one that it binds to: a device that
    /// can only send the address of its interface does not reach it.
    pub foreign_identity: Option<bool>,
    /// The cloud's identity is an IPv4 address other than the gateway's: a device that takes the address of its
    /// peer for its identity refuses it.
    pub foreign_cloud_identity: Option<bool>,
    /// A network that is routed into the tunnel holds one of the tunnel's own gateways.
    pub gateway_in_routes: Option<bool>,
    /// The two tunnels end at different addresses of the device.
    pub device_addresses_differ: Option<bool>,
    /// A network of the device lies inside one of the cloud's.
    pub device_within_cloud: Option<bool>,
    /// `ipv4`, `fqdn`, `label`: the device's identity.
    pub device_identity: Option<Vec<IdentityKind>>,
    /// `ipv4`, `fqdn`, `label`: the cloud's identity.
    pub cloud_identity: Option<Vec<IdentityKind>>,
    /// Phase 1 encryption.
    pub ike_encryption: Option<Vec<Encryption>>,
    /// Phase 1 integrity.
    pub ike_integrity: Option<Vec<Integrity>>,
    /// Phase 1 DH group.
    pub dh: Option<Vec<DhGroup>>,
    /// Phase 2 encryption.
    pub esp_encryption: Option<Vec<Encryption>>,
    /// Phase 2 integrity.
    pub esp_integrity: Option<Vec<Integrity>>,
    /// PFS group; an empty list means PFS off.
    pub pfs: Option<Vec<DhGroup>>,
    /// PFS is on, with another group than phase 1.
    pub pfs_differs: Option<bool>,
    /// Phase 1 or 2 encryption.
    pub encryption: Option<Vec<Encryption>>,
    /// Phase 1 or 2 integrity.
    pub integrity: Option<Vec<Integrity>>,
    /// Phase 1 or PFS group.
    pub any_dh: Option<Vec<DhGroup>>,
    /// Seconds of phase 1 below this.
    pub ike_lifetime_below: Option<u32>,
    /// Seconds of phase 2 below this.
    pub esp_lifetime_below: Option<u32>,
    /// The tunnels' device identities differ.
    pub device_identities_differ: Option<bool>,
    /// Both tunnels have the same pair of identities, so that a peer cannot tell them apart by it.
    pub identities_equal: Option<bool>,
    /// The tunnels' keys differ.
    pub psks_differ: Option<bool>,
    /// The tunnels' proposals of phase 1 differ.
    pub ike_proposals_differ: Option<bool>,
    /// The tunnels' proposals of phase 2 differ.
    pub esp_proposals_differ: Option<bool>,
    /// PSK length in characters above this.
    pub psk_longer_than: Option<usize>,
    /// Seconds of phase 1 above this.
    pub ike_lifetime_above: Option<u32>,
    /// Seconds of phase 2 above this.
    pub esp_lifetime_above: Option<u32>,
    /// More subnets of the device's side than this.
    pub device_subnets_above: Option<usize>,
    /// More subnets of the cloud's side than this.
    pub cloud_subnets_above: Option<usize>,
    /// `0.0.0.0/0` on one side only.
    pub one_sided_any: Option<bool>,
    /// NAT traversal is on.
    pub nat_traversal: Option<bool>,
    /// Dead peer detection is on.
    pub dpd: Option<bool>,
    /// The cloud probes the tunnels with pings.
    pub health_check: Option<bool>,
    /// The BGP session has a key.
    pub bgp_key: Option<bool>,
    /// One of the session's AS numbers is above this (65535: four bytes).
    pub asn_above: Option<u32>,
    /// What the tunnel does beside the other one.
    pub role: Option<Vec<Role>>,
    /// Inputs by name, each with the values that hold, as they would be typed; "" means not given.
    pub input: Option<BTreeMap<String, Vec<String>>>,
    /// This does not hold.
    pub not: Option<Box<Condition>>,
    /// At least one of these holds.
    pub any: Option<Vec<Condition>>,
    /// All of these hold.
    pub all: Option<Vec<Condition>>,
    /// Which of these are named.
    #[serde(skip)]
    #[cfg_attr(test, schemars(skip))]
    pub(crate) named_facts: NamedFacts,
}

/// The facts that a condition names, a bit for each; found when it is first asked. Says nothing that the condition does
/// not say itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct NamedFacts(pub(super) OnceLock<u64>);

impl PartialEq for NamedFacts {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for NamedFacts {}

impl Condition {
    /// A condition that never holds.
    pub fn never() -> Self {
        Self {
            topology: Some(Vec::new()),
            ..Self::default()
        }
    }

    /// Names of the inputs that it and those within it ask for.
    pub(crate) fn inputs(&self) -> Vec<&str> {
        let each = self.each().into_iter();
        let names = each.flat_map(|condition| condition.input.iter().flatten());
        names.map(|(name, _)| name.as_str()).collect()
    }

    /// This condition and those within it.
    pub fn each(&self) -> Vec<&Self> {
        std::iter::once(self)
            .chain(self.within().flat_map(Self::each))
            .collect()
    }

    /// The conditions that it is made of.
    pub(super) fn within(&self) -> impl Iterator<Item = &Self> {
        let lists = self.any.iter().chain(&self.all).flatten();
        self.not.as_deref().into_iter().chain(lists)
    }
}
