//! A short name for what a connection says: equal for the JSON and the XML form of one response.
//!
//! Made of the canonical form without secrets and without provenance, so that it may stand in a
//! ticket and changes only when the configuration would.

use std::borrow::Cow;
use std::net::Ipv4Addr;

use sha2::{Digest, Sha256};

use super::subnet::Subnet;
use super::{Connection, Identity, IkeVersion, Maskable, Site, Tunnel};
use crate::dotted;

impl Connection {
    /// 16 hex digits of SHA-256 over the canonical form. Secrets are no part of it.
    pub fn fingerprint(&self) -> String {
        let mut form = String::with_capacity(1024);
        self.write_canonical(&mut form);
        let digest = Sha256::digest(form.as_bytes());
        let digits = digest[..8].iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits
            .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
            .collect()
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
    let shown = |net: &Subnet| {
        net.known()
            .map_or_else(|| MASKED.to_owned(), |net| dotted::net(*net))
    };
    let mut subnets: Vec<String> = site.subnets.iter().map(|net| shown(&net.value)).collect();
    // The API gives them in any order, and only for the one pair that IKEv1 passes does it matter.
    if version == IkeVersion::V2 {
        subnets.sort_unstable();
    }
    for subnet in subnets {
        line(form, key, &subnet);
    }
    for prefix in &site.prefixes {
        line(form, key, &dotted::net(prefix.value));
    }
}

fn write_tunnel(form: &mut String, tunnel: &Tunnel) {
    let id = tunnel.id.as_ref().map_or("", |id| id.value.as_str());
    line(form, "tunnel", id);
    line(form, "role", tunnel.role.word());
    line(
        form,
        "device-address",
        &address(tunnel.device_address.value),
    );
    line(form, "cloud-address", &address(tunnel.cloud_address.value));
    line(
        form,
        "device-identity",
        &identity(&tunnel.device_identity.value),
    );
    line(
        form,
        "cloud-identity",
        &identity(&tunnel.cloud_identity.value),
    );
    let (ike, esp) = (&tunnel.ike, &tunnel.esp);
    let mode = match ike.version.value {
        IkeVersion::V1 => ike.mode.value.api_word(),
        IkeVersion::V2 => "",
    };
    let lifetime = ike.lifetime.value.to_string();
    words(
        form,
        "ike",
        &[ike.version.value.api_word(), mode, &lifetime],
    );
    words(
        form,
        "ike",
        &[
            ike.encryption.value.api_word(),
            ike.integrity.value.api_word(),
            ike.dh.value.api_word(),
        ],
    );
    words(
        form,
        "esp",
        &[
            esp.encryption.value.api_word(),
            esp.integrity.value.api_word(),
            &esp.lifetime.value.to_string(),
        ],
    );
    let pfs = esp.pfs.value.map_or("disabled", |group| group.api_word());
    line(form, "pfs", pfs);
    line(form, "dpd", truth(tunnel.dpd.value));
    line(form, "nat-traversal", truth(tunnel.nat_traversal.value));
    if let Some(bgp) = &tunnel.bgp {
        let sides = [
            (bgp.device_asn.value, bgp.device_address.value),
            (bgp.cloud_asn.value, bgp.cloud_address.value),
        ];
        for (asn, inner) in sides {
            words(form, "bgp", &[&asn.to_string(), &address(inner)]);
        }
        line(form, "bgp", &dotted::net(bgp.network.value));
    }
}

const MASKED: &str = "masked";

fn address(address: Maskable<Ipv4Addr>) -> String {
    address
        .known()
        .map_or_else(|| MASKED.to_owned(), |address| dotted::address(*address))
}

fn identity(identity: &Maskable<Identity>) -> Cow<'_, str> {
    identity
        .known()
        .map_or(Cow::Borrowed(MASKED), Identity::text)
}

const fn truth(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

fn line(form: &mut String, name: &str, value: &str) {
    words(form, name, &[value]);
}

/// Values with blanks between them.
fn words(form: &mut String, name: &str, values: &[&str]) {
    form.push_str(name);
    let mut before = '=';
    for value in values {
        form.push(before);
        form.push_str(value);
        before = ' ';
    }
    form.push('\n');
}
