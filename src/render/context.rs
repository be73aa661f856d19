//! What a template sees: one tree of plain values, everything decided.
//!
//! `docs/template-context.md` is written from the comments of this file. Text in the tree holds no
//! control characters; words for algorithms are the device's own; the PSK is quoted for the device's
//! parser. A value that nobody gave is a marker such as `<FILL-IN:next_hop>`.

use std::collections::BTreeMap;

use serde::Serialize;

/// The whole tree.
#[derive(Debug, Serialize)]
pub struct Context<'p> {
    /// The target.
    pub target: TargetView<'p>,
    /// Values of the target's inputs, by name; a marker where one is missing.
    pub inputs: BTreeMap<&'p str, InputValue<'p>>,
    /// Named conditions of the manifest, true or false.
    pub facts: BTreeMap<&'p str, bool>,
    /// The connection.
    pub connection: ConnectionView<'p>,
    /// One or two tunnels, the preferred first.
    pub tunnels: Vec<TunnelView<'p>>,
    /// Errors never reach a template; warnings and notes in words, one line each.
    pub findings: Vec<String>,
}

/// The target.
#[derive(Debug, Serialize)]
pub struct TargetView<'p> {
    /// `vendor/platform`.
    pub id: &'p str,
    /// What the vendor calls it.
    pub name: &'p str,
    /// The release that was asked for, or the first of the newest range. Compare with `since("9.8")`.
    pub version: &'p str,
    /// What starts a comment line.
    pub comment: &'p str,
}

/// An input's value.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum InputValue<'p> {
    /// Text, or a marker.
    Text(&'p str),
    /// A number.
    Number(i64),
    /// A flag.
    Flag(bool),
}

/// The connection.
#[derive(Debug, Serialize)]
pub struct ConnectionView<'p> {
    /// The prefix of every name, in the target's letters.
    pub name: &'p str,
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
    pub device: SiteView<'p>,
    /// The VPC's side.
    pub cloud: SiteView<'p>,
    /// Every pair of subnets.
    pub pairs: Vec<PairView<'p>>,
    /// The CHILD SAs that the device opens, as `makes` says.
    pub selectors: Vec<SelectorView<'p>>,
    /// The cloud's ICMP probe, or none.
    pub health_check: Option<HealthCheckView>,
}

/// One side.
#[derive(Debug, Serialize)]
pub struct SiteView<'p> {
    /// The traffic selectors.
    pub subnets: &'p [NetView],
    /// What is routed: the subnets, or under destination routing the networks that were given; a
    /// marker when none was given and nothing else (BGP) tells them.
    pub routes: &'p [NetView],
}

/// A network in the notations that devices need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NetView {
    /// `10.0.0.0/8`.
    pub cidr: String,
    /// `10.0.0.0`.
    pub network: String,
    /// `8`.
    pub prefix_len: String,
    /// `255.0.0.0`.
    pub mask: String,
    /// `0.255.255.255`.
    pub wildcard: String,
    /// `10.0.0.1`: the first host, for pings.
    pub first_host: String,
    /// `0.0.0.0/0`.
    pub is_any: bool,
}

/// A pair of subnets.
#[derive(Debug, Serialize)]
pub struct PairView<'p> {
    /// From 1.
    pub index: usize,
    /// The device's subnet.
    pub device: &'p NetView,
    /// The cloud's subnet.
    pub cloud: &'p NetView,
}

/// The traffic selectors of one CHILD SA.
#[derive(Debug, Serialize)]
pub struct SelectorView<'p> {
    /// From 1.
    pub index: usize,
    /// The device's subnets.
    pub device: Vec<&'p NetView>,
    /// The cloud's subnets.
    pub cloud: Vec<&'p NetView>,
}

/// The cloud's ICMP probe.
#[derive(Debug, Serialize)]
pub struct HealthCheckView {
    /// Who asks.
    pub cloud_address: String,
    /// Who must answer.
    pub device_address: String,
}

/// One tunnel.
#[derive(Debug, Serialize)]
pub struct TunnelView<'p> {
    /// From 1.
    pub index: usize,
    /// The name that every object of the tunnel begins with, for instance `ALI-T1`.
    pub name: &'p str,
    /// `tun-…`, or empty.
    pub id: &'p str,
    /// `single`, `active`, `standby` or `shared`.
    pub role: &'static str,
    /// How much the tunnel is preferred.
    pub preference: Preference,
    /// The device's public address.
    pub device_address: &'p str,
    /// The address that the device binds to: its own, behind NAT the private one.
    pub local_address: &'p str,
    /// The VPN gateway's address.
    pub cloud_address: &'p str,
    /// The device's identity.
    pub device_id: IdentityView<'p>,
    /// The cloud's identity.
    pub cloud_id: IdentityView<'p>,
    /// Phase 1.
    pub ike: IkeView<'p>,
    /// Phase 2.
    pub esp: EspView<'p>,
    /// The PSK, quoted for this device; a placeholder in a redacted output.
    pub psk: &'p str,
    /// Dead peer detection.
    pub dpd: DpdView,
    /// NAT traversal.
    pub nat_traversal: bool,
    /// The BGP session, or none.
    pub bgp: Option<BgpView<'p>>,
}

/// How much a tunnel is preferred, in the numbers of each kind of protocol.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Preference {
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
#[derive(Debug, Serialize)]
pub struct IdentityView<'p> {
    /// `ipv4`, `fqdn` or `label` (a name that is no domain name; `ID_FQDN` on the wire).
    pub kind: &'static str,
    /// The text, with harmless characters only.
    pub text: &'p str,
}

/// Phase 1 in the device's words.
#[derive(Debug, Serialize)]
pub struct IkeView<'p> {
    /// 1 or 2.
    pub version: u8,
    /// `main` or `aggressive`; `main` under `IKEv2`, where it means nothing.
    pub mode: &'static str,
    /// Encryption.
    pub encryption: &'p str,
    /// Integrity.
    pub integrity: &'p str,
    /// PRF; the integrity's word where the manifest names none.
    pub prf: &'p str,
    /// DH group.
    pub dh: &'p str,
    /// Seconds.
    pub lifetime: u32,
    /// The API's words.
    pub api: ApiWords,
}

/// Phase 2 in the device's words.
#[derive(Debug, Serialize)]
pub struct EspView<'p> {
    /// Encryption.
    pub encryption: &'p str,
    /// Integrity.
    pub integrity: &'p str,
    /// PFS group, or none: off.
    pub pfs: Option<&'p str>,
    /// Seconds.
    pub lifetime: u32,
    /// The API's words.
    pub api: ApiWords,
}

/// The API's words, for comments and reports. Never a device's.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct ApiWords {
    /// `aes256`.
    pub encryption: &'static str,
    /// `sha256`.
    pub integrity: &'static str,
    /// `group14`, or `disabled`.
    pub group: &'static str,
}

/// Dead peer detection. The numbers are inputs (`dpd_interval`, `dpd_retries`).
#[derive(Debug, Clone, Copy, Serialize)]
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
#[derive(Debug, Serialize)]
pub struct BgpView<'p> {
    /// The device's AS number.
    pub device_asn: u32,
    /// The device's inner address.
    pub device_address: &'p str,
    /// The cloud's AS number.
    pub cloud_asn: u32,
    /// The cloud's inner address.
    pub cloud_address: &'p str,
    /// The tunnel's /30.
    pub network: &'p NetView,
    /// TCP MD5 key, or none; a placeholder in a redacted output.
    pub auth_key: Option<&'p str>,
}
