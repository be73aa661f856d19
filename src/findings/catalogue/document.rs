//! Rules on what a document lacks, hides or contradicts, and what was assumed in its place.

use super::levels::{ERROR, NOTE, WARNING};

super::rules! {
    MISSING_FIELD = "missing-field", ERROR, fixed: true,
    title: "A field that the tunnel needs is missing",
        "缺少隧道必需的字段",
    message: "{field} is missing or empty",
        "缺少 {field}，或其值为空",
    why: "Without it no configuration can be complete.",
        "缺少该值就无法生成完整的配置。",
    remedy: "{remedy}",
        "{remedy}",
    source: "DownloadVpnConnectionConfig, 2016-04-28";

    UNREADABLE_FIELD = "unreadable-field", ERROR, fixed: true,
    title: "A field holds something that it cannot hold",
        "字段的值不可能有效",
    message: "{field} cannot be read: {reason}",
        "无法读取 {field}：{reason}",
    why: "A value that is guessed makes a tunnel that fails later.",
        "靠猜测得到的值会让隧道在之后出错。",
    remedy: "Compare the field with the console, or fetch the response again.",
        "请与控制台中的值核对，或重新获取响应。",
    source: "DownloadVpnConnectionConfig, 2016-04-28";

    NO_CONNECTION = "no-connection", ERROR, fixed: true,
    title: "Documents without a connection",
        "文档中没有 IPsec 连接",
    message: "there is no connection in the documents, only {value}",
        "所给文档中没有 IPsec 连接，只有 {value}",
    why: "Gateways and routes accompany a connection; by themselves they tell nothing of a tunnel.",
        "网关和路由只是 IPsec 连接的补充，仅凭它们无法得知隧道的内容。",
    remedy: "Give the DownloadVpnConnectionConfig or DescribeVpnConnection response, and this one with --with FILE.",
        "请给出 DownloadVpnConnectionConfig 或 DescribeVpnConnection 的响应，并用 --with FILE 附上这一份。",
    source: "DownloadVpnConnectionConfig, 2016-04-28";

    MASKED_VALUE = "masked-value", ERROR, fixed: true,
    title: "A value that the document hides",
        "文档隐去了某个值",
    message: "{field} is masked in this document",
        "本文档中的 {field} 已被隐去",
    why: "The document is a sample or was cleaned for sharing; a device cannot use a hidden value.",
        "该文档是示例，或在分享前做过脱敏；设备无法使用被隐去的值。",
    remedy: "Use the response as the API gave it, or add --draft to render a marker in its place.",
        "请使用 API 返回的原始响应，或加 --draft，以占位标记代替该值。",
    source: "DownloadVpnConnectionConfig, 2016-04-28: the page's own sample";

    UNKNOWN_UNTIL_APPLY = "unknown-until-apply", ERROR, fixed: true,
    title: "A value that is known only when the plan was applied",
        "执行变更计划后才能得知的值",
    message: "{field} is not known until the plan is applied",
        "{field} 要在执行变更计划（apply）之后才能得知",
    why: "The cloud or another resource gives it when the connection is made; a device cannot use what nobody knows yet.",
        "该值在创建 IPsec 连接时由云端或其他资源给出；在此之前设备无从使用。",
    remedy: "Apply the plan and give the state (`terraform show -json`), give DescribeVpnConnection of what a stack has made, or add --draft to render a marker in its place.",
        "请先执行变更计划，再给出状态（`terraform show -json`）；ROS 资源栈请给出所建连接的 DescribeVpnConnection 响应；或加 --draft，以占位标记代替该值。",
    source: "terraform, website/docs/internals/json-format.mdx: after_unknown";

    DOCUMENTS_CONTRADICT = "documents-contradict", ERROR, fixed: false,
    title: "Two documents contradict each other",
        "两份文档相互矛盾",
    message: "{field} is {value} in {document}, and {other_field} is {other} in {reference}",
        "{document} 中 {field} 为 {value}，而 {reference} 中 {other_field} 为 {other}",
    why: "One of them is of another connection, is older, or was swapped; what is rendered from it would not match the cloud.",
        "其中一份属于另一个 IPsec 连接、已经过时或两侧被对调；据此生成的配置与云端不符。",
    remedy: "{remedy}",
        "{remedy}",
    source: "DescribeVpnConnection and DownloadVpnConnectionConfig, 2016-04-28";

    COMPANION_UNUSED = "companion-unused", WARNING, fixed: false,
    title: "A document that belongs to no connection",
        "有文档不属于任何 IPsec 连接",
    message: "{document} ({value}) belongs to none of the connections",
        "{document}（{value}）不属于任何一个 IPsec 连接",
    why: "Nothing was taken from it, so what it says of DPD, addresses, BGP or routes is not in the result.",
        "未从中取用任何内容，因此其中关于 DPD、地址、BGP 或路由的信息不会出现在结果里。",
    remedy: "Check that it was fetched for this connection. Where a download is given alone, add DescribeVpnConnection too: it names the gateways and the connection's id.",
        "请确认它是为该 IPsec 连接获取的。若只给出了下载的配置，请再附上 DescribeVpnConnection 的响应：其中有网关 ID 和 IPsec 连接 ID。",
    source: "DescribeVpnConnection, 2016-04-28";

    ADDRESS_FROM_IDENTITY = "address-from-identity", NOTE, fixed: false,
    title: "An address that only an identity tells",
        "只能由身份标识得知的地址",
    message: "{field} of {document} is not given; {value} is used, which is {other}",
        "没有 {document} 的 {field}；改用 {value}，即 {other} 的值",
    why: "An identity is the address of its side by default, but behind NAT, or set by hand, it can be another.",
        "身份标识默认就是该侧的地址，但设备位于 NAT 之后或手工设置过时可能不同。",
    remedy: "Add the gateway's response with --with FILE, or compare the address with the console.",
        "请用 --with FILE 附上网关的响应，或与控制台中的地址核对。",
    source: "CreateVpnConnection, 2016-04-28: LocalId, RemoteId";

    ASSUMED_VALUE = "assumed-value", NOTE, fixed: false,
    title: "A value that no document carries",
        "没有文档给出的值",
    message: "{field} is assumed to be {value}: the response does not carry it",
        "假定 {field} 为：{value}；响应中没有该值",
    why: "{reason}",
        "{reason}",
    remedy: "Add the DescribeVpnConnection response (--with FILE) to know it; for AuthKey, DescribeCustomerGateway.",
        "附上 DescribeVpnConnection 的响应（--with FILE）即可得知；AuthKey 则见 DescribeCustomerGateway。",
    source: "DownloadVpnConnectionConfig, 2016-04-28";

    CLOUD_NOT_IN_SERVICE = "cloud-not-in-service", WARNING, fixed: false,
    title: "The cloud's side is not in service",
        "云端未处于服务状态",
    message: "{field} of {document} is {value}: {reason}",
        "{document} 的 {field} 为 {value}：{reason}",
    why: "The device can be configured, but no tunnel comes up against a side that is locked, switched off or being changed.",
        "设备可以先行配置，但云端被锁定、关闭或正在变更时，隧道无法建立。",
    remedy: "Look at the gateway and the connection in the console (renewal, overdue payment, IPsec-VPN switched on), then fetch the response again.",
        "请在控制台查看 VPN 网关和 IPsec 连接（续费、欠费、是否开启 IPsec-VPN），处理后重新获取响应。",
    source: "DescribeVpnConnection and DescribeVpnGateway, 2016-04-28: State, Status, BusinessStatus, IpsecVpn";

    CLOUD_REPORTS_DOWN = "cloud-reports-down", NOTE, fixed: false,
    title: "The cloud saw the tunnel or its BGP session down",
        "云端显示隧道或 BGP 会话未建立",
    message: "{field} of {document} was {value} when the response was fetched",
        "获取响应时，{document} 的 {field} 为 {value}",
    why: "For a device that is not configured yet this is as it should be; for one that is, it says which phase to look at.",
        "设备尚未配置时属正常；已配置时，可据此判断问题出在哪个阶段。",
    remedy: "Configure the device and look again: an IKE SA that is not established means phase 1, an IPsec SA that is not means phase 2.",
        "请完成设备配置后再查看：IKE SA 未建立对应第一阶段，IPsec SA 未建立对应第二阶段。",
    source: "DescribeVpnConnection, 2016-04-28: Status, BgpStatus";

    HEALTH_CHECK_UNREACHABLE = "health-check-unreachable", WARNING, fixed: false,
    title: "A health check that nobody can answer",
        "无法应答的健康检查",
    message: "{field} of the health check is {value}: {reason}",
        "健康检查的 {field} 为 {value}：{reason}",
    why: "The check fails for ever, and the cloud may withdraw the connection's routes or move the traffic away.",
        "健康检查会一直失败，云端可能撤销该 IPsec 连接的路由或切走流量。",
    remedy: "Correct the check's addresses on the cloud side, or switch it off: the source in the VPC, the destination a host on the premises that answers pings.",
        "请在云端改正健康检查的地址或将其关闭：源地址在 VPC 内，目的地址是本地可应答 ping 的主机。",
    source: "DescribeVpnConnection, 2016-04-28: VcoHealthCheck";
}
