//! What a template sees: one tree of plain values, everything decided.
//!
//! `docs/template-context.md` is written from the comments of this file. Text in the tree holds no
//! control characters; words for algorithms are the device's own. A `Key` is printed as it is, without quotes
//! around it: the program writes it in the file's style, and whoever looks into it stops the render. A value that nobody gave is a marker such as `<FILL-IN:next_hop>`.
//!
//! Built-in templates print a `Printed` text and do not look into it: no comparison, no filter. They may ask
//! whether it is empty. A `Text` is a word that they may decide by, and so is an `Implied` one: it follows from another
//! field of the same object.

use std::sync::Arc;

use super::decisions::Decisions;
use super::engine_value::{List, Named, View as _, fields, small};
use super::key::Key;
use super::text::{Implied, Printed, Text};

/// The whole tree.
pub struct Context {
    /// The target.
    pub target: Arc<TargetView>,
    /// Values of the target's inputs, by name; a marker where one is missing.
    pub inputs: Named,
    /// How many numbers each input gives, by name; `take("NAME")` prints them one after the other.
    pub takes: Named,
    /// Named conditions of the manifest, true when they hold for at least one tunnel.
    pub facts: Named,
    /// `en` or `zh`: the language of what people read. `say` chooses by it.
    pub lang: &'static str,
    /// The connection.
    pub connection: Arc<ConnectionView>,
    /// One or two tunnels, the preferred first.
    pub tunnels: List<TunnelView>,
    /// Errors never reach a template; warnings and notes in words, one line each.
    pub findings: List<Printed>,
}

impl Context {
    /// What templates decide by, and what they only print; `None` where a layout has no place for something.
    pub(crate) fn decisions(&self) -> Option<Decisions<'_>> {
        Decisions::noted(|decisions| self.note(decisions))
    }
}

/// The target.
pub struct TargetView {
    /// `vendor/platform`.
    pub id: Text,
    /// What the vendor calls it.
    pub name: Text,
    /// The release that was asked for, or the first of the newest range. Compare with `since("9.8")`.
    pub version: Text,
    /// What starts a comment line.
    pub comment: Text,
}

/// The connection.
pub struct ConnectionView {
    /// The prefix of every name, in the target's letters.
    pub name: Text,
    /// `flows` or `destination`.
    pub routing: &'static str,
    /// `policy` or `route`.
    pub topology: &'static str,
    /// What the device makes of the subnets: `any`, `pair` or `list`.
    pub makes: &'static str,
    /// 1 or 2.
    pub ike_version: u8,
    /// Two tunnels.
    pub dual: bool,
    /// A BGP session in at least one tunnel.
    pub bgp: bool,
    /// The device binds to another address than the cloud sees.
    pub behind_nat: bool,
    /// The on-premises side.
    pub device: Arc<SiteView>,
    /// The VPC's side.
    pub cloud: Arc<SiteView>,
    /// The device's networks that lie inside one of the cloud's: packets between two of them match the
    /// traffic selectors, and a device whose policies hold for all packets must let them pass by.
    pub enclosed: List<NetView>,
    /// Every pair of subnets.
    pub pairs: List<PairView>,
    /// The CHILD SAs that the device opens, as `makes` says.
    pub selectors: List<SelectorView>,
    /// The cloud's ICMP probe, or none.
    pub health_check: Option<Arc<HealthCheckView>>,
    /// The VPN gateway's addresses, each once.
    pub gateways: List<Printed>,
}

/// One side.
pub struct SiteView {
    /// The traffic selectors.
    pub subnets: List<NetView>,
    /// What is routed: the subnets, or under destination routing the networks that were given; a
    /// marker when none was given and nothing else (BGP) tells them.
    pub routes: List<NetView>,
}

/// A network in the notations that devices need.
#[derive(Clone, PartialEq, Eq)]
pub struct NetView {
    /// `10.0.0.0/8`.
    pub cidr: Printed,
    /// `10.0.0.0`.
    pub network: Printed,
    /// `8`.
    pub prefix_len: Text,
    /// `255.0.0.0`.
    pub mask: Implied,
    /// `0.255.255.255`.
    pub wildcard: Implied,
    /// `10.0.0.1`: the first host, for pings.
    pub first_host: Printed,
    /// `0.0.0.0/0`.
    pub is_any: bool,
}

/// A pair of subnets.
pub struct PairView {
    /// From 1.
    pub index: usize,
    /// The device's subnet.
    pub device: Arc<NetView>,
    /// The cloud's subnet.
    pub cloud: Arc<NetView>,
}

/// The traffic selectors of one CHILD SA.
pub struct SelectorView {
    /// From 1.
    pub index: usize,
    /// The device's subnets.
    pub device: List<NetView>,
    /// The cloud's subnets.
    pub cloud: List<NetView>,
}

/// The cloud's ICMP probe.
pub struct HealthCheckView {
    /// Who asks.
    pub cloud_address: Printed,
    /// Who must answer.
    pub device_address: Printed,
}

