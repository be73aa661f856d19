//! Steps of the change and of its rollback.

use super::{Text, texts};

texts! { CHECKLIST_TEXTS:
    BEFORE = "Before the window", "变更前";
    CHANGE = "In the window", "变更中";
    PROVE = "Prove it", "验证";
    AFTER = "Afterwards", "变更后";

    SETTLE_ERRORS = "Settle every finding of the level error, and write this ticket anew.", "解决全部错误级问题，并重新生成本工单。";
    AGREE = "Agree on the window, and on who is at the device and who is at the cloud's console.", "约定变更窗口，明确设备侧与云控制台两端的操作人员。";
    BACK_UP = "Back up the running configuration of {device}, and keep a way in that does not use the tunnel.", "备份 {device} 的运行配置，并保留一条不经过该隧道的管理通道。";
    BACK_UP_CLOUD = "Save what the cloud has now (DescribeVpnConnection), to go back to.", "保存云端当前参数（DescribeVpnConnection），以便回退。";
    RELEASE = "Compare the software of {device} with what this was written for ({range}).", "核对 {device} 的软件版本是否在本配置的适用范围内（{range}）。";
    FILL_IN = "Fill in what is left: {names}.", "填写剩余内容：{names}。";
    GET_KEY = "Render the configuration with its keys on the machine that loads it; pass them on by another way than this ticket.", "在加载配置的机器上生成含密钥的配置；密钥须另行传递，不得写入工单。";
    OPEN_PORTS = "See that UDP 500 and 4500 and ESP (IP protocol 50) pass between {device} and {cloud}, in both directions.", "确认 {device} 与 {cloud} 之间双向放行 UDP 500、UDP 4500 与 ESP（IP 协议 50）。";
    OPEN_PORTS_PLAIN = "See that UDP 500 and ESP (IP protocol 50) pass between {device} and {cloud}, in both directions.", "确认 {device} 与 {cloud} 之间双向放行 UDP 500 与 ESP（IP 协议 50）。";
    LOOK_AT_WARNINGS = "Read the warnings, and decide about each.", "阅读各项警告并逐条确认处理意见。";
    CLOUD_ROUTES_FLOWS = "See that the VPC's route table has {networks} towards the VPN gateway: routes of a policy are not published by themselves.", "确认 VPC 路由表中有指向 VPN 网关的 {networks}：策略路由默认不会自动发布。";
    CLOUD_ROUTES_DESTINATION = "See that the VPN gateway has routes to {networks} and publishes them to the VPC.", "确认 VPN 网关上有到 {networks} 的路由并已发布到 VPC。";
    PREMISES_NETWORKS = "the networks on the premises", "本地网段";
    CLOUD_ROUTES_BGP = "See that BGP is switched on for the VPN gateway and that it propagates routes to the VPC.", "确认 VPN 网关已启用 BGP，并开启向 VPC 的路由自动传播。";
    NETWORKS_OF_VPC = "the networks of the VPC", "VPC 的各网段";
    WAY_BACK = "See that the hosts in {device} send packets for {cloud} to the device: where another router is their default gateway, it needs routes for {cloud} by way of the device, else answers go to the Internet.", "确认 {device} 内的主机把去往 {cloud} 的报文发给设备：若其默认网关是另一台路由器，该路由器须有经设备去往 {cloud} 的路由，否则应答会发往互联网。";
    SECURITY_GROUPS = "See that security groups in the VPC let the premises in.", "确认 VPC 内的安全组允许本地网段访问。";

    SET_CLOUD = "On the cloud side, for {rule}: {settings}.", "云端修改（{rule}）：{settings}。";
    SET_CLOUD_TUNNEL = "On the cloud side, tunnel {number}, for {rule}: {settings}.", "云端修改隧道 {number}（{rule}）：{settings}。";
    WHERE_YOU_AGREE = "Cloud-side changes come first, and only those that you decided on; fetch the response again and render anew afterwards.", "先做已确认的云端修改；改完须重新获取响应并重新生成配置。";
    LOAD = "Load the configuration on {device}.", "在 {device} 上加载配置。";
    START = "Send traffic from the premises to the VPC, which starts the negotiation.", "从本地向 VPC 发送流量以触发协商。";
    SAVE = "Save the configuration on {device} only when everything below holds.", "以下各项全部通过后，再保存 {device} 的配置。";

    IKE_UP = "The IKE SA of tunnel {number} is up: {proposal}.", "隧道 {number} 的 IKE SA 已建立：{proposal}。";
    CHILD_UP = "The CHILD_SA of tunnel {number} is up: {proposal}.", "隧道 {number} 的 CHILD_SA 已建立：{proposal}。";
    CONSOLE = "The console shows phase 2 as negotiated ({status}).", "控制台显示第二阶段协商成功（{status}）。";
    PING = "A ping from a host in {device} to one in {cloud} is answered, and one the other way too.", "从 {device} 内的主机 ping {cloud} 内的主机有应答，反方向亦然。";
    PING_ANY = "A ping from a host on the premises to one in the VPC is answered, and one the other way too.", "本地主机 ping VPC 内主机有应答，反方向亦然。";
    EVERY_PAIR = "Each pair of networks passes traffic, not only the first: {count} pairs.", "每一对网段（共 {count} 对）都有流量通过，而不仅是第一对。";
    COUNTERS = "The counters of encrypted and of decrypted packets both grow.", "加密与解密报文计数均在增长。";
    LARGE = "A large download through the tunnel does not stall (MTU, MSS).", "经隧道下载大文件不会卡住（MTU、MSS）。";
    BGP_UP = "The BGP session of tunnel {number} is established: {device} to {cloud}.", "隧道 {number} 的 BGP 会话已建立：{device} 至 {cloud}。";
    BGP_ROUTES = "The device has learnt the VPC's networks, and the cloud those of the premises; no more than was meant.", "设备已学到 VPC 网段，云端已学到本地网段，且没有多余的路由。";
    FAIL_OVER = "Shut tunnel 1: traffic goes on through tunnel 2. Bring tunnel 1 back: traffic returns.", "关闭隧道 1：流量改走隧道 2；恢复隧道 1：流量切回。";
    FAIL_OVER_SHARED = "Shut each tunnel in turn: traffic goes on through the other.", "依次关闭每条隧道：流量由另一条承载。";
    SECOND_WAITS = "Tunnel 2 is configured and still down: {device} brings it up only when tunnel 1 has failed, and until then the console shows it as not negotiated.", "隧道 2 已配置且处于未建立状态：{device} 仅在隧道 1 失效后才建立隧道 2，此前控制台显示其未协商成功。";
    CONSOLE_FIRST = "The console shows phase 2 of tunnel 1 as negotiated ({status}).", "控制台显示隧道 1 第二阶段协商成功（{status}）。";
    FAIL_OVER_WAITS = "Shut tunnel 1: tunnel 2 comes up ({phase1}, then {phase2}) and traffic goes on through it. Bring tunnel 1 back and see which of the two carries traffic.", "关闭隧道 1：隧道 2 随即建立（{phase1}，然后 {phase2}），流量改走隧道 2；恢复隧道 1 后，确认由哪一条隧道承载流量。";
    PROBE = "{device} answers the cloud's health check.", "{device} 应答云端的健康检查。";

    WATCH = "Watch the tunnel past the first rekey ({time} s after the start).", "观察隧道直至首次重协商之后（建立后 {time} 秒）。";
    MONITOR = "Set an alarm on the state of the connection on both sides.", "在两侧为连接状态配置告警。";
    DELETE_COPIES = "Delete every copy of the configuration that holds the key.", "删除所有含密钥的配置副本。";
    CLOSE = "Attach the output of the commands to this ticket, without keys.", "将命令输出（不含密钥）附于本工单。";

    WHEN = "Go back when the tunnel is not up, or traffic does not pass, at the time that you agreed on.", "若到约定时间隧道仍未建立或流量不通，则回退。";
    UNDO_DEVICE = "Run the commands below on {device}, or load its backup.", "在 {device} 上执行以下命令，或恢复备份配置。";
    UNDO_CLOUD = "Set the values on the cloud side back to those that were saved.", "将云端参数恢复为事先保存的值。";
    UNDO_CHECK = "See that traffic takes the way that it took before, and save the device's configuration.", "确认流量恢复原路径，并保存设备配置。";
}
