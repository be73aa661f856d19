//! Why a value cannot be used, in both languages.

use crate::connection::{DhGroup, Encryption, Integrity, NetworkFault};
use crate::document::Dialect;
use crate::findings::Text;

const fn text(en: &'static str, zh: &'static str) -> Text {
    Text { en, zh }
}

pub(super) const NOTHING: Text = text("", "");

/// Of two connections, where the first one stands.
pub(super) const IN_ANOTHER_FILE: Text =
    text(" (the first is {connection})", "（前者为 {connection}）");

pub(super) const NO_SINGLE_VALUE: Text = text(
    "it holds an object or a list where one value is due",
    "此处应为单个值，却是对象或列表",
);
pub(super) const NO_ADDRESS: Text = text("it is not an IPv4 address", "不是 IPv4 地址");
pub(super) const IPV6: Text = text(
    "it is IPv6, which IPsec-VPN connections do not have",
    "这是 IPv6 地址，IPsec 连接不支持 IPv6",
);
pub(super) const MASKED: Text = text(
    "it is masked, and no marker can stand in its place",
    "该值已被隐去，且无法用占位标记代替",
);

pub(super) const PENDING: Text = text(
    "it is not known until the plan is applied, and no marker can stand in its place",
    "该值要在执行变更计划之后才能得知，且无法用占位标记代替",
);
pub(super) const OTHER_HOST: Text = text(
    "The network of the session has two addresses, and the cloud has the other one.",
    "该 BGP 会话的网段只有两个地址，另一个为云端所用。",
);

/// How a gateway reads an identity that holds `@`, and what this program writes.
pub(super) const USER_AT_HOST: Text = text(
    "a gateway that takes the type from the text sends it as a user name (ID_RFC822_ADDR, user-fqdn)",
    "按文本判断类型的网关会以用户名（ID_RFC822_ADDR，即 user-fqdn）发送",
);
pub(super) const LEADING_AT: Text = text(
    "a gateway that takes the type from the text sends a host name (ID_FQDN) without the @",
    "按文本判断类型的网关会去掉 @ 后以主机名（ID_FQDN）发送",
);
pub(super) const WHOLE_NAME: Text = text(
    "a host name (ID_FQDN) with all its characters",
    "包含全部字符的主机名（ID_FQDN）",
);

pub(super) const DID_YOU_MEAN: Text = text(
    "; the API writes {suggestion}",
    "；API 中的写法是 {suggestion}",
);

pub(super) const FETCH_AGAIN: Text = text(
    "Fetch the response again (a connection that is still being set up lacks values), or take it whole from where it was saved.",
    "请重新获取响应（仍在创建中的连接会缺少部分字段），或从保存处取用完整的响应。",
);
pub(super) const ADD_DOCUMENT: Text = text(
    "Add the response that carries it with --with FILE: DescribeCustomerGateway for the device's address, DescribeVpnGateway for the cloud's. Or use the DownloadVpnConnectionConfig response, which has both.",
    "请用 --with FILE 补充含有该值的响应：设备侧地址见 DescribeCustomerGateway，云端地址见 DescribeVpnGateway；或改用同时含有两者的 DownloadVpnConnectionConfig 响应。",
);

/// What to do about a missing value: of a gateway, or of the connection itself.
pub(super) const fn of_missing(dialect: Dialect, of_gateway: bool) -> Text {
    match (dialect, of_gateway) {
        (Dialect::Api, true) => ADD_DOCUMENT,
        (Dialect::Api, false) => FETCH_AGAIN,
        (Dialect::Request, true) => ADD_TO_REQUEST,
        (Dialect::Request, false) => SERVICE_FILLS_IN,
        (Dialect::Terraform | Dialect::TerraformAttachment, true) => ADD_RESOURCE,
        (Dialect::Terraform | Dialect::TerraformAttachment, false) => LOOK_AT_PROVIDER,
    }
}

