"""Reads what is written for VyOS back: a tree of nodes, as its configuration session makes one of `set` lines."""

import base64
import shlex

from harness.model import Bgp, Identity, Model, Tunnel, Unreadable

HASHES = {"md5", "sha1", "sha256", "sha384", "sha512"}
CIPHERS = {"3des": "3des", "aes128": "aes128", "aes192": "aes192", "aes256": "aes256"}


def read(files, context):
    (text,) = [text for path, text in files.items() if path.endswith(".set")]
    tree = _tree(text)
    ipsec = tree["vpn"]["ipsec"]
    tunnels = [_tunnel(tree, ipsec, name, peer) for name, peer in ipsec["site-to-site"]["peer"].items()]
    bgp = tree.get("protocols", {}).get("bgp")
    announced = None
    if bgp:
        announced = frozenset(bgp["address-family"]["ipv4-unicast"].get("network", {}))
        for name in {_one(n["address-family"]["ipv4-unicast"]["route-map"]["export"]) for n in bgp["neighbor"].values()}:
            if _allowed(tree["policy"], name) != announced:
                raise Unreadable(f"route-map {name} lets out what is not announced, or keeps it back")
    used = [tunnel.vti for tunnel in tunnels if tunnel.vti]
    if len(set(used)) != len(used):
        raise Unreadable("two tunnels on one VTI")
    tunnels.sort(key=lambda tunnel: _rank(tree, tunnel))
    bound = [tunnel.vti for tunnel in tunnels if tunnel.vti]
    if len(set(bound)) != len(bound):
        raise Unreadable("two tunnels share a VTI")
    for tunnel in tunnels:
        del tunnel.vti
    return Model(tunnels, announced)


def _tree(text):
    tree = {}
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        word, *path = shlex.split(line)
        if word != "set":
            raise Unreadable(f"no set line: {line}")
        node = tree
        for step in path:
            node = node.setdefault(step, {})
    return tree


def _one(node):
    """The one value of a leaf."""
    if len(node) != 1:
        raise Unreadable(f"{len(node)} values where one is due: {sorted(node)}")
    return next(iter(node))


def _tunnel(tree, ipsec, name, peer):
    auth, ike, esp = peer["authentication"], ipsec["ike-group"][_one(peer["ike-group"])], None
    esp = ipsec["esp-group"][_one(peer["default-esp-group"])]
    if _one(auth["mode"]) != "pre-shared-secret" or "respond" in peer["connection-type"]:
        raise Unreadable(f"{name} does not start with a key")
    found = Tunnel(_one(peer["remote-address"]), _one(peer["local-address"]))
    found.ike_version = int(_one(ike["key-exchange"]).removeprefix("ikev"))
    found.ike_mode = _one(ike["mode"]) if found.ike_version == 1 else None
    phase1, phase2 = _one_proposal(ike), _one_proposal(esp)
    found.ike_encryption, found.ike_integrity = CIPHERS[_one(phase1["encryption"])], _hash(phase1)
    # without a prf of its own the proposal has the hash as its PRF
    found.ike_prf = None if found.ike_version == 1 else _one(phase1["prf"]).removeprefix("prf") if "prf" in phase1 else found.ike_integrity
    found.ike_group, found.ike_lifetime = int(_one(phase1["dh-group"])), int(_one(ike["lifetime"]))
    found.esp_encryption, found.esp_integrity = CIPHERS[_one(phase2["encryption"])], _hash(phase2)
    pfs = _one(esp["pfs"])
    found.pfs = None if pfs == "disable" else int(pfs.removeprefix("dh-group"))
    found.esp_lifetime = int(_one(esp["lifetime"]))
    found.device_id, found.cloud_id = Identity.of(_one(auth["local-id"])), Identity.of(_one(auth["remote-id"]))
    found.psk = _key(ipsec, found.device_id.text, found.cloud_id.text)
    found.dpd = "dead-peer-detection" in ike
    found.vti = _one(peer["vti"]["bind"]) if "vti" in peer else None
    found.selectors = _selectors(peer, found)
    found.routes = _routes(tree, found)
    found.bgp = _bgp(tree, found)
    return found


