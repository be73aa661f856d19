"""Reads an ASA's configuration back. Many lines are whole commands without a view, found by their first words."""

from harness.model import SILENT, Bgp, Identity, Model, Tunnel, Unreadable
from shared import blocks
from shared.blocks import Block, network, network_of

CIPHER = {"des": "des", "3des": "3des", "aes": "aes128", "aes-192": "aes192", "aes-256": "aes256"}
HASH = {"md5": "md5", "sha": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}
ESP2_HASH = {"md5": "md5", "sha-1": "sha1", "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512"}
ESP1 = {"esp-des": "des", "esp-3des": "3des", "esp-aes": "aes128", "esp-aes-192": "aes192", "esp-aes-256": "aes256"}
ESP1_HASH = {"esp-md5-hmac": "md5", "esp-sha-hmac": "sha1"}
UNLIMITED = ("unlimited", "2147483647")  # the largest number, where the word does not exist


def read(files, context) -> Model:
    (text,) = files.values()
    top = blocks.read(text, ("!",))
    if not top.inner or top.inner[0].line != "configure terminal" or top.inner[-1].line != "end":
        raise Unreadable("the text does not enter configuration mode, or does not leave it")
    ends = _map(top, context) if context.topology == "policy" else _interfaces(top)
    tunnels, ranks = [], {}
    for number, (cloud, view, rest) in enumerate(ends):
        tunnel = _tunnel(top, cloud, view, number)
        ranks[cloud] = rest.pop("rank")
        interface = rest.pop("interface", None)
        for name, value in rest.items():
            setattr(tunnel, name, value)
        tunnel.bgp = None
        if interface and top.all("router bgp"):
            ranks[cloud] = _session(top, tunnel, interface)
        tunnels.append(tunnel)
    tunnels.sort(key=lambda one: ranks[one.cloud_address])
    return Model(tunnels, _announced(top) if any(tunnel.bgp for tunnel in tunnels) else None)


def _map(top: Block, context):
    """The entry's commands as a view."""
    name = context.values["crypto_map"]
    numbers = {line.words[3] for line in top.all(f"crypto map {name}") if line.words[3].isdigit()}
    if len(numbers) != 1:
        raise Unreadable(f"{len(numbers)} entries of crypto map {name}")
    head = f"crypto map {name} {numbers.pop()}"
    entry = Block(head.split(), [Block(line.words[4:]) for line in top.all(head)])
    if not top.all(f"crypto map {name} interface"):
        raise Unreadable("the crypto map is not bound")
    pairs = set()
    for line in top.all(f"access-list {entry.one('match address')[0]} extended"):
        words = line.words[3:]
        if words[:2] != ["permit", "ip"]:
            raise Unreadable(f"`{line.line}` among the selectors")
        pairs.add(_ends(words[2:]))
    return [
        (peer, entry, {"selectors": frozenset(pairs), "rank": rank}) for rank, peer in enumerate(entry.one("set peer"))
    ]


def _ends(words: list[str]) -> tuple[str, str]:
    found = []
    while words:
        if words[0] in ("any", "any4"):
            found, words = [*found, "0.0.0.0/0"], words[1:]
        else:
            found, words = [*found, network(words[0], words[1])], words[2:]
    one, other = found
    return one, other


def _interfaces(top: Block):
    ends = []
    for view in top.all("interface"):
        if not view.words[1].startswith("Tunnel"):
            continue
        if view.one("tunnel mode") != ["ipsec", "ipv4"] or not view.all("no shutdown"):
            raise Unreadable(f"{view.line} is no IPsec tunnel, or is shut down")
        profile = dict(blocks.by_name(top.all("crypto ipsec profile"), 3))[view.one("tunnel protection ipsec profile")[0]]
        name = view.one("nameif")[0]
        if not [line for line in top.all("access-group") if line.words[-1] == name]:
            raise Unreadable(f"nothing comes in through {name}: it has no access-group")
        routes = [line.words for line in top.all(f"route {name}")]
        rest = {
            "selectors": frozenset({("0.0.0.0/0", "0.0.0.0/0")}),
            "routes": frozenset(network(words[2], words[3]) for words in routes if words[3] != "255.255.255.255"),
            "rank": max((int(words[5]) for words in routes if words[5:] and words[5].isdigit()), default=0),
            "interface": view,
        }
        ends.append((view.one("tunnel destination")[0], profile, rest))
    return ends


def _tunnel(top: Block, cloud: str, view: Block, number: int) -> Tunnel:
    tunnel = Tunnel(cloud)
    pfs = view.maybe("set pfs")
    tunnel.pfs = int(pfs[0].removeprefix("group")) if pfs else None
    tunnel.esp_lifetime = int(view.one("set security-association lifetime seconds")[0])
    if view.one("set security-association lifetime kilobytes")[0] not in UNLIMITED:
        raise Unreadable("rekeying by volume is on")
    group = _group(top, cloud)
    tunnel.cloud_id = Identity.of(group.words[1])
    tunnel.dpd = group.maybe("isakmp keepalive") not in (None, ["disable"])
    proposal = view.maybe("set ikev2 ipsec-proposal")
    if proposal:
        _ikev2(top, tunnel, proposal[0], group, number)
    else:
        _ikev1(top, tunnel, view, group, number)
    return tunnel


