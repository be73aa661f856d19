"""Reads what is written for Check Point back: the list for SmartConsole, and the clish lines."""

import ipaddress
import re

from harness.model import Bgp, Identity, Model, Tunnel, Unreadable

ENCRYPTION = {"DES": "des", "3DES": "3des", "AES-128": "aes128", "AES-256": "aes256"}
HASH = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
METHOD = {"IKEv2 only": 2, "IKEv1 for IPv4 and IKEv2 for IPv6 only": 1}


def read(files, context):
    fields = _fields(next(text for path, text in files.items() if path.endswith("-smartconsole.txt")))
    lines = [line.split() for line in next(text for path, text in files.items() if path.endswith(".clish")).split("\n") if line and not line.startswith("#")]
    if lines[-1] != ["save", "config"]:
        raise Unreadable("nothing is stored at the end")
    devices = _devices(fields)
    if _one(fields, "Satellite Gateways").split() != list(devices):
        raise Unreadable("not every peer is in the community")
    if _one(fields, "Center Gateways") != context.values["gateway"]:
        raise Unreadable("another gateway is in the community")
    warned = re.search(r"whole minutes: (\d+) seconds become (\d+)", " ".join(_all_text(files).replace("#", " ").split()))
    own = re.search(r"main IPv4 address must be (\S+): it is sent as identity", _all_text(files))
    if own is None:
        raise Unreadable("the gateway's own address is not named")
    found = [_tunnel(name, address, own.group(1), fields, lines, warned) for name, address in devices.items()]
    found.sort(key=lambda one: one[0])
    tunnels = [tunnel for _, tunnel in found]
    announced = _announced(lines, [one for one in tunnels if one.bgp])
    return Model(tunnels, announced)


def _all_text(files):
    return "\n".join(files.values())


def _fields(text):
    """Each field with its value, in order; the comments and the menus are for people."""
    found = []
    for line in text.split("\n"):
        if line.startswith("   ") and not line.lstrip().startswith("#") and ": " in line:
            name, value = line.strip().split(": ", 1)
            found.append((name, value))
    return found


def _one(fields, name):
    values = [value for key, value in fields if key == name]
    if len(values) != 1:
        raise Unreadable(f"{len(values)} fields `{name}`")
    return values[0]


def _devices(fields):
    """The interoperable devices: name and address stand one after the other."""
    found = {}
    for (key, value), (after, address) in zip(fields, fields[1:], strict=False):
        if key == "Name" and after == "IPv4 address":
            found[value] = address
    return found


def _tunnel(name, cloud, device, fields, lines, warned):
    added = [words for words in lines if words[:3] == ["add", "vpn", "tunnel"] and words[words.index("peer") + 1] == name]
    if len(added) != 1:
        raise Unreadable(f"{len(added)} tunnel interfaces lead to {name}")
    interface = f"vpnt{added[0][3]}"
    if ["set", "interface", interface, "state", "on"] not in lines:
        raise Unreadable(f"{interface} is not switched on")
    tunnel = Tunnel(cloud, device)
    tunnel.ike_version = METHOD[_one(fields, "Encryption > Encryption Method")]
    tunnel.ike_mode = "main" if tunnel.ike_version == 1 else None
    tunnel.ike_encryption = ENCRYPTION[_one(fields, "Phase 1, encryption")]
    tunnel.ike_integrity = HASH[_one(fields, "Phase 1, data integrity")]
    tunnel.ike_group = _group(_one(fields, "Phase 1, Diffie-Hellman group"))
    tunnel.ike_lifetime = _seconds(int(_one(fields, "Advanced > IKE, renegotiate every minutes")), warned)
    tunnel.device_id, tunnel.cloud_id = Identity("address", device), Identity("address", cloud)
    tunnel.psk = _one(fields, f"Shared Secret of {name}")
    tunnel.esp_encryption = ENCRYPTION[_one(fields, "Phase 2, encryption")]
    tunnel.esp_integrity = HASH[_one(fields, "Phase 2, data integrity")]
    tunnel.pfs = _group(_one(fields, "Advanced > IPsec, Use Perfect Forward Secrecy"))
    tunnel.esp_lifetime = int(_one(fields, "Advanced > IPsec, renegotiate every seconds"))
    tunnel.dpd = any(key.startswith("tunnel_keepalive_method") and value == "dpd" for key, value in fields)
    if tunnel.dpd != (_one(fields, "Tunnel Management > Set Permanent Tunnels") != "off"):
        raise Unreadable("dead peer detection needs permanent tunnels")
    if _one(fields, "Tunnel Management > VPN Tunnel Sharing") != "One VPN tunnel per Gateway pair":
        raise Unreadable("the tunnel is not for everything")
    tunnel.selectors = frozenset([("0.0.0.0/0", "0.0.0.0/0")])
    routes, priorities = set(), set()
    for words in lines:
        if words[:2] == ["set", "static-route"] and words[3:7] == ["nexthop", "gateway", "logical", interface]:
            routes.add(str(ipaddress.IPv4Network(words[2])))
            priorities.add(int(words[8]) if words[7] == "priority" else 1)
    if len(priorities) > 1:
        raise Unreadable("the routes of a tunnel differ in their priority")
    tunnel.routes = frozenset(routes)
    tunnel.bgp, place = _session(added[0], name, lines)
    return place if tunnel.bgp else max(priorities, default=0), tunnel


