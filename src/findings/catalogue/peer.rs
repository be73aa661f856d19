//! Rules on who the two sides are to each other: identities and keys.

use super::levels::{ERROR, NOTE, WARNING};

super::rules! {
    SIDES_SWAPPED = "sides-swapped", ERROR, fixed: false,
    title: "The identities stand on the wrong sides",
        "身份标识站错了边",
    message: "{field} is {value}, the address of the other side",
        "{field} 为 {value}，是另一侧的地址",
    why: "A download is written from the device's point of view and a Describe response from the cloud's. Here one document mixes the two, so at least one pair of values is swapped and IKE would fail on the identities.",
        "下载的配置以设备的视角书写，Describe 响应以云的视角书写。该文档两者混用，至少有一对值颠倒了，IKE 会因身份标识不符而失败。",
    remedy: "Fetch the response again. If the document is written from the other point of view, add --perspective cloud or --perspective device.",
        "请重新获取响应。若文档确以另一视角书写，请加 --perspective cloud 或 --perspective device。",
    source: "DownloadVpnConnectionConfig, 2016-04-28: Local, Remote, LocalId, RemoteId";

    INVALID_IDENTITY = "invalid-identity", ERROR, fixed: true,
    title: "An identity that cannot be written into a configuration",
        "无法写入配置的身份标识",
    message: "{field} cannot be used: {reason}",
        "{field} 无法使用：{reason}",
    why: "An identity goes into the device's configuration as it is; such a character could end the line and start another statement.",
        "身份标识会原样写入设备配置；这样的字符可能结束当前行并引出另一条语句。",
    remedy: "Set an address or a plain name as the identity on the cloud side: letters, digits, dot, dash, underscore, @.",
        "请在云端把身份标识改为地址或普通名称：字母、数字、点、短横线、下划线、@。",
    source: "CreateVpnConnection, 2016-04-28: LocalId, RemoteId; RFC 7296 section 3.5";

    IDENTITY_DEFAULTED = "identity-defaulted", NOTE, fixed: false,
    title: "An identity that the document leaves open",
        "文档未给出身份标识",
    message: "{field} is not set; {value} is used, the address of that side",
        "{field} 未设置；使用该侧的地址 {value}",
    why: "The gateway uses its own address, or the customer gateway's, unless told otherwise.",
        "除非另行设置，VPN 网关以自己的地址或用户网关的地址为身份标识。",
    remedy: "Nothing, unless the console shows another identity.",
        "无需处理，除非控制台显示的是其他身份标识。",
    source: "CreateVpnConnection, 2016-04-28: LocalId, RemoteId";

    FQDN_MAIN_MODE = "fqdn-main-mode", WARNING, fixed: false,
    title: "A name as identity under IKEv1 main mode",
        "IKEv1 主模式下以名称作身份标识",
    message: "{field} is {value}, a name, under IKEv1 main mode",
        "{field} 为名称 {value}，而协商采用 IKEv1 主模式",
    why: "In main mode with a PSK the responder must choose the key by the peer's address before it sees the identity, so many devices cannot use names there.",
        "主模式配合预共享密钥时，响应方要在看到身份标识之前按对端地址选定密钥，因此许多设备在此不能使用名称。",
    remedy: "Set IkeVersion to ikev2 on the cloud side, or use addresses as identities, or IkeMode aggressive.",
        "请在云端把 IkeVersion 改为 ikev2，或以地址作身份标识，或把 IkeMode 改为 aggressive。",
    source: "RFC 2409 section 5.4; CreateVpnConnection, 2016-04-28: LocalId";

    IDENTITY_WITH_AT = "identity-with-at", WARNING, fixed: false,
    title: "An identity whose type depends on who reads it",
        "类型取决于读取方的身份标识",
    message: "{field} is {value}: {other}, and the device's configuration writes {reason}",
        "{field} 为 {value}：{other}，而设备配置写入的是{reason}",
    why: "IKE compares the type as well as the text, so the same letters may fail to authenticate.",
        "IKE 既比较文本也比较类型，文字相同也可能认证失败。",
    remedy: "Set an address or a name without @ as the identity on the cloud side. Else compare with the cloud's log, which shows the identity that it sent.",
        "请在云端把身份标识改为地址或不含 @ 的名称；否则请与云端日志中实际发送的身份标识核对。",
    source: "RFC 7296 section 3.5; measured on a Linux daemon: a bare user@host is ID_RFC822_ADDR, a bare @name is ID_FQDN without the @";

    PRIVATE_DEVICE_IDENTITY = "private-device-identity", NOTE, fixed: false,
    title: "The device seems to be behind NAT",
        "设备似乎位于 NAT 之后",
    message: "{field} is the private address {value}, while the device's public address is {other}",
        "{field} 是私网地址 {value}，而设备的公网地址是 {other}",
    why: "A device that names itself by a private address most likely has no other: it cannot bind to the public one, which is a NAT's.",
        "以私网地址作身份标识的设备多半只有私网地址，公网地址属于 NAT，设备无法绑定。",
    remedy: "Give the address that the device itself has: --set local_address=ADDRESS (often {value}).",
        "请给出设备接口上的实际地址：--set local_address=ADDRESS（往往就是 {value}）。",
    source: "CreateVpnConnection, 2016-04-28: RemoteId; RFC 7296 section 2.23";

    PSK_INVALID = "psk-invalid", ERROR, fixed: true,
    title: "A PSK that the API does not take",
        "API 不接受的预共享密钥",
    message: "{field} cannot be used: {reason}",
        "{field} 无法使用：{reason}",
    why: "The gateway's key is another one than this, so authentication would fail.",
        "VPN 网关中的密钥不会是这个值，认证将会失败。",
    remedy: "Copy the key from the console again, without blanks.",
        "请从控制台重新复制密钥，不要带入空白。",
    source: "CreateVpnConnection, 2016-04-28: Psk";

    PSK_WEAK = "psk-weak", WARNING, fixed: false,
    title: "A PSK that is easily guessed",
        "容易猜到的预共享密钥",
    message: "{field} is a key that is easily guessed",
        "{field} 是容易猜到的密钥",
    why: "The PSK is the only proof of who the peer is.",
        "预共享密钥是确认对端身份的唯一凭据。",
    remedy: "Set a random key of 32 characters on both sides.",
        "请在两侧设置 32 个字符的随机密钥。",
    source: "RFC 7296 section 2.15";

    PSK_SHORT = "psk-short", NOTE, fixed: false,
    title: "A short PSK",
        "过短的预共享密钥",
    message: "{field} has {count} characters; the API makes keys of 16",
        "{field} 只有 {count} 个字符；API 自动生成的密钥为 16 个字符",
    why: "The PSK is the only proof of who the peer is.",
        "预共享密钥是确认对端身份的唯一凭据。",
    remedy: "Set a random key of 32 characters on both sides.",
        "请在两侧设置 32 个字符的随机密钥。",
    source: "RFC 7296 section 2.15";
}
