//! The validated model of one IPsec-VPN connection: what the response means.
//!
//! Two sides, called `device` (on-premises, the customer gateway) and `cloud` (the VPN gateway),
//! never local and remote, because the API uses those two words in both directions. One or two
//! tunnels. Only checked values can stand here; each knows where it came from. No JSON, no XML and
//! no vendor is known here; what a device can do is [`crate::plan`]'s question.

mod algorithm;
mod bgp;
mod fingerprint;
mod identity;
mod maskable;
mod neighbours;
pub mod psk;
mod read;
mod routes;
pub mod subnet;
pub mod summary;

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

pub use crate::origin::{Field, Offset, Origin, Source, Sourced};
pub(crate) use algorithm::is_sm_word;
pub use algorithm::{DhGroup, Encryption, ExchangeMode, IkeVersion, Integrity};
pub use bgp::{BgpEvidence, BgpSession, CLOUD_DEFAULT_ASN, NetworkFault, parse_asn};
pub(crate) use bgp::{is_host, network_fault};
pub use identity::{Identity, IdentityError, MAX_IDENTITY_CHARS};
pub(crate) use maskable::looks_masked_key;
pub use maskable::{Maskable, looks_masked};
pub use neighbours::{Earlier, Size};
pub use psk::Psk;
pub(crate) use read::read_in_turn;
pub use read::{
    Beside, Neighbours, Perspective, ReadOptions, Reading, Side, Unread, read, read_each,
};
pub use subnet::Subnet;

/// One connection: two sides joined by one or two tunnels.
#[derive(Debug, Clone)]
pub struct Connection {
    /// `vco-…`, where a document carries it.
    pub id: Option<Sourced<String>>,
    /// The name that somebody gave it in the console.
    pub name: Option<Sourced<String>>,
    /// The on-premises side.
    pub device: Site,
    /// The side of the VPC.
    pub cloud: Site,
    /// How the cloud chooses what goes into the tunnels.
    pub routing: Routing,
    /// One or two, in the order of preference: the master first.
    pub tunnels: Vec<Tunnel>,
    /// True when the cloud starts negotiating by itself (`EffectImmediately`).
    pub cloud_initiates: Option<Sourced<bool>>,
    /// The cloud's ICMP probe, which the device must answer.
    pub health_check: Option<HealthCheck>,
}

/// The networks of one side.
#[derive(Debug, Clone)]
pub struct Site {
    /// The traffic selectors: never empty; a single `0.0.0.0/0` under destination routing.
    pub subnets: Vec<Sourced<Subnet>>,
    /// Networks behind a `0.0.0.0/0`, told by route entries or by the user; may be empty.
    pub prefixes: Vec<Sourced<Ipv4Net>>,
}

/// How the cloud decides what it sends into a tunnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Routing {
    /// Both sides `0.0.0.0/0`: routes decide (destination routing mode).
    Destination,
    /// Subnets are the traffic selectors (protected data flow mode).
    Flows,
}

impl Routing {
    /// The word in manifests and templates.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Destination => "destination",
            Self::Flows => "flows",
        }
    }
}

/// One tunnel: an IKE SA and its CHILD SAs between two public addresses.
#[derive(Debug, Clone)]
pub struct Tunnel {
    /// `tun-…`, only for a dual-tunnel connection.
    pub id: Option<Sourced<String>>,
    /// Which of the two carries traffic.
    pub role: Sourced<Role>,
    /// The public address of the device, as the cloud sees it.
    pub device_address: Sourced<Maskable<Ipv4Addr>>,
    /// The public address of the VPN gateway.
    pub cloud_address: Sourced<Maskable<Ipv4Addr>>,
    /// What the device calls itself.
    pub device_identity: Sourced<Maskable<Identity>>,
    /// What the cloud calls itself.
    pub cloud_identity: Sourced<Maskable<Identity>>,
    /// The pre-shared key.
    pub psk: Sourced<Psk>,
    /// Phase 1.
    pub ike: IkeProposal,
    /// Phase 2.
    pub esp: EspProposal,
    /// Dead peer detection.
    pub dpd: Sourced<bool>,
    /// NAT traversal (RFC 3947, RFC 7296 section 2.23).
    pub nat_traversal: Sourced<bool>,
    /// The BGP session inside, if any.
    pub bgp: Option<BgpSession>,
}

