"""Reads an IOS or IOS XE configuration back: what the router would negotiate, tunnel by tunnel.

The key is the rest of its line, for the type in front of it is 0 (plain text).
"""

from harness.model import SILENT, Bgp, Identity, Model, Tunnel, Unreadable

from . import blocks
from .blocks import Block, inverse_network, network, network_of

IKE1_ENCRYPTION = {
    "des": "des", "3des": "3des", "aes": "aes128", "aes 128": "aes128", "aes 192": "aes192", "aes 256": "aes256",
}
IKE1_HASH = {"md5": "md5", "sha": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}
IKE2_ENCRYPTION = {
    "des": "des", "3des": "3des", "aes-cbc-128": "aes128", "aes-cbc-192": "aes192", "aes-cbc-256": "aes256",
}
IKE2_HASH = {"md5": "md5", "sha1": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}
ESP_ENCRYPTION = {
    "esp-des": "des", "esp-3des": "3des", "esp-aes": "aes128", "esp-aes 192": "aes192", "esp-aes 256": "aes256",
}
ESP_HASH = {
    "esp-md5-hmac": "md5", "esp-sha-hmac": "sha1", "esp-sha256-hmac": "sha256", "esp-sha384-hmac": "sha384",
    "esp-sha512-hmac": "sha512",
}  # fmt: skip


def word(table: dict[str, str], words: list[str] | str) -> str:
    text = words if isinstance(words, str) else " ".join(words)
    if text not in table:
        raise Unreadable(f"`{text}` is no algorithm")
    return table[text]


class Router:
    """All that the text sets up, by kind and name."""

    def __init__(self, text: str):
        top = blocks.read(text, ("!",))
        if not top.inner or top.inner[0].line != "configure terminal" or top.inner[-1].line != "end":
            raise Unreadable("the text does not enter configuration mode, or does not leave it")
        self.top = Block([], top.inner[1:-1])

    def named(self, prefix: str) -> dict[str, Block]:
        return dict(blocks.by_name(self.top.all(prefix), len(prefix.split())))

    def get(self, prefix: str, name: str) -> Block:
        found = self.named(prefix)
        if name not in found:
            raise Unreadable(f"no `{prefix} {name}`")
        return found[name]


def read(text: str, context) -> Model:
    router = Router(text)
    ends = _map_ends(router, context) if context.topology == "policy" else _tunnel_ends(router, context)
    tunnels = [_tunnel(router, number, *end) for number, end in enumerate(ends)]
    for tunnel, (_, _, _, rest) in zip(tunnels, ends, strict=True):
        for name, value in rest.items():
            setattr(tunnel, name, value)
    sessions, announced = _bgp(router, tunnels)
    order = sorted(tunnels, key=lambda one: sessions.get(one.cloud_address, one.__dict__.pop("metric", 0)))
    return Model(order, announced)


def _map_ends(router: Router, context):
    """(cloud's address, device's address, block that holds the phase-2 settings, fields known already)."""
    name = context.values["crypto_map"]
    entries = router.top.all(f"crypto map {name}")
    bound = router.get("interface", context.values["wan_interface"]).one("crypto map")
    if len(entries) != 1 or bound != [name]:
        raise Unreadable(f"{len(entries)} entries of crypto map {name}; {bound} is bound")
    entry = entries[0]
    selectors = _acl(router, entry.one("match address")[0])
    peers = [block.words for block in entry.all("set peer")]
    peers.sort(key=lambda words: words[-1] != "default")
    return [(words[2], SILENT, entry, {"selectors": selectors}) for words in peers]


def _tunnel_ends(router: Router, context):
    ends = []
    for name, interface in router.named("interface").items():
        if not name.startswith("Tunnel"):
            continue
        if interface.one("tunnel mode") != ["ipsec", "ipv4"] or not interface.all("no shutdown"):
            raise Unreadable(f"{name} is no IPsec tunnel, or is shut down")
        profile = router.get("crypto ipsec profile", interface.one("tunnel protection ipsec profile")[0])
        acl = interface.maybe("tunnel protection ipsec policy ipv4")
        selectors = _acl(router, acl[0]) if acl else frozenset({("0.0.0.0/0", "0.0.0.0/0")})
        routes, metric = _routes(router, name, context)
        rest = {"selectors": selectors, "routes": routes, "metric": metric, "interface": interface}
        ends.append((interface.one("tunnel destination")[0], interface.one("tunnel source")[0], profile, rest))
    return ends


