"""Reads what is written for FITELnet F220 back."""

from harness.model import Identity, Model, Tunnel, Unreadable
from shared import blocks

HASH = {"sha": "sha1", "sha sha-256": "sha256", "sha-512": "sha512"}
ESP_HASH = {"esp-sha-hmac": "sha1", "esp-sha256-hmac": "sha256", "esp-sha512-hmac": "sha512"}
KEYSIZE = {"aes 256 256 256": "aes256"}


def read(files, context):
    (text,) = files.values()
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("!")]
    if lines[0] != "configure terminal" or lines[-1] != "end":
        raise Unreadable("the block does not go from configure terminal to end")
    top = blocks.read("\n".join(lines[1:-1]), ("!",))
    _blocks_end(top)
    tunnels = [_tunnel(interface, top) for interface in top.all("interface Tunnel")]
    if len({tunnel.cloud_address for tunnel in tunnels}) != len(top.all("crypto isakmp profile")):
        raise Unreadable("as many tunnels as profiles are needed")
    # A tunnel without routes is the standby, which the reader is told to route into by hand.
    if not tunnels or not tunnels[0].routes:
        raise Unreadable("nothing leads into the first tunnel")
    for tunnel in tunnels[1:]:
        tunnel.routes = tunnel.routes or tunnels[0].routes
    return Model(tunnels, announced=None)


def _blocks_end(top):
    """A block that no `exit` ends would take the next line as its own."""
    for block, after in zip(top.inner, top.inner[1:] + [None], strict=True):
        if block.inner and (after is None or after.words != ["exit"]):
            raise Unreadable(f"`{block.line}` is not left by exit")


def _tunnel(interface, top):
    (mapped,) = interface.one("tunnel mode ipsec map")
    if interface.all("link-state") and interface.one("link-state") != ["sync-sa"]:
        raise Unreadable("a strange link-state")
    map_ = blocks.named(top, "crypto map", mapped)
    if map_.words[3] != "ipsec-isakmp":
        raise Unreadable("no map for IKE")
    selector = blocks.named(top, "crypto ipsec selector", map_.one("match address")[0])
    if (selector.one("src 1"), selector.one("dst 1")) != (["ipv4", "any"], ["ipv4", "any"]):
        raise Unreadable("the selector is not for everything")
    profile = blocks.named(top, "crypto isakmp profile", map_.one("set isakmp-profile")[0])
    phase1 = blocks.named(top, "crypto isakmp policy", profile.one("set isakmp-policy")[0])
    phase2 = blocks.named(top, "crypto ipsec policy", profile.one("set ipsec-policy")[0])
    if phase1.one("encryption") != ["aes"] or phase1.one("authentication") != ["pre-share"]:
        raise Unreadable("not AES, or no key")
    cipher, integrity = phase2.one("set security-association transform")
    if cipher != "esp-aes":
        raise Unreadable(f"{cipher} in phase 2")
    (cloud,) = profile.one("set peer")
    (psk,) = profile.one("local-key ascii")
    tunnel = Tunnel(cloud, profile.one("local-address")[0])
    tunnel.ike_version = int(profile.one("ike-version")[0])
    tunnel.ike_mode = phase1.one("initiate-mode")[0] if tunnel.ike_version == 1 else None
    tunnel.ike_encryption = KEYSIZE[" ".join(phase1.one("encryption-keysize"))]
    tunnel.ike_integrity = HASH[" ".join(phase1.one("hash"))]
    tunnel.ike_group = int(phase1.one("group")[0])
    tunnel.ike_lifetime = int(phase1.one("lifetime")[0])
    tunnel.device_id = _identity(profile.one("self-identity"))
    tunnel.cloud_id = Identity("address", cloud)
    tunnel.psk = psk
    tunnel.esp_encryption = KEYSIZE[" ".join(phase2.one("set security-association transform-keysize"))]
    tunnel.esp_integrity = ESP_HASH[integrity]
    pfs = phase2.maybe("set pfs")
    tunnel.pfs = int(pfs[0].removeprefix("group")) if pfs else None
    tunnel.esp_lifetime = int(phase2.one("set security-association lifetime seconds")[0])
    phase2.one("set security-association always-up")
    if bool(phase2.all("set udp-encapsulation-force")) != bool(phase2.all("set udp-encapsulation nat-t")):
        raise Unreadable("half of the lines for NAT")
    tunnel.selectors = frozenset([("0.0.0.0/0", "0.0.0.0/0")])
    number = interface.words[2]
    routes = [blocks.network(*one.words[2:4]) for one in top.all("ip route") if one.words[4:] == ["tunnel", number]]
    tunnel.routes = blocks.once(routes)
    tunnel.bgp = None
    return tunnel



def _identity(words):
    return Identity({"address": "address", "fqdn": "name"}[words[0]], words[1])
