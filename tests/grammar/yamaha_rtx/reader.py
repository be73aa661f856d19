"""Reads what is written for a Yamaha RTX back, as the router's parser would take it."""

from harness.model import Bgp, Identity, Model, Tunnel, Unreadable

ENCRYPTION = {"des-cbc": "des", "3des-cbc": "3des", "aes-cbc": "aes128", "aes256-cbc": "aes256"}
HASH = {"md5": "md5", "sha": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}
GROUP = {"modp768": 1, "modp1024": 2, "modp1536": 5, "modp2048": 14}
SPECIAL = set("\\?#|>'\" ")
BLOCKED = ["reject include 100.64.0.0/10", "refines 0.0.0.0/0"]


def read(files, context):
    (text,) = files.values()
    lines = [line.strip() for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    if lines[-1] != "save":
        raise Unreadable("the block does not end with save")
    config = _Config(lines)
    running = context.values.get("bgp_as", "none")
    made = config.many("bgp autonomous-system")
    if made and running != "none":
        raise Unreadable("the AS number of a BGP that runs is changed")
    config.device_as = int(made[0][0] if made else running if running != "none" else 0)
    if config.one("ipsec auto refresh") != ["on"]:
        raise Unreadable("no key exchange ever starts")
    if len(set(map(len, (config.tunnels, config.many("tunnel enable"))))) != 1:
        raise Unreadable("a tunnel is not enabled")
    found = [_tunnel(number, inner, config) for number, inner in config.tunnels.items()]
    announced = _announced(config, context) if any(tunnel.bgp for _, tunnel in found) else None
    found.sort(key=lambda pair: pair[0])
    return Model([tunnel for _, tunnel in found], announced)


class _Config:
    """All lines, with those of each selected tunnel apart. A line that stands there twice replaces the first."""

    def __init__(self, lines):
        self.lines, self.tunnels, selected = [], {}, None
        for line in lines:
            words = line.split()
            if words[:2] == ["tunnel", "select"]:
                selected = None if words[2] == "none" else words[2]
                if selected in self.tunnels:
                    raise Unreadable(f"tunnel {selected} is selected twice")
                if selected:
                    self.tunnels[selected] = []
            elif selected and words[:2] != ["tunnel", "enable"]:
                self.tunnels[selected].append(line)
            else:
                self.lines.append(line)

    def many(self, prefix):
        return [line[len(prefix) :].split() for line in self.lines if line.startswith(prefix + " ")]

    def one(self, prefix):
        found = self.many(prefix)
        if len(found) != 1:
            raise Unreadable(f"{len(found)} lines `{prefix}`")
        return found[0]


class _Gateway:
    """The lines of one security gateway."""

    def __init__(self, number, inner):
        self.number, self.inner = number, inner

    def maybe(self, prefix, *, twice=False):
        start = f"{prefix} {self.number}"
        found = [line[len(start) :].strip() for line in self.inner if line == start or line.startswith(start + " ")]
        if len(found) > (2 if twice else 1):
            raise Unreadable(f"{len(found)} lines `{start}`")
        return found[-1].split() if found else None

    def one(self, prefix, *, twice=False):
        found = self.maybe(prefix, twice=twice)
        if not found:
            raise Unreadable(f"no line `{prefix} {self.number}`")
        return found


def _plain(inner, prefix):
    found = [line[len(prefix) :].split() for line in inner if line.startswith(prefix + " ")]
    if len(found) > 1:
        raise Unreadable(f"{len(found)} lines `{prefix}`")
    return found[0] if found else None


def _tunnel(number, inner, config):
    policy, gateway, protocol, cipher, mac = _plain(inner, "ipsec sa policy")
    if _plain(inner, "ipsec tunnel") != [policy] or protocol != "esp":
        raise Unreadable(f"tunnel {number} does not take policy {policy}")
    lines = _Gateway(gateway, inner)
    strays = [line for line in inner if line.startswith("ipsec ike ") and gateway not in line.split()]
    if strays:
        raise Unreadable(f"a line of another gateway in tunnel {number}: {strays[0].split()[:5]}")
    version = int(lines.one("ipsec ike version")[0])
    outer, inward = ("ike-sa", "child-sa") if version == 2 else ("isakmp-sa", "ipsec-sa")
    life, *volume = lines.one(f"ipsec ike duration {inward}", twice=True)
    if volume != ["off"]:
        raise Unreadable("the SA ends by volume")
    groups = [GROUP[word] for word in lines.one("ipsec ike group")]
    integrity = HASH[lines.one("ipsec ike hash")[0]]
    tunnel = Tunnel(
        cloud_address=lines.one("ipsec ike remote address")[0],
        device_address=lines.one("ipsec ike local address")[0],
        ike_version=version,
        ike_encryption=ENCRYPTION[lines.one("ipsec ike encryption")[0]],
        ike_integrity=integrity,
        ike_prf=integrity if version == 2 else None,
        ike_group=groups[0],
        ike_lifetime=int(lines.one(f"ipsec ike duration {outer}")[0]),
        psk=_key(lines.one("ipsec ike pre-shared-key"), 128),
        esp_encryption=ENCRYPTION[cipher],
        esp_integrity=HASH[mac.removesuffix("-hmac")],
        pfs={"on": groups[-1], "off": None}[lines.one("ipsec ike pfs")[0]],
        esp_lifetime=int(life),
        dpd=_keepalive(lines, version),
        bgp=None,
    )
    if lines.one("ipsec ike nat-traversal")[0] not in ("on", "off"):
        raise Unreadable("NAT traversal is neither on nor off")
    (_ikev2 if version == 2 else _ikev1)(lines, tunnel, groups)
    tunnel.routes, place = _routes(number, config)
    session = _session(inner, config)
    if session:
        place, tunnel.bgp = session
    return place, tunnel


def _keepalive(lines, version):
    words = lines.one("ipsec ike keepalive use")
    if words == ["off"]:
        if lines.maybe("ipsec ike always-on") != ["on"]:
            raise Unreadable("after one failure no key exchange is tried any more")
        return False
    if words[:2] != ["on", "rfc4306" if version == 2 else "dpd"]:
        raise Unreadable(f"a keepalive that the cloud does not answer: {words}")
    return True


def _ikev2(lines, tunnel, groups):
    for prefix, value in (("proposal-limitation", "on"), ("message-id-control", "on"), ("child-exchange type", "2"), ("negotiation receive", "off")):
        if lines.one(f"ipsec ike {prefix}") != [value]:
            raise Unreadable(f"`ipsec ike {prefix}` is not {value}")
    if len(groups) != 1:
        raise Unreadable("under IKEv2 the second group means nothing")
    tunnel.ike_mode = None
    tunnel.device_id = _identity(lines.one("ipsec ike local name"))
    tunnel.cloud_id = _identity(lines.one("ipsec ike remote name"))
    tunnel.selectors = frozenset([("0.0.0.0/0", "0.0.0.0/0")])


def _ikev1(lines, tunnel, groups):
    name = lines.maybe("ipsec ike local name")
    if lines.maybe("ipsec ike remote name") or lines.maybe("ipsec ike proposal-limitation"):
        raise Unreadable("a line of IKEv2 on an IKEv1 gateway")
    tunnel.ike_mode = "aggressive" if name else "main"
    tunnel.device_id = _identity(name) if name else Identity("address", tunnel.device_address)
    if name and tunnel.device_id.kind == "address":
        raise Unreadable("an address is sent as a key id in aggressive mode")
    tunnel.selectors = frozenset([(lines.one("ipsec ike local id")[0], lines.one("ipsec ike remote id")[0])])


def _identity(words):
    return Identity({"ipv4-addr": "address", "fqdn": "name"}[words[1]], words[0])


def _key(words, longest):
    """The text after `text`, with backslashes taken away as the console does."""
    if words[0] != "text" or len(words) != 2:
        raise Unreadable("the key is not one word of text")
    out, escaped = [], False
    for character in words[1]:
        if not escaped and character == "\\":
            escaped = True
            continue
        if not escaped and character in SPECIAL:
            raise Unreadable("a special character without a backslash")
        out.append(character)
        escaped = False
    if escaped or len(out) > longest:
        raise Unreadable("the key ends in a backslash, or is too long")
    return "".join(out)


def _routes(number, config):
    """The networks that go into a tunnel, and its place: 0 before 1."""
    nets, places = set(), set()
    for words in config.many("ip route"):
        gateways = " ".join(words[1:]).split("gateway ")[1:]
        for place, gateway in enumerate(gateways):
            parts = gateway.split()
            if parts[:2] == ["tunnel", number]:
                if place == 1 and parts[2:] != ["weight", "0"]:
                    raise Unreadable("the second tunnel shares the traffic")
                if place == 0 and len(gateways) > 1 and parts[2:] != ["hide"]:
                    raise Unreadable("the first tunnel keeps the traffic when it is dead")
                nets.add(words[0])
                places.add(place)
    if len(places) > 1:
        raise Unreadable("the routes of a tunnel differ in their order")
    return frozenset(nets), places.pop() if places else 0


def _session(inner, config):
    address = _plain(inner, "ip tunnel address")
    if not address:
        return None
    own = address[0].partition("/")[0]
    remote = _plain(inner, "ip tunnel remote address")[0]
    for words in config.many("bgp neighbor"):
        if words[0] == "pre-shared-key":
            continue
        options = dict(word.split("=", 1) for word in words[3:])
        if words[2] == remote:
            if options["local-address"] != own or options["hold-time"] != "30":
                raise Unreadable("the session does not begin at the tunnel's address")
            keys = {key[1]: key for key in config.many("bgp neighbor") if key[0] == "pre-shared-key"}
            key = _key(keys[words[0]][2:], 80) if words[0] in keys else None
            session = Bgp(config.device_as, own, int(words[1]), remote, key)
            return int(options.get("metric", "0")), session
    raise Unreadable(f"no neighbor {remote}")


def _announced(config, context):
    if config.many("bgp configure") != [["refresh"]] or config.lines.index("bgp configure refresh") != max(
        place for place, line in enumerate(config.lines) if line.startswith("bgp ")
    ):
        raise Unreadable("BGP is not put into force after its last line")
    filters = {words[0]: words[1:] for words in config.many("bgp import filter")}
    exports = {words[0]: " ".join(words[1:]) for words in config.many("bgp export filter")}
    peers = {words[1] for words in config.many("bgp neighbor") if words[0] != "pre-shared-key"}
    nets = None
    for peer in peers:
        if [exports[number] for number in config.one(f"bgp export {peer} filter")] != BLOCKED:
            raise Unreadable("something else comes in than the networks of the cloud")
        rules = [filters[number] for number in config.one(f"bgp import {peer} static filter")]
        if any(rule[0] != "equal" for rule in rules):
            raise Unreadable("more is announced than the networks")
        chosen = frozenset(rule[1] for rule in rules)
        if nets not in (None, chosen):
            raise Unreadable("the neighbors hear of different networks")
        nets = chosen
    return nets
