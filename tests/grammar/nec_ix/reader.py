"""Reads what is written for a NEC UNIVERGE IX back, as the router's parser would take it."""

from harness.model import SILENT, Bgp, Identity, Model, Tunnel, Unreadable
from shared import blocks

ENCRYPTION = {"3des-cbc": "3des", "aes-cbc-128": "aes128", "aes-cbc-192": "aes192", "aes-cbc-256": "aes256"}
OLD_ENCRYPTION = {"des": "des", "3des": "3des", "aes": "aes128", "aes-192": "aes192", "aes-256": "aes256"}
HASH = {"md5": "md5", "sha": "sha1", "sha1": "sha1", "sha2-256": "sha256", "sha2-384": "sha384", "sha2-512": "sha512"}
GROUP = {"768-bit": 1, "1024-bit": 2, "1536-bit": 5, "2048-bit": 14, "off": None}
ANY = "0.0.0.0/0"


def read(files, context):
    (text,) = files.values()
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("!")]
    if lines[0] != "configure" or lines[-1] != "write memory":
        raise Unreadable("the block does not go from configure to write memory")
    top = blocks.read("\n".join(lines[1:-1]), ("!",))
    for block in top.inner:
        if block.inner and block.inner[-1].words != ["exit"]:
            raise Unreadable(f"`{block.line}` is not left by exit")
    found = [_tunnel(block, top, context) for block in top.all("interface") if block.maybe("tunnel mode")]
    found.sort(key=lambda pair: pair[0])
    _edge(top, context, [tunnel.cloud_address for _, tunnel in found])
    process = top.all("router bgp")
    announced = None
    if process:
        (family,) = process[0].all("address-family ipv4 unicast")
        announced = frozenset(one.words[1] for one in family.all("network"))
    return Model([tunnel for _, tunnel in found], announced)


def _tunnel(block, top, context):
    if [one.words for one in block.inner if one.line in ("no shutdown", "shutdown")] != [["no", "shutdown"]]:
        raise Unreadable(f"{block.line} stays down")
    mode = block.one("tunnel mode")
    tunnel = {"ipsec-ikev2": _ikev2, "ipsec": _ikev1}[mode[0]](block, top, context)
    place = {}
    for one in top.all("ip route"):
        if one.words[3] == block.words[1]:
            place[one.words[2]] = int(one.words[5]) if len(one.words) > 5 else 1
    if len(set(place.values())) > 1:
        raise Unreadable("the routes of a tunnel differ in their distance")
    tunnel.routes = frozenset(place)
    session = _session(block, top)
    tunnel.bgp = session[1] if session else None
    return session[0] if session else max(place.values(), default=0), tunnel


def _ikev2(block, top, context):
    for word in ("connect-type auto", "ipsec pre-fragment", "ipsec-mode tunnel"):
        if not block.all(f"ikev2 {word}"):
            raise Unreadable(f"{block.line} lacks ikev2 {word}")
    cloud_address, *rest = block.one("ikev2 peer")
    if rest[:3] != ["authentication", "psk", "id"]:
        raise Unreadable("the peer is not told how it is known")
    second = block.words[1] != "Tunnel" + str(context.values.get("tunnel_number", 51)) + ".0"
    line = context.values.get("wan_interface2", context.values["wan_interface"]) if second else context.values["wan_interface"]
    if block.one("ikev2 outgoing-interface")[0] != line or block.one("ikev2 source-address") != [line]:
        raise Unreadable("the tunnel leaves by another line than the one that was named")
    cloud = _identity(rest[3:])
    key = _key(top, rest[3:])
    own = block.maybe("ikev2 local-authentication")
    if own:
        if own[:2] != ["psk", "id"] or _key(top, own[2:]) != key:
            raise Unreadable("the router's own identity has no key, or another one")
        device = _identity(own[2:])
    elif context.variant == "behind NAT":
        raise Unreadable("the router sends its private address as identity")
    return Tunnel(
        cloud_address=cloud_address,
        ike_version=2,
        ike_mode=None,
        ike_encryption=ENCRYPTION[block.one("ikev2 sa-proposal enc")[0]],
        ike_integrity=HASH[block.one("ikev2 sa-proposal integrity")[0]],
        ike_prf=HASH[block.one("ikev2 sa-proposal prf")[0]],
        ike_group=GROUP[block.one("ikev2 sa-proposal dh")[0]],
        ike_lifetime=int(block.one("ikev2 sa-lifetime")[0]),
        device_id=device if own else SILENT,
        cloud_id=cloud,
        psk=key,
        esp_encryption=ENCRYPTION[block.one("ikev2 child-proposal enc")[0]],
        esp_integrity=HASH[block.one("ikev2 child-proposal integrity")[0]],
        pfs=GROUP[block.one("ikev2 child-pfs")[0]],
        esp_lifetime=int(block.one("ikev2 child-lifetime")[0]),
        dpd=bool(block.all("ikev2 dpd interval")),
        selectors=frozenset([(ANY, ANY)]),
    )


