//! A planned tunnel.

use ipnet::Ipv4Net;

use crate::connection::{Connection, IkeVersion, Role};
use crate::plan::key::PlannedKey;
use crate::plan::value::PlannedIdentity;
use crate::targets::Value;

/// A tunnel, ready to be laid out.
#[derive(Debug)]
pub struct PlannedTunnel<'t> {
    /// The name that every object of the tunnel begins with.
    pub name: String,
    /// `tun-…`, or empty.
    pub id: String,
    /// Which of the tunnels carries traffic.
    pub role: Role,
    /// How much it is preferred.
    pub preference: Preference,
    /// The device's public address, or a marker.
    pub device_address: String,
    /// The address that the device binds to, or a marker.
    pub local_address: String,
    /// The VPN gateway's address, or a marker.
    pub cloud_address: String,
    /// The device's identity.
    pub device_id: PlannedIdentity,
    /// The cloud's identity.
    pub cloud_id: PlannedIdentity,
    /// The version of IKE.
    pub version: IkeVersion,
    /// `main` or `aggressive`.
    pub mode: &'static str,
    /// Phase 1 encryption, in the device's word.
    pub ike_encryption: &'t str,
    /// Phase 1 integrity.
    pub ike_integrity: &'t str,
    /// PRF.
    pub ike_prf: &'t str,
    /// DH group.
    pub ike_dh: &'t str,
    /// Seconds of phase 1.
    pub ike_lifetime: u32,
    /// Phase 1 in the API's words.
    pub ike_api: ApiWords,
    /// Phase 2 encryption.
    pub esp_encryption: &'t str,
    /// Phase 2 integrity.
    pub esp_integrity: &'t str,
    /// PFS group, or none.
    pub esp_pfs: Option<&'t str>,
    /// Seconds of phase 2.
    pub esp_lifetime: u32,
    /// Phase 2 in the API's words.
    pub esp_api: ApiWords,
    /// The PSK in the device's notation, or a placeholder.
    pub psk: PlannedKey,
    /// Dead peer detection.
    pub dpd: Dpd,
    /// NAT traversal.
    pub nat_traversal: bool,
    /// The BGP session.
    pub bgp: Option<PlannedBgp>,
    /// Its values of the inputs that each tunnel has, in the order of the target's names.
    pub inputs: Vec<Value>,
    /// Whether the manifest's named conditions hold for it, in their order.
    pub facts: Vec<bool>,
}

/// How much a tunnel is preferred, in the numbers of each kind of protocol.
#[derive(Debug, Clone, Copy)]
pub struct Preference {
    /// True for the first tunnel.
    pub primary: bool,
    /// Linux route metric: 100, 200.
    pub metric: u32,
    /// Administrative distance or VRP preference step: 1, 10.
    pub distance: u32,
    /// BGP `LOCAL_PREF` of routes that come in: 200, 100.
    pub local_preference: u32,
    /// How often the own AS is prepended to routes that go out: 0, 2. Never under shared roles.
    pub prepend: u32,
}

/// A proposal in the API's words, for comments and reports.
#[derive(Debug, Clone, Copy)]
pub struct ApiWords {
    /// `aes256`.
    pub encryption: &'static str,
    /// `sha256`.
    pub integrity: &'static str,
    /// `group14`, or `disabled`.
    pub group: &'static str,
}

/// Dead peer detection.
#[derive(Debug, Clone, Copy)]
pub struct Dpd {
    /// On.
    pub enabled: bool,
    /// Seconds between probes.
    pub interval: i64,
    /// Probes without an answer before the peer counts as dead.
    pub retries: i64,
    /// Seconds until then: `interval` × (`retries` + 1).
    pub timeout: i64,
}

/// A BGP session.
#[derive(Debug)]
pub struct PlannedBgp {
    /// The device's AS number.
    pub device_asn: u32,
    /// The device's inner address.
    pub device_address: String,
    /// The cloud's AS number.
    pub cloud_asn: u32,
    /// The cloud's inner address.
    pub cloud_address: String,
    /// The /30.
    pub network: Ipv4Net,
    /// TCP MD5 key, or a placeholder.
    pub auth_key: Option<PlannedKey>,
}

impl PlannedTunnel<'_> {
    /// A lone tunnel has no rival, whatever the documents say.
    pub(super) fn with_single_role(mut self, connection: &Connection) -> Self {
        if !connection.is_dual() {
            self.role = Role::Single;
        }
        self
    }
}

impl Preference {
    /// That of the first or the second tunnel.
    pub(super) const fn of(role: Role, index: usize) -> Self {
        let primary = index == 0;
        let shared = matches!(role, Role::Shared);
        Self {
            primary,
            metric: if primary || shared { 100 } else { 200 },
            distance: if primary || shared { 1 } else { 10 },
            local_preference: if primary || shared { 200 } else { 100 },
            prepend: if primary || shared { 0 } else { 2 },
        }
    }
}
