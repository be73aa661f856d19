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

    DOCUMENTS_CONTRADICT = "documents-contradict", ERROR, fixed: false,
    title: "Two documents contradict each other",
        "两份文档相互矛盾",
    message: "{field} is {value} in {document}, and {other_field} is {other} in {reference}",
        "{document} 中 {field} 为 {value}，而 {reference} 中 {other_field} 为 {other}",
    why: "One of them is of another connection, is older, or was swapped; what is rendered from it would not match the cloud.",
        "其中一份属于另一个 IPsec 连接、已经过时或两侧被对调；据此生成的配置与云侧不符。",
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
    remedy: "Add the DescribeVpnConnection response (--with FILE) to know it.",
        "附上 DescribeVpnConnection 的响应（--with FILE）即可得知。",
    source: "DownloadVpnConnectionConfig, 2016-04-28";
}
