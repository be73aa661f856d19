"""Reads the set commands of an SRX back."""

import re

from harness.model import Bgp, Identity, Model, Tunnel, Unreadable

ENCRYPTION = {"des-cbc": "des", "3des-cbc": "3des", "aes-128-cbc": "aes128", "aes-192-cbc": "aes192", "aes-256-cbc": "aes256"}
IKE_HASH = {"md5": "md5", "sha1": "sha1", "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512"}
ESP_HASH = {
    "hmac-md5-96": "md5", "hmac-sha1-96": "sha1", "hmac-sha-256-128": "sha256", "hmac-sha-384": "sha384", "hmac-sha-512": "sha512",
}  # fmt: skip
ANY = "0.0.0.0/0"


def words(line: str) -> list[str]:
    """The words of a command; a quotation is one, without its quotes and escapes."""
    found = re.findall(r'"(?:[^"\\]|\\.)*"|\S+', line)
    return [re.sub(r"\\(.)", r"\1", word[1:-1]) if word.startswith('"') else word for word in found]


class Device:
    """The set commands, sought by their first words."""

    def __init__(self, text: str):
        lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
        # What stands in a routing instance is read like what stands in none.
        whole = [words(line) for line in lines]
        inner = {"routing-options", "protocols"}
        self.lines = [["set", *line[3:]] if line[1] == "routing-instances" and line[3] in inner else line for line in whole]

    def all(self, prefix: str) -> list[list[str]]:
        """What stands behind the prefix, command by command."""
        head = ["set", *prefix.split()]
        return [line[len(head) :] for line in self.lines if line[: len(head)] == head]

    def one(self, prefix: str) -> str:
        found = self.all(prefix)
        if len(found) != 1 or len(found[0]) != 1:
            raise Unreadable(f"{len(found)} lines `{prefix}`")
        return found[0][0]

    def maybe(self, prefix: str) -> str | None:
        return self.one(prefix) if self.all(prefix) else None


def read(files, context) -> Model:
    (text,) = files.values()
    device = Device(text)
    names = list(dict.fromkeys(line[0] for line in device.all("security ipsec vpn")))
    tunnels = [_tunnel(device, name, context) for name in names]
    order, announced = _bgp(device, [tunnel for tunnel, _ in tunnels], names)
    ranked = sorted(tunnels, key=lambda one: order.get(one[0].cloud_address, one[1]))
    return Model([tunnel for tunnel, _ in ranked], announced)


def _tunnel(device: Device, name: str, context) -> tuple[Tunnel, int]:
    vpn = f"security ipsec vpn {name}"
    gateway = f"security ike gateway {device.one(f'{vpn} ike gateway')}"
    tunnel = Tunnel(device.one(f"{gateway} address"))
    _phase1(device, tunnel, gateway)
    policy = f"security ipsec policy {device.one(f'{vpn} ike ipsec-policy')}"
    proposal = f"security ipsec proposal {device.one(f'{policy} proposals')}"
    if device.one(f"{proposal} protocol") != "esp":
        raise Unreadable("the proposal is not ESP")
    tunnel.esp_encryption = ENCRYPTION[device.one(f"{proposal} encryption-algorithm")]
    tunnel.esp_integrity = ESP_HASH[device.one(f"{proposal} authentication-algorithm")]
    tunnel.esp_lifetime = int(device.one(f"{proposal} lifetime-seconds"))
    pfs = device.maybe(f"{policy} perfect-forward-secrecy keys")
    tunnel.pfs = int(pfs.removeprefix("group")) if pfs else None
    if device.one(f"{vpn} establish-tunnels") != "immediately":
        raise Unreadable("the tunnel waits for traffic")
    if context.topology == "policy":
        tunnel.selectors = _policies(device, name)
        return tunnel, 0
    tunnel.selectors, learnt = _selectors(device, vpn)
    routes, rank = _routes(device, device.one(f"{vpn} bind-interface"))
    if learnt:
        routes = frozenset(cloud for _, cloud in tunnel.selectors)
        ranks = {int(line[2]) for line in device.all(f"{vpn} traffic-selector") if line[1] == "preference"}
        rank = min(ranks, default=0)
    tunnel.routes = routes
    _zones(device, device.one(f"{vpn} bind-interface"))
    return tunnel, rank


def _phase1(device: Device, tunnel: Tunnel, gateway: str) -> None:
    policy = f"security ike policy {device.one(f'{gateway} ike-policy')}"
    proposal = f"security ike proposal {device.one(f'{policy} proposals')}"
    tunnel.ike_version = {"v1-only": 1, "v2-only": 2}[device.one(f"{gateway} version")]
    mode = device.maybe(f"{policy} mode")
    tunnel.ike_mode = (mode or "main") if tunnel.ike_version == 1 else None
    if device.one(f"{proposal} authentication-method") != "pre-shared-keys":
        raise Unreadable("phase 1 does not use pre-shared keys")
    tunnel.ike_encryption = ENCRYPTION[device.one(f"{proposal} encryption-algorithm")]
    tunnel.ike_integrity = IKE_HASH[device.one(f"{proposal} authentication-algorithm")]
    tunnel.ike_prf = tunnel.ike_integrity if tunnel.ike_version == 2 else None
    tunnel.ike_group = int(device.one(f"{proposal} dh-group").removeprefix("group"))
    tunnel.ike_lifetime = int(device.one(f"{proposal} lifetime-seconds"))
    tunnel.psk = device.one(f"{policy} pre-shared-key ascii-text")
    tunnel.device_id = _identity(device, f"{gateway} local-identity")
    tunnel.cloud_id = _identity(device, f"{gateway} remote-identity")
    tunnel.dpd = ["always-send"] in device.all(f"{gateway} dead-peer-detection")
    device.one(f"{gateway} external-interface")


