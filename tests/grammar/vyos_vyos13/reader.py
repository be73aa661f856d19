"""Reads what is written for VyOS 1.3 back: the nodes that `set` makes, by vyatta-cfg-vpn's rules."""

import shlex

from harness.model import Identity, Model, Tunnel, Unreadable

ENCRYPTION = {"3des": "3des", "aes128": "aes128", "aes192": "aes192", "aes256": "aes256"}
HASHES = ("md5", "sha1", "sha256", "sha384", "sha512")
ANY = ("0.0.0.0/0", "0.0.0.0/0")


class Tree:
    """The commands' paths below a prefix."""

    def __init__(self, paths: list[list[str]]):
        self.paths = paths

    def below(self, *prefix: str) -> "Tree":
        size = len(prefix)
        return Tree([path[size:] for path in self.paths if path[:size] == list(prefix)])

    def names(self) -> list[str]:
        return list(dict.fromkeys(path[0] for path in self.paths if path))

    def one(self, *prefix: str) -> str:
        found = self.below(*prefix).paths
        if len(found) != 1 or len(found[0]) != 1:
            raise Unreadable(f"{len(found)} values of {' '.join(prefix)}")
        return found[0][0]

    def maybe(self, *prefix: str) -> str | None:
        return self.one(*prefix) if self.below(*prefix).paths else None


def read(files, context) -> Model:
    (text,) = [text for path, text in files.items() if path.endswith(".set")]
    lines = [shlex.split(line) for line in text.split("\n") if line.strip() and not line.startswith("#")]
    if any(line[0] != "set" for line in lines):
        raise Unreadable("a line that sets nothing")
    every = Tree([line[1:] for line in lines])
    peers = every.below("vpn", "ipsec", "site-to-site", "peer")
    tunnels = [(_tunnel(every, name, peers.below(name)), peers.below(name)) for name in peers.names()]
    ranks = {}
    for tunnel, peer in tunnels:
        tunnel.bgp = None
        tunnel.routes, ranks[tunnel.cloud_address] = _routes(every, peer.maybe("vti", "bind"))
    return Model(sorted([tunnel for tunnel, _ in tunnels], key=lambda one: ranks[one.cloud_address]), None)


def _tunnel(every: Tree, name: str, peer: Tree) -> Tunnel:
    tunnel = Tunnel(name, peer.one("local-address"))
    if peer.one("authentication", "mode") != "pre-shared-secret" or peer.one("connection-type") != "initiate":
        raise Unreadable("no key, or the peer does not begin")
    tunnel.device_id = _identity(peer.one("authentication", "id"))
    tunnel.cloud_id = _identity(peer.one("authentication", "remote-id"))
    # 1.3 writes the key between double quotes into ipsec.secrets, as it stands.
    tunnel.psk = peer.one("authentication", "pre-shared-secret")
    if '"' in tunnel.psk or "\\" in tunnel.psk:
        raise Unreadable("the key would break the file of secrets")
    ike = every.below("vpn", "ipsec", "ike-group", peer.one("ike-group"))
    tunnel.ike_version = int(ike.one("key-exchange").removeprefix("ikev"))
    tunnel.ike_mode = (ike.maybe("mode") or "main") if tunnel.ike_version == 1 else None
    proposal = ike.below("proposal", *_only(ike.below("proposal")))
    tunnel.ike_encryption, tunnel.ike_integrity = _words(proposal)
    tunnel.ike_prf = tunnel.ike_integrity if tunnel.ike_version == 2 else None  # strongSwan takes the same
    tunnel.ike_group, tunnel.ike_lifetime = int(proposal.one("dh-group")), int(ike.one("lifetime"))
    tunnel.dpd = ike.maybe("dead-peer-detection", "action") == "restart"
    numbers = peer.below("tunnel").names()
    names = {peer.one("tunnel", number, "esp-group") for number in numbers} or {peer.one("vti", "esp-group")}
    esp = every.below("vpn", "ipsec", "esp-group", *names)
    if esp.one("mode") != "tunnel":
        raise Unreadable("not in tunnel mode")
    tunnel.esp_encryption, tunnel.esp_integrity = _words(esp.below("proposal", *_only(esp.below("proposal"))))
    pfs = esp.one("pfs")
    tunnel.pfs = None if pfs == "disable" else int(pfs.removeprefix("dh-group"))
    tunnel.esp_lifetime = int(esp.one("lifetime"))
    pairs = {(peer.one("tunnel", n, "local", "prefix"), peer.one("tunnel", n, "remote", "prefix")) for n in numbers}
    if bool(pairs) == bool(peer.maybe("vti", "bind")):
        raise Unreadable("a peer has tunnels or a VTI, one of the two")
    tunnel.selectors = frozenset(pairs or {ANY})
    return tunnel


def _only(tree: Tree) -> list[str]:
    if len(tree.names()) != 1:
        raise Unreadable(f"{len(tree.names())} proposals")
    return tree.names()


def _words(proposal: Tree) -> tuple[str, str]:
    found = proposal.one("encryption"), proposal.one("hash")
    if found[0] not in ENCRYPTION or found[1] not in HASHES:
        raise Unreadable(f"{found} are no algorithms")
    return found


def _identity(text: str) -> Identity:
    """strongSwan takes a name with or without the @ as FQDN, and looks nothing up for an identity."""
    return Identity.of(text.removeprefix("@"))


def _routes(every: Tree, vti: str | None) -> tuple[frozenset, int]:
    if not vti:
        return frozenset(), 0
    if vti not in every.below("interfaces", "vti").names():
        raise Unreadable(f"{vti} is not made")
    found, ranks = set(), {0}
    for path in every.below("protocols", "static", "interface-route").paths:
        if path[1:3] == ["next-hop-interface", vti]:
            found.add(path[0])
            ranks.add(int(path[4]) if path[3:4] == ["distance"] else 1)
    return frozenset(found), max(ranks)
