"""Reads what is written for SEIL/X1 back, as the vendor's converter takes such lines apart."""

import ipaddress
import re

from harness.model import Identity, Model, Tunnel, Unreadable

ENCRYPTION = {"des": "des", "3des": "3des", "aes": "aes128", "aes128": "aes128", "aes192": "aes192", "aes256": "aes256"}
HASH = {"md5": "md5", "sha1": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}
GROUP = {"modp768": 1, "modp1024": 2, "modp1536": 5, "modp2048": 14, "none": None}
TOKEN = re.compile(r'"((?:\\\\|\\"|[^"])*?)"(?=\s|$)|(\S+)')
ANY = "0.0.0.0/0"


def read(files, context):
    (text,) = files.values()
    lines = [_words(line) for line in text.split("\n") if line.strip() and not line.startswith("!")]
    if lines[-1] != ["save-to", "flashrom"]:
        raise Unreadable("nothing is stored at the end")
    keys = {words[3]: words[4] for words in _all(lines, "ike preshared-key add")}
    found = []
    for sa in _all(lines, "ipsec security-association add"):
        found.append(_tunnel(sa, lines, keys))
    found.sort(key=lambda one: one[0])
    if len(found) != len(_all(lines, "ike peer add")) or len(found) != len(keys):
        raise Unreadable("as many SAs as peers and keys are needed")
    return Model([tunnel for _, tunnel in found], announced=None)


def _tunnel(sa, lines, keys):
    options = _options(sa[4:], {"tunnel-interface": 1, "tunnel": 2, "ike": 1, "esp": 1, "ipv6": 1, "proxy-id-local": 1, "proxy-id-remote": 1})
    by_interface = "tunnel-interface" in options
    interface = options["tunnel-interface"][0] if by_interface else None
    device, cloud = _one(lines, f"interface {interface} tunnel")[3:] if by_interface else options["tunnel"]
    if by_interface and options.get("ipv6") != ["block"]:
        raise Unreadable("the router would negotiate IPv6 as well")
    peers = [words for words in _all(lines, "ike peer add") if words[4:6] == ["address", cloud]]
    if len(peers) != 1:
        raise Unreadable(f"{len(peers)} peers have the address {cloud}")
    peer = _options(
        peers[0][4:],
        {
            "address": 1, "exchange-mode": 1, "proposals": 1, "initial-contact": 1, "my-identifier": None,
            "peers-identifier": None, "tunnel-interface": 1, "dpd": 1, "nat-traversal": 1,
        },
    )  # fmt: skip
    if (peer.get("tunnel-interface") == ["enable"]) != by_interface:
        raise Unreadable("peer and SA disagree on the IPsec interface")
    phase1 = _options(_one(lines, f"ike proposal add {peer['proposals'][0]}")[4:], {"encryption": 1, "hash": 1, "authentication": 1, "dh-group": 1, "lifetime-of-time": 1})
    phase2 = _options(_one(lines, f"ipsec security-association proposal add {options['ike'][0]}")[5:], {"pfs-group": 1, "authentication-algorithm": 1, "encryption-algorithm": 1, "lifetime-of-time": 1})
    tunnel = Tunnel(cloud, device)
    tunnel.ike_version = 1
    tunnel.ike_mode = peer["exchange-mode"][0]
    tunnel.ike_encryption = ENCRYPTION[phase1["encryption"][0]]
    tunnel.ike_integrity = HASH[phase1["hash"][0]]
    tunnel.ike_group = GROUP[phase1["dh-group"][0]]
    tunnel.ike_lifetime = int(phase1["lifetime-of-time"][0])
    tunnel.device_id = _identity(peer["my-identifier"], device)
    tunnel.cloud_id = _identity(peer["peers-identifier"], cloud)
    tunnel.psk = keys.get(tunnel.cloud_id.text)
    if tunnel.psk is None:
        raise Unreadable(f"no key for {tunnel.cloud_id.text}")
    tunnel.esp_encryption = ENCRYPTION[phase2["encryption-algorithm"][0]]
    tunnel.esp_integrity = HASH[phase2["authentication-algorithm"][0].removeprefix("hmac-")]
    tunnel.pfs = GROUP[phase2["pfs-group"][0]]
    tunnel.esp_lifetime = int(phase2["lifetime-of-time"][0])
    tunnel.dpd = peer.get("dpd") == ["enable"]
    tunnel.bgp = None
    if not by_interface:
        policies = [words for words in _all(lines, "ipsec security-policy add") if words[4:6] == ["security-association", sa[3]]]
        tunnel.selectors = frozenset((_net(words[7]), _net(words[9])) for words in policies)
        if len(tunnel.selectors) != len(policies):
            raise Unreadable("a policy twice")
        return 0, tunnel
    _one(lines, f"interface {interface} unnumbered")
    ids = [options.get(f"proxy-id-{side}", [ANY])[0] for side in ("local", "remote")]
    tunnel.selectors = frozenset([tuple(map(_net, ids))])
    routes, distances = set(), set()
    for words in _all(lines, "route add"):
        if words[3] == interface:
            routes.add(_net(words[2]))
            distances.add(int(words[5]) if words[4:5] == ["distance"] else 1)
        elif words[2] == f"{cloud}/32" and words[3].startswith("ipsec"):
            raise Unreadable("the gateway is routed into a tunnel")
    if len(distances) > 1:
        raise Unreadable("the routes of a tunnel differ in their distance")
    tunnel.routes = frozenset(routes)
    return max(distances, default=0), tunnel


def _words(line):
    return [one.group(1) if one.group(2) is None else one.group(2) for one in TOKEN.finditer(line)]


def _all(lines, prefix):
    words = prefix.split()
    return [line for line in lines if line[: len(words)] == words and (words[-1] != "add" or line[1:3] != ["security-association", "proposal"] or "proposal" in words)]


def _one(lines, prefix):
    found = _all(lines, prefix)
    if len(found) != 1:
        raise Unreadable(f"{len(found)} lines `{prefix}`")
    return found[0]


def _options(words, counts):
    found, at = {}, 0
    while at < len(words):
        name = words[at]
        if name not in counts or name in found:
            raise Unreadable(f"`{name}` twice, or unknown")
        count = counts[name]
        if count is None:  # an identifier: address, or a kind and its value
            count = 1 if words[at + 1] == "address" else 2
        found[name] = words[at + 1 : at + 1 + count]
        at += 1 + count
    return found


def _identity(words, address):
    return Identity("address", address) if words == ["address"] else Identity({"fqdn": "name"}[words[0]], words[1])


def _net(text):
    try:
        return str(ipaddress.IPv4Network(text))
    except ValueError as error:
        raise Unreadable(f"{text} is no network") from error
