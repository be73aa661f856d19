//! What the earlier connections of a run take on one device, so that names and numbers of the next go on after theirs.

use std::collections::HashMap;
use std::net::Ipv4Addr;

use super::Connection;

/// How many of each kind of object a connection can need numbers for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// Tunnels.
    pub tunnels: usize,
    /// Pairs of subnets.
    pub pairs: usize,
    /// Networks of the device's side that are routed.
    pub device_networks: usize,
    /// Networks of the cloud's side that are routed.
    pub cloud_networks: usize,
}

/// What the earlier connections of one device take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Earlier {
    /// How many there are.
    pub connections: usize,
    /// The most of everything that one of them has.
    pub largest: Size,
}

/// The devices of a run so far, by their addresses: one address, most likely one device.
#[derive(Debug, Default)]
pub(super) struct Devices(HashMap<Ipv4Addr, Earlier>);

impl Devices {
    /// Adds a connection, and tells what stands before it on its device.
    pub(super) fn place(&mut self, connection: &Connection) -> Earlier {
        let known = |tunnel: &super::Tunnel| tunnel.device_address.known().copied();
        let addresses = || {
            let each = connection.tunnels.iter().filter_map(known);
            each.filter(|address| !address.is_unspecified())
        };
        let earlier = addresses()
            .filter_map(|address| self.0.get(&address))
            .fold(Earlier::default(), |one, other| one.and(*other));
        let now = Earlier {
            connections: earlier.connections + 1,
            largest: earlier.largest.and(Size::of(connection)),
        };
        for address in addresses() {
            self.0.insert(address, now);
        }
        earlier
    }
}

impl Earlier {
    fn and(self, other: Self) -> Self {
        Self {
            connections: self.connections.max(other.connections),
            largest: self.largest.and(other.largest),
        }
    }
}

impl Size {
    fn of(connection: &Connection) -> Self {
        Self {
            tunnels: connection.tunnels.len(),
            pairs: connection.pair_count(),
            device_networks: connection.device.networks(connection.routing).count(),
            cloud_networks: connection.cloud.networks(connection.routing).count(),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            tunnels: self.tunnels.max(other.tunnels),
            pairs: self.pairs.max(other.pairs),
            device_networks: self.device_networks.max(other.device_networks),
            cloud_networks: self.cloud_networks.max(other.cloud_networks),
        }
    }
}