def _group(top: Block, name: str) -> Block:
    """The attributes of a tunnel group as one view."""
    if not top.all(f"tunnel-group {name} type ipsec-l2l"):
        raise Unreadable(f"no tunnel-group {name}")
    ipsec = [line for line in top.all(f"tunnel-group {name} ipsec-attributes")]
    general = [line for line in top.all(f"tunnel-group {name} general-attributes")]
    return Block(["tunnel-group", name], [line for view in ipsec + general for line in view.inner])


def _allowed(top: Block, group: Block, protocol: str) -> None:
    name = group.one("default-group-policy")[0]
    (attributes,) = top.all(f"group-policy {name} attributes")
    if attributes.one("vpn-tunnel-protocol") != [protocol]:
        raise Unreadable(f"group policy {name} does not allow {protocol}")
    if not top.all(f"crypto {protocol} enable"):
        raise Unreadable(f"{protocol} is not enabled on an interface")


def _policy(top: Block, head: str, number: int) -> Block:
    policies = top.all(head)
    return policies[min(number, len(policies) - 1)]


def _ikev2(top: Block, tunnel: Tunnel, name: str, group: Block, number: int) -> None:
    _allowed(top, group, "ikev2")
    tunnel.ike_version, tunnel.ike_mode = 2, None
    esp = dict(blocks.by_name(top.all("crypto ipsec ikev2 ipsec-proposal"), 4))[name]
    tunnel.esp_encryption = CIPHER[esp.one("protocol esp encryption")[0]]
    tunnel.esp_integrity = ESP2_HASH[esp.one("protocol esp integrity")[0]]
    keys = {side: group.one(f"ikev2 {side}-authentication pre-shared-key")[0] for side in ("local", "remote")}
    if keys["local"] != keys["remote"]:
        raise Unreadable("the keys of both directions differ")
    tunnel.psk = keys["local"]
    policy = _policy(top, "crypto ikev2 policy", number)
    tunnel.ike_encryption = CIPHER[policy.one("encryption")[0]]
    tunnel.ike_integrity, tunnel.ike_prf = HASH[policy.one("integrity")[0]], HASH[policy.one("prf")[0]]
    tunnel.ike_group = int(policy.one("group")[0])
    tunnel.ike_lifetime = int(policy.one("lifetime seconds")[0])


def _ikev1(top: Block, tunnel: Tunnel, view: Block, group: Block, number: int) -> None:
    _allowed(top, group, "ikev1")
    tunnel.ike_version, tunnel.ike_prf = 1, None
    name = view.one("set ikev1 transform-set")[0]
    words = dict(blocks.by_name(top.all("crypto ipsec ikev1 transform-set"), 4))[name].words
    tunnel.esp_encryption, tunnel.esp_integrity = ESP1[words[5]], ESP1_HASH[words[6]]
    tunnel.psk = group.one("ikev1 pre-shared-key")[0]
    policy = _policy(top, "crypto ikev1 policy", number)
    tunnel.ike_encryption = CIPHER[policy.one("encryption")[0]]
    tunnel.ike_integrity = HASH[policy.one("hash")[0]]
    tunnel.ike_group = int(policy.one("group")[0])
    tunnel.ike_lifetime = int(policy.one("lifetime")[0])
    mode = view.maybe("set ikev1 phase1-mode")
    tunnel.ike_mode = mode[0] if mode else "main"
    if mode and mode[1:] and int(mode[1].removeprefix("group")) != tunnel.ike_group:
        raise Unreadable("aggressive mode offers another group than the policy")


def _session(top: Block, tunnel: Tunnel, interface: Block) -> int:
    address, mask = interface.one("ip address")
    (process,) = top.all("router bgp")
    (family,) = process.all("address-family ipv4")
    for line in family.all("neighbor"):
        peer = line.words[1]
        if line.words[2] == "remote-as" and network_of(peer, mask) == network_of(address, mask):
            if not family.all(f"neighbor {peer} activate"):
                raise Unreadable(f"neighbor {peer} is not activated")
            own = next((one.words[3] for one in family.all(f"neighbor {peer} local-as")), process.words[2])
            key = next((one.words[3] for one in family.all(f"neighbor {peer} password")), None)
            tunnel.bgp = Bgp(int(own), address, int(line.words[3]), peer, key)
            into = next(one.words[3] for one in family.all(f"neighbor {peer} route-map") if one.words[4] == "in")
            return -int(top.all(f"route-map {into}")[0].one("set local-preference")[0])
    return 0 if tunnel.bgp is SILENT else 1


def _announced(top: Block) -> frozenset:
    (family,) = top.all("router bgp")[0].all("address-family ipv4")
    let = set()
    for line in family.all("neighbor"):
        if line.words[2] == "route-map" and line.words[4] == "out":
            listed = top.all(f"route-map {line.words[3]}")[0].one("match ip address prefix-list")[0]
            let |= {one.words[5] for one in top.all(f"prefix-list {listed}") if one.words[4] == "permit"}
    return frozenset(network(line.words[1], line.words[3]) for line in family.all("network")) & let
