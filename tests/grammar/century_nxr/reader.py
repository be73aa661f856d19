"""Reads what is written for FutureNet NXR back."""

from harness.model import Identity, Model, Tunnel, Unreadable
from shared import blocks

ENCRYPTION = {"aes128": "aes128", "esp-aes128": "aes128"}
HASH = {"sha1": "sha1", "esp-sha1-hmac": "sha1"}


def read(files, context):
    (text,) = files.values()
    top = blocks.read(text, ("!",))
    tunnels = []
    for _, policy in blocks.by_name(top.all("ipsec isakmp policy"), 3):
        tunnel = _tunnel(policy, top, context)
        tunnels.append(tunnel)
    # A tunnel without routes is the standby, which the reader is told to route into by hand.
    routes = [tunnel.routes for tunnel in tunnels]
    if not routes or not routes[0] or any(routes[1:]):
        raise Unreadable("routes lead into another tunnel than the first, or into none")
    for tunnel in tunnels[1:]:
        tunnel.routes = routes[0]
    return Model(tunnels, announced=None)


def _tunnel(policy, top, context):
    number = policy.words[3]
    if policy.one("version") != ["2"] or policy.one("isakmp-mode") != ["main"]:
        raise Unreadable("not the version and mode of the write-up")
    local = blocks.named(top, "ipsec local policy", policy.one("local policy")[0])
    if local.one("address") != ["ip"]:
        raise Unreadable("the local policy takes no interface's address")
    (cloud,) = policy.one("remote address ip")
    phase2 = [one for one in top.all("ipsec tunnel policy") if one.one("set key-exchange isakmp") == [number]]
    if len(phase2) != 1:
        raise Unreadable(f"{len(phase2)} tunnel policies use isakmp policy {number}")
    interfaces = [one for one in top.all("interface Tunnel") if one.one("tunnel protection ipsec policy") == [phase2[0].words[3]]]
    if len(interfaces) != 1 or interfaces[0].one("tunnel mode") != ["ipsec", "ipv4"]:
        raise Unreadable(f"{len(interfaces)} Tunnel interfaces use tunnel policy {phase2[0].words[3]}")
    encryption, integrity = phase2[0].one("set transform")
    if phase2[0].one("match address") != [context.values["ipsec_access_list"]]:
        raise Unreadable("another access list than the one for everything")
    (psk,) = policy.one("authentication pre-share")
    tunnel = Tunnel(cloud)
    tunnel.ike_version = 2
    tunnel.ike_mode = None
    tunnel.ike_encryption = ENCRYPTION[policy.one("encryption")[0]]
    tunnel.ike_integrity = HASH[policy.one("hash")[0]]
    tunnel.ike_group = int(policy.one("group")[0])
    tunnel.ike_lifetime = int(policy.one("lifetime")[0])
    tunnel.cloud_id = Identity("address", cloud)
    tunnel.psk = psk
    tunnel.esp_encryption = ENCRYPTION[encryption]
    tunnel.esp_integrity = HASH[integrity]
    tunnel.pfs = int(phase2[0].one("set pfs")[0].removeprefix("group"))
    tunnel.esp_lifetime = int(phase2[0].one("set sa lifetime")[0])
    tunnel.selectors = frozenset([("0.0.0.0/0", "0.0.0.0/0")])
    routes = [one.words[2] for one in top.all("ip route") if one.words[3:] == ["tunnel", interfaces[0].words[2]]]
    tunnel.routes = blocks.once(routes)
    tunnel.bgp = None
    return tunnel
