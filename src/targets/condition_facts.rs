//! What each fact that is so or not so is called, of those that a condition asks for.

use crate::findings::Text;

/// A fact in words: where it is so, and where it is not.
pub(super) type Fact = (Text, Text);

const fn fact(
    yes: &'static str,
    yes_zh: &'static str,
    no: &'static str,
    no_zh: &'static str,
) -> Fact {
    (
        Text {
            en: yes,
            zh: yes_zh,
        },
        Text { en: no, zh: no_zh },
    )
}

pub(super) const DUAL: Fact = fact("two tunnels", "两条隧道", "one tunnel", "一条隧道");
pub(super) const BGP: Fact = fact("BGP", "使用 BGP", "no BGP", "不使用 BGP");
pub(super) const BGP_KEY: Fact = fact(
    "a BGP key",
    "BGP 会话有密钥",
    "no BGP key",
    "BGP 会话无密钥",
);
pub(super) const BEHIND_NAT: Fact = fact(
    "behind NAT",
    "设备位于 NAT 之后",
    "not behind NAT",
    "设备不在 NAT 之后",
);
pub(super) const NAT_TRAVERSAL: Fact = fact(
    "NAT traversal on",
    "NAT 穿越开启",
    "NAT traversal off",
    "NAT 穿越关闭",
);
pub(super) const DPD: Fact = fact("DPD on", "DPD 开启", "DPD off", "DPD 关闭");
pub(super) const HEALTH_CHECK: Fact = fact(
    "the cloud probes the tunnels",
    "云端配置了健康检查",
    "the cloud does not probe the tunnels",
    "云端未配置健康检查",
);
pub(super) const FOREIGN_IDENTITY: Fact = fact(
    "the device's identity is another address than its own",
    "设备的身份标识不是其自身地址",
    "the device's identity is its own address",
    "设备的身份标识为其自身地址",
);
pub(super) const FOREIGN_CLOUD_IDENTITY: Fact = fact(
    "the cloud's identity is another address than the gateway's",
    "云端的身份标识不是网关地址",
    "the cloud's identity is the gateway's address",
    "云端的身份标识为网关地址",
);
pub(super) const GATEWAY_IN_ROUTES: Fact = fact(
    "a network that goes into the tunnel holds the cloud's gateway",
    "进入隧道的网段包含云端网关",
    "no network that goes into the tunnel holds the cloud's gateway",
    "进入隧道的网段不包含云端网关",
);
pub(super) const DEVICE_ADDRESSES_DIFFER: Fact = fact(
    "the tunnels end at two addresses of the device",
    "两条隧道终结于设备的两个地址",
    "the tunnels end at one address of the device",
    "两条隧道终结于设备的同一地址",
);
pub(super) const DEVICE_WITHIN_CLOUD: Fact = fact(
    "a network of the device lies inside one of the cloud's",
    "设备侧网段位于云端网段之内",
    "no network of the device lies inside one of the cloud's",
    "设备侧网段不在云端网段之内",
);
pub(super) const DEVICE_IDENTITIES_DIFFER: Fact = fact(
    "the tunnels have two identities of the device",
    "两条隧道的设备身份标识不同",
    "the tunnels have one identity of the device",
    "两条隧道的设备身份标识相同",
);
pub(super) const IDENTITIES_EQUAL: Fact = fact(
    "both tunnels have the same identities",
    "两条隧道的身份标识相同",
    "the tunnels' identities differ",
    "两条隧道的身份标识不同",
);
pub(super) const PSKS_DIFFER: Fact = fact(
    "the tunnels' keys differ",
    "两条隧道的密钥不同",
    "the tunnels have one key",
    "两条隧道的密钥相同",
);
pub(super) const IKE_PROPOSALS_DIFFER: Fact = fact(
    "the tunnels' proposals of phase 1 differ",
    "两条隧道的第一阶段提议不同",
    "the tunnels have one proposal of phase 1",
    "两条隧道的第一阶段提议相同",
);
pub(super) const ESP_PROPOSALS_DIFFER: Fact = fact(
    "the tunnels' proposals of phase 2 differ",
    "两条隧道的第二阶段提议不同",
    "the tunnels have one proposal of phase 2",
    "两条隧道的第二阶段提议相同",
);
pub(super) const PFS_DIFFERS: Fact = fact(
    "PFS with another group than phase 1",
    "PFS 的 DH 组与第一阶段不同",
    "PFS off or with the group of phase 1",
    "PFS 关闭或与第一阶段的 DH 组相同",
);
pub(super) const ONE_SIDED_ANY: Fact = fact(
    "0.0.0.0/0 on one side only",
    "仅一侧为 0.0.0.0/0",
    "0.0.0.0/0 on both sides or none",
    "两侧均为或均不为 0.0.0.0/0",
);
