//! What commands do, what values of options mean, and what stands below the options, in Chinese.

/// What the commands do, by their path.
pub(super) const COMMANDS: &[(&str, &str)] = &[
    ("", "生成阿里云 IPsec-VPN 连接中用户网关一侧的设备配置"),
    ("render", "根据响应生成设备配置"),
    ("check", "报告响应中的问题，可针对某台设备"),
    (
        "show",
        "用文字说明响应的含义：哪一侧是哪一侧、每个值及其来源",
    ),
    (
        "ticket",
        "生成一份可附在变更单上的文档：示意图、参数、检查结果、不含密钥的配置、检查单、回退",
    ),
    ("fetch", "从云端获取响应，单个连接或整个地域"),
    ("policy", "输出获取响应所需的 RAM 权限策略"),
    ("targets", "列出目标设备，或查看一台：版本、限制、输入值"),
    (
        "targets new",
        "开始编写自己的目标设备：带注释的清单、模板与测试文件夹",
    ),
    ("targets source", "输出目标设备的清单与模板"),
    ("targets schema", "输出清单或取值文件的 JSON Schema"),
    (
        "targets check",
        "检查自己的目标设备文件夹：清单、模板，以及没有模板读取的字段",
    ),
    (
        "targets test",
        "检查，并用本项目测试的全部响应生成文本，与已确认的结果比较",
    ),
    ("rules", "列出规则，或说明其中一条"),
    ("schema", "输出某个命令 JSON 输出的 JSON Schema"),
    (
        "values",
        "为目标设备生成带注释的取值文件：响应需要哪些输入值，哪些有默认值",
    ),
    ("page", "输出可在浏览器中完成这一切的网页"),
    ("example", "输出自带的示例响应，用于试用其他命令"),
    ("completions", "输出命令补全脚本"),
    ("man", "输出手册页"),
    ("help", "输出本说明或子命令的说明"),
];

/// What values of options mean, by their English.
pub(super) const VALUES: &[(&str, &str)] = &[
    ("On a terminal", "仅在终端上"),
    ("Always", "始终"),
    ("Never", "从不"),
    ("English", "英文"),
    ("Chinese", "中文"),
    (
        "The on-premises device, the customer gateway",
        "本地设备，即用户网关",
    ),
    ("The VPN gateway of Alibaba Cloud", "阿里云的 VPN 网关"),
    ("What works is let through", "能用即放行"),
    (
        "What current guidance deprecates is warned of",
        "对现行指南不推荐的算法给出警告",
    ),
    (
        "What current guidance deprecates is refused",
        "拒绝现行指南不推荐的算法",
    ),
    ("For people", "供人阅读"),
    ("For programs", "供程序读取"),
    ("One JSON object", "一个 JSON 对象"),
    ("SARIF 2.1.0", "SARIF 2.1.0"),
    (
        "What the target prefers for this connection",
        "由目标设备对该连接的偏好决定",
    ),
    (
        "The policy decides what enters the tunnel",
        "由策略决定哪些流量进入隧道",
    ),
    (
        "A tunnel interface and routes decide",
        "由隧道接口与路由决定",
    ),
    ("The configuration itself", "配置本身"),
    (
        "The values for a device without a command line, field by field",
        "供无命令行的设备逐项填写的值",
    ),
    ("Commands that check and debug", "用于检查与排查的命令"),
    (
        "Commands that remove what the configuration made",
        "用于删除所建配置的命令",
    ),
    ("All of them", "以上全部"),
    (
        "Pre-shared keys and BGP MD5 keys",
        "预共享密钥与 BGP 的 MD5 密钥",
    ),
    (
        "Keys, public addresses, ids and names",
        "密钥、公网地址、ID 与名称",
    ),
    ("GitHub-flavoured Markdown", "GitHub 风格的 Markdown"),
    (
        "One HTML file that needs nothing else",
        "自成一体的单个 HTML 文件",
    ),
    ("The notation of Jira's wiki renderer", "Jira 的 wiki 标记"),
    (
        "HTML between [code] and [/code], for work notes and comments",
        "置于 [code] 与 [/code] 之间的 HTML，用于工作备注与评论",
    ),
    (
        "vpc.REGION.aliyuncs.com, from anywhere",
        "vpc.REGION.aliyuncs.com，可从任意位置访问",
    ),
    (
        "vpc-vpc.REGION.aliyuncs.com, from inside a VPC of the region",
        "vpc-vpc.REGION.aliyuncs.com，从该地域的 VPC 内访问",
    ),
    (
        "vpc.aliyuncs.com, the central server of old regions",
        "vpc.aliyuncs.com，老地域的中心服务地址",
    ),
    ("HMAC-SHA1 over the parameters", "对参数做 HMAC-SHA1"),
    (
        "ACS3-HMAC-SHA256 over the whole request",
        "对整个请求做 ACS3-HMAC-SHA256",
    ),
];

