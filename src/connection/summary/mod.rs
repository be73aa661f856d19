//! A connection in words, or as JSON: which side is which, every value, and where it came from.
//! Holds no secret.

mod words;

use serde::Serialize;

use crate::findings::Lang;
use crate::showable::showable_lines;

use self::words::{columns, name_in, source_in, value_in};
use super::{Connection, Maskable, Origin, Site, Source, Sourced, Tunnel};

/// The key's parameter.
const PSK: &str = "PSK";
/// What stands for a value that the document hides.
const MASKED: &str = "masked";

/// The whole connection.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Summary {
    /// `vco-…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Shown>,
    /// The name in the console.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Shown>,
    /// See [`Connection::fingerprint`].
    pub fingerprint: String,
    /// `destination` or `flows`.
    pub routing: &'static str,
    /// The on-premises side.
    pub device: SiteSummary,
    /// The VPC's side.
    pub cloud: SiteSummary,
    /// The tunnels, the preferred first.
    pub tunnels: Vec<TunnelSummary>,
}

/// A value as text, with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Shown {
    /// The value.
    pub value: String,
    /// The API operation, `option` or `assumed`.
    pub source: &'static str,
    /// The field's path in its document.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
}

/// One side.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SiteSummary {
    /// The traffic selectors.
    pub subnets: Vec<Shown>,
    /// Networks behind 0.0.0.0/0.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prefixes: Vec<Shown>,
}

/// One tunnel: name of the parameter to its value, in the order of a parameter sheet.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TunnelSummary {
    /// From 1.
    pub number: usize,
    /// Name and value.
    pub parameters: Vec<Parameter>,
}

/// A parameter of a tunnel.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Parameter {
    /// Its name, in the field's standard terms.
    pub name: &'static str,
    /// Its value.
    #[serde(flatten)]
    pub shown: Shown,
}

impl Shown {
    fn new(value: impl Into<String>, origin: Origin) -> Self {
        let path = if matches!(origin.source, Source::Default) {
            String::new()
        } else {
            origin.path()
        };
        Self {
            value: value.into(),
            source: origin.document_name(),
            path,
        }
    }

    fn of<T: std::fmt::Display>(value: &Sourced<T>) -> Self {
        Self::new(value.value.to_string(), value.origin)
    }

    fn maskable<T: std::fmt::Display>(value: &Sourced<Maskable<T>>) -> Self {
        let text = value
            .value
            .known()
            .map_or_else(|| MASKED.to_owned(), ToString::to_string);
        Self::new(text, value.origin)
    }
}

impl Summary {
    /// Describes a connection.
    pub fn new(connection: &Connection) -> Self {
        Self {
            id: connection.id.as_ref().map(Shown::of),
            name: connection.name.as_ref().map(Shown::of),
            fingerprint: connection.fingerprint(),
            routing: connection.routing.word(),
            device: SiteSummary::new(&connection.device),
            cloud: SiteSummary::new(&connection.cloud),
            tunnels: connection
                .tunnels
                .iter()
                .enumerate()
                .map(|(index, tunnel)| TunnelSummary {
                    number: index + 1,
                    parameters: parameters(tunnel),
                })
                .collect(),
        }
    }

    /// Leaves out how long the keys are.
    pub fn hide_key_lengths(&mut self) {
        for tunnel in &mut self.tunnels {
            for parameter in &mut tunnel.parameters {
                if parameter.name == PSK && parameter.shown.value != MASKED {
                    "set".clone_into(&mut parameter.shown.value);
                }
            }
        }
    }

    /// For people: the two sides first, then a table a tunnel.
    pub fn text(&self) -> String {
        self.text_in(Lang::En)
    }

    /// The same in a language; the words of the API stay as they are.
    pub(crate) fn text_in(&self, lang: Lang) -> String {
        let (device, cloud) = (self.device.text(lang), self.cloud.text(lang));
        let (title, fingerprint) = (self.title(lang), &self.fingerprint);
        let is_destination = self.routing == "destination";
        let mut lines = match lang {
            Lang::En => vec![
                format!("Connection {title}, fingerprint {fingerprint}"),
                format!("  device (on-premises, customer gateway): {device}"),
                format!("  cloud  (Alibaba Cloud, VPN gateway):    {cloud}"),
                if is_destination {
                    "  routing: destination (0.0.0.0/0 on both sides: routes decide)".to_owned()
                } else {
                    "  routing: protected flows (the subnets are the traffic selectors)".to_owned()
                },
            ],
            Lang::Zh => vec![
                format!("IPsec 连接{title}，指纹 {fingerprint}"),
                format!("  设备侧（本地，用户网关）：{device}"),
                format!("  云端（阿里云，VPN 网关）：{cloud}"),
                if is_destination {
                    "  路由模式：目的路由模式（两侧均为 0.0.0.0/0，由路由决定）".to_owned()
                } else {
                    "  路由模式：感兴趣流模式（网段即感兴趣流）".to_owned()
                },
            ],
        };
        for tunnel in &self.tunnels {
            lines.push(match lang {
                Lang::En => format!("Tunnel {}", tunnel.number),
                Lang::Zh => format!("隧道 {}", tunnel.number),
            });
            let rows: Vec<_> = tunnel
                .parameters
                .iter()
                .map(|Parameter { name, shown }| {
                    (
                        name_in(name, lang),
                        value_in(name, &shown.value, lang),
                        shown,
                    )
                })
                .collect();
            let width = rows.iter().map(|(name, ..)| columns(name)).max();
            let value_width = rows.iter().map(|(_, value, _)| columns(value)).max();
            for (name, value, shown) in rows {
                let pad = |text: &str, width: Option<usize>| {
                    " ".repeat(width.unwrap_or_default() - columns(text))
                };
                let (after_name, after_value) = (pad(name, width), pad(&value, value_width));
                // The path of a gateway's field, or of a tool's, begins with the document's name.
                let place = if shown.path.starts_with(shown.source) {
                    shown.path.clone()
                } else {
                    format!("{} {}", source_in(shown.source, lang), shown.path)
                };
                let line = format!("  {name}{after_name}  {value}{after_value}  {place}");
                lines.push(line.trim_end().to_owned());
            }
        }
        showable_lines(&(lines.join("\n") + "\n")).into_owned()
    }