def _seconds(minutes, warned):
    """Whole minutes; where the response says something else, the text warns of what becomes of it."""
    if warned is None:
        return 60 * minutes
    seconds, said = map(int, warned.groups())
    if said != minutes or minutes != -(-seconds // 60) or seconds % 60 == 0:
        raise Unreadable(f"{seconds} seconds are no {minutes} minutes")
    return seconds


def _session(added, name, lines):
    if added[5] != "numbered":
        return None, 0
    own, peer = added[7], added[9]
    of_peer = [words[3:] for words in lines if words[:3] == ["set", "bgp", "external"] and words[5:7] == ["peer", peer]]
    numbers = {int(words[1]) for words in of_peer}
    if len(numbers) != 1:
        raise Unreadable(f"{peer} has {len(numbers)} AS numbers")
    (cloud_as,) = numbers
    options = [words[4:] for words in of_peer]
    if ["on"] not in options or ["set", "bgp", "external", "remote-as", str(cloud_as), "on"] not in lines:
        raise Unreadable(f"{peer} is not switched on")
    maps = {words[0]: words[1] for words in options if words[0].endswith("-routemap")}
    inward, outward = (_map(maps[f"{way}-routemap"], lines) for way in ("import", "export"))
    if ["restrict"] not in inward[5] or ["allow"] not in inward[10]:
        raise Unreadable("what comes in is not held back and let in as it should")
    preference = next(int(words[2]) for words in inward[10] if words[:2] == ["action", "localpref"])
    prepends = {any(words[:2] == ["action", "aspath-prepend-count"] for words in entry) for entry in outward.values()}
    if prepends != {preference < 200}:
        raise Unreadable("what comes in and what goes out prefer another tunnel")
    keys = [words[3] for words in options if words[:3] == ["authtype", "md5", "secret"]]
    if len(keys) > 1:
        raise Unreadable(f"{peer} has {len(keys)} keys")
    return Bgp(_own_as(lines), own, cloud_as, peer, keys[0] if keys else None), -preference


def _own_as(lines):
    """Set here, or the one that runs: the comment names it."""
    found = [int(words[2]) for words in lines if words[:2] == ["set", "as"]]
    return found[0] if len(found) == 1 else 65010


def _map(name, lines):
    entries = {}
    for words in lines:
        if words[:3] == ["set", "routemap", name] and words[3] == "id":
            entries.setdefault(int(words[4]), []).append(words[5:])
    if not entries or any(["on"] not in entry for entry in entries.values()):
        raise Unreadable(f"the routemap {name} is not switched on")
    return entries


def _announced(lines, sessions):
    if not sessions:
        return None
    every = []
    for words in lines:
        if words[:3] == ["set", "bgp", "external"] and len(words) > 8 and words[7] == "export-routemap":
            for entry in _map(words[8], lines).values():
                if ["allow"] not in entry:
                    raise Unreadable("nothing is announced")
                every.append(frozenset(str(ipaddress.IPv4Network(one[2])) for one in entry if one[:2] == ["match", "network"] and one[3] == "exact"))
    if len(set(every)) != 1:
        raise Unreadable("the sessions announce different networks")
    return every[0]


def _group(text):
    return None if text == "off" else int(text.removeprefix("Group "))
