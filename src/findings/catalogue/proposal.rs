//! Rules on versions, modes, algorithms, groups and lifetimes.

use super::levels::{BROKEN, DEPRECATED, ERROR, NOTE, WARNING};

super::rules! {
    UNKNOWN_ALGORITHM = "unknown-algorithm", ERROR, fixed: true,
    title: "An algorithm that the API does not document",
        "API 文档中没有的算法",
    message: "{field} names {value}, which is none of {known}{hint}",
        "{field} 的值是 {value}，不在 {known} 之中{hint}",
    why: "Both ends must use the same transform; an unknown one cannot be translated for a device.",
        "两端必须使用相同的算法，未知的算法无法转换成设备的写法。",
    remedy: "Set one of the documented values on the cloud side, or report the new value to this project.",
        "请在云端改为文档中列出的值，或将新出现的值告知本项目。",
    source: "CreateVpnConnection, 2016-04-28: IkeEncAlg, IkeAuthAlg, IpsecEncAlg, IpsecAuthAlg";

    UNKNOWN_DH_GROUP = "unknown-dh-group", ERROR, fixed: true,
    title: "A DH group that the API does not document",
        "API 文档中没有的 DH 组",
    message: "{field} names {value}, which is none of {known}{hint}",
        "{field} 的值是 {value}，不在 {known} 之中{hint}",
    why: "IkePfs is the DH group of phase 1 and IpsecPfs the group of PFS; both ends must use the same.",
        "IkePfs 是第一阶段的 DH 组，IpsecPfs 是 PFS 所用的组；两端必须一致。",
    remedy: "Set group14 on the cloud side, or report the new value to this project.",
        "请在云端改为 group14，或将新出现的值告知本项目。",
    source: "CreateVpnConnection, 2016-04-28: IkePfs, IpsecPfs";

    UNKNOWN_IKE_VERSION = "unknown-ike-version", ERROR, fixed: true,
    title: "A version of IKE that does not exist",
        "不存在的 IKE 版本",
    message: "{field} names {value}, which is none of {known}{hint}",
        "{field} 的值是 {value}，不在 {known} 之中{hint}",
    why: "The two versions do not talk to each other.",
        "两个版本之间不能互通。",
    remedy: "Set ikev2 on the cloud side.",
        "请在云端改为 ikev2。",
    source: "CreateVpnConnection, 2016-04-28: IkeVersion";

    UNKNOWN_IKE_MODE = "unknown-ike-mode", ERROR, fixed: true,
    title: "An exchange mode that does not exist",
        "不存在的协商模式",
    message: "{field} names {value}, which is none of {known}{hint}",
        "{field} 的值是 {value}，不在 {known} 之中{hint}",
    why: "Both ends must start phase 1 of IKEv1 with the same exchange.",
        "IKEv1 第一阶段两端必须采用相同的协商模式。",
    remedy: "Set main on the cloud side.",
        "请在云端改为 main。",
    source: "CreateVpnConnection, 2016-04-28: IkeMode; RFC 2409 section 5";

    LIFETIME_ZERO = "lifetime-zero", ERROR, fixed: true,
    title: "A lifetime of zero",
        "生存周期为 0",
    message: "{field} is 0",
        "{field} 为 0",
    why: "The API takes 0 without saying whether it means never or the default, and devices read it in different ways.",
        "API 接受 0，却没有说明它表示永不过期还是默认值，各家设备的理解也不相同。",
    remedy: "Set 86400 on the cloud side, the API's own default.",
        "请在云端改为 86400，即 API 的默认值。",
    source: "CreateVpnConnection, 2016-04-28: IkeLifetime, IpsecLifetime";

    LIFETIME_OUT_OF_RANGE = "lifetime-out-of-range", ERROR, fixed: true,
    title: "A lifetime beyond what the API takes",
        "生存周期超出 API 的取值范围",
    message: "{field} is {value}; it must be 1 to 86400 seconds",
        "{field} 为 {value}，应为 1 至 86400 秒",
    why: "The gateway never stores such a value, so the document was changed or cut.",
        "VPN 网关不会保存这样的值，可见文档被改动或截断过。",
    remedy: "Fetch the response again, or set a value within the range on the cloud side.",
        "请重新获取响应，或在云端改为范围内的值。",
    source: "CreateVpnConnection, 2016-04-28: IkeLifetime, IpsecLifetime";

    LIFETIME_PHASE2_LONGER = "lifetime-phase2-longer", NOTE, fixed: false,
    title: "Phase 2 lives longer than phase 1",
        "第二阶段的生存周期长于第一阶段",
    message: "phase 2 lives {esp} seconds and phase 1 only {ike}",
        "第二阶段的生存周期为 {esp} 秒，而第一阶段只有 {ike} 秒",
    why: "Some devices delete the CHILD_SAs with their IKE SA, so traffic stops for a moment at every phase 1 rekey.",
        "有些设备删除 IKE SA 时会一并删除其 CHILD SA，因此每次第一阶段重协商时流量都会短暂中断。",
    remedy: "Set IpsecLifetime to at most IkeLifetime on the cloud side.",
        "请在云端把 IpsecLifetime 设为不大于 IkeLifetime 的值。",
    source: "RFC 7296 section 2.8";

    SM_GATEWAY = "sm-gateway", ERROR, fixed: true,
    title: "A national-standard (SM) gateway",
        "国密型 VPN 网关",
    message: "{field} names {value}: this is a national-standard gateway, which uses SM2 certificates, SM3 and SM4",
        "{field} 的值是 {value}：这是国密型 VPN 网关，使用 SM2 证书、SM3 和 SM4",
    why: "Such a gateway authenticates with certificates that the response does not carry, and no target here speaks these algorithms.",
        "此类网关以证书认证，而响应中没有证书；这里的各目标设备也都不支持这些算法。",
    remedy: "Use a device that is certified for GM/T 0022, or connect through a gateway of the standard type.",
        "请使用通过 GM/T 0022 认证的设备，或改用普通型 VPN 网关建立 IPsec 连接。",
    source: "CreateVpnGateway, 2016-04-28: VpnType; GM/T 0022";

    AGGRESSIVE_MODE = "aggressive-mode", WARNING, fixed: false,
    title: "IKEv1 aggressive mode with a PSK",
        "以预共享密钥使用 IKEv1 野蛮模式",
    message: "phase 1 uses aggressive mode",
        "第一阶段使用野蛮模式",
    why: "Whoever sees the first messages can search for the PSK offline; only a long random key withstands.",
        "截获最初几个报文的人可以离线穷举预共享密钥；只有足够长的随机密钥才抵挡得住。",
    remedy: "Set IkeVersion to ikev2 on the cloud side, or IkeMode to main with addresses as identities.",
        "请在云端把 IkeVersion 改为 ikev2，或把 IkeMode 改为 main 并以地址作身份标识。",
    source: "RFC 2409 section 5.4; RFC 8247";

    MODE_WITH_IKEV2 = "mode-with-ikev2", NOTE, fixed: false,
    title: "An exchange mode under IKEv2",
        "IKEv2 下设置了协商模式",
    message: "IkeMode is aggressive, which has no meaning under IKEv2 and is not rendered",
        "IkeMode 为 aggressive，这在 IKEv2 下没有意义，不会写入配置",
    why: "IKEv2 has one initial exchange.",
        "IKEv2 只有一种初始交换。",
    remedy: "Nothing.",
        "无需处理。",
    source: "RFC 7296 section 1.2";

    WEAK_ENCRYPTION = "weak-encryption", BROKEN, fixed: false,
    title: "Weak encryption",
        "弱加密算法",
    message: "{value} is used ({field}): {reason}",
        "使用了 {value}（{field}）：{reason}",
    why: "Traffic that is recorded today can be read; current device software drops the algorithm.",
        "现在被录下的流量可以被解读；新版设备软件正在移除该算法。",
    remedy: "Set aes256 on the cloud side and render again: both ends must match.",
        "请在云端改为 aes256 后重新生成：两端必须一致。",
    source: "RFC 8221 section 5, RFC 8247 section 2.1";

    WEAK_INTEGRITY = "weak-integrity", DEPRECATED, fixed: false,
    title: "Weak integrity",
        "弱认证算法",
    message: "{value} is used ({field}): {reason}",
        "使用了 {value}（{field}）：{reason}",
    why: "Current guidance drops it, and current device software follows.",
        "现行规范已弃用该算法，新版设备软件也在跟进。",
    remedy: "Set sha256 on the cloud side and render again: both ends must match.",
        "请在云端改为 sha256 后重新生成：两端必须一致。",
    source: "RFC 8221 section 6, RFC 8247 section 2.3";

    WEAK_DH_GROUP = "weak-dh-group", BROKEN, fixed: false,
    title: "A weak DH group",
        "弱 DH 组",
    message: "{value} is used ({field}): {reason}",
        "使用了 {value}（{field}）：{reason}",
    why: "The key exchange of recorded traffic can be broken; current device software drops the group.",
        "被录下的流量，其密钥交换可以被破解；新版设备软件正在移除该组。",
    remedy: "Set group14 on the cloud side and render again: both ends must match.",
        "请在云端改为 group14 后重新生成：两端必须一致。",
    source: "RFC 8247 section 2.4, RFC 9395";
}
