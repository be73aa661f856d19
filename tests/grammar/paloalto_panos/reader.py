"""Reads what is written for PAN-OS back, as the candidate configuration would hold it."""

import ipaddress
import re

from harness.model import Bgp, Identity, Model, Tunnel, Unreadable

ENCRYPTION = {"des": "des", "3des": "3des", "aes-128-cbc": "aes128", "aes-192-cbc": "aes192", "aes-256-cbc": "aes256"}
INTEGRITY = {"md5", "sha1", "sha256", "sha384", "sha512"}
UNITS = {"seconds": (1, 65535), "minutes": (60, 65535), "hours": (3600, 65535), "days": (86400, 365)}


class Tree:
    """`set` lines as paths; a list of words behind each."""

    def __init__(self, text):
        self.lines = []
        for line in text.split("\n"):
            words = _words(line)
            if words and words[0] == "set":
                self.lines.append(words[1:])
            elif words and words[0] != "move" and not line.startswith("#"):
                raise Unreadable(f"neither set nor move: {line}")
        if len({tuple(line) for line in self.lines}) != len(self.lines):
            raise Unreadable("a line stands twice")

    def all(self, path):
        """What stands behind the path, for each line."""
        prefix = path.split()
        return [line[len(prefix) :] for line in self.lines if line[: len(prefix)] == prefix]

    def one(self, path):
        """The only word behind the path: a second one would be another member of a list."""
        found = self.all(path)
        if len(found) != 1 or len(found[0]) != 1:
            raise Unreadable(f"`{path}` has no single value: {found}")
        return found[0][0]

    def names(self, path):
        """The names below a path, in the order in which they are first set."""
        return list(dict.fromkeys(rest[0] for rest in self.all(path)))


def read(files, context):
    (text,) = files.values()
    at = f"vsys {context.values['vsys']} " if context.values.get("vsys") else ""
    tree = Tree(text)
    router = "network virtual-router " + context.values.get("virtual_router", "default")
    found = [_tunnel(tree, name, router, at) for name in tree.names("network tunnel ipsec")]
    if len(found) != len(tree.names("network ike gateway")):
        raise Unreadable("a gateway has no tunnel")
    units = [tree.one(f"network tunnel ipsec {name} tunnel-interface") for name in tree.names("network tunnel ipsec")]
    if len(set(units)) != len(units):
        raise Unreadable("two tunnels share one interface")
    _rules(tree, at, context)
    found.sort(key=lambda pair: pair[0])
    announced = frozenset(tree.names(f"{router} protocol bgp redist-rules"))
    return Model([tunnel for _, tunnel in found], announced if any(one.bgp for _, one in found) else None)


def _tunnel(tree, name, router, at):
    ipsec = f"network tunnel ipsec {name}"
    gateway = f"network ike gateway {tree.one(f'{ipsec} auto-key ike-gateway')}"
    unit = tree.one(f"{ipsec} tunnel-interface")
    if [unit] not in tree.all(f"{at}import network interface") or [unit] not in tree.all(f"{router} interface"):
        raise Unreadable(f"{unit} is not imported, or in no virtual router")
    if sum([unit] == rest[3:] and rest[1:3] == ["network", "layer3"] for rest in tree.all(f"{at}zone")) != 1:
        raise Unreadable(f"{unit} is not in one zone")
    version = tree.one(f"{gateway} protocol version")
    ike = "network ike crypto-profiles ike-crypto-profiles " + tree.one(f"{gateway} protocol {version} ike-crypto-profile")
    esp = "network ike crypto-profiles ipsec-crypto-profiles " + tree.one(f"{ipsec} auto-key ipsec-crypto-profile")
    integrity = _integrity(tree.one(f"{ike} hash"))
    pfs = tree.one(f"{esp} dh-group")
    proxies = tree.names(f"{ipsec} auto-key proxy-id")
    pairs = [(tree.one(f"{ipsec} auto-key proxy-id {one} local"), tree.one(f"{ipsec} auto-key proxy-id {one} remote")) for one in proxies]
    metrics, networks = _routes(tree, router, unit)
    bgp, preferred = _session(tree, router, unit, name)
    if tree.one(f"{gateway} protocol-common passive-mode") != "no":
        raise Unreadable("a passive gateway never begins")
    dpd = tree.one(f"{gateway} protocol {version} dpd enable") == "yes"
    if dpd:
        tree.one(f"{gateway} protocol {version} dpd interval")
    return preferred if bgp else metrics, Tunnel(
        cloud_address=tree.one(f"{gateway} peer-address ip"),
        ike_version={"ikev1": 1, "ikev2": 2}[version],
        ike_mode=tree.one(f"{gateway} protocol ikev1 exchange-mode") if version == "ikev1" else None,
        ike_encryption=ENCRYPTION[tree.one(f"{ike} encryption")],
        ike_integrity=integrity,
        ike_prf=None if version == "ikev1" else integrity,
        ike_group=_group(tree.one(f"{ike} dh-group")),
        ike_lifetime=_lifetime(tree, ike),
        device_id=_identity(tree, f"{gateway} local-id"),
        cloud_id=_identity(tree, f"{gateway} peer-id"),
        psk=tree.one(f"{gateway} authentication pre-shared-key key"),
        esp_encryption=ENCRYPTION[tree.one(f"{esp} esp encryption")],
        esp_integrity=_integrity(tree.one(f"{esp} esp authentication")),
        pfs=None if pfs == "no-pfs" else _group(pfs),
        esp_lifetime=_lifetime(tree, esp),
        dpd=dpd,
        selectors=frozenset(pairs or [("0.0.0.0/0", "0.0.0.0/0")]),
        routes=networks,
        bgp=bgp,
    )