/// One tunnel.
pub struct TunnelView {
    /// From 1.
    pub index: usize,
    /// The name that every object of the tunnel begins with, for instance `ALI-T1`.
    pub name: Text,
    /// `tun-…`, or empty.
    pub id: Printed,
    /// `single`, `active`, `standby` or `shared`.
    pub role: &'static str,
    /// How much the tunnel is preferred.
    pub preference: PreferenceView,
    /// The device's public address.
    pub device_address: Printed,
    /// The address that the device binds to: its own, behind NAT the private one.
    pub local_address: Printed,
    /// The device binds to another address than the cloud sees.
    pub behind_nat: bool,
    /// The device binds to another address than for the first tunnel.
    pub other_address: bool,
    /// The VPN gateway's address.
    pub cloud_address: Printed,
    /// The device's identity.
    pub device_id: IdentityView,
    /// The cloud's identity.
    pub cloud_id: IdentityView,
    /// Phase 1.
    pub ike: IkeView,
    /// Phase 2.
    pub esp: EspView,
    /// The PSK as the device reads it, quotes and all; a placeholder in a redacted output.
    pub psk: Key,
    /// The tunnel's own values of the inputs that each tunnel has (`per_tunnel`), by name.
    pub inputs: Named,
    /// Named conditions of the manifest, true when they hold for this tunnel.
    pub facts: Named,
    /// Dead peer detection.
    pub dpd: DpdView,
    /// NAT traversal.
    pub nat_traversal: bool,
    /// The BGP session, or none.
    pub bgp: Option<Arc<BgpView>>,
}

/// How much a tunnel is preferred, in the numbers of each kind of protocol.
#[derive(Clone, Copy)]
pub struct PreferenceView {
    /// True for the first tunnel.
    pub primary: bool,
    /// Linux route metric: 100, 200.
    pub metric: u32,
    /// Administrative distance or VRP preference step: 1, 10.
    pub distance: u32,
    /// BGP `LOCAL_PREF` of routes that come in: 200, 100.
    pub local_preference: u32,
    /// How often the own AS is prepended to routes that go out: 0, 2. Never under `shared` roles.
    pub prepend: u32,
}

/// An identity.
#[derive(Clone)]
pub struct IdentityView {
    /// `ipv4`, `fqdn` or `label` (a name that is no domain name; `ID_FQDN` on the wire).
    pub kind: &'static str,
    /// The text, with harmless characters only.
    pub text: Printed,
}

/// Phase 1 in the device's words.
#[derive(Clone)]
pub struct IkeView {
    /// 1 or 2.
    pub version: u8,
    /// `main` or `aggressive`; `main` under `IKEv2`, where it means nothing.
    pub mode: &'static str,
    /// Encryption.
    pub encryption: Text,
    /// Integrity.
    pub integrity: Text,
    /// PRF; the integrity's word where the manifest names none.
    pub prf: Text,
    /// DH group.
    pub dh: Text,
    /// Seconds.
    pub lifetime: u32,
    /// The API's words.
    pub api: ApiView,
}

/// Phase 2 in the device's words.
#[derive(Clone)]
pub struct EspView {
    /// Encryption.
    pub encryption: Text,
    /// Integrity.
    pub integrity: Text,
    /// PFS group, or none: off.
    pub pfs: Option<Text>,
    /// Seconds.
    pub lifetime: u32,
    /// The API's words.
    pub api: ApiView,
}

/// The API's words, for comments and reports. Never a device's.
#[derive(Clone, Copy)]
pub struct ApiView {
    /// `aes256`.
    pub encryption: &'static str,
    /// `sha256`.
    pub integrity: &'static str,
    /// `group14`, or `disabled`.
    pub group: &'static str,
}

/// Dead peer detection. The numbers are inputs (`dpd_interval`, `dpd_retries`).
#[derive(Clone, Copy)]
pub struct DpdView {
    /// On.
    pub enabled: bool,
    /// Seconds between probes.
    pub interval: i64,
    /// Probes without an answer before the peer counts as dead.
    pub retries: i64,
    /// `interval` × (`retries` + 1): seconds until then.
    pub timeout: i64,
}

/// A BGP session.
pub struct BgpView {
    /// The device's AS number.
    pub device_asn: u32,
    /// The device's inner address.
    pub device_address: Printed,
    /// The cloud's AS number.
    pub cloud_asn: u32,
    /// The cloud's inner address.
    pub cloud_address: Printed,
    /// The tunnel's /30.
    pub network: Arc<NetView>,
    /// TCP MD5 key as the device reads it, or none.
    pub auth_key: Option<Key>,
}

fields! {
    Context { target, inputs, takes, facts, lang, connection, tunnels, findings }
    TargetView { id, name, version, comment }
    ConnectionView { name, routing, topology, makes, ike_version, dual, bgp, behind_nat, device, cloud, enclosed, pairs, selectors, health_check, gateways }
    SiteView { subnets, routes }
    NetView { cidr, network, prefix_len, mask, wildcard, first_host, is_any }
    PairView { index, device, cloud }
    SelectorView { index, device, cloud }
    HealthCheckView { cloud_address, device_address }
    TunnelView { index, name, id, role, preference, device_address, local_address, behind_nat, other_address, cloud_address, device_id, cloud_id, ike, esp, psk, inputs, facts, dpd, nat_traversal, bgp }
    PreferenceView { primary, metric, distance, local_preference, prepend }
    IdentityView { kind, text }
    IkeView { version, mode, encryption, integrity, prf, dh, lifetime, api }
    EspView { encryption, integrity, pfs, lifetime, api }
    ApiView { encryption, integrity, group }
    DpdView { enabled, interval, retries, timeout }
    BgpView { device_asn, device_address, cloud_asn, cloud_address, network, auth_key }
}

small! { PreferenceView, IdentityView, IkeView, EspView, ApiView, DpdView }
