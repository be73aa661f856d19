//! What the options are, in Chinese.

/// What the options are, by their names; `command.name` and `command subcommand.name` where one has another meaning.
pub(super) const OPTIONS: &[(&str, &str)] = &[
    (
        "target",
        "目标设备：ID 或别名，可加 @版本（可重复）；用 `peerconf targets` 列出",
    ),
    ("check.target", "同时检查该设备能否做到（可重复）"),
    (
        "targets.target",
        "一台目标设备：其版本、限制与输入值；或 ID、别名、名称中包含的词，用于筛选",
    ),
    ("output", "文件，或存放多个文件的文件夹；`-` 为标准输出"),
    (
        "ticket.output",
        "以 .md 或 .html 结尾的文件，或为每个连接存放两种形式的文件夹",
    ),
    (
        "fetch.output",
        "文件；与 --all 一起使用时为文件夹 [默认：标准输出]",
    ),
    ("file", "多个文件中只输出这一个，按名称或路径"),
    ("force", "替换已有文件"),
    ("crypto", "弱密码算法按何种标准判定"),
    ("sites", "站点清单：CSV 或 TOML，列为 id、target 与各输入值"),
    ("ask", "询问缺少的输入值，并给出等效的命令行"),
    (
        "man.command",
        "命令：`render`，或 `targets new`；不给出时为整个程序的手册页",
    ),
    ("man.dir", "把每个命令的手册页写入该文件夹"),
    (
        "fetch.force",
        "替换已有文件；与 --all 一起使用时重新获取已有的响应",
    ),
    (
        "section",
        "输出哪一部分 [默认：标准输出时为 config，文件夹时为全部]",
    ),
    ("topology", "设备的配置方式"),
    ("jobs", "用多少个线程处理多个连接 [默认：每核一个]"),
    ("color", "何时使用颜色"),
    (
        "verbose",
        "输出更多：提示全文，以及获取响应时收发的内容（不含密钥）",
    ),
    ("quiet", "只输出错误"),
    (
        "lang",
        "检查结果、列表、工单与注释的语言 [默认：PEERCONF_LANG，其次 LANG，其次 aliyun 命令的语言，否则 en]",
    ),
    (
        "redact",
        "把密钥替换为占位符；=all 时还替换公网地址、ID 与名称",
    ),
    (
        "redact_addresses",
        "替换公网地址与网段；原属同一网段的仍属同一网段",
    ),
    (
        "redact_ids",
        "替换 ID、名称、作为身份标识的名称与公有 AS 号",
    ),
    (
        "salt_file",
        "含有一段秘密文本的文件，使多次输出的替换一致；否则按出现顺序替换",
    ),
    (
        "inputs",
        "保存的响应（JSON 或 XML），或存放它们的文件夹；`-` 或不给出时读取标准输入",
    ),
    (
        "ndjson",
        "每行一个响应：响应本身，或 {\"id\": …, \"response\": …}",
    ),
    ("targets.ndjson", "每行一个响应"),
    (
        "with",
        "同一连接的另一份响应（DescribeVpnConnection、DescribeCustomerGateway、DescribeVpnGateway、路由条目），补充下载的配置中没有的内容",
    ),
    (
        "fetch.with",
        "不访问云端：用该文件夹中已获取的应答组成一份合集",
    ),
    (
        "perspective",
        "Local 与 Remote 以哪一侧的视角书写 [默认：下载的配置为设备侧，Describe 响应为云端]",
    ),
    (
        "bgp_local",
        "BgpConfigs 的 LocalAsn 与 LocalBgpIp 属于哪一侧；API 文档未说明",
    ),
    ("no_bgp", "不生成 BGP 会话"),
    ("cloud_prefix", "0.0.0.0/0 之后的 VPC 网段（可重复）"),
    (
        "device_prefix",
        "0.0.0.0/0 之后的本地网段，用于 BGP 通告（可重复）",
    ),
    ("draft", "响应含被隐去的值时也生成，以占位标记代替"),
    ("connection", "获取该连接的响应，而不读取文件"),
    ("fetch.connection", "IPsec 连接的 ID"),
    (
        "policy.connection",
        "只限该连接；不含 `fetch --all` 所需的权限",
    ),
    (
        "with_describe",
        "同时获取相关操作给出的内容：DPD、NAT 穿越、角色、名称、路由",
    ),
    (
        "fetch.with_describe",
        "保存一份合集：响应以及 DescribeVpnConnection 与网关相关操作的内容",
    ),
    (
        "fetch.profile",
        "官方命令的配置名，或 SDK 凭证文件中的配置名 [默认：完整的凭证链]",
    ),
    (
        "region",
        "连接所在地域，如 cn-hangzhou [默认：环境变量或配置中的地域]",
    ),
    ("policy.region", "只限该地域"),
    ("account", "只限该账号（数字 ID）"),
    (
        "download_only",
        "只含下载所需的权限；不含 `--with-describe` 所需的权限",
    ),
    (
        "endpoint",
        "其他服务地址：主机名、https://host[:port]，或指向本机回环地址的 http://",
    ),
    (
        "network",
        "使用该地域的哪个服务地址 [默认：配置或环境变量中的，否则为 public]",
    ),
    ("signature", "请求的签名方式 [默认：v2]"),
    (
        "ca_file",
        "除系统证书外还信任的 PEM 证书，例如会解密 TLS 的代理的证书",
    ),
    ("timeout", "单次尝试的超时秒数；最多尝试三次 [默认：30]"),
    ("all", "该地域的全部连接，写入文件夹；已有的保留"),
    (
        "print_command",
        "不访问云端：输出获取整份合集的 `aliyun` 命令，供已登录的机器执行",
    ),
    ("workers", "与 --all 一起使用：同时处理多少个连接 [默认：4]"),
    (
        "rate",
        "与 --all 一起使用：每秒请求数，为账号的其他用途留出配额 [默认：10]",
    ),
    (
        "prune",
        "与 --all 一起使用：把该地域已不存在的连接的文件改为 .gone 后缀",
    ),
    (
        "set",
        "目标设备的输入值，如 wan_interface=eth0（可重复）；用 `peerconf targets TARGET` 列出",
    ),
    (
        "values",
        "含输入值的 TOML 文件（可重复），可含 [targets.\"vendor/platform\"] 与 [connections.\"vco-…\"]；--set 优先",
    ),
    (
        "allow",
        "不报告某条规则的检查结果（可重复）；用 `peerconf rules` 列出规则",
    ),
    ("warn", "把某条规则的检查结果降为警告（可重复）"),
    ("deny", "把某条规则的检查结果升为错误（可重复）"),
    ("strict", "把所有警告视为错误；待填写的值也算警告"),
    (
        "format",
        "检查结果的形式：写到标准错误，`check` 写到标准输出",
    ),
    (
        "vendors",
        "自己的目标设备所在的文件夹（可重复）；配置文件夹中的 peerconf/vendors 同样有效",
    ),
    ("form", "工单的形式 [默认：按文件名；标准输出时为 Markdown]"),
    ("title", "工单的标题"),
    ("change", "变更单号"),
    ("owner", "负责人"),
    ("date", "时间：任意文本，例如 2026-12-01 22:00-23:00"),
    ("site", "设备所在站点"),
    (
        "compatible_with",
        "说明每台目标设备及版本能否用于该响应（或文件夹中的各个响应）",
    ),
    ("check", "等同于 `targets check DIR`"),
    ("rule", "要说明的规则：规则目录中的，或目标设备清单中的"),
    ("xml", "XML 形式（若有）"),
    ("shell", "哪一种 shell"),
    ("id", "目标设备的 ID：vendor/platform"),
    ("from", "以该目标设备的副本为起点"),
    ("dir", "写入的文件夹"),
    ("accept", "确认当前的输出，作为以后比较的依据"),
    (
        "run_checker",
        "对每个文件运行 settings.toml 中指定的检查程序",
    ),
    ("no_checker", "不运行检查程序"),
    ("watch", "文件保存后重新运行"),
    ("help", "输出说明"),
    ("version", "输出版本"),
    ("profile", "官方命令的配置名，或 SDK 凭证文件中的配置名"),
    ("show.format", "输出的形式"),
    ("targets.format", "输出的形式"),
    ("rules.format", "输出的形式"),
    ("example.name", "示例响应的名称；不给出时列出全部名称"),
    (
        "schema.name",
        "要输出哪一种 JSON 的 Schema；不给出时列出全部名称",
    ),
    ("values.target", "目标设备：ID 或别名，可加 @版本"),
    ("values.output", "写到哪个文件 [默认：标准输出]"),
    ("targets.verbose", "每条理由的全文，以及提示"),
    (
        "targets check.verbose",
        "也列出提示：没有模板读取的每个字段",
    ),
    (
        "targets test.verbose",
        "提示、密钥与名称的样例，以及差异全文",
    ),
    ("targets test.show", "输出该响应的结果与文本"),
    ("targets source.target", "目标设备：ID 或别名"),
    (
        "targets source.file",
        "只输出其中一个文件：其路径，或路径的末尾",
    ),
    (
        "targets schema.target",
        "输出该目标设备取值文件（-f）的 Schema；不给出时为清单的 Schema",
    ),
    (
        "folder",
        "自己的目标设备所在的文件夹：<vendor>/<platform>.toml 与 <vendor>/<platform>/*.j2",
    ),
    ("page.output", "写到哪个文件；`-` 为标准输出 [默认：-]"),
    ("help.subcommand", "要说明的命令"),
];

/// The headings above groups of options.
pub(super) const HEADINGS: &[(&str, &str)] = &[
    ("Reading the response", "读取响应"),
    ("Fetching the response", "获取响应"),
    ("Reaching the cloud's API", "访问云端 API"),
    ("Findings", "检查结果"),
    ("Targets", "目标设备"),
    ("Sharing", "分享"),
    ("The change", "变更"),
];