def _one_proposal(group):
    return group["proposal"][_one(group["proposal"])]


def _hash(proposal):
    word = _one(proposal["hash"])
    if word not in HASHES:
        raise Unreadable(f"no hash that the cloud has: {word}")
    return word


def _key(ipsec, device, cloud):
    """A key is found by its identities; strongSwan decodes what begins with 0s."""
    found = [
        _one(entry["secret"])
        for entry in ipsec["authentication"]["psk"].values()
        if set(entry["id"]) == {device, cloud}
    ]
    if len(set(found)) != 1:
        raise Unreadable(f"{len(set(found))} keys for {device} and {cloud}")
    if not found[0].startswith("0s"):
        raise Unreadable("the key is not in base64")
    return base64.b64decode(found[0][2:], validate=True).decode()


def _selectors(peer, found):
    if "tunnel" not in peer:
        if not found.vti:
            raise Unreadable("a peer without a VTI and without a tunnel")
        return frozenset({("0.0.0.0/0", "0.0.0.0/0")})
    pairs = [
        (here, there)
        for tunnel in peer["tunnel"].values()
        for here in tunnel["local"]["prefix"]
        for there in tunnel["remote"]["prefix"]
    ]
    if found.ike_version == 1 and len(pairs) != len(peer["tunnel"]):
        raise Unreadable("IKEv1 has one pair for each tunnel node")
    return frozenset(pairs)


def _routes(tree, found):
    if not found.vti:
        return frozenset()
    if found.vti not in tree["interfaces"]["vti"]:
        raise Unreadable(f"{found.vti} is not made")
    static = tree.get("protocols", {}).get("static", {}).get("route", {})
    return frozenset(net for net, how in static.items() if found.vti in how.get("interface", {}))


def _bgp(tree, found):
    if not found.vti:
        return None
    address = next(iter(tree["interfaces"]["vti"][found.vti].get("address", {})), None)
    bgp = tree.get("protocols", {}).get("bgp")
    if not address or not bgp:
        return None
    stem = address.rpartition(".")[0]
    for cloud, neighbor in bgp["neighbor"].items():
        if cloud.rpartition(".")[0] == stem:
            own = neighbor.get("local-as")
            number = next(iter(own)) if own else _one(bgp["system-as"])
            key = _one(neighbor["password"]) if "password" in neighbor else None
            return Bgp(int(number), address.partition("/")[0], int(_one(neighbor["remote-as"])), cloud, key)
    raise Unreadable(f"no neighbor beyond {found.vti}")


def _allowed(policy, name):
    rules = policy["route-map"][name]["rule"]
    nets = set()
    for rule in rules.values():
        if _one(rule["action"]) == "permit":
            listed = policy["prefix-list"][_one(rule["match"]["ip"]["address"]["prefix-list"])]["rule"]
            nets |= {_one(entry["prefix"]) for entry in listed.values() if _one(entry["action"]) == "permit"}
    return nets


def _rank(tree, found):
    """Lower is preferred: the distance of its routes, or what BGP prefers."""
    if not found.vti:
        return 0
    if found.bgp:
        unicast = tree["protocols"]["bgp"]["neighbor"][found.bgp.cloud_address]["address-family"]["ipv4-unicast"]
        rule = tree["policy"]["route-map"][_one(unicast["route-map"]["import"])]["rule"]
        return -int(_one(next(iter(rule.values()))["set"]["local-preference"]))
    static = tree.get("protocols", {}).get("static", {}).get("route", {})
    for how in static.values():
        if found.vti in how.get("interface", {}):
            return int(_one(how["interface"][found.vti]["distance"]))
    return 0
