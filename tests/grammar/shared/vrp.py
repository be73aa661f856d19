"""Reads the configuration of a Huawei USG or AR back. The views are those of the manual; a line is in the view that was
entered last and not left by quit."""

import re

from harness.model import SILENT, Bgp, Identity, Model, Tunnel, Unreadable

from .blocks import Block, inverse_network, network, network_of

IKE = {"des": "des", "3des": "3des", "aes-128": "aes128", "aes-192": "aes192", "aes-256": "aes256"}
OLD_IKE = {"des-cbc": "des", "3des-cbc": "3des", "aes-cbc-128": "aes128", "aes-cbc-192": "aes192", "aes-cbc-256": "aes256"}
HASH = {"md5": "md5", "sha1": "sha1", "sha2-256": "sha256", "sha2-384": "sha384", "sha2-512": "sha512"}
INTEGRITY = {
    "hmac-md5-96": "md5", "hmac-sha1-96": "sha1", "hmac-sha2-256": "sha256", "hmac-sha2-384": "sha384", "hmac-sha2-512": "sha512",
}  # fmt: skip
PRF = {
    "hmac-md5": "md5", "hmac-sha1": "sha1", "hmac-sha2-256": "sha256", "hmac-sha2-384": "sha384", "hmac-sha2-512": "sha512",
}  # fmt: skip
ENTERS = {
    "": re.compile(r"system-view"),
    "system-view": re.compile(
        r"(acl number|ike (proposal|peer)|ipsec (proposal|profile)|ipsec policy \S+ \d+ isakmp|interface|security-policy"
        r"|nat-policy|firewall zone|route-policy|bgp|ip-link name|nqa test-instance)\b"
    ),
    "security-policy": re.compile(r"rule name\b"),
    "nat-policy": re.compile(r"rule name\b"),
    "bgp": re.compile(r"ipv4-family\b"),
}


def views(text: str) -> Block:
    """The lines below the views that they stand in."""
    top = Block([])
    stack = [top]
    for line in text.split("\n"):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line == "quit":
            stack.pop()
            continue
        if line == "return":
            del stack[1:]
            continue
        block = Block(line.split())
        stack[-1].inner.append(block)
        view = stack[-1].words[0] if stack[-1].words else ""
        if view in ENTERS and ENTERS[view].match(line):
            stack.append(block)
    if len(stack) != 1 or len(top.inner) != 1:
        raise Unreadable("a view is not left, or left twice")
    return top.inner[0]


class Box:
    def __init__(self, text: str, context):
        self.top = views(text)
        self.context = context
        self.old = context.target == "huawei/ar" and not context.at_least("V200R010")

    def view(self, line: str) -> Block:
        found = self.top.all(line)
        if len(found) != 1:
            raise Unreadable(f"{len(found)} views `{line}`")
        return found[0]


def read(text: str, context) -> Model:
    box = Box(text, context)
    ends = _policies(box) if context.topology == "policy" else _interfaces(box)
    tunnels, ranks = [], {}
    for cloud, device, view, rest in ends:
        tunnel = _tunnel(box, cloud, device, view)
        ranks[tunnel.cloud_address] = rest.pop("rank")
        interface = rest.pop("interface", None)
        for name, value in rest.items():
            setattr(tunnel, name, value)
        tunnel.bgp = None
        if interface:
            preference = _session(box, tunnel, interface)
            ranks[tunnel.cloud_address] = ranks[tunnel.cloud_address] if preference is None else -preference
        tunnels.append(tunnel)
    tunnels.sort(key=lambda one: ranks[one.cloud_address])
    return Model(tunnels, _announced(box, tunnels))


def _policies(box: Box):
    ends = []
    for number, policy in enumerate(box.top.all("ipsec policy")):
        name = policy.words[2]
        bound = [view for view in box.top.all("interface") if view.all(f"ipsec policy {name}")]
        if len(bound) != (0 if box.context.values.get("ipsec_policy") == name else 1):
            raise Unreadable(f"policy {name} is bound to {len(bound)} interfaces")
        peer = box.view(f"ike peer {policy.one('ike-peer')[0]}")
        local = policy.maybe("tunnel local") or peer.one("local-address")
        selectors = _acl(box.view(f"acl number {policy.one('security acl')[0]}"))
        if policy.one("sa trigger-mode") != ["auto"]:
            raise Unreadable("the tunnel waits for traffic")
        ends.append((peer.one("remote-address")[0], local[0], policy, {"selectors": selectors, "rank": number}))
    return ends


