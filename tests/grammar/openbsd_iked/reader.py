"""Reads what is written for OpenBSD back: the policies of iked.conf as its parser does, interfaces and routes out of the
install script, BGP out of the file for bgpd."""

import ipaddress
import re
import shlex

from harness.model import Bgp, Identity, Model, Tunnel, Unreadable

CIPHERS = {"3des": "3des", "aes-128": "aes128", "aes-192": "aes192", "aes-256": "aes256"}
HASHES = {f"hmac-{word}": mine for word, mine in (("md5", "md5"), ("sha1", "sha1"), *((f"sha2-{n}", f"sha{n}") for n in (256, 384, 512)))}
GROUPS = {"modp768": 1, "modp1024": 2, "modp1536": 5, "modp2048": 14}


def read(files, context):
    parts = {path.rpartition("/")[2]: text for path, text in files.items()}
    policies = next(text for path, text in parts.items() if re.fullmatch(r"[^-]+\.conf", path))
    script = next(text for path, text in parts.items() if path.endswith("-install.sh"))
    bgpd = next((text for path, text in parts.items() if path.endswith("-bgpd.conf")), None)
    found = [_policy(line) for line in _joined(policies)]
    bound = [sec for _, sec in found if sec]
    if len(set(bound)) != len(bound):
        raise Unreadable("two policies share an interface")
    interfaces = _interfaces(script)
    used = [sec for _, sec in found if sec]
    if len(set(used)) != len(used):
        raise Unreadable("two tunnels on one interface")
    ranks = []
    for tunnel, sec in found:
        tunnel.routes, rank, address = frozenset(), 0, None
        if sec:
            if sec not in interfaces:
                raise Unreadable(f"{sec} is not made")
            address, tunnel.routes, rank = interfaces[sec]
        tunnel.bgp = _bgp(bgpd, script, address) if bgpd else None
        if tunnel.bgp:
            rank = -int(re.search(rf"allow from {re.escape(tunnel.bgp.cloud_address)} set localpref (\d+)", bgpd)[1])
        ranks.append((rank, len(ranks), tunnel))
    announced = None
    if bgpd:
        announced = frozenset(re.findall(r"^network (\S+)$", bgpd, re.M))
        for tunnel, _ in found:
            to = re.findall(rf"^allow to {re.escape(tunnel.bgp.cloud_address)} prefix (\S+)", bgpd, re.M)
            if frozenset(to) != announced:
                raise Unreadable("a filter lets out what is not announced, or keeps it back")
    return Model([tunnel for *_, tunnel in sorted(ranks)], announced)


def _joined(text):
    """Policies, each in one line: a line goes on after a backslash at its very end."""
    lines = [line for line in text.split("\n") if not line.startswith("#")]
    return [line for line in "\n".join(lines).replace("\\\n", " ").split("\n") if line.strip()]


def _policy(line):
    words = shlex.split(line)
    head, rest = words[:4], words[4:]
    if head[0] != "ikev2" or head[2:] != ["active", "esp"]:
        raise Unreadable(f"not a policy that starts a tunnel: {line[:40]}")
    fields, selectors, at = {}, set(), 0
    while at < len(rest):
        word = rest[at]
        if word in ("ikesa", "childsa"):
            at += 1
            part = fields.setdefault(word, {})
            while at < len(rest) and rest[at] in ("enc", "auth", "prf", "group"):
                part[rest[at]] = rest[at + 1]
                at += 2
        elif word == "from":
            if rest[at + 2] != "to":
                raise Unreadable("a from without its to")
            selectors.add((rest[at + 1], rest[at + 3]))
            at += 4
        elif word in ("local", "peer", "srcid", "dstid", "ikelifetime", "lifetime", "bytes", "psk", "iface"):
            if word in fields:
                raise Unreadable(f"{word} stands twice")
            fields[word] = rest[at + 1]
            at += 2
        else:
            raise Unreadable(f"no word of a policy: {word}")
    for here, there in selectors:
        ipaddress.ip_network(here), ipaddress.ip_network(there)
    ike, esp = fields["ikesa"], fields["childsa"]
    if fields["bytes"] != "0" or not re.fullmatch(r"0x([0-9a-f]{2})+", fields["psk"]):
        raise Unreadable("a lifetime by volume, or a key that is not in hexadecimal")
    tunnel = Tunnel(fields["peer"], fields["local"], 2, None)
    tunnel.ike_encryption, tunnel.ike_integrity = CIPHERS[ike["enc"]], HASHES[ike["auth"]]
    tunnel.ike_prf, tunnel.ike_group = HASHES[ike["prf"]], GROUPS[ike["group"]]
    tunnel.ike_lifetime, tunnel.esp_lifetime = int(fields["ikelifetime"]), int(fields["lifetime"])
    tunnel.device_id, tunnel.cloud_id = Identity.of(fields["srcid"]), Identity.of(fields["dstid"])
    tunnel.psk = bytes.fromhex(fields["psk"][2:]).decode()
    tunnel.esp_encryption, tunnel.esp_integrity = CIPHERS[esp["enc"]], HASHES[esp["auth"]]
    tunnel.pfs = GROUPS[esp["group"]] if "group" in esp else None
    tunnel.selectors = frozenset(selectors)
    return tunnel, fields.get("iface")


def _interfaces(script):
    """Name of a sec interface to its address, the networks that are routed into it, and their priority."""
    found = {}
    for name, body in re.findall(r"^cat >/etc/hostname\.(sec\d+) <<'END'\n(.*?)^END$", script, re.M | re.S):
        own, peer = re.search(rf"^!/sbin/ifconfig {name} inet (\S+)/30 (\S+)$", body, re.M).groups()
        net = ipaddress.ip_network(f"{own}/30", strict=False)
        if ipaddress.ip_address(peer) not in net or own == peer or "\nup\n" not in body:
            raise Unreadable(f"{name} has ends that do not meet, or stays down")
        routes = re.findall(r"^!/sbin/route -qn add -inet -priority (\d+) (\S+) (\S+)$", body, re.M)
        if any(gate != peer for *_, gate in routes):
            raise Unreadable(f"a route of {name} leads elsewhere")
        rank = int(routes[0][0]) if routes else 0
        found[name] = (own, frozenset(net for _, net, _ in routes), rank)
    return found


def _bgp(bgpd, script, address):
    for cloud, body in re.findall(r"^neighbor (\S+) \{\n(.*?)^\}$", bgpd, re.M | re.S):
        fields = dict(line.split(None, 1) for line in body.strip().split("\n"))
        if fields["local-address"] == address:
            system = re.search(r"echo 'AS (\d+)'", script)[1]
            key = re.fullmatch(r'md5sig password "([^"\\]+)"', fields["tcp"])[1] if "tcp" in fields else None
            return Bgp(int(fields.get("local-as", system)), address, int(fields["remote-as"]), cloud, key)
    return None
