//! Rules on subnets, routes and addresses.

use super::levels::{ERROR, NOTE, WARNING};

super::rules! {
    INVALID_SUBNET = "invalid-subnet", ERROR, fixed: true,
    title: "A subnet that is no IPv4 block",
        "不是 IPv4 网段",
    message: "{field}: {value} cannot be used: {reason}",
        "{field}：{value} 无法使用：{reason}",
    why: "Traffic selectors are exact; a block that is read differently at each end makes no tunnel.",
        "感兴趣流必须完全一致；两端理解不同的网段建不成隧道。",
    remedy: "Correct the block on the cloud side.",
        "请在云端改正该网段。",
    source: "CreateVpnConnection, 2016-04-28: LocalSubnet, RemoteSubnet; RFC 4632";

    TOO_MANY_SUBNETS = "too-many-subnets", ERROR, fixed: true,
    title: "More subnets than a connection can have",
        "网段数量超出 IPsec 连接的上限",
    message: "{field} lists {count} blocks; more than {max} are not read",
        "{field} 列出了 {count} 个网段；超过 {max} 个便不再读取",
    why: "The API takes ten blocks a side at most, so the document was joined or is none of this API's.",
        "API 每侧最多接受十个网段，可见该文档由多份拼接而成，或不是本 API 的响应。",
    remedy: "Fetch the response again.",
        "请重新获取响应。",
    source: "CreateVpnConnection, 2016-04-28: LocalSubnet, RemoteSubnet";

    HOST_BITS = "host-bits", ERROR, fixed: true,
    title: "A subnet with bits beyond its prefix",
        "网段带有主机位",
    message: "{field}: {value} has bits beyond its prefix; the block is {block}",
        "{field}：{value} 在前缀之外还有非零位，对应的网段是 {block}",
    why: "Some devices cut the bits, others refuse the line, so the traffic selectors of the two ends would differ.",
        "有的设备截去主机位，有的拒绝该行，两端的感兴趣流便会不一致。",
    remedy: "Set {block} on the cloud side.",
        "请在云端改为 {block}。",
    source: "RFC 4632 section 3.1";

    DUPLICATE_SUBNET = "duplicate-subnet", WARNING, fixed: false,
    title: "A subnet that stands twice",
        "重复的网段",
    message: "{field} lists {value} twice; it is rendered once",
        "{field} 中 {value} 出现了两次；只生成一次",
    why: "A device refuses a second identical traffic selector, or opens a second CHILD_SA that carries nothing.",
        "设备会拒绝第二条相同的感兴趣流，或多建一个没有流量的 CHILD SA。",
    remedy: "Remove the second entry on the cloud side.",
        "请在云端删除重复的一项。",
    source: "RFC 7296 section 2.9";

    OVERLAP_WITHIN_SIDE = "overlap-within-side", WARNING, fixed: false,
    title: "Subnets of one side that overlap",
        "同一侧的网段相互重叠",
    message: "{field}: {value} lies within {other}",
        "{field}：{value} 包含在 {other} 之中",
    why: "Which CHILD_SA carries a packet is then chance on a device that opens one a pair.",
        "对于每对网段各建一个 CHILD SA 的设备，报文走哪个 SA 便成了偶然。",
    remedy: "Keep {other} alone on the cloud side.",
        "请在云端只保留 {other}。",
    source: "RFC 7296 section 2.9";

    OVERLAP_BETWEEN_SIDES = "overlap-between-sides", ERROR, fixed: false,
    title: "The two sides share addresses",
        "两侧的网段相互重叠",
    message: "{value} on the device's side holds {other} on the cloud's side",
        "设备侧的 {value} 包含云端的 {other}",
    why: "The device takes the shared addresses for its own; their packets stay on its side, and the tunnel comes up and passes nothing for them.",
        "设备会把重叠的地址当作自己的网段，报文留在设备侧；隧道能建立，但这些地址不通。",
    remedy: "Name smaller blocks on the device's side, renumber one side, or translate addresses on the device and put the translated block into the connection.",
        "请在设备侧改用更小的网段，为其中一侧重新规划地址，或在设备上做地址转换，并把转换后的网段写入 IPsec 连接。",
    source: "Alibaba Cloud VPN Gateway, IPsec-VPN prerequisites";

    DEVICE_WITHIN_CLOUD = "device-within-cloud", WARNING, fixed: false,
    title: "The device's network lies within a larger one of the cloud",
        "设备侧网段位于云端的大网段之内",
    message: "{value} on the device's side lies within {other} on the cloud's side",
        "设备侧的 {value} 位于云端的 {other} 之内",
    why: "This works while the longer prefix wins on both sides: everything else of {other} enters the tunnel, and so does any part of {value} that the device has no route of its own for.",
        "只要两侧都按最长前缀转发就能工作：{other} 的其余部分进入隧道；{value} 中设备自身没有路由的部分也会进入隧道。",
    remedy: "Give the device a route for all of {value} (towards its LAN, else discard), and see that no host of the VPC lies in {value}. On Linux the policy-based configuration lets {value} pass by the tunnel to itself.",
        "请确保设备对整个 {value} 都有自己的路由（指向内网，否则丢弃），且 VPC 内没有主机位于 {value}。在 Linux 上，基于策略的配置会让 {value} 内部的流量不进入隧道。",
    source: "RFC 4632 section 5.1: the longest prefix wins; measured on Linux: a policy for the larger block takes the packets between two LANs of the device";

    ONE_SIDED_ANY = "one-sided-any", WARNING, fixed: false,
    title: "0.0.0.0/0 on one side only",
        "只有一侧为 0.0.0.0/0",
    message: "{field} is 0.0.0.0/0 and the other side is not",
        "{field} 为 0.0.0.0/0，而另一侧不是",
    why: "The tunnel then takes all traffic of one side, the device's own management among it.",
        "隧道会吸走一侧的全部流量，包括设备自身的管理流量。",
    remedy: "Use 0.0.0.0/0 on both sides with routes (destination routing), or name the subnets.",
        "请两侧都用 0.0.0.0/0 并配合路由（目的路由模式），或写明各个网段。",
    source: "CreateVpnConnection, 2016-04-28: LocalSubnet, RemoteSubnet";

    RESERVED_SUBNET = "reserved-subnet", WARNING, fixed: false,
    title: "A subnet that Alibaba Cloud keeps for itself",
        "阿里云保留的网段",
    message: "{field}: {value} on the device's side touches 100.64.0.0/10",
        "{field}：设备侧的 {value} 与 100.64.0.0/10 有重叠",
    why: "Alibaba Cloud's own services (DNS, package mirrors, metadata) live in that block, so hosts in the VPC lose them or never see your packets.",
        "阿里云自身的服务（DNS、软件源、元数据）位于该网段，VPC 内的主机会因此无法访问这些服务，或收不到来自该网段的报文。",
    remedy: "Use other addresses, or translate them on the device.",
        "请改用其他地址，或在设备上做地址转换。",
    source: "Alibaba Cloud VPN Gateway, IPsec-VPN limits; RFC 6598";

    SERVICE_SUBNET = "service-subnet", NOTE, fixed: false,
    title: "Alibaba Cloud's own services as the destination",
        "目的网段是阿里云自身的服务",
    message: "{field}: {value} on the cloud's side touches 100.64.0.0/10, the block of Alibaba Cloud's own services",
        "{field}：云端的 {value} 与阿里云服务地址段 100.64.0.0/10 有重叠",
    why: "That is right for reaching OSS and other services through the VPN, and for nothing else.",
        "经 VPN 访问 OSS 等云服务时应当如此，除此之外没有其他用途。",
    remedy: "Nothing, if services are the destination. The device must not use addresses of that block itself.",
        "若目的就是这些云服务，则无需处理。设备侧自身不得使用该网段的地址。",
    source: "Alibaba Cloud OSS, migrating data through an IPsec-VPN connection: the service's block as the cloud's network; RFC 6598";

    IKEV1_MULTI_SUBNET = "ikev1-multi-subnet", WARNING, fixed: false,
    title: "IKEv1 with more than one pair of subnets",
        "IKEv1 下有多对网段",
    message: "IKEv1 with {count} pairs of subnets: at Alibaba Cloud's side only one pair passes, most likely {pair}",
        "IKEv1 下有 {count} 对网段：阿里云端只有一对能通，多半是 {pair}",
    why: "Under IKEv1 one connection carries one CIDR block a side; the other pairs come up, if at all, and pass nothing.",
        "IKEv1 下每个 IPsec 连接每侧只支持一个网段；其余各对即使能协商成功也没有流量。",
    remedy: "Do one of these on the cloud side: set IkeVersion to ikev2; or use 0.0.0.0/0 on both sides with routes; or join each side into one block, or make one connection a pair with the same phase 1.",
        "请在云端任选其一：把 IkeVersion 改为 ikev2；或两侧都用 0.0.0.0/0 并配合路由；或把每侧合并为一个网段，或为每对网段各建一个第一阶段参数相同的 IPsec 连接。",
    source: "Alibaba Cloud VPN Gateway, configuration suggestions for communication among multiple CIDR blocks";

    ROUTE_UNPUBLISHED = "route-unpublished", WARNING, fixed: false,
    title: "Routes that the VPC does not know",
        "VPC 不知道的路由",
    message: "the gateway's routes to {value} through this connection are not published to the VPC",
        "VPN 网关经该 IPsec 连接去往 {value} 的路由尚未发布到 VPC",
    why: "The tunnel comes up, and answers from the VPC to these networks find no way back into it.",
        "隧道可以建立，但 VPC 发往这些网段的应答报文找不到返回隧道的路由。",
    remedy: "Publish the routes in the VPN gateway's route table, or remove them.",
        "请在 VPN 网关的路由表中发布这些路由，或将其删除。",
    source: "DescribeVpnRouteEntries, 2016-04-28: State";

    PRIVATE_PUBLIC_MISMATCH = "private-public-mismatch", WARNING, fixed: false,
    title: "The cloud's address is private while the device's is public",
        "云端是私网地址，设备侧却是公网地址",
    message: "the cloud's address {value} is private and the device's address {other} is public",
        "云端地址 {value} 是私网地址，而设备侧地址 {other} 是公网地址",
    why: "That is the picture of swapped sides; only a VPN gateway of the private network type looks like this on purpose.",
        "这正是两侧颠倒的样子；只有私网类型的 VPN 网关才会本来如此。",
    remedy: "Compare the gateway's address with the console; if the sides are swapped, add --perspective cloud.",
        "请与控制台中的网关地址核对；若两侧颠倒，请加 --perspective cloud。",
    source: "DescribeVpnGateway, 2016-04-28: NetworkType";

    UNUSABLE_ADDRESS = "unusable-address", ERROR, fixed: false,
    title: "An address that no gateway can have",
        "网关不可能拥有的地址",
    message: "{field} is {value}: {reason}",
        "{field} 为 {value}：{reason}",
    why: "The cloud refuses such an address for a customer gateway, and packets to it are not routed.",
        "云端不接受用户网关使用这样的地址，发往它的报文也无法路由。",
    remedy: "Compare the address with the console.",
        "请与控制台中的地址核对。",
    source: "CreateCustomerGateway, 2016-04-28: IpAddress";

    NO_FIXED_DEVICE_ADDRESS = "no-fixed-device-address", ERROR, fixed: false,
    title: "The cloud does not know the device's address",
        "云端不知道设备的地址",
    message: "{field} is 0.0.0.0, which is no address of a device",
        "{field} 为 0.0.0.0，不是设备的地址",
    why: "A customer gateway is made for one static public address, which cannot be edited; with 0.0.0.0 the cloud never begins, and most devices cannot be told apart by it. After the device's address has changed, a new customer gateway and connection are needed.",
        "用户网关对应一个静态公网地址，创建后不能修改；地址为 0.0.0.0 时云端不会主动发起协商，也难以据此识别设备。设备地址变化后，需要新建用户网关和 IPsec 连接。",
    remedy: "Make a customer gateway with the device's static public address. To write the configuration all the same, give the address that the device has now: --set local_address=ADDRESS --warn no-fixed-device-address.",
        "请以设备的静态公网地址创建用户网关。若仍要生成配置，请给出设备当前的地址：--set local_address=ADDRESS --warn no-fixed-device-address。",
    source: "CreateCustomerGateway, 2016-04-28: IpAddress, a static address";
}