def _acl(view: Block) -> frozenset:
    pairs = set()
    for block in view.all("rule"):
        match block.words:
            case ["rule", _, "permit", "ip", "source", one, wild, "destination", other, wilder]:
                pairs.add((inverse_network(one, wild), inverse_network(other, wilder)))
            case _:
                raise Unreadable(f"`{block.line}` among the selectors")
    return frozenset(pairs)


def _interfaces(box: Box):
    ends = []
    for view in box.top.all("interface"):
        name = view.words[1]
        if not name.startswith("Tunnel"):
            continue
        if view.one("tunnel-protocol") != ["ipsec"]:
            raise Unreadable(f"{name} is no IPsec tunnel")
        profile = box.view(f"ipsec profile {view.one('ipsec profile')[0]}")
        routes, rank = _routes(box, name)
        rest = {"selectors": frozenset({("0.0.0.0/0", "0.0.0.0/0")}), "routes": routes, "rank": rank, "interface": view}
        _zone(box, name)
        ends.append((view.one("destination")[0], view.one("source")[0], profile, rest))
    return ends


def _routes(box: Box, interface: str) -> tuple[frozenset, int]:
    found, ranks = set(), set()
    for block in box.top.all("ip route-static"):
        words = block.words
        net = network(words[2], words[3])
        probes = [f"{box.context.values.get(name)}/32" for name in ("probe_address", "probe_address2")]
        if words[4] != interface or net in probes:
            continue
        found.add(net)
        ranks.add(int(words[words.index("preference") + 1]) if "preference" in words else 60)
    if len(ranks) > 1:
        raise Unreadable(f"routes into {interface} of several preferences")
    return frozenset(found), ranks.pop() if ranks else 0


def _zone(box: Box, interface: str) -> None:
    """On a firewall a tunnel interface must lie in a zone, and rules must let traffic pass both ways."""
    if box.context.target != "huawei/usg":
        return
    zones = [view.words[3] for view in box.top.all("firewall zone") if view.all(f"add interface {interface}")]
    if len(zones) != 1:
        raise Unreadable(f"{interface} lies in {len(zones)} zones")
    rules = box.view("security-policy").all("rule name")
    passing = {
        (rule.one("source-zone")[0], rule.one("destination-zone")[0])
        for rule in rules
        if rule.one("action") == ["permit"]
    }
    inside = box.context.values.get("lan_zone", "trust")
    if not {(inside, zones[0]), (zones[0], inside)} <= passing:
        raise Unreadable(f"nothing passes between {inside} and {zones[0]}")


def _tunnel(box: Box, cloud: str, device: str, view: Block) -> Tunnel:
    tunnel = Tunnel(cloud, device)
    proposal = box.view(f"ipsec proposal {view.one('proposal')[0]}")
    if proposal.one("encapsulation-mode") != ["tunnel"] or proposal.one("transform") != ["esp"]:
        raise Unreadable("the proposal is not ESP in tunnel mode")
    tunnel.esp_encryption = IKE[proposal.one("esp encryption-algorithm")[0]]
    tunnel.esp_integrity = HASH[proposal.one("esp authentication-algorithm")[0]]
    pfs = view.maybe("pfs")
    tunnel.pfs = int(pfs[0].removeprefix("dh-group")) if pfs else None
    tunnel.esp_lifetime = int(view.one("sa duration time-based")[0])
    if tunnel.esp_integrity.startswith("sha") and tunnel.esp_integrity != "sha1":
        _truncation(box)
    _peer(box, tunnel, box.view(f"ike peer {view.one('ike-peer')[0]}"))
    return tunnel


def _truncation(box: Box) -> None:
    """Without this line SHA-2 is cut at another place than everybody else does."""
    line = "ipsec sha2 compatible enable" if box.context.target == "huawei/usg" else "ipsec authentication sha2 compatible enable"
    if not box.top.all(line):
        raise Unreadable(f"SHA-2 without `{line}`")


