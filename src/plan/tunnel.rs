//! One tunnel in the device's words, with its name and its quoted PSK.

use ipnet::Ipv4Net;

use crate::connection::{Connection, EspProposal, IkeProposal, IkeVersion, Role, Tunnel};
use crate::findings::{Finding, catalogue};
use crate::showable::printable;
use crate::targets::{InputError, Phase, Situation, Slot, Target, Value};

use super::allot;
use super::inputs::{
    Missing, PlannedInput, missing_local_address, number as input_number, text as input_text,
};
use super::key::{self, PlannedKey};
use super::limits::number;
use super::value::{PlannedIdentity, address, identity};

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

/// True when the device binds to another address than the cloud sees, in at least one tunnel.
pub(super) fn is_behind_nat(connection: &Connection, local: &[Option<String>; 2]) -> bool {
    connection.tunnels.iter().zip(local).any(|(tunnel, local)| {
        let public = tunnel.device_address.known();
        match local {
            Some(local) => public.is_none_or(|public| public.to_string() != *local),
            None => tunnel.hides_device_address(),
        }
    })
}

/// The prefix of every name, in the target's letters and within its length.
pub(super) fn name(
    target: &Target,
    inputs: &[PlannedInput<'_>],
    findings: &mut Vec<Finding>,
) -> Result<String, InputError> {
    let prefix = input_text(inputs, "name_prefix").unwrap_or("ali");
    let rules = &target.names;
    if let Some(odd) = prefix
        .chars()
        .find(|c| !(c.is_ascii_alphanumeric() || rules.chars.contains(*c)))
    {
        let also = match rules.chars.as_str() {
            "" => String::new(),
            chars => format!(" and {chars}"),
        };
        return Err(InputError::Invalid {
            name: "name_prefix".to_owned(),
            value: prefix.to_owned(),
            wanted: format!(
                "names of {} hold letters, digits{also}, not {odd:?}",
                target.id
            ),
            help: "the beginning of every name".to_owned(),
        });
    }
    let name = if target.names.upper {
        prefix.to_ascii_uppercase()
    } else {
        prefix.to_owned()
    };
    // The longest name is that of a tunnel (`-t1`) with what templates add to it, of each kind of object.
    let (max, reserve) = rules.tightest();
    let needed = name.len() + rules.separator.len() + 2 + reserve;
    if needed > max && rules.numbers.is_none() {
        findings.push(
            Finding::new(&catalogue::NAME_TOO_LONG)
                .with("max", max.to_string())
                .with("value", &name)
                .with("count", needed.to_string()),
        );
    }
    Ok(name)
}

/// Lowers every tunnel; `None` when one lacks a word or its PSK cannot be written.
pub(super) fn plan<'t>(
    situations: &[Situation<'_>],
    target: &'t Target,
    (inputs, local): (&[PlannedInput<'_>], &[Option<String>; 2]),
    prefix: &str,
    redact: bool,
    missing: &mut Vec<Missing>,
    findings: &mut Vec<Finding>,
) -> Option<Vec<PlannedTunnel<'t>>> {
    let connection = situations.first()?.connection;
    let dpd_numbers = (
        input_number(inputs, "dpd_interval", 10),
        input_number(inputs, "dpd_retries", 3),
    );
    let mut planned = Vec::with_capacity(connection.tunnels.len());
    let mut complete = true;
    for (index, tunnel) in connection.tunnels.iter().enumerate() {
        let psk = match key::psk(&tunnel.psk, target, redact, missing) {
            Ok(psk) => Some(psk),
            Err(reason) => {
                let finding = Finding::new(&catalogue::PSK_NOT_WRITABLE)
                    .at(tunnel.psk.origin)
                    .in_tunnel(number(index));
                findings.push(reason.explain(finding));
                None
            }
        };
        let session_key = tunnel.bgp.as_ref().and_then(|bgp| bgp.auth_key.as_ref());
        let session_key = match session_key.map(|secret| key::bgp(secret, target, redact)) {
            None => None,
            Some(Ok(session_key)) => Some(session_key),
            Some(Err(reason)) => {
                let finding =
                    Finding::new(&catalogue::BGP_KEY_NOT_WRITABLE).in_tunnel(number(index));
                findings.push(reason.explain(finding));
                complete = false;
                None
            }
        };
        let words = Words::of(target, &tunnel.ike, &tunnel.esp);
        let (Some(psk), Some(words)) = (psk, words) else {
            complete = false;
            continue;
        };
        let bound = match &local[index.min(1)] {
            Some(address) => Some(address.clone()),
            // A public address that belongs to a NAT is never bound to in silence.
            None if tunnel.hides_device_address() => missing_local_address(target, index, missing),
            None => None,
        };
        let letter = if target.names.upper { "T" } else { "t" };
        let number = (index + 1).to_string();
        let own = allot::of_tunnel(inputs, index == 1);
        let name = match &target.names.numbers {
            Some(numbers) => own_number(target, &own, numbers),
            None => [prefix, &target.names.separator, letter, &number].concat(),
        };
        let facts = target
            .facts
            .iter()
            .map(|fact| fact.when.holds(&situations[index]));
        planned.push(lower(
            connection,
            tunnel,
            index,
            (name, own, facts.collect()),
            words,
            (psk, session_key),
            bound,
            dpd_numbers,
            missing,
        ));
    }
    complete.then_some(planned)
}

/// The tunnel's number, where objects have no names.
fn own_number(target: &Target, own: &[Value], input: &str) -> String {
    let names = &target.names_for_templates().of_tunnels;
    let place = names.iter().position(|name| **name == *input);
    place
        .and_then(|place| own.get(place))
        .map(Value::typed)
        .unwrap_or_default()
}

/// The device's words of both phases.
#[derive(Clone, Copy)]
struct Words<'t> {
    ike: [&'t str; 4],
    esp: [&'t str; 2],
    pfs: Option<&'t str>,
}

impl<'t> Words<'t> {
    fn of(target: &'t Target, ike: &IkeProposal, esp: &EspProposal) -> Option<Self> {
        let version = ike.version.value;
        let word = |phase, slot| target.cell(phase, version, slot).word.as_deref().ok();
        let integrity = word(Phase::Ike, Slot::Integrity(ike.integrity.value))?;
        Some(Self {
            ike: [
                word(Phase::Ike, Slot::Encryption(ike.encryption.value))?,
                integrity,
                // Where a device has no word of its own for the PRF, it is the hash's.
                word(Phase::Ike, Slot::Prf(ike.integrity.value)).unwrap_or(integrity),
                word(Phase::Ike, Slot::Dh(ike.dh.value))?,
            ],
            esp: [
                word(Phase::Esp, Slot::Encryption(esp.encryption.value))?,
                word(Phase::Esp, Slot::Integrity(esp.integrity.value))?,
            ],
            pfs: match esp.pfs.value {
                Some(group) => Some(word(Phase::Esp, Slot::Dh(group))?),
                None => None,
            },
        })
    }
}

#[allow(
    clippy::too_many_arguments,
    reason = "one call, above; a struct for it would say nothing more"
)]
fn lower<'t>(
    connection: &Connection,
    tunnel: &Tunnel,
    index: usize,
    (name, inputs, facts): (String, Vec<Value>, Vec<bool>),
    words: Words<'t>,
    (psk, session_key): (PlannedKey, Option<PlannedKey>),
    bound: Option<String>,
    (interval, retries): (i64, i64),
    missing: &mut Vec<Missing>,
) -> PlannedTunnel<'t> {
    let device_address = address(&tunnel.device_address, "device_address", missing);
    let (ike, esp) = (&tunnel.ike, &tunnel.esp);
    PlannedTunnel {
        id: tunnel
            .id
            .as_ref()
            .map(|id| printable(&id.value).into_owned())
            .unwrap_or_default(),
        role: tunnel.role.value,
        preference: preference(tunnel.role.value, index),
        local_address: bound.unwrap_or_else(|| device_address.clone()),
        cloud_address: address(&tunnel.cloud_address, "cloud_address", missing),
        device_id: identity(&tunnel.device_identity, "device_identity", missing),
        cloud_id: identity(&tunnel.cloud_identity, "cloud_identity", missing),
        version: ike.version.value,
        mode: match ike.version.value {
            IkeVersion::V1 => ike.mode.value.api_word(),
            IkeVersion::V2 => "main",
        },
        ike_encryption: words.ike[0],
        ike_integrity: words.ike[1],
        ike_prf: words.ike[2],
        ike_dh: words.ike[3],
        ike_lifetime: ike.lifetime.value,
        ike_api: ApiWords {
            encryption: ike.encryption.value.api_word(),
            integrity: ike.integrity.value.api_word(),
            group: ike.dh.value.api_word(),
        },
        esp_encryption: words.esp[0],
        esp_integrity: words.esp[1],
        esp_pfs: words.pfs,
        esp_lifetime: esp.lifetime.value,
        esp_api: ApiWords {
            encryption: esp.encryption.value.api_word(),
            integrity: esp.integrity.value.api_word(),
            group: esp.pfs.value.map_or("disabled", |group| group.api_word()),
        },
        dpd: Dpd {
            enabled: tunnel.dpd.value,
            interval,
            retries,
            timeout: interval * (retries + 1),
        },
        nat_traversal: tunnel.nat_traversal.value,
        bgp: tunnel.bgp.as_ref().map(|bgp| PlannedBgp {
            device_asn: bgp.device_asn.value,
            device_address: address(&bgp.device_address, "bgp_device_address", missing),
            cloud_asn: bgp.cloud_asn.value,
            cloud_address: address(&bgp.cloud_address, "bgp_cloud_address", missing),
            network: bgp.network.value,
            auth_key: session_key,
        }),
        device_address,
        name,
        inputs,
        facts,
        psk,
    }
    .with_single_role(connection)
}

impl PlannedTunnel<'_> {
    /// A lone tunnel has no rival, whatever the documents say.
    fn with_single_role(mut self, connection: &Connection) -> Self {
        if !connection.is_dual() {
            self.role = Role::Single;
        }
        self
    }
}

fn preference(role: Role, index: usize) -> Preference {
    let primary = index == 0;
    let shared = role == Role::Shared;
    Preference {
        primary,
        metric: if primary || shared { 100 } else { 200 },
        distance: if primary || shared { 1 } else { 10 },
        local_preference: if primary || shared { 200 } else { 100 },
        prepend: if primary || shared { 0 } else { 2 },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::targets::Registry;

    #[test]
    fn a_name_may_be_as_long_as_the_device_takes_and_no_longer() {
        let mut target = Registry::builtin().load("cisco/asa").unwrap();
        let needed = "ali".len() + target.names.separator.len() + "t1".len() + target.names.reserve;
        for (max, refused) in [(needed + 1, false), (needed, false), (needed - 1, true)] {
            target.names.max = max;
            let mut findings = Vec::new();
            name(&target, &[], &mut findings).unwrap();
            assert_eq!(!findings.is_empty(), refused, "{max}");
        }
    }
}