    fn title(&self, lang: Lang) -> String {
        let id = match (&self.id, lang) {
            (Some(id), Lang::En) => id.value.clone(),
            (Some(id), Lang::Zh) => format!(" {}", id.value),
            (None, Lang::En) => "without an id in the response".to_owned(),
            (None, Lang::Zh) => "（响应中没有 ID）".to_owned(),
        };
        match (&self.name, lang) {
            (Some(name), Lang::En) => format!("{id} ({})", name.value),
            (Some(name), Lang::Zh) => format!("{id}（{}）", name.value),
            (None, _) => id,
        }
    }
}

impl SiteSummary {
    fn new(site: &Site) -> Self {
        Self {
            subnets: site.subnets.iter().map(Shown::maskable).collect(),
            prefixes: site.prefixes.iter().map(Shown::of).collect(),
        }
    }

    fn text(&self, lang: Lang) -> String {
        let list = |values: &[Shown]| {
            values
                .iter()
                .map(|v| v.value.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        };
        if self.prefixes.is_empty() {
            list(&self.subnets)
        } else {
            let (subnets, prefixes) = (list(&self.subnets), list(&self.prefixes));
            match lang {
                Lang::En => format!("{subnets} (behind it: {prefixes})"),
                Lang::Zh => format!("{subnets}（其后网段：{prefixes}）"),
            }
        }
    }
}

fn parameters(tunnel: &Tunnel) -> Vec<Parameter> {
    let (ike, esp) = (&tunnel.ike, &tunnel.esp);
    let seconds =
        |lifetime: &Sourced<u32>| Shown::new(format!("{} s", lifetime.value), lifetime.origin);
    let flag =
        |flag: &Sourced<bool>| Shown::new(if flag.value { "on" } else { "off" }, flag.origin);
    let mut rows = Vec::new();
    let mut row = |name: &'static str, shown: Shown| rows.push(Parameter { name, shown });
    if let Some(id) = &tunnel.id {
        row("tunnel id", Shown::of(id));
    }
    row(
        "role",
        Shown::new(tunnel.role.value.word(), tunnel.role.origin),
    );
    row("device address", Shown::maskable(&tunnel.device_address));
    row("cloud address", Shown::maskable(&tunnel.cloud_address));
    row("device identity", Shown::maskable(&tunnel.device_identity));
    row("cloud identity", Shown::maskable(&tunnel.cloud_identity));
    row(PSK, psk(tunnel));
    row("IKE version", Shown::of(&ike.version));
    if ike.version.number() == 1 {
        row("IKE mode", Shown::of(&ike.mode));
    }
    row("IKE encryption", Shown::of(&ike.encryption));
    row("IKE integrity", Shown::of(&ike.integrity));
    row("IKE DH group", Shown::of(&ike.dh));
    row("IKE SA lifetime", seconds(&ike.lifetime));
    row("ESP encryption", Shown::of(&esp.encryption));
    row("ESP integrity", Shown::of(&esp.integrity));
    row(
        "PFS",
        Shown::new(
            esp.pfs.value.map_or("disabled", |group| group.api_word()),
            esp.pfs.origin,
        ),
    );
    row("CHILD_SA lifetime", seconds(&esp.lifetime));
    row("DPD", flag(&tunnel.dpd));
    row("NAT traversal", flag(&tunnel.nat_traversal));
    if let Some(bgp) = &tunnel.bgp {
        row("BGP device AS", Shown::of(&bgp.device_asn));
        row("BGP device address", Shown::maskable(&bgp.device_address));
        row("BGP cloud AS", Shown::of(&bgp.cloud_asn));
        row("BGP cloud address", Shown::maskable(&bgp.cloud_address));
        row("BGP network", Shown::of(&bgp.network));
    }
    rows
}

/// What can be said of the key without showing it.
fn psk(tunnel: &Tunnel) -> Shown {
    let text = match tunnel.psk.value.known() {
        Some(psk) => format!("set, {} characters", psk.len()),
        None => MASKED.to_owned(),
    };
    Shown::new(text, tunnel.psk.origin)
}