def _peer(box: Box, tunnel: Tunnel, peer: Block) -> None:
    if peer.one("remote-address") != [tunnel.cloud_address]:
        raise Unreadable("the peer's remote-address and the tunnel's destination differ")
    tunnel.ike_version = _version(peer)
    mode = peer.maybe("exchange-mode")
    if mode and tunnel.ike_version == 2:
        raise Unreadable("IKEv2 has no exchange-mode")
    tunnel.ike_mode = (mode or ["main"])[0] if tunnel.ike_version == 1 else None
    key = [word for word in peer.one("pre-shared-key") if word not in ("cipher", "simple")]
    tunnel.psk = _key(" ".join(key))
    tunnel.dpd = peer.maybe("dpd type") is not None if not box.old else SILENT
    proposal = box.view(f"ike proposal {peer.one('ike-proposal')[0]}")
    if proposal.one("authentication-method") != ["pre-share"]:
        raise Unreadable("phase 1 does not use pre-shared keys")
    tunnel.ike_encryption = (OLD_IKE if box.old else IKE)[proposal.one("encryption-algorithm")[0]]
    if tunnel.ike_version == 1:
        tunnel.ike_integrity, tunnel.ike_prf = HASH[proposal.one("authentication-algorithm")[0]], None
    else:
        tunnel.ike_integrity = INTEGRITY[proposal.one("integrity-algorithm")[0]]
        tunnel.ike_prf = PRF[proposal.one("prf")[0]]
    tunnel.ike_group = int(proposal.one("dh")[0].removeprefix("group"))
    tunnel.ike_lifetime = int(proposal.one("sa duration")[0])
    _identities(box, tunnel, peer)


def _version(peer: Block) -> int:
    if len(peer.words) == 4:
        return {"v1": 1, "v2": 2}[peer.words[3]]
    return {"1": 2, "2": 1}[peer.one("undo version")[0]]


def _identities(box: Box, tunnel: Tunnel, peer: Block) -> None:
    kind = (peer.maybe("local-id-type") or ["ip"])[0]
    name = peer.maybe("local-id") or (box.top.maybe("ike local-name") if kind != "ip" else None)
    if kind == "ip":
        tunnel.device_id = Identity("address", (name or [tunnel.device_address])[0])
    else:
        tunnel.device_id = Identity("name", name[0])
    remote = peer.maybe("remote-id") or peer.maybe("remote-name") or [tunnel.cloud_address]
    kind = peer.maybe("remote-id-type")
    tunnel.cloud_id = Identity({"ip": "address", "fqdn": "name"}[kind[0]], remote[0]) if kind else Identity.of(remote[0])


def _key(word: str) -> str:
    """Double quotes around a key are not part of it."""
    return word[1:-1] if len(word) > 1 and word[0] == word[-1] == '"' else word


def _session(box: Box, tunnel: Tunnel, interface: Block) -> int | None:
    """Sets the BGP session that runs inside the tunnel; its local preference."""
    address = interface.maybe("ip address")
    if not address or address[0] == "unnumbered":
        return None
    near = network_of(address[0], address[1])
    for process in box.top.all("bgp"):
        for block in process.all("peer"):
            if block.words[2] != "as-number" or network_of(block.words[1], address[1]) != near:
                continue
            peer = block.words[1]
            family = process.all("ipv4-family unicast")[0]
            if not family.all(f"peer {peer} enable"):
                raise Unreadable(f"peer {peer} is not enabled")
            own = next((one.words[3] for one in process.all(f"peer {peer} fake-as")), process.words[1])
            key = next((_key(one.words[4]) for one in process.all(f"peer {peer} password cipher")), None)
            tunnel.bgp = Bgp(int(own), address[0], int(block.words[3]), peer, key)
            policy = next(one.words[3] for one in family.all(f"peer {peer} route-policy") if one.words[4] == "import")
            wanted = [one for one in box.top.all(f"route-policy {policy} permit")]
            return int(wanted[0].one("apply local-preference")[0])
    raise Unreadable(f"no BGP session in {interface.line}")


def _announced(box: Box, tunnels: list[Tunnel]) -> frozenset | None:
    if not any(tunnel.bgp for tunnel in tunnels):
        return None
    announced = set()
    for process in box.top.all("bgp"):
        family = process.all("ipv4-family unicast")[0]
        for out in [one.words[3] for one in family.all("peer") if one.words[2] == "route-policy" and one.words[4] == "export"]:
            listed = box.top.all(f"route-policy {out} permit")[0].one("if-match ip-prefix")[0]
            let = {network(*_prefix(one.words)) for one in box.top.all(f"ip ip-prefix {listed}")}
            announced |= {network(one.words[1], one.words[2]) for one in family.all("network")} & let
    return frozenset(announced)


def _prefix(words: list[str]) -> tuple[str, str]:
    length = int(words[7])
    bits = (0xFFFFFFFF << (32 - length)) & 0xFFFFFFFF
    return words[6], ".".join(str(bits >> shift & 255) for shift in (24, 16, 8, 0))
