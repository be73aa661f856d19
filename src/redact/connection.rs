//! Every address, id and name of a connection, each replaced where it stands.

use std::net::Ipv4Addr;

use super::Redactor;
use crate::connection::{BgpSession, Connection, Identity, Maskable, Site, Sourced, Tunnel};

impl Redactor {
    /// Replaces the values of a connection. Run it once only: replacements are public addresses too.
    pub fn connection(&mut self, connection: &mut Connection) {
        // Every field is named, so that a new one cannot be forgotten.
        let Connection {
            id,
            name,
            device,
            cloud,
            routing: _,
            tunnels,
            cloud_initiates: _,
            health_check,
        } = connection;
        if let Some(id) = id {
            self.id_text(&mut id.value);
        }
        if let (Some(name), Some(ids)) = (name, &mut self.ids) {
            name.value = ids.names.name(&name.value);
        }
        for tunnel in tunnels {
            self.tunnel(tunnel);
        }
        self.site(device);
        self.site(cloud);
        if let Some(check) = health_check {
            self.plain_address(&mut check.cloud_address);
            self.plain_address(&mut check.device_address);
        }
    }

    fn tunnel(&mut self, tunnel: &mut Tunnel) {
        let Tunnel {
            id,
            role: _,
            device_address,
            cloud_address,
            device_identity,
            cloud_identity,
            // A plan puts a placeholder in its place.
            psk: _,
            ike: _,
            esp: _,
            dpd: _,
            nat_traversal: _,
            bgp,
        } = tunnel;
        if let Some(id) = id {
            self.id_text(&mut id.value);
        }
        self.address(device_address);
        self.address(cloud_address);
        self.identity(device_identity);
        self.identity(cloud_identity);
        if let Some(bgp) = bgp {
            self.bgp(bgp);
        }
    }

    fn bgp(&mut self, bgp: &mut BgpSession) {
        let BgpSession {
            device_asn,
            device_address,
            cloud_asn,
            cloud_address,
            network,
            auth_key: _,
            evidence: _,
        } = bgp;
        if let Some(ids) = &mut self.ids {
            device_asn.value = ids.asns.asn(device_asn.value);
            cloud_asn.value = ids.asns.asn(cloud_asn.value);
        }
        self.address(device_address);
        self.address(cloud_address);
        if let Some(addresses) = &mut self.addresses {
            network.value = addresses.network(network.value);
        }
    }

    fn site(&mut self, site: &mut Site) {
        let Some(addresses) = &mut self.addresses else {
            return;
        };
        let Site { subnets, prefixes } = site;
        for subnet in subnets {
            if let Maskable::Known(network) = &mut subnet.value {
                *network = addresses.network(*network);
            }
        }
        for prefix in prefixes {
            prefix.value = addresses.network(prefix.value);
        }
    }

    /// An id, or a name that serves as one.
    pub fn id(&mut self, mut id: String) -> String {
        self.id_text(&mut id);
        id
    }

    fn id_text(&mut self, id: &mut String) {
        if let Some(ids) = &mut self.ids {
            *id = ids.names.id(id);
        }
    }

    fn address(&mut self, address: &mut Sourced<Maskable<Ipv4Addr>>) {
        if let Maskable::Known(address) = &mut address.value {
            self.plain_address(address);
        }
    }

    fn plain_address(&mut self, address: &mut Ipv4Addr) {
        if let Some(addresses) = &mut self.addresses {
            *address = addresses.address(*address);
        }
    }

    fn identity(&mut self, identity: &mut Sourced<Maskable<Identity>>) {
        match &mut identity.value {
            Maskable::Known(Identity::Ipv4(address)) => self.plain_address(address),
            Maskable::Known(name) => {
                if let Some(ids) = &mut self.ids {
                    *name = ids.names.identity(name);
                }
            }
            Maskable::Masked => {}
        }
    }
}
