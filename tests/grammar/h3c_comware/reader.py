"""Reads what is written for Comware 7 back."""

import ipaddress

from harness.model import Bgp, Identity, Model, Tunnel, Unreadable
from shared import blocks

ENCRYPTION = {"des-cbc": "des", "3des-cbc": "3des", "aes-cbc-128": "aes128", "aes-cbc-192": "aes192", "aes-cbc-256": "aes256"}
IKEV1_HASH = {"md5": "md5", "sha": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}
HASH = {"md5": "md5", "sha1": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}
MOST_BYTES = ["4294967295"]


def read(files, context):
    (text,) = files.values()
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    if lines[0] != "system-view" or lines[-1] != "return":
        raise Unreadable("the block does not go from system-view to return")
    top = blocks.read("\n".join(lines[1:-1]), ("#",))
    for block in top.inner:
        if block.inner and block.inner[-1].words != ["quit"]:
            raise Unreadable(f"`{block.line}` is not left by quit")
    found = [_tunnel(bind, top, context) for bind in _binds(top, context)]
    if context.values.get("filtering") == "security-policy":
        _rules(top, context)
    found.sort(key=lambda pair: pair[0])
    process = top.all("bgp")
    announced = None
    if process:
        (family,) = process[0].all("address-family ipv4 unicast")
        announced = frozenset(blocks.network(*one.words[1:3]) for one in family.all("network"))
    return Model([tunnel for _, tunnel in found], announced)


def _binds(top, context):
    """Each IPsec policy entry or profile with what it is bound to: (block, interface, remote address, local address)."""
    for entry in top.all("ipsec policy"):
        for interface in top.all("interface"):
            applied = interface.maybe("ipsec apply policy")
            if applied == [entry.words[2]] or context.values["ipsec_policy"] == entry.words[2]:
                yield entry, None, entry.one("remote-address")[0], (entry.maybe("local-address") or [None])[0]
    for profile in top.all("ipsec profile"):
        tunnels = [one for one in top.all("interface") if one.maybe("tunnel protection ipsec profile") == [profile.words[2]]]
        if len(tunnels) != 1 or tunnels[0].words[2:] != ["mode", "ipsec"]:
            raise Unreadable(f"{profile.line} protects {len(tunnels)} tunnel interfaces")
        yield profile, tunnels[0], tunnels[0].one("destination")[0], tunnels[0].one("source")[0]


def _tunnel(bind, top, context):
    entry, interface, remote, local = bind
    transform = blocks.named(top, "ipsec transform-set", entry.one("transform-set")[0])
    if entry.one("sa duration traffic-based") != MOST_BYTES:
        raise Unreadable("the SA ends by volume")
    ikev2 = entry.maybe("ikev2-profile")
    phase1 = _ikev2(top, ikev2[0], remote) if ikev2 else _ikev1(top, entry.one("ike-profile")[0], remote)
    pfs = transform.maybe("pfs")
    tunnel = Tunnel(
        cloud_address=remote,
        esp_encryption=ENCRYPTION[transform.one("esp encryption-algorithm")[0]],
        esp_integrity=HASH[transform.one("esp authentication-algorithm")[0]],
        pfs=int(pfs[0].removeprefix("dh-group")) if pfs else None,
        esp_lifetime=int(entry.one("sa duration time-based")[0]),
        **phase1,
    )
    if local:
        tunnel.device_address = local
    if interface is None:
        tunnel.selectors = frozenset(_pairs(top, entry.one("security acl")[0]))
        tunnel.bgp = None
        return 0, tunnel
    tunnel.selectors = frozenset([("0.0.0.0/0", "0.0.0.0/0")])
    routes = {}
    for one in top.all("ip route-static"):
        if one.words[4] == interface.words[1]:
            routes[f"{one.words[2]}/{one.words[3]}"] = int(one.words[6]) if len(one.words) > 5 else 60
    if len(set(routes.values())) > 1:
        raise Unreadable("the routes of a tunnel differ in their preference")
    tunnel.routes = frozenset(routes)
    tunnel.bgp, place = _session(top, interface)
    return place if tunnel.bgp else max(routes.values(), default=0), tunnel


