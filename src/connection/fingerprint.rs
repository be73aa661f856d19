//! A short name for what a connection says: equal for the JSON and the XML form of one response.
//!
//! Made of the canonical form without secrets and without provenance, so that it may stand in a
//! ticket and changes only when the configuration would.

use std::io::Write as _;
use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use sha2::{Digest, Sha256};

use super::subnet::Subnet;
use super::{Connection, Identity, IkeVersion, Maskable, Site, Tunnel};
use crate::ipv4_text;

impl Connection {
    /// 16 hex digits of SHA-256 over the canonical form. Secrets are no part of it.
    pub fn fingerprint(&self) -> String {
        let mut form = Vec::with_capacity(1024);
        self.write_canonical(&mut form);
        let digest = Sha256::digest(&form);
        let digits = digest[..8].iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits
            .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
            .collect()
    }

    /// One line a value, in a fixed order.
    fn write_canonical(&self, form: &mut Vec<u8>) {
        line(form, "peerconf=", &[Leaf::Word("1")]);
        line(form, "routing=", &[Leaf::Word(self.routing.word())]);
        let version = self.ike_version();
        write_site(form, "device=", &self.device, version);
        write_site(form, "cloud=", &self.cloud, version);
        for tunnel in &self.tunnels {
            write_tunnel(form, tunnel);
        }
    }
}

fn write_site(form: &mut Vec<u8>, key: &str, site: &Site, version: IkeVersion) {
    let start = form.len();
    for subnet in &site.subnets {
        line(form, key, &[block(subnet.value)]);
    }
    // The API gives them in any order, and only for the one pair that IKEv1 passes does it matter.
    if version == IkeVersion::V2 && site.subnets.len() > 1 {
        sort_lines(form, start);
    }
    for prefix in &site.prefixes {
        line(form, key, &[Leaf::Net(prefix.value)]);
    }
}

/// Sorts the lines from this offset on.
fn sort_lines(form: &mut Vec<u8>, start: usize) {
    let mut lines: Vec<&[u8]> = form[start..].split_inclusive(|&b| b == b'\n').collect();
    lines.sort_unstable();
    let sorted = lines.concat();
    form.truncate(start);
    form.extend_from_slice(&sorted);
}

fn write_tunnel(form: &mut Vec<u8>, tunnel: &Tunnel) {
    let id = tunnel.id.as_ref().map_or("", |id| id.value.as_str());
    let mut line = |name, values: &[Leaf<'_>]| line(form, name, values);
    line("tunnel=", &[Leaf::Word(id)]);
    line("role=", &[Leaf::Word(tunnel.role.word())]);
    line("device-address=", &[address(tunnel.device_address.value)]);
    line("cloud-address=", &[address(tunnel.cloud_address.value)]);
    line(
        "device-identity=",
        &[identity(&tunnel.device_identity.value)],
    );
    line("cloud-identity=", &[identity(&tunnel.cloud_identity.value)]);
    let (ike, esp) = (&tunnel.ike, &tunnel.esp);
    let mode = match ike.version.value {
        IkeVersion::V1 => ike.mode.value.api_word(),
        IkeVersion::V2 => "",
    };
    line(
        "ike=",
        &[
            Leaf::Word(ike.version.value.api_word()),
            Leaf::Word(mode),
            Leaf::Number(ike.lifetime.value),
        ],
    );
    line(
        "ike=",
        &[
            Leaf::Word(ike.encryption.value.api_word()),
            Leaf::Word(ike.integrity.value.api_word()),
            Leaf::Word(ike.dh.value.api_word()),
        ],
    );
    line(
        "esp=",
        &[
            Leaf::Word(esp.encryption.value.api_word()),
            Leaf::Word(esp.integrity.value.api_word()),
            Leaf::Number(esp.lifetime.value),
        ],
    );
    let pfs = esp.pfs.value.map_or("disabled", |group| group.api_word());
    line("pfs=", &[Leaf::Word(pfs)]);
    line("dpd=", &[truth(tunnel.dpd.value)]);
    line("nat-traversal=", &[truth(tunnel.nat_traversal.value)]);
    if let Some(bgp) = &tunnel.bgp {
        let sides = [
            (bgp.device_asn.value, bgp.device_address.value),
            (bgp.cloud_asn.value, bgp.cloud_address.value),
        ];
        for (asn, inner) in sides {
            line("bgp=", &[Leaf::Number(asn), address(inner)]);
        }
        line("bgp=", &[Leaf::Net(bgp.network.value)]);
    }
}

/// A value on its way into the form.
#[derive(Clone, Copy)]
enum Leaf<'v> {
    Word(&'v str),
    Number(u32),
    Address(Ipv4Addr),
    Net(Ipv4Net),
}

const MASKED: Leaf<'static> = Leaf::Word("masked");

fn block(subnet: Subnet) -> Leaf<'static> {
    subnet.known().map_or(MASKED, |net| Leaf::Net(*net))
}

fn address(address: Maskable<Ipv4Addr>) -> Leaf<'static> {
    address
        .known()
        .map_or(MASKED, |address| Leaf::Address(*address))
}

fn identity(identity: &Maskable<Identity>) -> Leaf<'_> {
    match identity {
        Maskable::Known(Identity::Ipv4(address)) => Leaf::Address(*address),
        Maskable::Known(Identity::Fqdn(name) | Identity::Label(name)) => Leaf::Word(name),
        Maskable::Masked => MASKED,
    }
}

const fn truth(value: bool) -> Leaf<'static> {
    Leaf::Word(if value { "true" } else { "false" })
}

/// A name, and values with blanks between them.
fn line(form: &mut Vec<u8>, name: &str, values: &[Leaf<'_>]) {
    form.extend_from_slice(name.as_bytes());
    for (number, value) in values.iter().enumerate() {
        if number > 0 {
            form.push(b' ');
        }
        value.push(form);
    }
    form.push(b'\n');
}

impl Leaf<'_> {
    fn push(self, form: &mut Vec<u8>) {
        match self {
            Self::Word(word) => form.extend_from_slice(word.as_bytes()),
            Self::Number(number) => {
                // Writing to memory does not fail.
                let _ = write!(form, "{number}");
            }
            Self::Address(address) => {
                form.extend_from_slice(ipv4_text::address(address).as_bytes());
            }
            Self::Net(net) => form.extend_from_slice(ipv4_text::net(net).as_bytes()),
        }
    }
}