const ADD_TO_REQUEST: Text = text(
    "A request names the gateways by their ids: add what DescribeCustomerGateway and DescribeVpnGateway say of them with --with FILE, or make the connection and give the DownloadVpnConnectionConfig response.",
    "请求中只有网关的 ID：请用 --with FILE 附上 DescribeCustomerGateway 和 DescribeVpnGateway 的响应，或在创建 IPsec 连接之后改用 DownloadVpnConnectionConfig 的响应。",
);
const SERVICE_FILLS_IN: Text = text(
    "The request leaves it to the service: make the connection, then give the DownloadVpnConnectionConfig response, which has what the service chose.",
    "请求中未给出该值，由服务填写：请先创建 IPsec 连接，再给出 DownloadVpnConnectionConfig 的响应，其中有服务所选的值。",
);
const ADD_RESOURCE: Text = text(
    "The gateway is not in this document: add the state that holds it with --with FILE (alicloud_vpn_customer_gateway for the device's address, alicloud_vpn_gateway for the cloud's), or the response of DescribeCustomerGateway or DescribeVpnGateway.",
    "本文档中没有该网关：请用 --with FILE 附上含有该网关的状态（设备侧地址见 alicloud_vpn_customer_gateway，云端地址见 alicloud_vpn_gateway），或 DescribeCustomerGateway、DescribeVpnGateway 的响应。",
);
const LOOK_AT_PROVIDER: Text = text(
    "Refresh the state with a present provider (before 1.216.0 it kept no tunnels of a dual-tunnel connection), or give the DownloadVpnConnectionConfig response.",
    "请用较新版本的 provider 刷新状态（1.216.0 之前不保存双隧道 IPsec 连接的隧道），或改用 DownloadVpnConnectionConfig 的响应。",
);

/// Why an address cannot be a gateway's.
pub(super) const ADDRESS_RESERVED: Text = text(
    "it lies in 100.64.0.0/10, which Alibaba Cloud keeps for itself",
    "属于阿里云保留的 100.64.0.0/10",
);
pub(super) const ADDRESS_LOOPBACK: Text = text("it is a loopback address", "这是环回地址");
pub(super) const ADDRESS_LINK_LOCAL: Text = text("it is a link-local address", "这是链路本地地址");
pub(super) const ADDRESS_MULTICAST: Text = text("it is a multicast address", "这是组播地址");
pub(super) const ADDRESS_NO_HOST: Text = text("it is no host's address", "这不是主机地址");
pub(super) const ADDRESS_OF_BOTH: Text = text(
    "it is the address of the other side too",
    "它同时也是对端的地址",
);

pub(super) const fn weak_encryption(algorithm: Encryption) -> Option<Text> {
    match algorithm {
        Encryption::Des => Some(text(
            "its 56-bit key is found by search within hours",
            "密钥仅 56 位，数小时内即可穷举",
        )),
        Encryption::TripleDes => Some(text(
            "its 64-bit blocks repeat on busy links (Sweet32), and it is slow",
            "分组仅 64 位，大流量链路上会出现碰撞（Sweet32），且速度慢",
        )),
        _ => None,
    }
}

pub(super) const fn weak_integrity(algorithm: Integrity) -> Option<Text> {
    match algorithm {
        Integrity::Md5 => Some(text(
            "MD5 is broken as a hash and must not be used",
            "MD5 已被攻破，不得再用",
        )),
        Integrity::Sha1 => Some(text(
            "SHA-1 is deprecated; as an HMAC it still holds",
            "SHA-1 已被弃用，作为 HMAC 目前尚未被攻破",
        )),
        _ => None,
    }
}

pub(super) const fn weak_group(group: DhGroup) -> Option<Text> {
    match group {
        DhGroup::Group1 => Some(text(
            "768 bits are within reach of a small team",
            "768 位的模数，小型团队即可破解",
        )),
        DhGroup::Group2 => Some(text(
            "1024 bits are within reach of a state",
            "1024 位的模数，国家级攻击者可以破解",
        )),
        DhGroup::Group5 => Some(text(
            "1536 bits are below what is recommended today",
            "1536 位的模数低于当前建议的强度",
        )),
        DhGroup::Group24 => Some(text(
            "its small subgroup is of unknown origin and is deprecated",
            "其小子群来源不明，已被弃用",
        )),
        DhGroup::Group14 => None,
    }
}

pub(super) const MASKED_ADDRESS: Text = text("the masked address", "已隐去的地址");
pub(super) const ON: Text = text("on", "开启");
pub(super) const ROLE_BY_ORDER: Text = text(
    "active for the first tunnel and standby for the second",
    "第一条隧道为主、第二条为备",
);
pub(super) const ROLE_WHY: Text = text(
    "The active tunnel carries the traffic; the order of the tunnels in a download is not documented, but the first is the master by default.",
    "流量走主隧道。下载响应中隧道的先后顺序没有文档说明，但默认第一条为主隧道。",
);
pub(super) const DPD_WHY: Text = text(
    "DPD is on at the cloud unless switched off. A device that does not answer probes loses its SAs; one that probes a cloud without DPD does no harm.",
    "云端默认开启 DPD。不应答探测的设备会丢失 SA；云端未开启时，设备单方面探测也无妨。",
);
pub(super) const NAT_TRAVERSAL_WHY: Text = text(
    "NAT traversal is on at the cloud unless switched off. Without it nothing passes when the device is behind NAT.",
    "云端默认开启 NAT 穿越。若关闭，设备位于 NAT 之后时流量不通。",
);