/// Which of two tunnels carries the traffic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The only tunnel.
    Single,
    /// Carries the traffic while it is up.
    Active,
    /// Carries the traffic while the active one is down.
    Standby,
    /// Shares the traffic (transit router, ECMP).
    Shared,
}

impl Role {
    /// The word in templates and reports.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Active => "active",
            Self::Standby => "standby",
            Self::Shared => "shared",
        }
    }
}

/// Phase 1: exactly one proposal, for the gateway takes no other.
#[derive(Debug, Clone)]
pub struct IkeProposal {
    /// The version.
    pub version: Sourced<IkeVersion>,
    /// The exchange of phase 1; without meaning under `IKEv2`.
    pub mode: Sourced<ExchangeMode>,
    /// Encryption.
    pub encryption: Sourced<Encryption>,
    /// Integrity, and the PRF under `IKEv2`.
    pub integrity: Sourced<Integrity>,
    /// The DH group (`IkePfs`, in spite of its name).
    pub dh: Sourced<DhGroup>,
    /// Seconds, 1 to 86400.
    pub lifetime: Sourced<u32>,
}

/// Phase 2: ESP in tunnel mode, without extended sequence numbers.
#[derive(Debug, Clone)]
pub struct EspProposal {
    /// Encryption.
    pub encryption: Sourced<Encryption>,
    /// Integrity.
    pub integrity: Sourced<Integrity>,
    /// The group of perfect forward secrecy; `None` where the API says `disabled`.
    pub pfs: Sourced<Option<DhGroup>>,
    /// Seconds, 1 to 86400.
    pub lifetime: Sourced<u32>,
}

/// The cloud's ICMP probe through the tunnel (`VcoHealthCheck`).
#[derive(Debug, Clone, Copy)]
pub struct HealthCheck {
    /// The address in the VPC that asks.
    pub cloud_address: Ipv4Addr,
    /// The address on the premises that must answer.
    pub device_address: Ipv4Addr,
}

impl Tunnel {
    /// True when the public address is most likely not the device's own, so that it cannot bind to it: the device
    /// names itself by a private address, or the cloud knows no address (0.0.0.0).
    pub(crate) fn hides_device_address(&self) -> bool {
        let Some(address) = self.device_address.known() else {
            return false;
        };
        let identity = self.device_identity.known().and_then(Identity::as_ipv4);
        address.is_unspecified()
            || !address.is_private() && identity.is_some_and(|identity| identity.is_private())
    }
}

impl Connection {
    /// True when the tunnels end at different addresses of the device.
    pub(crate) fn has_two_device_addresses(&self) -> bool {
        self.tunnels.windows(2).any(|pair| {
            let (one, two) = (
                pair[0].device_address.known(),
                pair[1].device_address.known(),
            );
            one.is_some() && two.is_some() && one != two
        })
    }

    /// True for two tunnels.
    pub fn is_dual(&self) -> bool {
        self.tunnels.len() > 1
    }

    /// True when a tunnel holds a BGP session.
    pub fn has_bgp(&self) -> bool {
        self.tunnels.iter().any(|tunnel| tunnel.bgp.is_some())
    }

    /// The version of IKE of the first tunnel.
    pub fn ike_version(&self) -> IkeVersion {
        self.tunnels
            .first()
            .map_or(IkeVersion::V2, |tunnel| tunnel.ike.version.value)
    }

    /// How many pairs of subnets the traffic selectors make.
    pub fn pair_count(&self) -> usize {
        self.device.subnets.len() * self.cloud.subnets.len()
    }

    /// True when the document hides a value, so that only a draft can be made.
    pub fn has_masked_values(&self) -> bool {
        let masked_subnet = |site: &Site| site.subnets.iter().any(|subnet| subnet.is_masked());
        masked_subnet(&self.device)
            || masked_subnet(&self.cloud)
            || self.tunnels.iter().any(|tunnel| {
                tunnel.device_address.is_masked()
                    || tunnel.cloud_address.is_masked()
                    || tunnel.device_identity.is_masked()
                    || tunnel.cloud_identity.is_masked()
                    || tunnel.psk.is_masked()
            })
    }
}