def _acl(router: Router, name: str) -> frozenset:
    pairs = set()
    for line in router.get("ip access-list extended", name).inner:
        words = line.words
        if words[:2] != ["permit", "ip"]:
            raise Unreadable(f"`{line.line}` in the list of selectors")
        ends, rest = [], words[2:]
        while rest:
            if rest[0] == "any":
                ends, rest = [*ends, "0.0.0.0/0"], rest[1:]
            elif rest[0] == "host":
                ends, rest = [*ends, f"{rest[1]}/32"], rest[2:]
            else:
                ends, rest = [*ends, inverse_network(rest[0], rest[1])], rest[2:]
        pairs.add(tuple(ends))
    return frozenset(pairs)


def _routes(router: Router, interface: str, context) -> tuple[frozenset, int]:
    found, metrics = set(), set()
    for route in router.top.all("ip route"):
        words = route.words
        vrf = context.values.get("inside_vrf")
        if vrf and words[2:4] == ["vrf", vrf]:
            words = words[:2] + words[4:]
        if words[4] != interface:
            continue
        net = network(words[2], words[3])
        probe = context.values.get("probe_target")
        if probe and net == f"{probe}/32":
            continue
        found.add(net)
        metrics.add(int(words[5]) if words[5:] and words[5].isdigit() else 1)
    if len(metrics) > 1:
        raise Unreadable(f"routes into {interface} of several distances")
    return frozenset(found), metrics.pop() if metrics else 0


def _tunnel(router: Router, number: int, cloud: str, device, phase2: Block, rest: dict) -> Tunnel:
    tunnel = Tunnel(cloud, device)
    transforms = router.get("crypto ipsec transform-set", phase2.one("set transform-set")[0])
    if transforms.one("mode") != ["tunnel"]:
        raise Unreadable("the transform set is not in tunnel mode")
    words = transforms.words[4:]
    tunnel.esp_encryption = word(ESP_ENCRYPTION, words[:-1])
    tunnel.esp_integrity = word(ESP_HASH, words[-1:])
    pfs = phase2.maybe("set pfs")
    tunnel.pfs = int(pfs[0].removeprefix("group")) if pfs else None
    tunnel.esp_lifetime = int(phase2.one("set security-association lifetime seconds")[0])
    if phase2.one("set security-association lifetime kilobytes") != ["disable"]:
        raise Unreadable("rekeying by volume is on")
    profile = phase2.maybe("set ikev2-profile")
    if profile:
        _ikev2(router, tunnel, router.get("crypto ikev2 profile", profile[0]))
    else:
        _ikev1(router, tunnel, number, router.get("crypto isakmp profile", phase2.one("set isakmp-profile")[0]))
    return tunnel


def _ikev2(router: Router, tunnel: Tunnel, profile: Block) -> None:
    tunnel.ike_version, tunnel.ike_mode = 2, None
    if profile.one("authentication local") != ["pre-share"] or profile.one("authentication remote") != ["pre-share"]:
        raise Unreadable("the profile does not authenticate by pre-shared keys")
    tunnel.ike_lifetime = int(profile.one("lifetime")[0])
    tunnel.dpd = profile.maybe("dpd") is not None
    tunnel.device_id = _identity(profile.one("identity local"))
    tunnel.cloud_id = _identity(profile.one("match identity remote"))
    listens = profile.one("match address local")[0]
    if tunnel.device_address is SILENT:
        tunnel.device_address = listens
    elif tunnel.device_address != listens:
        raise Unreadable("the tunnel's source and the profile's local address differ")
    keyring = router.get("crypto ikev2 keyring", profile.one("keyring local")[0])
    keys = [peer.one("pre-shared-key") for peer in keyring.all("peer") if peer.one("address") == [tunnel.cloud_address]]
    if len(keys) != 1 or keys[0][0] != "0":
        raise Unreadable(f"{len(keys)} keys of {tunnel.cloud_address}")
    tunnel.psk = " ".join(keys[0][1:])
    proposals = [
        block.words[1] for policy in router.named("crypto ikev2 policy").values() for block in policy.all("proposal")
    ]
    # One policy holds the proposals of all tunnels; the one that belongs to this tunnel bears the profile's name.
    named = [name for name in proposals if name == profile.words[3]] or proposals
    proposal = router.get("crypto ikev2 proposal", named[0])
    tunnel.ike_encryption = word(IKE2_ENCRYPTION, proposal.one("encryption"))
    tunnel.ike_integrity = word(IKE2_HASH, proposal.one("integrity"))
    prf = proposal.maybe("prf")
    tunnel.ike_prf = word(IKE2_HASH, prf) if prf else tunnel.ike_integrity
    tunnel.ike_group = int(proposal.one("group")[0])