def _identity(device: Device, prefix: str) -> Identity:
    ((kind, text),) = device.all(prefix)
    return Identity({"inet": "address", "hostname": "name"}[kind], text)


def _selectors(device: Device, vpn: str) -> tuple[frozenset, bool]:
    """The pairs, and whether the device makes routes of them itself."""
    listed = [line for line in device.all(f"{vpn} traffic-selector") if "local-ip" in line]
    pairs = {(line[line.index("local-ip") + 1], line[line.index("remote-ip") + 1]) for line in listed}
    if pairs:
        return frozenset(pairs), True
    if not device.all(f"{vpn} ike proxy-identity"):
        return frozenset({(ANY, ANY)}), False
    ends = device.one(f"{vpn} ike proxy-identity local"), device.one(f"{vpn} ike proxy-identity remote")
    return frozenset({ends}), False


def _routes(device: Device, interface: str) -> tuple[frozenset, int]:
    found, ranks = set(), {0}
    for line in device.all("routing-options static route"):
        match line:
            case [network, "next-hop", hop] if hop == interface:
                found.add(network)
            case [network, "qualified-next-hop", hop, "preference", preference] if hop == interface:
                found.add(network)
                ranks.add(int(preference))
    return frozenset(found), max(ranks)


def _policies(device: Device, vpn: str) -> frozenset:
    """The pairs that the policies put into the tunnel; each must have its way back."""
    address = {line[0]: line[1] for line in device.all("security address-book global address")}
    for line in device.all("security zones security-zone"):
        if line[1:3] == ["address-book", "address"]:
            address[line[3]] = line[4]
    rules: dict[tuple, dict[str, str]] = {}
    for line in device.all("security policies from-zone"):
        rule = rules.setdefault((line[0], line[2], line[4]), {})
        rule[line[-2]] = line[-1]
    pairs = {}
    for (source, target, name), rule in rules.items():
        if rule.get("ipsec-vpn") == vpn:
            pairs[source, target, name] = (address[rule["source-address"]], address[rule["destination-address"]], rule)
    outward = frozenset()
    for (source, target, _), (one, other, rule) in pairs.items():
        back = pairs.get((target, source, rule["pair-policy"]))
        if not back or back[:2] != (other, one):
            raise Unreadable(f"the policy to {other} has no way back")
        if any(line[0] == source and line[2] == target for line in _inserted(device)):
            outward |= {(one, other)}
    return outward


def _inserted(device: Device) -> list[list[str]]:
    head = ["insert", "security", "policies", "from-zone"]
    return [
        line[4:]
        for line in device.lines
        if line[:4] == head and line[4] == "trust"
    ]


def _zones(device: Device, interface: str) -> None:
    zones = [line[0] for line in device.all("security zones security-zone") if line[1:3] == ["interfaces", interface]]
    if len(zones) != 1:
        raise Unreadable(f"{interface} lies in {len(zones)} zones")
    for source, target in ((zones[0], "trust"), ("trust", zones[0])):
        lines = [line for line in device.all("security policies from-zone") if line[0] == source and line[2] == target]
        if not any(line[-2:] == ["then", "permit"] for line in lines):
            raise Unreadable(f"nothing passes from {source} to {target}")


def _bgp(device: Device, tunnels: list[Tunnel], names: list[str]) -> tuple[dict[str, int], frozenset | None]:
    for tunnel in tunnels:
        tunnel.bgp = None
    neighbors = {}
    for line in device.all("protocols bgp group"):
        if line[1] == "neighbor":
            neighbors.setdefault(line[2], {})[line[3]] = line[4]
    if not neighbors:
        return {}, None
    order, announced = {}, set()
    for tunnel, name in zip(tunnels, names, strict=True):
        unit = device.one(f"security ipsec vpn {name} bind-interface").removeprefix("st0.")
        own = device.one(f"interfaces st0 unit {unit} family inet address")
        if not own.endswith("/30"):
            raise Unreadable(f"{own} is no /30")
        ours = [(peer, facts) for peer, facts in neighbors.items() if facts["local-address"] == own[:-3]]
        if len(ours) != 1:
            raise Unreadable(f"{len(ours)} neighbors of {own}")
        peer, facts = ours[0]
        system = int(facts.get("local-as") or device.one("routing-options autonomous-system"))
        tunnel.bgp = Bgp(system, own[:-3], int(facts["peer-as"]), peer, facts.get("authentication-key"))
        then = device.all(f"policy-options policy-statement {facts['import']} term take then")
        order[tunnel.cloud_address] = -int(next(words[1] for words in then if words[0] == "local-preference"))
        listed = device.one(f"policy-options policy-statement {facts['export']} term announce from prefix-list")
        announced |= {line[0] for line in device.all(f"policy-options prefix-list {listed}")}
    return order, frozenset(announced)
