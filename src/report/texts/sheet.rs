//! Names of parameters and groups of the parameter sheet.

use super::{Text, texts};

texts! { SHEET_TEXTS:
    FIELD = "Field of {operation}", "{operation} 的字段";
    SHEET_OF_BOTH = "Parameters of both tunnels", "两条隧道的参数";
    TUNNEL_OF_HOLDER = "{tunnel}: {holder}", "{tunnel}：{holder}";
    DIFFERS = "≠", "≠";
    ABOUT_DIFFERS = "{mark} marks what differs between the tunnels.", "{mark} 标出两条隧道不同之处。";
    FIELD_OF = "{field} of {operation}", "{operation} 的 {field}";
    FIELD_ELSEWHERE = "{field}; in the download {download}", "{field}；下载的配置中为 {download}";
    FIELD_IN_CONSOLE = "{field}; in the console {console}; in the download {download}", "{field}；控制台中为“{console}”；下载的配置中为 {download}";
    GROUP_PEERS = "Addresses, identities, key", "地址、身份标识与密钥";
    GROUP_IKE = "Phase 1 (IKE SA)", "第一阶段（IKE SA）";
    GROUP_ESP = "Phase 2 (CHILD_SA, ESP)", "第二阶段（CHILD_SA，ESP）";
    GROUP_SELECTORS = "Traffic selectors", "感兴趣流";
    GROUP_LIVENESS = "Liveness and NAT", "存活检测与 NAT";
    GROUP_BGP = "BGP session", "BGP 会话";
    DEVICE_ADDRESS = "Address of the device", "设备地址";
    CLOUD_ADDRESS = "Address of the gateway", "网关地址";
    DEVICE_IDENTITY = "Identity of the device", "设备身份标识";
    CLOUD_IDENTITY = "Identity of the cloud", "云端身份标识";
    TUNNEL_ID = "Tunnel id", "隧道 ID";
    ROLE = "Role", "角色";
    PSK = "Pre-shared key", "预共享密钥";
    KEY_SET = "set, not shown", "已设置，不显示";
    KEY_SAME = "the same key", "相同的密钥";
    VERSION = "IKE version", "IKE 版本";
    MODE = "Exchange mode", "协商模式";
    ENCRYPTION = "Encryption", "加密算法";
    INTEGRITY = "Integrity", "认证算法";
    PRF = "PRF", "PRF";
    DH_GROUP = "DH group", "DH 组";
    PFS = "PFS", "PFS";
    LIFETIME = "Lifetime", "生存周期";
    SECONDS = "{count} s", "{count} 秒";
    LIFETIME_BYTES = "Lifetime by volume", "按流量的生存周期";
    OFF = "off", "关闭";
    ON = "on", "开启";
    DEVICE_NETWORKS = "Networks of the device", "设备侧网段";
    CLOUD_NETWORKS = "Networks of the cloud", "云端网段";
    NEGOTIATED = "CHILD_SAs", "CHILD_SA 数量";
    ONE_SA = "one, with all networks", "一个，含全部网段";
    SA_PER_PAIR = "one for each pair: {count}", "每对网段一个，共 {count} 个";
    SA_ANY = "one, 0.0.0.0/0 on both sides", "一个，两侧均为 0.0.0.0/0";
    DPD = "DPD", "DPD";
    DPD_EVERY = "on, every {interval} s, dead after {timeout} s", "开启，每 {interval} 秒探测，{timeout} 秒后判定失效";
    NAT_TRAVERSAL = "NAT traversal", "NAT 穿越";
    DEVICE_ASN = "AS number of the device", "设备侧 AS 号";
    CLOUD_ASN = "AS number of the cloud", "云端 AS 号";
    DEVICE_INNER = "Inner address of the device", "设备侧隧道内地址";
    CLOUD_INNER = "Inner address of the cloud", "云端隧道内地址";
    INNER_NETWORK = "Network in the tunnel", "隧道网段";
    MD5 = "TCP MD5 key", "TCP MD5 密钥";
    HIDDEN = "hidden by the document", "文档中已隐去";
}