def _ikev1(top, name, remote):
    profile = blocks.named(top, "ike profile", name)
    proposal = blocks.named(top, "ike proposal", profile.one("proposal")[0])
    keychain = blocks.named(top, "ike keychain", profile.one("keychain")[0])
    address, length, *rest = keychain.one("pre-shared-key address")
    if (address, length, rest[:2]) != (remote, "32", ["key", "simple"]) or len(rest) != 3:
        raise Unreadable("the key is not that of the peer")
    return {
        "ike_version": 1,
        "ike_mode": profile.one("exchange-mode")[0],
        "ike_encryption": ENCRYPTION[proposal.one("encryption-algorithm")[0]],
        "ike_integrity": IKEV1_HASH[proposal.one("authentication-algorithm")[0]],
        "ike_prf": None,
        "ike_group": int(proposal.one("dh")[0].removeprefix("group")),
        "ike_lifetime": int(proposal.one("sa duration")[0]),
        "device_id": _identity(profile.one("local-identity")),
        "cloud_id": _identity(profile.one("match remote identity")),
        "psk": rest[2],
        "dpd": profile.maybe("dpd interval") is not None,
    }


def _ikev2(top, name, remote):
    profile = blocks.named(top, "ikev2 profile", name)
    proposal = blocks.named(top, "ikev2 proposal", name)
    if sum([name] == one.words[1:] for policy in top.all("ikev2 policy") for one in policy.all("proposal")) != 1:
        raise Unreadable(f"the proposal {name} hangs on no IKEv2 policy, or on two")
    keychain = blocks.named(top, "ikev2 keychain", profile.one("keychain")[0])
    (peer,) = keychain.all("peer")
    if peer.one("address") != [remote, "32"] or {tuple(profile.one(f"authentication-method {end}")) for end in ("local", "remote")} != {("pre-share",)}:
        raise Unreadable("the key is not that of the peer")
    cloud = _identity(profile.one("match remote identity"))
    if _identity(peer.one("identity")) != cloud:
        raise Unreadable("keychain and profile name another peer")
    (psk,) = peer.one("pre-shared-key plaintext")
    return {
        "ike_version": 2,
        "ike_mode": None,
        "ike_encryption": ENCRYPTION[proposal.one("encryption")[0]],
        "ike_integrity": HASH[proposal.one("integrity")[0]],
        "ike_prf": HASH[proposal.one("prf")[0]],
        "ike_group": int(proposal.one("dh")[0].removeprefix("group")),
        "ike_lifetime": int(profile.one("sa duration")[0]),
        "device_id": _identity(profile.one("identity local")),
        "cloud_id": cloud,
        "psk": psk,
        "dpd": profile.maybe("dpd interval") is not None,
    }


def _pairs(top, acl):
    for rule in blocks.named(top, "acl advanced", acl).all("rule"):
        if rule.words[2:4] != ["permit", "ip"] or rule.words[4] != "source" or rule.words[7] != "destination":
            raise Unreadable(f"a strange rule: {rule.line}")
        yield blocks.inverse_network(*rule.words[5:7]), blocks.inverse_network(*rule.words[8:10])


def _session(top, interface):
    address = interface.one("ip address")
    if address[0] == "unnumbered":
        return None, 0
    own = ipaddress.IPv4Interface(f"{address[0]}/{address[1]}")
    for process in top.all("bgp"):
        (family,) = process.all("address-family ipv4 unicast")
        for peer in process.all("peer"):
            if peer.words[2] == "as-number" and ipaddress.IPv4Address(peer.words[1]) in own.network:
                ways = {one.words[4]: one.words[3] for one in family.all(f"peer {peer.words[1]} route-policy")}
                family.one(f"peer {peer.words[1]} enable")
                inward, outward = (blocks.named(top, "route-policy", ways[way]) for way in ("import", "export"))
                preference = int(inward.one("apply local-preference")[0])
                if bool(outward.all("apply as-path")) != (preference < 200):
                    raise Unreadable("what comes in and what goes out prefer another tunnel")
                key = next((one.words[4] for one in process.all(f"peer {peer.words[1]} password simple")), None)
                session = Bgp(int(process.words[1]), str(own.ip), int(peer.words[3]), peer.words[1], key)
                return session, -preference
    return None, 0


def _rules(top, context):
    (policy,) = top.all("security-policy ip")
    ways = [(rule.one("source-zone")[0], rule.one("destination-zone")[0]) for rule in policy.all("rule")]
    lan, wan = context.values.get("lan_zone", "Trust"), context.values.get("wan_zone", "Untrust")
    inner = top.all("security-zone name")[0].words[2] if context.topology == "route" else wan
    for way in (("Local", wan), (wan, "Local"), (lan, inner), (inner, lan)):
        if ways.count(way) != 1:
            raise Unreadable(f"there are {ways.count(way)} rules from {way[0]} to {way[1]}")
    if any(rule.one("action") != ["pass"] for rule in policy.all("rule")):
        raise Unreadable("a rule does not pass")



def _identity(words):
    kind = {"address": "address", "fqdn": "name"}[words[0]]
    if kind == "address" and words[2:] not in ([], ["32"]):
        raise Unreadable(f"the identity matches a whole network: {words}")
    return Identity(kind, words[1])
