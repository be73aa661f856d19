//! Headings and sentences of the page.

use super::{Text, texts};

texts! { PAGE_TEXTS:
    LANG = "en", "zh-CN";
    COLON = ": ", "：";
    FULL_STOP = ".", "。";
    TITLE = "IPsec-VPN change: {device} to Alibaba Cloud", "IPsec-VPN 变更：连接阿里云（{device}）";
    TITLE_OF_MANY = "IPsec-VPN changes: {count} connections to Alibaba Cloud", "IPsec-VPN 变更：{count} 条连接至阿里云";
    THE_DEVICE = "device", "本地设备";
    CONNECTION = "Connection {id}", "连接 {id}";
    CONNECTION_NUMBER = "Connection {number}", "第 {number} 条连接";
    CONTENTS = "Contents", "目录";
    AT_A_GLANCE = "At a glance", "概览";

    ABOUT_KEYS = "Keys are not in this document: a placeholder stands in the place of each. Whoever loads the configuration renders it with its keys from the response, on their own machine.",
        "本文档不含密钥，密钥处均为占位符。由实际加载配置的人员在自己的机器上用响应重新生成含密钥的配置。";
    ABOUT_ADDRESSES = "Public addresses were replaced. What lay in one network still does; private networks are real.",
        "公网地址已被替换：原属同一网段的地址替换后仍属同一网段；私网网段为真实值。";
    ABOUT_IDS = "Ids, names and public AS numbers were replaced.", "资源 ID、名称与公有 AS 号已被替换。";
    ABOUT_RENDER = "To get the real configuration:", "生成真实配置的命令：";
    MADE_BY = "Written by peerconf {version} from the response of Alibaba Cloud's API. The same input gives the same bytes.",
        "由 peerconf {version} 根据阿里云 API 的响应生成；相同输入产生完全相同的文件。";
    FINGERPRINT = "Fingerprint of the connection", "连接指纹";
    ABOUT_FINGERPRINT = "names what the cloud says of it, without keys, as it stands in this document; it changes when a value of the cloud's side changes", "标识云端给出的参数（不含密钥），以本文档所列为准；云端任一参数变化，指纹随之变化";
    TEXT_FINGERPRINT = "fingerprint of the text", "文本指纹";
    FINGERPRINT_OF_TEXT = "fingerprint of the text {fingerprint}", "文本指纹 {fingerprint}";
    ABOUT_TEXT_FINGERPRINT = "The fingerprint of a text names its lines with the inputs, without the comments on top and with the keys left out: the text with its keys has the same one. Whoever loads it compares it with the one approved here (render -v tells it); another one means another response, other inputs, another release or another version of peerconf.",
        "文本指纹标识该文本的各行及其输入值，不含文件开头的注释，也不含密钥；含密钥的文本指纹与此相同。加载前请与此处审批的指纹核对（render -v 会给出）：不一致说明响应、输入值、版本或 peerconf 本身有所不同。";
    CHANGE_NUMBER = "Change", "变更单号";
    OWNER = "Owner", "负责人";
    DATE = "Date", "日期";
    SITE = "Site", "站点";
    INPUTS = "Inputs", "输入值";
    ABOUT_INPUTS = "What no response tells and this configuration was written with:", "响应中没有、生成本配置时使用的值：";
    INPUT_FROM = "From", "来源";
    INPUT_GIVEN = "given", "已给出";
    INPUT_DEFAULT = "default", "默认值";
    INPUT_TO_FILL = "to fill in", "待填写";
    INPUT_EMPTY = "none", "无";
    NAME = "Name", "名称";
    ID = "Id", "连接 ID";
    NO_ID = "not in the response", "响应中没有";
    DEVICE = "Device", "本地设备";
    CLOUD = "Cloud", "云端";
    STATE = "State", "状态";
    RELEASES_FROM = "release {first} and later", "{first} 及以上版本";
    RELEASES_BETWEEN = "from release {first} to before {next}", "{first} 起、{next} 之前的版本";
    NAME_AND_RELEASES = "{name}, {releases}", "{name}，{releases}";

    STATE_REFUSED = "No configuration: findings that must be settled first: {count}", "未生成配置：须先解决的问题 {count} 项";
    STATE_TO_FILL = "Not ready: values to fill in: {count}", "尚未就绪：待填写的值 {count} 项";
    STATE_WARNED = "Ready, with warnings: {count}", "可以实施，另有警告 {count} 项";
    STATE_READY = "Ready", "可以实施";

    SIDES = "What connects to what", "连接关系";
    SINGLE_TUNNEL = "The device on the premises ({device}) and the VPN gateway of Alibaba Cloud ({cloud}) are joined by one IPsec tunnel.",
        "本地设备（{device}）与阿里云 VPN 网关（{cloud}）之间建立一条 IPsec 隧道。";
    DUAL_TUNNEL = "The device on the premises ({device}) and the VPN gateway of Alibaba Cloud ({cloud}) are joined by two IPsec tunnels.",
        "本地设备（{device}）与阿里云 VPN 网关（{cloud}）之间建立两条 IPsec 隧道。";
    AND = "{one} and {two}", "{one} 和 {two}";
    ROLES_ACTIVE_STANDBY = "Tunnel 1 is active and carries the traffic; tunnel 2 is on standby and takes over when tunnel 1 fails. Configure both: with one alone there is no failover, and the cloud raises alarms.",
        "隧道 1 为主，承载流量；隧道 2 为备，主隧道故障时接管。两条隧道都必须配置：只配一条则无法切换，云端也会持续告警。";
    ROLES_SHARED = "Both tunnels carry traffic at the same time. Configure both.", "两条隧道同时承载流量，两条都必须配置。";
    NETWORKS_FLOWS = "Behind the device lie {device}; behind the gateway lie {cloud}. These networks are the traffic selectors (protected data flows): both ends must name exactly the same ones.",
        "设备侧网段为 {device}，云端网段为 {cloud}。这些网段即感兴趣流（流量选择器），两端必须完全一致。";
    NETWORKS_DESTINATION = "The traffic selectors are 0.0.0.0/0 on both sides (destination routing mode): routes decide what enters the tunnel.",
        "两侧感兴趣流均为 0.0.0.0/0（目的路由模式），由路由决定哪些流量进入隧道。";
    PREFIXES_DEVICE = "Behind the device lie {networks}.", "设备侧网段为 {networks}。";
    PREFIXES_CLOUD = "Behind the gateway lie {networks}.", "云端网段为 {networks}。";
    NETWORKS_LEARNT = "BGP announces the routes: the device is AS {device}, the cloud is AS {cloud}.",
        "路由由 BGP 通告：设备侧 AS {device}，云端 AS {cloud}。";
    BEHIND_NAT = "The device is behind NAT: it binds to {local}, and the cloud sees {public}.",
        "设备位于 NAT 之后：自身地址为 {local}，云端看到的是 {public}。";
    CLOUD_INITIATES = "The cloud starts negotiating as soon as the connection is configured.", "配置生效后云端立即主动发起协商。";
    CLOUD_WAITS = "The cloud starts negotiating when there is traffic; the device may start at any time.", "有流量时云端才发起协商；设备侧可随时发起。";
    HEALTH_CHECK = "The cloud checks the tunnel by pinging {device} from {cloud}: {device} must answer, or the cloud takes the routes away.",
        "云端从 {cloud} ping {device} 做健康检查：{device} 必须应答，否则云端会撤销路由。";

    DRAWING = "The connection as a drawing", "连接拓扑图";
    PREMISES = "On the premises", "本地机房";
    NETWORKS = "Networks", "网段";
    GATEWAY = "VPN gateway", "VPN 网关";
    ALIBABA_CLOUD = "Alibaba Cloud", "阿里云";
    INTERNET = "Internet", "互联网";
    PRIVATE_NETWORK = "Private network", "私网";
    BY_ROUTES = "as routes decide", "由路由决定";
    BY_BGP = "announced by BGP", "由 BGP 通告";
    AND_MORE = "and {count} more", "另有 {count} 个";
    TUNNEL = "Tunnel {number}", "隧道 {number}";
    TUNNEL_ROLE = "Tunnel {number}, {role}", "隧道 {number}（{role}）";
    DRAWN_TUNNEL = "{tunnel}: from {device} to {cloud}, {version}.", "{tunnel}：{device} 至 {cloud}，{version}。";
    DRAWN_BGP = "BGP inside: from {device} to {cloud}.", "隧道内 BGP：{device} 至 {cloud}。";
    ROLE_SINGLE = "the only one", "唯一";
    ROLE_ACTIVE = "active", "主";
    ROLE_STANDBY = "standby", "备";
    ROLE_SHARED = "shared", "负载分担";

    FINDINGS = "Findings", "检查结果";
    NO_FINDINGS = "Nothing was found that stands in the way.", "未发现问题。";
    LEVEL_ERROR = "Error", "错误";
    LEVEL_WARNING = "Warning", "警告";
    LEVEL_NOTE = "Note", "提示";
    WHY = "Why it matters", "影响";
    WHAT_TO_DO = "What to do", "处理办法";
    SET_ON_CLOUD = "Set on the cloud", "云端改为";
    ABOUT_SETTINGS = "What is to be set on the cloud side is set in the console, or with ModifyVpnConnectionAttribute; fetch the response again afterwards, for both ends must match.",
        "需在云端修改的值可在控制台修改，或调用 ModifyVpnConnectionAttribute；修改后须重新获取响应，因为两端必须一致。";
    NOTES = "Notes and assumptions", "提示与推定";
    WRITTEN_IN = "Source", "依据";
    IN_BRACKETS = " ({words})", "（{words}）";
    VALUE = "Value", "值";
    IN_RESPONSE = "In the response", "响应中的位置";

    TO_FILL = "What is left to fill in", "待填写的内容";
    NOTHING_TO_FILL = "Nothing: the configuration holds no marker.", "无：配置中没有占位标记。";
    ABOUT_MARKERS = "Each of these stands in the configuration as a marker such as {marker}, which the device rejects. Give the value when the configuration is rendered.",
        "以下各项在配置中以 {marker} 这样的标记出现，设备会拒绝。请在生成配置时给出取值。";
    WHAT_IT_IS = "What it is", "含义";
    HOW_TO_GIVE = "How to give it", "给出方式";
    FILL_MASKED = "Use the response as the API gave it", "使用未经隐去的原始响应";
    MASKED_PSK = "the pre-shared key, which the document hides", "预共享密钥，文档中已隐去";
    MASKED_DEVICE_ADDRESS = "the device's public address, which the document hides", "设备的公网地址，文档中已隐去";
    MASKED_CLOUD_ADDRESS = "the VPN gateway's address, which the document hides", "VPN 网关的地址，文档中已隐去";
    MASKED_IDENTITY = "an identity, which the document hides", "身份标识，文档中已隐去";
    MASKED_VALUE = "a value that the document hides", "文档中已隐去的值";
    MISSING_CLOUD_PREFIXES = "the networks of the VPC, for routes into the tunnel", "VPC 侧网段，用于指向隧道的路由";
    MISSING_DEVICE_PREFIXES = "the on-premises networks, for routes and announcements", "本地网段，用于路由与通告";

    SHEET = "Parameter sheet", "参数表";
    ABOUT_SHEET = "Both ends must hold the same values. The cloud's column has the API's words, the device's column has the device's own.",
        "两端取值必须一致。云端一栏为 API 用词，设备一栏为设备自身的用词。";
    SHEET_OF_TUNNEL = "Parameters of tunnel {number}", "隧道 {number} 的参数";
    PARAMETER = "Parameter", "参数";
    ASSUMED = "assumed", "推定";
    ABOUT_ASSUMED = "Assumed: the response does not carry the value; compare it with the console.", "推定：响应中没有该值，请与控制台核对。";

    CONFIGURATION = "Configuration", "设备配置";
    ABOUT_CONFIGURATION = "Keys are replaced here. This text is for reading, not for the device.", "此处密钥已替换，仅供阅读，请勿直接加载到设备。";
    ABOUT_WHOLE = "No key stands in this text.", "此处文本不含密钥。";
    NO_CONFIGURATION = "There is none: the findings above must be settled first.", "未生成：须先解决上述问题。";
    LOAD_AND_SAVE = "Loading and saving", "加载与保存";
    VERIFY = "Commands to verify", "验证命令";
    GOES_TO = "goes to {path} on the device", "设备上的路径：{path}";
    COPY = "Copy", "复制";
    COPIED = "Copied", "已复制";
    COPY_FAILED = "Not copied: the text is selected, press Ctrl+C", "未能复制：文本已选中，请按 Ctrl+C";
    CHECKLIST_TITLE = "Checklist for the change window", "变更窗口检查单";
    ROLLBACK = "Rollback", "回退";
    ROLLBACK_COMMANDS = "These commands remove what the configuration made, and nothing else:", "以下命令只删除本次配置新建的内容：";
}