def _routes(tree, router, unit):
    metrics, networks = set(), set()
    for name in tree.names(f"{router} routing-table ip static-route"):
        route = f"{router} routing-table ip static-route {name}"
        if tree.one(f"{route} interface") == unit:
            metrics.add(int(tree.one(f"{route} metric")))
            networks.add(str(ipaddress.IPv4Network(tree.one(f"{route} destination"))))
            if len(tree.all(f"{route} path-monitor monitor-destinations vpc source")) > 1:
                raise Unreadable("a route is watched twice")
    if len(metrics) > 1:
        raise Unreadable("the routes of a tunnel differ in their metric")
    return max(metrics, default=0), frozenset(networks)


def _session(tree, router, unit, name):
    bgp = f"{router} protocol bgp"
    for group in tree.names(f"{bgp} peer-group"):
        peer = f"{bgp} peer-group {group} peer {group}"
        if tree.one(f"{peer} local-address interface") != unit:
            continue
        address = tree.one(f"{peer} local-address ip")
        if [address] not in tree.all(f"network interface tunnel units {unit} ip"):
            raise Unreadable(f"{address} is not the address of {unit}")
        asn = tree.all(f"{bgp} local-as")
        preference = int(tree.one(f"{bgp} policy import rules {group}-in action allow update local-preference"))
        prepended = tree.all(f"{bgp} policy export rules {group}-out action allow update as-path prepend")
        if bool(prepended) != (preference < 200):
            raise Unreadable("what comes in and what goes out prefer another tunnel")
        named = tree.all(f"{peer} connection-options authentication")
        key = tree.one(f"{bgp} auth-profile {named[0][0]} secret") if named else None
        numbers = int(asn[0][0]), int(tree.one(f"{peer} peer-as"))
        session = Bgp(numbers[0], address.split("/")[0], numbers[1], tree.one(f"{peer} peer-address ip"), key)
        if max(session.device_as, session.cloud_as) > 65535 and tree.one(f"{bgp} routing-options as-format") != "4-byte":
            raise Unreadable("a wide AS number needs the 4-byte format")
        return session, -preference
    return None, 0


def _rules(tree, at, context):
    """One rule each way between the LAN's zone and the tunnels'."""
    rules = f"{at}rulebase security rules"
    lan = context.values.get("lan_zone", "trust")
    ways = set()
    for name in tree.names(rules):
        one = f"{rules} {name}"
        if tree.one(f"{one} action") != "allow":
            raise Unreadable(f"{name} does not allow")
        ways.add((tree.one(f"{one} from"), tree.one(f"{one} to")))
        made = set(tree.names(f"{at}address")) | {"any"}
        if not {rest[0] for field in ("source", "destination") for rest in tree.all(f"{one} {field}")} <= made:
            raise Unreadable(f"{name} names an address that nobody makes")
    inner = next(iter(tree.names(f"{at}zone")), None)
    if ways != {(lan, inner), (inner, lan)}:
        raise Unreadable(f"the rules go {ways}")


def _lifetime(tree, profile):
    ((unit, count),) = tree.all(f"{profile} lifetime")
    factor, most = UNITS[unit]
    if not 1 <= int(count) <= most or int(count) * factor < 180:
        raise Unreadable(f"lifetime {unit} {count} is out of range")
    return int(count) * factor


def _identity(tree, path):
    ((_, kind, _, text),) = tree.all(path)
    return Identity({"ipaddr": "address", "fqdn": "name"}[kind], text)


def _integrity(word):
    if word not in INTEGRITY:
        raise Unreadable(f"no hash of PAN-OS: {word}")
    return word


def _group(word):
    if not re.fullmatch(r"group(1|2|5|14|15|16|19|20|21)", word):
        raise Unreadable(f"no DH group of PAN-OS: {word}")
    return int(word.removeprefix("group"))


def _words(line):
    """Words between blanks; double quotes hold one together, without any escape."""
    if line.count('"') % 2:
        raise Unreadable("a quote is left open")
    return [part.strip('"') for part in re.findall(r'"[^"]*"|[^\s"]+', line)]
