"""Reads what is written for AlliedWare Plus back."""

import ipaddress

from harness.model import Identity, Model, Tunnel, Unreadable
from shared import blocks

ENCRYPTION = {"aes128": "aes128", "aes192": "aes192", "aes256": "aes256"}
HASH = {"sha1": "sha1", "sha256": "sha256", "sha512": "sha512"}
ANY = "0.0.0.0/0"


def read(files, context):
    (text,) = files.values()
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("!")]
    if lines[0] != "configure terminal" or lines[-2:] != ["end", "copy running-config startup-config"]:
        raise Unreadable("the block does not go from configure terminal to the copy at the end")
    top = blocks.read("\n".join(lines[1:-2]), ("!",))
    interfaces = [one for one in top.inner if one.words[0] == "interface"]
    if len({one.words[1] for one in interfaces}) != len(interfaces):
        raise Unreadable("an interface twice")
    networks = [ipaddress.IPv4Interface(one.one("ip address")[0]).network for one in interfaces]
    if len(set(networks)) != len(networks):
        raise Unreadable("two interfaces in one network")
    tunnels = [_tunnel(interface, top) for interface in interfaces]
    if len(top.all("crypto isakmp key")) != len(tunnels) or not tunnels or not tunnels[0].routes or any(one.routes for one in tunnels[1:]):
        raise Unreadable("keys, tunnels and routes do not go together")
    # The standby has no routes: the reader is told to route into it by hand.
    for tunnel in tunnels[1:]:
        tunnel.routes = tunnels[0].routes
    return Model(tunnels, announced=None)


def _tunnel(interface, top):
    (device,) = interface.one("tunnel source")
    (cloud,) = interface.one("tunnel destination")
    if interface.one("tunnel mode") != ["ipsec", "ipv4"]:
        raise Unreadable("no IPsec interface")
    key = [one for one in top.all("crypto isakmp key") if one.words[4:] == ["address", cloud]]
    peer = [one for one in top.all("crypto isakmp peer address") if one.words[4] == cloud]
    if len(key) != 1 or len(peer) != 1:
        raise Unreadable(f"{len(key)} keys and {len(peer)} profiles for {cloud}")
    phase1 = blocks.named(top, "crypto isakmp profile", peer[0].words[6])
    phase2 = blocks.named(top, "crypto ipsec profile", interface.one("tunnel protection ipsec profile")[0])
    if phase1.one("version") != ["2"]:
        raise Unreadable("not IKEv2")
    ike, esp = phase1.one("transform 1"), phase2.one("transform 1")
    if (ike[0], ike[2], ike[4]) != ("integrity", "encryption", "group") or (esp[0], esp[1], esp[2], esp[4]) != ("protocol", "esp", "integrity", "encryption"):
        raise Unreadable("a strange transform")
    tunnel = Tunnel(cloud, device)
    tunnel.ike_version, tunnel.ike_mode = 2, None
    tunnel.ike_integrity, tunnel.ike_encryption, tunnel.ike_group = HASH[ike[1]], ENCRYPTION[ike[3]], int(ike[5])
    tunnel.ike_lifetime = int(phase1.one("lifetime")[0])
    tunnel.dpd = phase1.maybe("dpd-timeout") is not None
    tunnel.device_id, tunnel.cloud_id = Identity("address", device), Identity("address", cloud)
    tunnel.psk = key[0].words[3]
    tunnel.esp_integrity, tunnel.esp_encryption = HASH[esp[3]], ENCRYPTION[esp[5]]
    pfs = phase2.maybe("pfs")
    tunnel.pfs = int(pfs[0]) if pfs else None
    tunnel.esp_lifetime = int(phase2.one("lifetime seconds")[0])
    ends = [interface.maybe(f"tunnel {side} selector 1") for side in ("local", "remote")]
    if (ends[0] is None) != (ends[1] is None):
        raise Unreadable("one selector without the other")
    tunnel.selectors = frozenset([tuple(str(ipaddress.IPv4Network(end[0])) if end else ANY for end in ends)])
    routes = [str(ipaddress.IPv4Network(one.words[2])) for one in top.all("ip route") if one.words[3] == interface.words[1]]
    tunnel.routes = blocks.once(routes)
    tunnel.bgp = None
    return tunnel