/// What stands below the options, by its English paragraph; commands stay as they are.
pub(super) const NOTES: &[(&str, &str)] = &[
    ("Examples:", "示例："),
    ("Example:", "示例："),
    ("Exit codes:", "退出码："),
    ("0  done", "0  完成"),
    ("1  refused by findings", "1  因检查结果被拒绝"),
    (
        "2  the command line, a values file or a manifest is wrong",
        "2  命令行、取值文件或清单有误",
    ),
    ("3  the input cannot be read", "3  无法读取输入"),
    (
        "4  the cloud's API answered with an error, or could not be reached",
        "4  云端 API 返回错误，或无法访问",
    ),
    (
        "5  the output cannot be written: no space, no permission",
        "5  无法写出：空间不足或没有权限",
    ),
    (
        "Of many connections: 3 if one could not be read, else 1 if one was refused; the others are rendered.",
        "处理多个连接时：有无法读取的为 3，否则有被拒绝的为 1；其余照常生成。",
    ),
    (
        "Many connections, each rendered or refused by itself (a folder of responses, a list, one response per line):",
        "多个连接，各自生成或被拒绝（存放响应的文件夹、列表、每行一个响应）：",
    ),
    (
        "Keys are never in a ticket. Without -o it goes to standard output as Markdown. A response that is refused still gives a ticket: with the findings, without a configuration; the exit code is then 1.",
        "工单中从不含密钥。不给出 -o 时以 Markdown 写到标准输出。被拒绝的响应仍会生成工单：含检查结果，不含配置；此时退出码为 1。",
    ),
    (
        "Credentials are taken from where the official SDKs and the aliyun command take them: environment, OIDC token, ~/.aliyun/config.json, ~/.alibabacloud/credentials (or credentials.ini), the ECS instance's role. Proxies are taken from HTTPS_PROXY and NO_PROXY. `peerconf policy` prints the permissions that are needed.",
        "凭证的来源与官方 SDK 和 aliyun 命令相同：环境变量、OIDC 令牌、~/.aliyun/config.json、~/.alibabacloud/credentials（或 credentials.ini）、ECS 实例角色。代理取自 HTTPS_PROXY 与 NO_PROXY。所需权限由 `peerconf policy` 输出。",
    ),
    ("A target of your own:", "自己的目标设备："),
    ("To start a target from one:", "以现有目标设备为起点："),
    (
        "An editor with a TOML plugin takes it by a first line `#:schema ./manifest.schema.json`.",
        "带 TOML 插件的编辑器可在首行写 `#:schema ./manifest.schema.json` 来使用它。",
    ),
    (
        "Tells every fault of the manifests with file, line and key, renders the responses of the project's tests with the templates, and shows how nasty keys, identities and names come out.",
        "列出清单中的每处错误及其文件、行与键；用模板生成本项目测试的全部响应；并展示含特殊字符的密钥、身份标识与名称的写法。",
    ),
    (
        "What is expected stands in <vendor>/<platform>/tests: a file for each response with its outcomes and texts, and one for each input. `--accept` writes them; read them as if you had to paste them.",
        "预期结果在 <vendor>/<platform>/tests 中：每个响应一个文件（结果与文本），每个输入值一个文件。`--accept` 写出这些文件；请像要亲手粘贴一样审阅。",
    ),
    (
        "The schemas of manifests and values files are those of `peerconf targets schema`.",
        "清单与取值文件的 Schema 由 `peerconf targets schema` 输出。",
    ),
    (
        "The script asks the program itself, which knows targets, their releases and inputs, rules and examples.",
        "脚本会询问程序本身，程序知道目标设备、其版本与输入值、规则和示例。",
    ),
    (
        "The page is one file. It renders in the browser, sends nothing anywhere, and works from a disk, without a network, or from a server of yours.",
        "网页是单个文件，在浏览器中完成生成，不向任何地方发送内容；可从磁盘离线打开，也可放在自己的服务器上。",
    ),
];
