//! What the header of every file says of the connection; the renderer adds the findings.

use super::tunnel::PlannedTunnel;
use super::{Plan, PlannedSite, limits, network};
use crate::connection::Connection;
use crate::findings::{Lang, Text};
use crate::showable::{printable, showable};
use crate::targets::{Target, Value};

/// Facts for the header.
#[derive(Debug)]
pub struct Header<'t> {
    /// `Cisco ASA (cisco/asa), releases 9.16 and later`.
    pub target: &'t str,
    /// How the configuration is loaded and saved.
    pub load: &'t str,
    /// `connection vco-… (branch-9)`.
    pub connection: Said,
    /// What follows it: `, tunnels tun-…, tun-…`.
    pub tunnels: Said,
    /// The connection's fingerprint: 16 hex digits, without secrets.
    pub fingerprint: String,
    /// Another router is the LAN's default gateway; `None` for a target that has no LAN.
    pub(super) beside_router: Option<bool>,
}

/// A sentence in English, and in Chinese where somebody reads Chinese.
#[derive(Debug)]
pub struct Said {
    en: String,
    zh: Option<String>,
}

impl Said {
    /// For readers of a language.
    fn of(lang: Lang, say: impl Fn(Lang) -> String) -> Self {
        Self {
            en: say(Lang::En),
            zh: (lang == Lang::Zh).then(|| say(Lang::Zh)),
        }
    }

    /// The sentence in a language, as far as it was said in it.
    pub fn in_lang(&self, lang: Lang) -> &str {
        match (lang, &self.zh) {
            (Lang::Zh, Some(zh)) => zh,
            _ => &self.en,
        }
    }
}

impl<'t> Header<'t> {
    pub(super) fn new(
        connection: &Connection,
        target: &'t Target,
        tunnels: &[PlannedTunnel<'_>],
        inputs: &[(&str, Value)],
        lang: Lang,
    ) -> Self {
        Self {
            target: target.title(),
            load: &target.load,
            connection: Said::of(lang, |lang| connection_words(connection, lang)),
            tunnels: Said::of(lang, |lang| tunnel_words(tunnels, lang)),
            fingerprint: connection.fingerprint(),
            beside_router: limits::is_beside_router(inputs),
        }
    }
}

impl Plan<'_> {
    /// How packets of the LAN find the device, for whoever verifies; `None` for a target that has no LAN.
    pub fn way_back(&self, lang: Lang) -> Option<String> {
        let say = match lang {
            Lang::En => way_back_line,
            Lang::Zh => way_back_line_zh,
        };
        let beside_router = self.header.beside_router?;
        Some(say(beside_router, &self.device, &self.cloud))
    }
}

/// The connection with its id and name.
fn connection_words(connection: &Connection, lang: Lang) -> String {
    let say = |en, zh| Text { en, zh }.in_lang(lang);
    // Readers of Chinese give Chinese names.
    let shown = match lang {
        Lang::En => printable,
        Lang::Zh => showable,
    };
    let mut said = String::with_capacity(64);
    match &connection.id {
        Some(id) => said.extend([say("connection ", "IPsec 连接 "), &shown(&id.value)]),
        None => said.push_str(say(
            "connection id not in the response",
            "IPsec 连接（响应中没有 ID）",
        )),
    }
    if let Some(name) = &connection.name {
        let name = shown(&name.value);
        said.extend([say(" (", "（"), &name, say(")", "）")]);
    }
    said
}

/// Its tunnels with their ids, or how many there are.
fn tunnel_words(tunnels: &[PlannedTunnel<'_>], lang: Lang) -> String {
    let say = |en, zh| Text { en, zh }.in_lang(lang);
    let mut said = String::with_capacity(64);
    let ids = tunnels.iter().map(|tunnel| tunnel.id.as_str());
    let mut before = say(", tunnels ", "，隧道 ");
    for id in ids.filter(|id| !id.is_empty()) {
        said.extend([before, id]);
        before = say(", ", "、");
    }
    if said.is_empty() {
        said.push_str(if tunnels.len() > 1 {
            say(", two tunnels", "，两条隧道")
        } else {
            say(", one tunnel", "，一条隧道")
        });
    }
    said
}

fn way_back_line(beside_router: bool, device: &PlannedSite, cloud: &PlannedSite) -> String {
    let cloud = network::listed(&cloud.routes).unwrap_or_else(|| "the VPC".to_owned());
    let hosts = match network::listed(&device.routes) {
        Some(networks) => format!("the hosts in {networks}"),
        None => "the hosts on the premises".to_owned(),
    };
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
}

fn way_back_line_zh(beside_router: bool, device: &PlannedSite, cloud: &PlannedSite) -> String {
    let cloud = network::listed(&cloud.routes).unwrap_or_else(|| "VPC".to_owned());
    let hosts = match network::listed(&device.routes) {
        Some(networks) => format!("{networks} 内的主机"),
        None => "本地主机".to_owned(),
    };
    if beside_router {
        format!(
            "回程：{hosts}的默认网关是另一台路由器，该路由器须有经本设备去往 {cloud} 的路由；从其中一台主机执行 traceroute，应先经过本设备再到 VPC"
        )
    } else {
        format!(
            "回程：{hosts}必须把去往 {cloud} 的报文发给本设备（本设备即其默认网关；若是另一台路由器，请给出 lan_router=other）"
        )
    }
}
