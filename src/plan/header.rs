//! What the header of every file says of the connection; the renderer adds the findings.

use super::tunnel::{PlannedTunnel, printable};
use crate::connection::Connection;
use crate::target::Target;

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
}

impl<'t> Header<'t> {
    pub(super) fn new(
        connection: &Connection,
        target: &'t Target,
        tunnels: &[PlannedTunnel<'_>],
    ) -> Self {
        let id = connection.id.as_ref().map_or_else(
            || "id not in the response".to_owned(),
            |id| printable(&id.value),
        );
        let ids: Vec<&str> = tunnels
            .iter()
            .map(|tunnel| tunnel.id.as_str())
            .filter(|id| !id.is_empty())
            .collect();
        let tunnels = match ids.as_slice() {
            [] if tunnels.len() > 1 => ", two tunnels".to_owned(),
            [] => ", one tunnel".to_owned(),
            ids => format!(", tunnels {}", ids.join(", ")),
        };
        let name = connection
            .name
            .as_ref()
            .map(|name| format!(" ({})", printable(&name.value)))
            .unwrap_or_default();
        Self {
            target: target.title(),
            load: &target.load,
            connection: ["connection ", &id, &name, &tunnels].concat(),
            fingerprint: connection.fingerprint(),
        }
    }
}
