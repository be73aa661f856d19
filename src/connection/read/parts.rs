//! A connection that is still being read: every value a [`Part`].

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use crate::connection::{
    BgpSession, DhGroup, Encryption, ExchangeMode, HealthCheck, Identity, IkeVersion, Integrity,
    Maskable, Psk, Role, Sourced, Subnet,
};

use super::part::Part;

/// The whole connection.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) id: Option<Sourced<String>>,
    pub(super) name: Option<Sourced<String>>,
    pub(super) device: SiteParts,
    pub(super) cloud: SiteParts,
    pub(super) tunnels: Vec<TunnelParts>,
    pub(super) cloud_initiates: Option<Sourced<bool>>,
    pub(super) health_check: Option<HealthCheck>,
    /// The gateway is of the private network type.
    pub(super) private_network: bool,
}

/// One side.
#[derive(Debug)]
pub(super) struct SiteParts {
    pub(super) subnets: Part<Vec<Sourced<Subnet>>>,
    pub(super) prefixes: Vec<Sourced<Ipv4Net>>,
}

/// One tunnel.
#[derive(Debug)]
pub(super) struct TunnelParts {
    pub(super) id: Option<Sourced<String>>,
    pub(super) role: Option<Sourced<Role>>,
    pub(super) device_address: Part<Maskable<Ipv4Addr>>,
    pub(super) cloud_address: Part<Maskable<Ipv4Addr>>,
    pub(super) device_identity: Part<Maskable<Identity>>,
    pub(super) cloud_identity: Part<Maskable<Identity>>,
    pub(super) psk: Part<Psk>,
    pub(super) ike: IkeParts,
    pub(super) esp: EspParts,
    pub(super) dpd: Option<Sourced<bool>>,
    pub(super) nat_traversal: Option<Sourced<bool>>,
    pub(super) bgp: Option<BgpSession>,
}

/// Phase 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct IkeParts {
    pub(super) version: Part<IkeVersion>,
    pub(super) mode: Part<ExchangeMode>,
    pub(super) encryption: Part<Encryption>,
    pub(super) integrity: Part<Integrity>,
    pub(super) dh: Part<DhGroup>,
    pub(super) lifetime: Part<u32>,
}

/// Phase 2.
#[derive(Debug, Clone, Copy)]
pub(super) struct EspParts {
    pub(super) encryption: Part<Encryption>,
    pub(super) integrity: Part<Integrity>,
    pub(super) pfs: Part<Option<DhGroup>>,
    pub(super) lifetime: Part<u32>,
}

impl SiteParts {
    /// The blocks of this side that could be read.
    pub(super) fn known(&self) -> &[Sourced<Subnet>] {
        self.subnets.value().map_or(&[], Vec::as_slice)
    }

    /// True when `0.0.0.0/0` is among them.
    pub(super) fn has_any(&self) -> bool {
        self.known()
            .iter()
            .any(|subnet| subnet.value == Maskable::Known(crate::connection::subnet::ANY))
    }
}
