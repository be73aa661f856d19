//! A short name for what a connection says: equal for the JSON and the XML form of one response.
//!
//! Made of the canonical form without secrets and without provenance, so that it may stand in a
//! ticket and changes only when the configuration would.

use std::fmt::{Display, Write as _};

use sha2::{Digest, Sha256};

use super::{Connection, IkeVersion, Maskable, Site, Tunnel};

impl Connection {
    /// 16 hex digits of SHA-256 over the canonical form. Secrets are no part of it.
    pub fn fingerprint(&self) -> String {
        let mut form = String::with_capacity(1024);
        self.write_canonical(&mut form);
        let digest = Sha256::digest(form.as_bytes());
        digest[..8]
            .iter()
            .fold(String::with_capacity(16), |mut hex, byte| {
                let _ = write!(hex, "{byte:02x}");
                hex
            })
    }

    /// One line a value, in a fixed order.
    fn write_canonical(&self, form: &mut String) {
        line(form, "peerconf", "1");
        line(form, "routing", self.routing.word());
        let version = self.ike_version();
        write_site(form, "device", &self.device, version);
        write_site(form, "cloud", &self.cloud, version);
        for tunnel in &self.tunnels {
            write_tunnel(form, tunnel);
        }
    }
}

fn write_site(form: &mut String, key: &str, site: &Site, version: IkeVersion) {
    let mut subnets: Vec<String> = site.subnets.iter().map(|net| shown(&net.value)).collect();
    // The API gives them in any order, and only for the one pair that IKEv1 passes does it matter.
    if version == IkeVersion::V2 {
        subnets.sort_unstable();
    }
    for subnet in subnets {
        line(form, key, subnet);
    }
    for prefix in &site.prefixes {
        line(form, key, prefix.value);
    }
}

fn write_tunnel(form: &mut String, tunnel: &Tunnel) {
    line(
        form,
        "tunnel",
        tunnel.id.as_ref().map_or("", |id| id.value.as_str()),
    );
    line(form, "role", tunnel.role.word());
    line(form, "device-address", shown(&tunnel.device_address.value));
    line(form, "cloud-address", shown(&tunnel.cloud_address.value));
    line(
        form,
        "device-identity",
        shown(&tunnel.device_identity.value),
    );
    line(form, "cloud-identity", shown(&tunnel.cloud_identity.value));
    let (ike, esp) = (&tunnel.ike, &tunnel.esp);
    let mode = match ike.version.value {
        IkeVersion::V1 => ike.mode.value.api_word(),
        IkeVersion::V2 => "",
    };
    let lifetime = ike.lifetime.value;
    line(
        form,
        "ike",
        format_args!("{} {mode} {lifetime}", ike.version.value),
    );
    line(
        form,
        "ike",
        format_args!(
            "{} {} {}",
            ike.encryption.value, ike.integrity.value, ike.dh.value
        ),
    );
    line(
        form,
        "esp",
        format_args!(
            "{} {} {}",
            esp.encryption.value, esp.integrity.value, esp.lifetime.value
        ),
    );
    line(
        form,
        "pfs",
        esp.pfs.value.map_or("disabled", |group| group.api_word()),
    );
    line(form, "dpd", tunnel.dpd.value);
    line(form, "nat-traversal", tunnel.nat_traversal.value);
    if let Some(bgp) = &tunnel.bgp {
        line(
            form,
            "bgp",
            format_args!(
                "{} {}",
                bgp.device_asn.value,
                shown(&bgp.device_address.value)
            ),
        );
        line(
            form,
            "bgp",
            format_args!(
                "{} {}",
                bgp.cloud_asn.value,
                shown(&bgp.cloud_address.value)
            ),
        );
        line(form, "bgp", bgp.network.value);
    }
}

fn shown<T: Display>(value: &Maskable<T>) -> String {
    value
        .known()
        .map_or_else(|| "masked".to_owned(), ToString::to_string)
}

fn line(form: &mut String, name: &str, value: impl Display) {
    let _ = writeln!(form, "{name}={value}");
}