def _identity(words: list[str]) -> Identity:
    match words:
        # A VRF may stand behind the mask.
        case ["address", address] | ["address", address, "255.255.255.255"] | ["address", address, "255.255.255.255", _]:
            return Identity("address", address)
        case ["fqdn", name] | ["host", name]:
            return Identity("name", name)
        case ["key-id", name]:
            return Identity("key", name)
    raise Unreadable(f"`{' '.join(words)}` is no identity")


def _ikev1(router: Router, tunnel: Tunnel, number: int, profile: Block) -> None:
    tunnel.ike_version, tunnel.ike_prf = 1, None
    policies = router.top.all("crypto isakmp policy")
    policy = policies[min(number, len(policies) - 1)]
    if policy.one("authentication") != ["pre-share"]:
        raise Unreadable("the policy does not authenticate by pre-shared keys")
    tunnel.ike_encryption = word(IKE1_ENCRYPTION, policy.one("encryption"))
    tunnel.ike_integrity = word(IKE1_HASH, policy.one("hash"))
    tunnel.ike_group = int(policy.one("group")[0])
    tunnel.ike_lifetime = int(policy.one("lifetime")[0])
    aggressive = profile.maybe("initiate mode")
    tunnel.ike_mode = aggressive[0] if aggressive else "main"
    tunnel.dpd = profile.maybe("keepalive") is not None
    listens = profile.one("local-address")[0]
    if tunnel.device_address is SILENT:
        tunnel.device_address = listens
    elif tunnel.device_address != listens:
        raise Unreadable("the tunnel's source and the profile's local address differ")
    own = profile.one("self-identity")
    tunnel.device_id = Identity("address", listens) if own == ["address"] else _identity(own)
    peers = [_identity(block.words[2:]) for block in profile.all("match identity")]
    mine = [peer for peer in peers if peer.kind != "address" or peer.text == tunnel.cloud_address]
    if len(mine) != 1:
        mine = peers[number : number + 1] or peers
    tunnel.cloud_id = mine[0]
    keyring = router.get("crypto keyring", profile.one("keyring")[0])
    keys = [
        " ".join(block.words[5:])
        for block in keyring.all("pre-shared-key")
        if block.words[3:5] == ["key", "0"] or block.words[2:3] and block.words[3] == "key"
        if block.words[2] in (tunnel.cloud_address, tunnel.cloud_id.text)
    ]
    if len(set(keys)) != 1:
        raise Unreadable(f"{len(set(keys))} different keys of {tunnel.cloud_address}")
    tunnel.psk = keys[0]


def _bgp(router: Router, tunnels: list[Tunnel]) -> tuple[dict[str, int], frozenset | None]:
    """Sets each tunnel's session; the order of preference by the cloud's address, and what is announced."""
    processes = router.named("router bgp")
    for tunnel in tunnels:
        tunnel.bgp = None
    if not processes:
        return {}, None
    number, process = next(iter(processes.items()))
    family = next(block for block in process.inner if block.line.startswith("address-family ipv4"))
    # Neighbors of a VRF stand in its address family.
    named = family if " vrf " in family.line else process
    order, announced = {}, set()
    for tunnel in tunnels:
        interface = tunnel.__dict__.pop("interface")
        address, mask = interface.one("ip address")
        near = network_of(address, mask)
        for neighbor in named.all("neighbor"):
            peer = neighbor.words[1]
            if neighbor.words[2] != "remote-as" or network_of(peer, mask) != near:
                continue
            local_as = next((b.words[3] for b in named.all(f"neighbor {peer} local-as")), number)
            if not family.all(f"neighbor {peer} activate"):
                raise Unreadable(f"neighbor {peer} is not activated")
            key = next((b.words[4] for b in process.all(f"neighbor {peer} password 0")), None)
            tunnel.bgp = Bgp(int(local_as), address, int(neighbor.words[3]), peer, key)
            into = next(b.words[3] for b in family.all(f"neighbor {peer} route-map") if b.words[4] == "in")
            preference = next(b for b in router.top.all(f"route-map {into}")).one("set local-preference")
            order[tunnel.cloud_address] = -int(preference[0])
            out = next(b.words[3] for b in family.all(f"neighbor {peer} route-map") if b.words[4] == "out")
            listed = next(b for b in router.top.all(f"route-map {out}")).one("match ip address prefix-list")[0]
            let = {b.words[6] for b in router.top.all(f"ip prefix-list {listed}") if b.words[5] == "permit"}
            announced |= {network(b.words[1], b.words[3]) for b in family.all("network")} & let
    return order, frozenset(announced)
