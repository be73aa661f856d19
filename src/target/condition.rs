//! When a statement of a manifest holds: a set of facts that must all be true.

use serde::Deserialize;

use crate::connection::{DhGroup, Encryption, ExchangeMode, IkeVersion, Integrity, Routing};

/// How the device is configured.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize, serde::Serialize,
)]
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
}

/// A condition: every fact that is named must hold; a list holds when one of its values does.
/// Facts on algorithms hold when they hold for at least one tunnel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
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
    /// `ipv4`, `fqdn`, `label`: the device's identity.
    pub device_identity: Option<Vec<String>>,
    /// `ipv4`, `fqdn`, `label`: the cloud's identity.
    pub cloud_identity: Option<Vec<String>>,
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
    /// The tunnels' proposals of phase 1 differ.
    pub ike_proposals_differ: Option<bool>,
    /// The tunnels' proposals of phase 2 differ.
    pub esp_proposals_differ: Option<bool>,
    /// PSK length in characters above this.
    pub psk_longer_than: Option<usize>,
}
