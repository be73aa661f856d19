"""Reads what is written for RouterOS back: menus with entries, as its console makes them of `add` lines."""

import re
from ipaddress import ip_network

from harness.model import Identity, Model, Tunnel, Unreadable

CIPHERS = {"des": "des", "3des": "3des", "aes-128": "aes128", "aes-192": "aes192", "aes-256": "aes256"}
GROUPS = {"modp768": 1, "modp1024": 2, "modp1536": 5, "modp2048": 14, "none": None}
LINE = re.compile(r"(/[a-z ]+?) add (.*)")
FIELD = re.compile(r'([a-z-]+)=("[^"]*"|\[[^\]]*\]|\S+)')


def read(files, context):
    (text,) = [text for path, text in files.items() if path.endswith(".rsc")]
    menus = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            found = LINE.fullmatch(line)
            if not found:
                raise Unreadable(f"no add line: {line}")
            menus.setdefault(found[1], []).append({key: value.strip('"') for key, value in FIELD.findall(found[2])})
    policies = menus["/ip ipsec policy"]
    passing = [policy for policy in policies if policy["action"] == "none"]
    if policies[: len(passing)] != passing:
        raise Unreadable("a policy that lets packets pass by stands behind one that encrypts them")
    policies = policies[len(passing) :]
    _inside(passing, policies)
    first = {policy["peer"] for policy in policies}
    if len(first) != 1:
        raise Unreadable(f"policies for {len(first)} peers")
    peers = {peer["name"]: peer for peer in menus["/ip ipsec peer"]}
    pairs = frozenset((policy["src-address"], policy["dst-address"]) for policy in policies)
    _untracked(menus["/ip firewall raw"], pairs)
    for policy in policies:
        if policy["tunnel"] != "yes" or policy["level"] not in ("unique", "require") or policy["proposal"] != policy["peer"]:
            raise Unreadable("a policy that lets its packets out in clear, or has another tunnel's proposal")
    if any((peer.get("disabled") == "yes") == (name in first) for name, peer in peers.items()):
        raise Unreadable("the peer of the policies is off, or the other one is on")
    order = sorted(peers.values(), key=lambda peer: peer["name"] not in first)
    return Model([_tunnel(menus, peer, pairs) for peer in order], None)


def _inside(passing, policies):
    """What passes by the tunnel runs between networks of the device alone."""
    own = [ip_network(policy["src-address"]) for policy in policies]
    for policy in passing:
        for end in ("src-address", "dst-address"):
            if not any(ip_network(policy[end]).subnet_of(net) for net in own):
                raise Unreadable(f"{policy[end]} passes by the tunnel, and is no network of the device")


def _only(entries, key, value):
    found = [entry for entry in entries if entry[key] == value]
    if len(found) != 1:
        raise Unreadable(f"{len(found)} entries with {key}={value}")
    return found[0]


def _tunnel(menus, peer, pairs):
    profile = _only(menus["/ip ipsec profile"], "name", peer["profile"])
    identity = _only(menus["/ip ipsec identity"], "peer", peer["name"])
    proposal = _only(menus["/ip ipsec proposal"], "name", peer["name"])
    address, _, length = peer["address"].partition("/")
    if length != "32":
        raise Unreadable(f"the peer is a network: {peer['address']}")
    found = Tunnel(address, peer["local-address"])
    found.ike_version = 2 if peer["exchange-mode"] == "ike2" else 1
    found.ike_mode = peer["exchange-mode"] if found.ike_version == 1 else None
    found.ike_encryption, found.ike_integrity = CIPHERS[profile["enc-algorithm"]], profile["hash-algorithm"]
    found.ike_prf = profile["prf-algorithm"] if found.ike_version == 2 else None
    found.ike_group = GROUPS[profile["dh-group"]]
    found.ike_lifetime, found.esp_lifetime = _seconds(profile["lifetime"]), _seconds(proposal["lifetime"])
    found.device_id, found.cloud_id = _identity(identity["my-id"]), _identity(identity["remote-id"])
    if not identity["secret"].startswith("0x"):
        raise Unreadable("the key is not in hexadecimal")
    found.psk = bytes.fromhex(identity["secret"][2:]).decode()
    found.esp_encryption = CIPHERS[proposal["enc-algorithms"].removesuffix("-cbc")]
    found.esp_integrity, found.pfs = proposal["auth-algorithms"], GROUPS[proposal["pfs-group"]]
    found.dpd = profile["dpd-interval"] != "disable-dpd"
    found.selectors, found.bgp = pairs, None
    return found


def _seconds(text):
    if not text.endswith("s"):
        raise Unreadable(f"a time without its unit: {text}")
    return int(text[:-1])


def _identity(text):
    from harness.model import SILENT

    if text == "auto":
        return SILENT
    kind, _, value = text.partition(":")
    return Identity({"address": "address", "fqdn": "name"}[kind], value)


def _untracked(rules, pairs):
    both = {(rule["src-address"], rule["dst-address"]) for rule in rules if rule["action"] == "notrack"}
    for here, there in pairs:
        if (here, there) not in both or (there, here) not in both:
            raise Unreadable(f"NAT and FastTrack take {here} to {there}")
