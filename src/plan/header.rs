//! What the header of every file says of the connection; the renderer adds the findings.

use super::tunnel::PlannedTunnel;
use super::{PlannedSite, limits, network};
use crate::connection::Connection;
use crate::showable::printable;
use crate::targets::{Target, Value};

/// Facts for the header.
#[derive(Debug)]
pub struct Header<'t> {
    /// `Cisco ASA (cisco/asa), releases 9.16 and later`.
    pub target: &'t str,
    /// How the configuration is loaded and saved.
    pub load: &'t str,
    /// `connection vco-…, tunnels tun-…, tun-…`.
    pub connection: String,
    /// The connection's fingerprint: 16 hex digits, without secrets.
    pub fingerprint: String,
    /// How packets of the LAN find the device, for whoever verifies; `None` for a target that has no LAN.
    pub way_back: Option<String>,
}

impl<'t> Header<'t> {
    pub(super) fn new(
        connection: &Connection,
        target: &'t Target,
        tunnels: &[PlannedTunnel<'_>],
    ) -> Self {
        let mut said = String::with_capacity(128);
        said.push_str("connection ");
        match &connection.id {
            Some(id) => said.push_str(&printable(&id.value)),
            None => said.push_str("id not in the response"),
        }
        if let Some(name) = &connection.name {
            said.extend([" (", &printable(&name.value), ")"]);
        }
        let ids = tunnels.iter().map(|tunnel| tunnel.id.as_str());
        let mut before = ", tunnels ";
        for id in ids.filter(|id| !id.is_empty()) {
            said.extend([before, id]);
            before = ", ";
        }
        if tunnels.iter().all(|tunnel| tunnel.id.is_empty()) {
            said.push_str(if tunnels.len() > 1 {
                ", two tunnels"
            } else {
                ", one tunnel"
            });
        }
        Self {
            target: target.title(),
            load: &target.load,
            connection: said,
            fingerprint: connection.fingerprint(),
            way_back: None,
        }
    }

    /// The same with what the hosts behind the device must do.
    pub(super) fn with_way_back(
        mut self,
        inputs: &[(&str, Value)],
        device: &PlannedSite,
        cloud: &PlannedSite,
    ) -> Self {
        let cloud = network::listed(&cloud.routes).unwrap_or_else(|| "the VPC".to_owned());
        let hosts = match network::listed(&device.routes) {
            Some(networks) => format!("the hosts in {networks}"),
            None => "the hosts on the premises".to_owned(),
        };
        self.way_back = limits::is_beside_router(inputs).map(|beside_router| {
            if beside_router {
                format!(
                    "the way back: another router is the default gateway of {hosts}. It needs routes for {cloud} by way of \
                     this device; a traceroute from one of them shows this device before the VPC"
                )
            } else {
                format!(
                    "the way back: {hosts} must send packets for {cloud} to this device, as their default gateway does \
                     (lan_router=other where it is another router)"
                )
            }
        });
        self
    }
}
