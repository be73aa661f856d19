//! Rules on a connection on one device; the manifest gives the reasons.

use super::levels::{ERROR, NOTE, WARNING};

super::rules! {
    ALGORITHM_NOT_SUPPORTED = "algorithm-not-supported", ERROR, fixed: true,
    title: "The device lacks an algorithm",
        "设备不支持某个算法",
    message: "{target} cannot do {field} {value}: {reason}",
        "{target} 不支持 {field} {value}：{reason}",
    why: "Both ends must use the same transform, and the gateway takes exactly one.",
        "两端必须使用相同的算法，而 VPN 网关只接受唯一的一种。",
    remedy: "{remedy}",
        "{remedy}",
    source: "the target's manifest";

    LIFETIME_NOT_SUPPORTED = "lifetime-not-supported", ERROR, fixed: true,
    title: "The device cannot take a lifetime",
        "设备不接受该生存周期",
    message: "{target} takes {min} to {max} seconds for {field}, not {value}",
        "{target} 的 {field} 取值范围是 {min} 至 {max} 秒，不能为 {value}",
    why: "The device would refuse the line or keep its default, and the SAs of the two ends would end at different times.",
        "设备会拒绝该行或保留默认值，两端的 SA 便会在不同时间到期。",
    remedy: "Set a value within the range on the cloud side.",
        "请在云端改为范围内的值。",
    source: "the target's manifest";

    TOPOLOGY_NOT_SUPPORTED = "topology-not-supported", ERROR, fixed: true,
    title: "The device cannot be configured this way",
        "设备无法按此方式配置",
    message: "{target} cannot be configured {topology}: {reason}",
        "{target} 无法配置为 {topology}：{reason}",
    why: "There is no command for it.",
        "没有对应的命令。",
    remedy: "{remedy}",
        "{remedy}",
    source: "the target's manifest";

    DESTINATION_NEEDS_ROUTE = "destination-needs-route", ERROR, fixed: true,
    title: "Destination routing on a policy-based device",
        "在基于策略的设备上使用目的路由模式",
    message: "the traffic selectors are 0.0.0.0/0 on both sides, which {target} must not have in a policy-based configuration",
        "两侧的感兴趣流都是 0.0.0.0/0，{target} 的基于策略的配置不得如此",
    why: "A policy of 0.0.0.0/0 sends every packet into the tunnel, the device's management and its Internet traffic among them.",
        "0.0.0.0/0 的策略会把所有报文送入隧道，包括设备的管理流量和上网流量。",
    remedy: "{remedy}",
        "{remedy}",
    source: "Alibaba Cloud VPN Gateway, destination routing mode";

    FLOWS_NEED_POLICY = "flows-need-policy", ERROR, fixed: true,
    title: "Subnets as selectors on a device whose tunnels take any",
        "设备的隧道只接受 0.0.0.0/0，而感兴趣流是具体网段",
    message: "a tunnel interface of {target} negotiates 0.0.0.0/0 and nothing else, and this connection names subnets",
        "{target} 的隧道接口只协商 0.0.0.0/0，而该 IPsec 连接写明了网段",
    why: "The gateway answers with TS_UNACCEPTABLE or INVALID_ID_INFORMATION.",
        "VPN 网关会以 TS_UNACCEPTABLE 或 INVALID_ID_INFORMATION 拒绝。",
    remedy: "{remedy}",
        "{remedy}",
    source: "the target's manifest";

    ONE_SA_PER_PAIR = "one-sa-per-pair", WARNING, fixed: false,
    title: "One CHILD_SA a pair of subnets",
        "每对网段一个 CHILD SA",
    message: "{target} opens one CHILD_SA for each of the {count} pairs of subnets; the gateway puts them all into one",
        "{target} 为 {count} 对网段各建一个 CHILD SA，而 VPN 网关把它们放在同一个 SA 中",
    why: "Alibaba Cloud calls such a device non-standard: pairs after the first may pass nothing, or only in one direction.",
        "阿里云称此类设备为非标准设备：第一对之后的各对可能完全不通，或只有单向通。",
    remedy: "Set 0.0.0.0/0 on both sides on the cloud side and render route-based, or join each side into one block, or make one connection a pair.",
        "请在云端把两侧都改为 0.0.0.0/0 并生成基于路由的配置，或把每侧合并为一个网段，或为每对网段各建一个 IPsec 连接。",
    source: "Alibaba Cloud VPN Gateway, configuration suggestions for communication among multiple CIDR blocks";

    ROUTE_SWALLOWS_GATEWAY = "route-swallows-gateway", ERROR, fixed: false,
    title: "A route into the tunnel that takes the tunnel's own gateway along",
        "指向隧道的路由把 VPN 网关自身也包含在内",
    message: "{value}, which is to be routed into the tunnel, holds the VPN gateway {other}",
        "要指向隧道的 {value} 包含 VPN 网关地址 {other}",
    why: "IKE and ESP for the gateway would enter the tunnel that they carry: it goes down, and with a default route the device is cut off.",
        "发往网关的 IKE 和 ESP 报文会进入它们自己承载的隧道：隧道中断；若是默认路由，设备还会失联。",
    remedy: "{remedy}",
        "{remedy}",
    source: "measured on Linux: after a route into the tunnel that holds the gateway, `ip route get` of the gateway names the tunnel";

    GATEWAY_PINNED = "gateway-pinned", WARNING, fixed: false,
    title: "The VPN gateway is kept outside the tunnel by a route of its own",
        "以单独的主机路由让 VPN 网关绕过隧道",
    message: "{value} holds the VPN gateway {other}: a host route keeps the gateway outside the tunnel",
        "{value} 包含 VPN 网关地址 {other}：以主机路由让网关绕过隧道",
    why: "Everything else of {value} enters the tunnel. Where that is the whole Internet, answers to those who manage the device from outside go there too, and the VPC must have a way out.",
        "{value} 的其余流量全部进入隧道。若 {value} 是整个互联网，从外网管理设备的应答也会进入隧道，且 VPC 必须有互联网出口。",
    remedy: "Have a way to the device that does not pass the Internet (console, LAN). When the provider gives another next hop, set the configuration up anew.",
        "请准备一条不经互联网的管理途径（串口、内网）。运营商下一跳变化后，请重新应用配置。",
    source: "the target's manifest";

    ONE_ADDRESS_FOR_TWO_LINES = "one-address-for-two-lines", ERROR, fixed: false,
    title: "One address of the device for two lines",
        "两条线路只给出了一个设备地址",
    message: "the tunnels end at two public addresses of the device, and {value} is given as the device's own address for both",
        "两条隧道终结于设备的两个公网地址，而给出的设备自身地址只有 {value}",
    why: "The second tunnel would leave by the first line, and the cloud waits for the second line's address.",
        "第二条隧道会从第一条线路发出，而云端等待的是第二条线路的地址。",
    remedy: "Give one for each tunnel: --set local_address=ADDRESS --set local_address2=ADDRESS.",
        "请为每条隧道分别给出：--set local_address=ADDRESS --set local_address2=ADDRESS。",
    source: "Alibaba Cloud VPN Gateway, a device with two public addresses";

    LAN_NEEDS_ROUTES = "lan-needs-routes", WARNING, fixed: false,
    title: "The LAN's default gateway is another router",
        "内网的默认网关是另一台路由器",
    message: "the hosts' default gateway is another router, which must send packets for {value} to this device",
        "内网主机的默认网关是另一台路由器，它必须把去往 {value} 的报文转发给本设备",
    why: "Without these routes what comes out of the tunnel reaches the hosts, and their answers leave by the other router to the Internet.",
        "没有这些路由时，隧道中的报文可以到达主机，但应答会经另一台路由器发往互联网。",
    remedy: "On that router add routes for {value} with this device's address in the LAN as the next hop, and let it send packets back out of the interface that they came in by; or give the hosts these routes.",
        "在该路由器上为 {value} 添加以本设备内网地址为下一跳的路由，并允许报文从接收接口原路转发出去；或在各主机上添加这些路由。",
    source: "Alibaba Cloud PrivateZone and VPN Gateway guides: a gateway that is not the LAN's router needs routes on the hosts or on the router";

    PSK_NOT_WRITABLE = "psk-not-writable", ERROR, fixed: true,
    title: "The device cannot be given this PSK",
        "设备无法写入该预共享密钥",
    message: "the PSK cannot be written on {target}: {reason}",
        "无法在 {target} 上写入预共享密钥：{reason}",
    why: "The device would take another key than the cloud has, and authentication would fail without saying why.",
        "设备得到的密钥会与云端不同，认证将会失败，且不会说明原因。",
    remedy: "Set another key on the cloud side; letters, digits, dot, dash and underscore work on every target.",
        "请在云端另设密钥；字母、数字、点、短横线和下划线在所有目标设备上都可用。",
    source: "the target's manifest";

    BGP_KEY_NOT_WRITABLE = "bgp-key-not-writable", ERROR, fixed: true,
    title: "The device cannot be given this BGP key",
        "设备无法写入该 BGP 密钥",
    message: "the key of the BGP session cannot be written on {target}: {reason}",
        "无法在 {target} 上写入 BGP 会话的密钥：{reason}",
    why: "The device would sign with another key than the cloud, and each side would drop the other's TCP segments without a word.",
        "设备会以不同于云端的密钥签名，双方会丢弃对方的 TCP 报文且没有任何提示。",
    remedy: "Set another key for the customer gateway on the cloud side (AuthKey); letters and digits work on every target that has such keys.",
        "请在云端为用户网关另设密钥（AuthKey）；字母和数字在所有支持此类密钥的目标设备上都可用。",
    source: "the target's manifest";

    IDENTITY_NOT_SUPPORTED = "identity-not-supported", ERROR, fixed: true,
    title: "The device cannot send this identity",
        "设备无法发送该身份标识",
    message: "{target} cannot use {value} as {field}: {reason}",
        "{target} 无法以 {value} 作为 {field}：{reason}",
    why: "IKE compares type and text of the identities.",
        "IKE 会比较身份标识的类型和文本。",
    remedy: "Set an address as the identity on the cloud side.",
        "请在云端以地址作身份标识。",
    source: "the target's manifest";

    NAME_TOO_LONG = "name-too-long", ERROR, fixed: true,
    title: "A name that the device does not take",
        "设备不接受该名称",
    message: "names of {target} have at most {max} characters, and {value} needs {count}",
        "{target} 的名称最长 {max} 个字符，而 {value} 需要 {count} 个",
    why: "The device cuts the name or refuses the line, and what refers to it does not find it.",
        "设备会截断名称或拒绝该行，引用它的语句便找不到它。",
    remedy: "Give a shorter one: --set name_prefix=NAME.",
        "请用 --set name_prefix=NAME 给出更短的名称。",
    source: "the target's manifest";

    BGP_NEEDS_ROUTE = "bgp-needs-route", ERROR, fixed: true,
    title: "BGP on a policy-based device",
        "在基于策略的设备上使用 BGP",
    message: "there is a BGP session, and {target} is rendered policy-based",
        "存在 BGP 会话，而 {target} 生成的是基于策略的配置",
    why: "A session needs a tunnel interface that holds its inner address.",
        "会话需要一个带有隧道内地址的隧道接口。",
    remedy: "{remedy}",
        "{remedy}",
    source: "Alibaba Cloud VPN Gateway, BGP dynamic routing";

    INPUT_MISSING = "input-missing", WARNING, fixed: false,
    title: "Something that only you can know",
        "只有您才知道的值",
    message: "{field} is not given: the output has a marker in its place ({help})",
        "未给出 {field}：输出中以占位标记代替（{help}）",
    why: "The response does not carry it, and a guess would break the device.",
        "响应中没有该值，靠猜测会弄坏设备的配置。",
    remedy: "Give it with --set {field}=VALUE or in a values file (-f).",
        "请用 --set {field}=VALUE 或在取值文件（-f）中给出。",
    source: "the target's manifest";

    PREFIXES_MISSING = "prefixes-missing", WARNING, fixed: false,
    title: "Networks behind 0.0.0.0/0 that nobody named", "0.0.0.0/0 背后的网段未给出",
    message: "the {side}'s networks are not known: the output has the marker {field} in their place", "{side} 一侧的网段未知：输出中以标记 {field} 代替",
    why: "Under destination routing the response carries 0.0.0.0/0 only, and routes or announcements need the networks themselves.", "目的路由模式下响应中只有 0.0.0.0/0，而路由或通告需要具体网段。",
    remedy: "Give them with {option} CIDR (repeat), or add the responses that know them (--with FILE).", "用 {option} CIDR 给出（可重复），或用 --with FILE 加入含有这些网段的响应。",
    source: "Alibaba Cloud VPN Gateway, destination routing mode";

    UNVERIFIED_TARGET = "unverified-target", NOTE, fixed: false,
    title: "Lines that nobody has proven on a device",
        "尚未在设备上验证的配置行",
    message: "of {target}, from the manual alone or unsure ({count}): {statements}",
        "关于 {target} 有 {count} 处只来自手册或不能确定：{statements}",
    why: "Look at these lines first when the device complains.",
        "设备报错时请先检查这些行。",
    remedy: "Paste them by hand and watch the device's answer; tell this project what it said.",
        "请手工逐行粘贴并观察设备的回应，并将结果告知本项目。",
    source: "the target's manifest";
}
