//! Why a device cannot do something, in both languages.

use crate::connection::IkeVersion;
use crate::findings::{Lang, Reason, Text};
use crate::targets::{Topology, Why};

fn both(why: &Why) -> Vec<(&'static str, String)> {
    vec![
        ("said", why.in_lang(Lang::En).to_owned()),
        ("said_zh", why.in_lang(Lang::Zh).to_owned()),
    ]
}

const fn text(en: &'static str, zh: &'static str) -> Text {
    Text { en, zh }
}

/// What the manifest says.
pub(super) fn said(why: &Why) -> Reason {
    Reason::new(text("{said}", "{said_zh}"), both(why))
}

/// What the manifest says of an IKE version.
pub(super) fn said_of(why: &Why, version: IkeVersion) -> Reason {
    let mut values = both(why);
    values.push(("ike_version", version.api_word().to_owned()));
    let text = text("{said} ({ike_version})", "{said_zh}（{ike_version}）");
    Reason::new(text, values)
}

pub(super) fn identity_character(c: char) -> Reason {
    Reason::with(
        "it takes no {character} there",
        "设备在此处不接受 {character}",
        "character",
        format!("{c:?}"),
    )
}

pub(super) fn identity_length(max: usize) -> Reason {
    Reason::with(
        "it takes at most {limit} characters",
        "设备最多接受 {limit} 个字符",
        "limit",
        max.to_string(),
    )
}

pub(super) const fn no_selectors() -> Reason {
    Reason::plain(
        "its manifest does not say which traffic selectors it would negotiate",
        "其清单没有说明会协商怎样的感兴趣流",
    )
}

/// The way to configure a device with the version of IKE, at the place `{version}`.
pub(super) const fn topology_with_version(topology: Topology) -> Text {
    match topology {
        Topology::Policy => text("policy-based with {version}", "基于策略（{version}）"),
        Topology::Route => text("route-based with {version}", "基于路由（{version}）"),
    }
}

/// What to do where only the other way works.
pub(super) const fn other_topology(topology: Topology) -> Text {
    match topology {
        Topology::Policy => text(
            "Render route-based (--topology route), or choose another release.",
            "请生成基于路由的配置（--topology route），或选择另一个版本。",
        ),
        Topology::Route => text(
            "Render policy-based (--topology policy), or choose another release.",
            "请生成基于策略的配置（--topology policy），或选择另一个版本。",
        ),
    }
}

/// What to do where a route takes the gateway along.
pub(super) const NAME_SMALLER: Text = text(
    "Name smaller networks, which do not hold the gateway: --cloud-prefix under destination routing, else the cloud's networks on the cloud side.",
    "请改用不包含网关的更小网段：目的路由模式下用 --cloud-prefix，否则在云端修改云端网段。",
);
pub(super) const GIVE_NEXT_HOP: Text = text(
    "Give the next hop by which the gateway is reached outside the tunnel (--set next_hop=ADDRESS), so that a host route keeps it there; or name smaller networks, which do not hold the gateway.",
    "请给出隧道之外到达网关的下一跳（--set next_hop=ADDRESS），以主机路由让网关绕过隧道；或改用不包含网关的更小网段。",
);

/// Where nobody named them.
pub(super) const VPC_NETWORKS: Text = text("the networks of the VPC", "VPC 的各网段");

/// Where neither way works.
pub(super) const NO_OTHER_WAY: Text = text(
    "Choose another release or another device: the other way is none for this one either.",
    "请选择其他版本或其他设备：另一种配置方式对它同样不可行。",
);

/// Holds the places `{advice}` and `{advice_zh}`.
pub(super) const ADVICE: Text = text("{advice}", "{advice_zh}");

pub(super) const ROUTE_OR_SUBNETS: Text = text(
    "Render route-based (--topology route), or name the subnets on the cloud side.",
    "请生成基于路由的配置（--topology route），或在云端写明各个网段。",
);

pub(super) const NAME_SUBNETS: Text = text(
    "Name the subnets on the cloud side (LocalSubnet and RemoteSubnet, no 0.0.0.0/0) and leave BGP out: this device can be policy-based only.",
    "请在云端写明各个网段（LocalSubnet 与 RemoteSubnet，不用 0.0.0.0/0）并不使用 BGP：该设备只支持基于策略的配置。",
);

pub(super) const ROUTE_OR_NO_BGP: Text = text(
    "Render route-based (--topology route), or leave the sessions out with --no-bgp.",
    "请生成基于路由的配置（--topology route），或用 --no-bgp 不生成 BGP 会话。",
);

pub(super) const NO_BGP: Text = text(
    "Leave the sessions out with --no-bgp, and name the subnets on the cloud side: this device can be policy-based only.",
    "请用 --no-bgp 不生成 BGP 会话，并在云端写明各个网段：该设备只支持基于策略的配置。",
);

pub(super) const ANY_OR_POLICY: Text = text(
    "Set 0.0.0.0/0 on both sides on the cloud side (destination routing), or render policy-based (--topology policy).",
    "请在云端把两侧都改为 0.0.0.0/0（目的路由模式），或生成基于策略的配置（--topology policy）。",
);

pub(super) const ANY_ON_BOTH: Text = text(
    "Set 0.0.0.0/0 on both sides on the cloud side (destination routing): this device can be route-based only.",
    "请在云端把两侧都改为 0.0.0.0/0（目的路由模式）：该设备只支持基于路由的配置。",
);

pub(super) const CHOOSE_ANOTHER: Text = text(
    "Choose another topology (--topology) or version of IKE.",
    "请选择另一种配置方式（--topology）或 IKE 版本。",
);

/// Holds the places `{field}` and `{better}`.
pub(super) const SET_BETTER: Text = text(
    "Set {field} to {better} on the cloud side, for the device can do that.",
    "请在云端把 {field} 改为 {better}，设备支持该算法。",
);

pub(super) const USE_ANOTHER: Text = text(
    "Use another device, or another version of IKE on the cloud side.",
    "请换用其他设备，或在云端改用另一个 IKE 版本。",
);