pub(super) const NO_KEY: Text = text("none", "无");
pub(super) const AUTH_KEY_WHY: Text = text(
    "A BGP session with a key on one side only never comes up. The key belongs to the customer gateway (DescribeCustomerGateway) and is in no download.",
    "只有一端设置密钥的 BGP 会话永远无法建立。密钥属于用户网关（DescribeCustomerGateway），下载的配置中没有。",
);
/// Why a word of the cloud on itself matters.
pub(super) const STATE: Text = text(
    "it is not active, so it may not answer until that has changed",
    "状态不是 active，恢复之前可能不会应答",
);
pub(super) const LOCKED: Text = text(
    "the account or the gateway is locked, and a locked gateway carries nothing",
    "账号或网关已被锁定，锁定的网关不承载流量",
);
pub(super) const IPSEC_OFF: Text = text(
    "IPsec-VPN is switched off at this gateway, so no connection of it comes up",
    "该网关未开启 IPsec-VPN 功能，其 IPsec 连接都无法建立",
);
pub(super) const OUTSIDE_CLOUD: Text = text(
    "it lies outside the cloud's networks, so the probe does not pass the tunnel",
    "不在云端网段之内，探测报文不会经过隧道",
);
pub(super) const OUTSIDE_DEVICE: Text = text(
    "it lies outside the device's networks, so the probe does not pass the tunnel",
    "不在设备侧网段之内，探测报文不会经过隧道",
);

pub(super) const ASN: Text = text(
    "an AS number is 1 to 4294967295, or two numbers below 65536 with a dot between them",
    "AS 号应为 1 至 4294967295，或两个小于 65536、以点分隔的数",
);
pub(super) const SAME_ASN: Text = text(
    "both sides have it, and the session is eBGP",
    "两侧 AS 号相同，而该会话应为 eBGP",
);
pub(super) const DEVICE_HAS_CLOUD_ASN: Text = text(
    "it is Alibaba Cloud's own, which a customer gateway may not have",
    "这是阿里云自己的 AS 号，用户网关不得使用",
);
pub(super) const NETWORK: Text = text(
    "it is not a network such as 169.254.10.0/30",
    "不是形如 169.254.10.0/30 的网段",
);
pub(super) const NETWORK_OF_BOTH: Text = text(
    "both tunnels have it, and each needs its own",
    "两条隧道使用了同一网段，应各用各的",
);
pub(super) const NO_HOST_OF_NETWORK: Text = text(
    "it is not one of the two hosts of the tunnel's network {network}",
    "不是隧道网段 {network} 的两个主机地址之一",
);
pub(super) const SAME_ADDRESS: Text =
    text("both ends of the session have it", "会话两端使用了同一地址");
pub(super) const SECOND_SESSION: Text = text(
    "the tunnel has another session already",
    "该隧道已有另一个会话",
);
pub(super) const NO_TUNNEL_ID: Text = text("no tunnel at all", "（未指明隧道）");

pub(super) const fn network(fault: NetworkFault) -> Text {
    match fault {
        NetworkFault::Length => text("it must be a /30", "掩码长度必须为 /30"),
        NetworkFault::Block => text("it must lie in 169.254.0.0/16", "必须属于 169.254.0.0/16"),
        NetworkFault::Reserved => text(
            "the cloud keeps 169.254.0.0/30 to 169.254.6.0/30 and 169.254.169.252/30 for itself",
            "169.254.0.0/30 至 169.254.6.0/30 以及 169.254.169.252/30 由云端保留",
        ),
    }
}

pub(super) const AUTH_KEY: Text = text(
    "a BGP key has 1 to 64 printable characters without blanks and question marks",
    "BGP 密钥应为 1 至 64 个可打印字符，且不含空格和问号",
);
pub(super) const A_KEY: Text = text("one key", "一个密钥");
pub(super) const ANOTHER_KEY: Text = text("another", "另一个密钥");
pub(super) const FETCH_BOTH: Text = text(
    "Fetch both again at the same time, and compare the connection's id.",
    "请在同一时间重新获取这两份响应，并核对 IPsec 连接 ID。",
);
pub(super) const SWAPPED: Text = text(
    "The two sides stand the other way round: if the download was swapped on purpose, add --perspective cloud; else fetch it again.",
    "两侧正好颠倒：若下载的配置是有意对调过的，请加 --perspective cloud；否则请重新获取。",
);

/// A connection has one or two.
pub(super) const fn tunnels(count: usize) -> Text {
    if count == 1 {
        text("one tunnel", "一条隧道")
    } else {
        text("two tunnels", "两条隧道")
    }
}