def _ikev1(block, top, context):
    (name, way) = block.one("ipsec policy tunnel")
    acl, _, cloud_address, proposal, *pfs = _named(top, "ipsec autokey-map", name)
    policy = _named(top, "ike policy", name)
    if way != "out" or policy[:3] != ["peer", cloud_address, "key"]:
        raise Unreadable("policy and map name two peers")
    phase1 = _named(top, "ike proposal", policy[-1])
    esp = _named(top, "ipsec autokey-proposal", proposal)
    words = dict(zip(phase1[::2], phase1[1::2], strict=True))
    local, remote = _named(top, "ipsec local-id", name)[0], _named(top, "ipsec remote-id", name)[0]
    pairs = {(_net(one.words[6]), _net(one.words[8])) for one in top.all("ip access-list") if one.words[2] == acl}
    if pairs != {(local, remote)}:
        raise Unreadable("access list and phase 2 identities name different networks")
    return Tunnel(
        cloud_address=cloud_address,
        ike_version=1,
        ike_mode="aggressive" if policy[4:6] == ["mode", "aggressive"] else "main",
        ike_encryption=OLD_ENCRYPTION[words["encryption"]],
        ike_integrity=HASH[words["hash"]],
        ike_prf=None,
        ike_group=GROUP[words["group"]],
        ike_lifetime=int(words["lifetime"]),
        device_id=_identity(_named(top, "ike local-id", name)),
        cloud_id=_identity(_named(top, "ike remote-id", name)),
        psk=policy[3],
        esp_encryption=OLD_ENCRYPTION[esp[0].removeprefix("esp-")],
        esp_integrity=HASH[esp[1].removeprefix("esp-")],
        pfs=GROUP[pfs[1]] if pfs else None,
        esp_lifetime=int(esp[4]),
        dpd=any(one.words[2] == name for one in top.all("ike keepalive")),
        selectors=frozenset([(local, remote)]),
    )


def _named(top, kind, name):
    """The words behind the name of the only such line."""
    return blocks.named(top, kind, name).words[len(kind.split()) + 1 :]


def _key(top, identity):
    found = [one.words[6:] for one in top.all("ikev2 authentication psk id") if one.words[4:6] == identity]
    if len(found) != 1 or found[0][:2] != ["key", "char"] or len(found[0]) != 3:
        raise Unreadable(f"{len(found)} keys for {' '.join(identity)}")
    return found[0][2]


def _identity(words):
    return Identity({"ipv4": "address", "address": "address", "fqdn": "name"}[words[0]], words[1])


def _net(word):
    return ANY if word == "any" else word


def _session(block, top):
    address = block.maybe("ip address")
    if not address:
        return None
    own = address[0].partition("/")[0]
    process = top.all("router bgp")[0]
    (family,) = process.all("address-family ipv4 unicast")
    prefix = own.rsplit(".", 1)[0]
    for peer in process.all("neighbor"):
        if peer.words[2] == "remote-as" and peer.words[1].rsplit(".", 1)[0] == prefix:
            ways = {one.words[4]: one.words[3] for one in family.all(f"neighbor {peer.words[1]} route-map")}
            if set(ways) != {"in", "out"} or len(set(ways.values())) != 1:
                raise Unreadable("what comes in and what goes out prefer another tunnel")
            (rules,) = [one for one in top.all("route-map") if one.words[1] == ways["in"]]
            preference, med = int(rules.one("set local-preference")[0]), int(rules.one("set metric")[0])
            if (preference, med) not in ((200, 100), (100, 200)):
                raise Unreadable("preference and MED contradict each other")
            return -preference, Bgp(int(process.words[2]), own, int(peer.words[3]), peer.words[1])
    raise Unreadable("no neighbor at the far end of the tunnel")


def _edge(top, context, gateways):
    lines = {context.values["wan_interface"]} | ({context.values["wan_interface2"]} if len(gateways) > 1 and "wan_interface2" in context.values else set())
    if context.values.get("napt") == "static":
        for line in lines:
            had = {" ".join(one.words[4:]) for block in top.all(f"interface {line}") for one in block.all(f"ip napt static {line}")}
            if had != {"50", "udp 500", "udp 4500"}:
                raise Unreadable(f"NAPT of {line} keeps {sorted(had)} only")
    if context.values.get("filtering") == "list":
        allowed = {one.words[6].removesuffix("/32") for one in top.all("ip access-list") if one.words[2].endswith("-gw")}
        if allowed != set(gateways):
            raise Unreadable("the filter lets other addresses in than the gateways")
        for line in lines:
            if sum(len(block.all("ip filter")) for block in top.all(f"interface {line}")) != 1:
                raise Unreadable(f"no filter on {line}")
    if context.values.get("probe_target") and top.all("watch-group"):
        (watch,) = top.all("watch-group")
        shut = {(one.words[4], one.words[5]) for one in watch.all("action")}
        routed = {(one.words[2], one.words[3]) for one in top.all("ip route") if one.words[-1] == "10"}
        if shut != routed or not top.all("network-monitor"):
            raise Unreadable("the probe takes out other routes than those of tunnel 1")
