//! Rules on two tunnels beside each other, and the BGP sessions in them.

use super::levels::{ERROR, NOTE, WARNING};

super::rules! {
    TUNNELS_DIFFER = "tunnels-differ", WARNING, fixed: false,
    title: "The two tunnels differ in something that they should share",
        "两条隧道在本应一致之处不同",
    message: "the tunnels differ in {field}: {value} and {other}",
        "两条隧道的 {field} 不同：{value} 与 {other}",
    why: "The standby tunnel is met only when the active one is down; a difference shows itself then.",
        "备隧道只有在主隧道中断时才启用，差异到那时才会显露。",
    remedy: "Make both tunnels equal on the cloud side, unless the difference is wanted.",
        "除非有意为之，请在云端把两条隧道改为一致。",
    source: "Alibaba Cloud VPN Gateway, dual-tunnel mode";

    TUNNELS_SHARE_ADDRESS = "tunnels-share-address", ERROR, fixed: false,
    title: "Both tunnels end at the same pair of addresses",
        "两条隧道的两端地址都相同",
    message: "both tunnels run between {value} and {other}",
        "两条隧道都建立在 {value} 与 {other} 之间",
    why: "A device tells tunnels apart by their addresses; the second would replace the first.",
        "设备靠地址区分隧道，第二条会取代第一条。",
    remedy: "Compare the tunnels with the console: the gateway has one address for each.",
        "请与控制台核对：VPN 网关为每条隧道各有一个地址。",
    source: "Alibaba Cloud VPN Gateway, dual-tunnel mode";

    TOO_MANY_TUNNELS = "too-many-tunnels", ERROR, fixed: true,
    title: "More than two tunnels",
        "隧道多于两条",
    message: "{field} holds {count} tunnels; a connection has one or two",
        "{field} 中有 {count} 条隧道；一个 IPsec 连接只有一条或两条",
    why: "The document was joined from several connections, or is none of this API's.",
        "该文档由多个 IPsec 连接拼接而成，或不是本 API 的响应。",
    remedy: "Give each connection's response by itself, or as elements of an array.",
        "请分别给出各个 IPsec 连接的响应，或将它们作为数组的元素。",
    source: "DownloadVpnConnectionConfig, 2016-04-28: TunnelsConfig";

    BGP_DIRECTION_UNKNOWN = "bgp-direction-unknown", ERROR, fixed: true,
    title: "Which side of a BGP session is which",
        "无法判断 BGP 会话的两侧",
    message: "nothing tells which side of BgpConfigs is the device: LocalAsn is {value}, PeerAsn is {other}",
        "无从得知 BgpConfigs 中哪一侧是设备：LocalAsn 为 {value}，PeerAsn 为 {other}",
    why: "The API does not document the direction of these fields, and the wrong one makes a session that never comes up.",
        "API 没有说明这些字段的方向，方向弄错的会话永远无法建立。",
    remedy: "Add the DescribeVpnConnection or DescribeCustomerGateway response (--with FILE), or say it: --bgp-local device or --bgp-local cloud; --no-bgp leaves the sessions out.",
        "请附上 DescribeVpnConnection 或 DescribeCustomerGateway 的响应（--with FILE），或直接指明：--bgp-local device 或 --bgp-local cloud；--no-bgp 则不生成 BGP 会话。",
    source: "DownloadVpnConnectionConfig, 2016-04-28: BgpConfigs (undocumented)";

    BGP_OPTION_CONTRADICTED = "bgp-option-contradicted", WARNING, fixed: false,
    title: "--bgp-local against the evidence",
        "--bgp-local 与依据不符",
    message: "--bgp-local says that LocalAsn is the {value}'s, and the documents show that it is the {other}'s; the documents are followed",
        "--bgp-local 指明 LocalAsn 属于 {value}，而文档表明它属于 {other}；以文档为准",
    why: "The wrong direction makes a session that never comes up.",
        "方向弄错的会话永远无法建立。",
    remedy: "Leave --bgp-local out.",
        "请去掉 --bgp-local。",
    source: "DownloadVpnConnectionConfig, 2016-04-28: BgpConfigs (undocumented)";

    BGP_INVALID = "bgp-invalid", ERROR, fixed: true,
    title: "A BGP session that cannot work",
        "无法工作的 BGP 会话",
    message: "{field} is {value}: {reason}",
        "{field} 为 {value}：{reason}",
    why: "The session would never come up.",
        "该会话永远无法建立。",
    remedy: "Correct the value on the cloud side, or leave the sessions out with --no-bgp.",
        "请在云端改正该值，或用 --no-bgp 不生成 BGP 会话。",
    source: "CreateVpnConnection, 2016-04-28: BgpConfig; RFC 4271, RFC 5396";

    BGP_UNMATCHED = "bgp-unmatched", ERROR, fixed: true,
    title: "A BGP session without a tunnel",
        "找不到所属隧道的 BGP 会话",
    message: "{field} names the tunnel {value}, which this connection does not have",
        "{field} 指向隧道 {value}，而该 IPsec 连接没有这条隧道",
    why: "A session belongs to the tunnel that it runs in.",
        "会话属于承载它的隧道。",
    remedy: "Fetch the response again, or leave the sessions out with --no-bgp.",
        "请重新获取响应，或用 --no-bgp 不生成 BGP 会话。",
    source: "DownloadVpnConnectionConfig, 2016-04-28: BgpConfigs";

    BGP_ON_ONE_TUNNEL = "bgp-on-one-tunnel", ERROR, fixed: false,
    title: "A BGP session in one of two tunnels",
        "两条隧道中只有一条启用 BGP",
    message: "tunnel {number} has no BGP session, and the other tunnel has one",
        "隧道 {number} 没有 BGP 会话，而另一条隧道有",
    why: "Routes are learnt by the session alone: nothing would lead into the tunnel without one, so that it carries nothing when the other fails.",
        "路由只由会话学到：没有会话的隧道不会有任何路由指向它，另一条隧道故障时它也不承载流量。",
    remedy: "Set up BGP for both tunnels on the cloud side; or leave the sessions out with --no-bgp and use static routes.",
        "请在云端为两条隧道都配置 BGP；或用 --no-bgp 不生成 BGP 会话，改用静态路由。",
    source: "CreateVpnConnection, 2016-04-28: EnableTunnelsBgp, TunnelBgpConfig";

    BGP_DEVICE_ASNS = "bgp-device-asns", ERROR, fixed: false,
    title: "Two AS numbers for one device",
        "同一设备有两个 AS 号",
    message: "the tunnels name two AS numbers for the device, {value} and {other}",
        "两条隧道中设备的 AS 号不同：{value} 和 {other}",
    why: "One BGP process has one AS number: the session that expects the other never comes up.",
        "一个 BGP 进程只有一个 AS 号：期望另一个 AS 号的会话永远无法建立。",
    remedy: "Give both customer gateways the device's own AS number on the cloud side.",
        "请在云端把两个用户网关的 AS 号都改为设备自身的 AS 号。",
    source: "RFC 4271 section 4.2; CreateCustomerGateway, 2016-04-28: Asn";

    BGP_NEEDS_ANY = "bgp-needs-any", ERROR, fixed: false,
    title: "BGP with subnets as traffic selectors",
        "启用 BGP 却以网段作感兴趣流",
    message: "there is a BGP session, and the traffic selectors are subnets that do not hold its addresses",
        "存在 BGP 会话，而感兴趣流是具体网段，不包含会话的地址",
    why: "The session's own packets (169.254.0.0/16) and learnt routes pass only when the selectors are 0.0.0.0/0: the session never comes up, and no route leads into the tunnel.",
        "只有感兴趣流为 0.0.0.0/0 时，会话自身的报文（169.254.0.0/16）和学到的路由才能通过隧道：否则会话永远无法建立，也没有路由指向隧道。",
    remedy: "Set 0.0.0.0/0 on both sides on the cloud side; or leave the sessions out with --no-bgp, which writes the subnets as static routes or policies.",
        "请在云端把两侧都改为 0.0.0.0/0；或用 --no-bgp 不生成 BGP 会话，改以静态路由或策略写入这些网段。",
    source: "Alibaba Cloud VPN Gateway, BGP dynamic routing";

    CONNECTIONS_OF_ONE_DEVICE = "connections-of-one-device", NOTE, fixed: false,
    title: "Several connections of one device",
        "同一设备的多个 IPsec 连接",
    message: "this is connection {count} of this run that ends at {value}, most likely one device",
        "该 IPsec 连接是本次运行中第 {count} 个终结于 {value} 的连接，多半是同一台设备",
    why: "Its names and numbers go on after those of the earlier ones, in the order of the input, so that none overwrites another. Rendered alone it has the names and numbers of the first.",
        "其名称和编号按输入顺序接在前面各连接之后，互不覆盖；单独生成时则使用与第一个连接相同的名称和编号。",
    remedy: "Always render the connections of one device together and in this order. Where two of them end at one VPN gateway, a device that names objects by the peer's address has one for both: before cleaning up one, see that the other does not need it.",
        "同一设备的各连接请始终按此顺序一起生成。若其中两个终结于同一 VPN 网关，以对端地址命名对象的设备会共用这些对象：清理其中一个之前，请确认另一个不再需要它们。",
    source: "Alibaba Cloud VPN Gateway, IPsec-VPN FAQ: one connection for each pair of CIDR blocks";

    SPLIT_CONNECTIONS_DIFFER = "split-connections-differ", WARNING, fixed: false,
    title: "Connections between the same two addresses differ in phase 1",
        "相同两个地址之间的多个 IPsec 连接第一阶段参数不同",
    message: "two connections between {device} and {cloud} differ in {field}: {value} and {other}{where}",
        "{device} 与 {cloud} 之间的两个 IPsec 连接的 {field} 不同：{value} 与 {other}{where}",
    why: "The gateway lets connections between the same two addresses share one phase 1 SA, so the one that begins decides for both, and the other fails.",
        "VPN 网关让相同两个地址之间的多个 IPsec 连接共用一个第一阶段 SA：先协商的一个决定参数，另一个便会失败。",
    remedy: "Make phase 1 of both equal on the cloud side: version, mode, algorithms, group, lifetime, identities and key.",
        "请在云端让两者的第一阶段完全一致：版本、模式、算法、DH 组、生存周期、身份标识和密钥。",
    source: "Alibaba Cloud VPN Gateway, IPsec-VPN FAQ: connections that are split by CIDR block must share the first-phase SA";
}
