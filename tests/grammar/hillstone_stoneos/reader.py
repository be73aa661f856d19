"""Reads what is written for StoneOS back."""

import ipaddress

from harness.model import Bgp, Identity, Model, Tunnel, Unreadable
from shared import blocks

ENCRYPTION = {"des": "des", "3des": "3des", "aes": "aes128", "aes-192": "aes192", "aes-256": "aes256"}
INTEGRITY = {"md5": "md5", "sha": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}


def read(files, context):
    (text,) = files.values()
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    if lines[0] != "configure" or lines[-1] != "end":
        raise Unreadable("the block does not go from configure to end")
    top = blocks.read("\n".join(lines[1:-1]), ("#",))
    for block in top.inner:
        if block.inner and not block.inner[-1].starts("exit"):
            raise Unreadable(f"`{block.line}` is not left")
    named = {kind: dict(blocks.by_name(top.all(kind), len(kind.split()))) for kind in KINDS}
    routers = list(blocks.by_name(top.all("ip vrouter"), 2))
    router = routers[0][1] if routers else blocks.Block([])
    found = [_tunnel(name, block, named, router, top) for name, block in named["tunnel ipsec"].items()]
    if set(named["isakmp peer"]) != {block.one("isakmp-peer")[0] for block in named["tunnel ipsec"].values()}:
        raise Unreadable("a peer has no tunnel")
    _rules(top, context)
    found.sort(key=lambda pair: pair[0])
    process = router.all("router bgp")
    announced = frozenset(one.words[1] for one in process[0].all("network")) if process else None
    return Model([tunnel for _, tunnel in found], announced)


KINDS = ("isakmp proposal", "isakmp peer", "ipsec proposal", "tunnel ipsec", "interface")


def _tunnel(name, tunnel, named, router, top):
    peer = named["isakmp peer"][tunnel.one("isakmp-peer")[0]]
    ike = named["isakmp proposal"][peer.one("isakmp-proposal")[0]]
    esp = named["ipsec proposal"][tunnel.one("ipsec-proposal")[0]]
    if ike.one("authentication") != ["pre-share"] or tunnel.words[3:] != ["auto"]:
        raise Unreadable(f"{name} is no tunnel with a PSK and IKE")
    version = 2 if peer.maybe("protocol-standard") == ["ikev2"] else 1
    only_v1 = [word for word in ("mode", "type", "nat-traversal", "phase1-phase2-sa") if peer.all(word)]
    if version == 2 and only_v1:
        raise Unreadable(f"IKEv2 has no {only_v1}")
    tunnel.one("auto-connect")
    interface = [one for one in named["interface"].values() if one.maybe("tunnel ipsec") == [name]]
    if len(interface) != 1:
        raise Unreadable(f"{name} is bound to {len(interface)} interfaces")
    routes = {one.words[2]: int(one.words[4]) for one in router.all("ip route") if one.words[3] == interface[0].words[1]}
    if len(set(routes.values())) > 1:
        raise Unreadable("the routes of a tunnel differ in their distance")
    integrity = INTEGRITY[ike.one("hash")[0]]
    pfs = esp.one("group")[0]
    session, place = _session(router, interface[0], top)
    selectors = frozenset((one.words[2], one.words[4]) for one in tunnel.all("id local"))
    for pair in selectors:
        for network in pair:
            ipaddress.IPv4Network(network)
    if peer.all("dpd") and [block.words for block in peer.all("dpd")][0] != ["dpd"]:
        raise Unreadable("dpd is not switched on")
    return place if session else max(routes.values(), default=0), Tunnel(
        cloud_address=peer.one("peer")[0],
        ike_version=version,
        ike_mode=peer.one("mode")[0] if version == 1 else None,
        ike_encryption=ENCRYPTION[ike.one("encryption")[0]],
        ike_integrity=integrity,
        ike_prf=INTEGRITY[ike.one("prf")[0]] if version == 2 else None,
        ike_group=int(ike.one("group")[0]),
        ike_lifetime=int(ike.one("lifetime")[0]),
        device_id=_identity(peer.one("local-id")),
        cloud_id=_identity(peer.one("peer-id")),
        psk=_key(peer.one("pre-share")),
        esp_encryption=ENCRYPTION[esp.one("encryption")[0]],
        esp_integrity=INTEGRITY[esp.one("hash")[0]],
        pfs=None if pfs == "nopfs" else int(pfs),
        esp_lifetime=int(esp.one("lifetime")[0]),
        dpd=len(peer.all("dpd")) == 2,
        selectors=selectors,
        routes=frozenset(routes),
        bgp=session,
    )


def _session(router, interface, top):
    """The neighbour in the interface's network, and how far back its routes stand."""
    for process in router.all("router bgp"):
        address = interface.maybe("ip address")
        if not address:
            continue
        own = ipaddress.IPv4Interface(address[0])
        for peer in process.all("neighbor"):
            if peer.words[2] == "remote-as" and ipaddress.IPv4Address(peer.words[1]) in own.network:
                maps = {one.words[4]: one.words[3] for one in process.all(f"neighbor {peer.words[1]} route-map")}
                inward, outward = (top.all(f"route-map {maps[way]} permit") for way in ("in", "out"))
                preference = int(inward[0].one("set local-preference")[0])
                if bool(outward[0].all("set as-path prepend")) and preference >= 200:
                    raise Unreadable("what comes in and what goes out prefer another tunnel")
                key = next((one.words[3] for one in process.all(f"neighbor {peer.words[1]} password")), None)
                session = Bgp(int(process.words[2]), str(own.ip), int(peer.words[3]), peer.words[1], key)
                return session, -preference
    return None, 0


def _rules(top, context):
    zones = {context.values.get("lan_zone", "trust"), context.values["vpn_zone"]}
    (policy,) = top.all("policy-global")
    ways = {(rule.one("src-zone")[0], rule.one("dst-zone")[0]) for rule in policy.all("rule")}
    if len(ways) != 2 or any(set(way) != zones for way in ways):
        raise Unreadable(f"the rules go {ways}")
    for rule in policy.all("rule"):
        if rule.one("action") != ["permit"]:
            raise Unreadable("a rule does not permit")


def _identity(words):
    return Identity({"ip": "address", "fqdn": "name"}[words[0]], words[1])


def _key(words):
    if len(words) != 1:
        raise Unreadable("a key is one word")
    return words[0]
