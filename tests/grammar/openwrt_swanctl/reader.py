"""Reads what is written for OpenWrt back: swanctl.conf's sections, and the UCI sections of the install script."""

import base64
import re

from harness.model import Identity, Model, Tunnel, Unreadable
from shared import swanctl

CIPHERS = {"des", "3des", "aes128", "aes192", "aes256"}
HASHES = {"md5", "sha1", "sha256", "sha384", "sha512"}
GROUPS = {"modp768": 1, "modp1024": 2, "modp1536": 5, "modp2048": 14, "modp2048s256": 24}


def read(files, context):
    parts = {path.rpartition("/")[2]: text for path, text in files.items()}
    tree = swanctl.sections(next(text for path, text in parts.items() if path.endswith(".conf")))
    uci = _uci(next(text for path, text in parts.items() if path.endswith("-install.sh")))
    tunnels = [_tunnel(tree, uci, conn) for conn in tree["connections"].values()]
    numbers = [child["if_id_in"] for conn in tree["connections"].values() for child in list(conn["children"].values())[:1]]
    if len(set(numbers)) != len(numbers):
        raise Unreadable("two tunnels on one interface")
    tunnels.sort(key=lambda pair: pair[0])
    return Model([tunnel for _, tunnel in tunnels], None)


def _uci(script):
    body = re.search(r"^uci batch <<'END'\n(.*?)^END$", script, re.M | re.S)[1]
    sections = {}
    for name, option, value in re.findall(r"^(?:set|add_list) (\w+\.\w+)(?:\.(\w+))?='([^']*)'$", body, re.M):
        kept = sections.setdefault(name, {})
        kept[option or "type"] = value if option != "network" else [*kept.get("network", []), value]
    return sections


def _tunnel(tree, uci, conn):
    found = Tunnel(conn["remote_addrs"], conn["local_addrs"], int(conn["version"]))
    found.ike_mode = ("aggressive" if conn["aggressive"] == "yes" else "main") if found.ike_version == 1 else None
    found.ike_encryption, found.ike_integrity, group = conn["proposals"].split("-")
    found.ike_group = GROUPS[group]
    found.ike_prf = found.ike_integrity if found.ike_version == 2 else None
    found.ike_lifetime = _seconds(conn["rekey_time"]) + _seconds(conn["over_time"])
    found.device_id, found.cloud_id = _identity(conn["local"]["id"]), _identity(conn["remote"]["id"])
    keys = [
        one["secret"]
        for one in tree["secrets"].values()
        if (one["id-local"], one["id-remote"]) == (conn["local"]["id"], conn["remote"]["id"])
    ]
    if len(set(keys)) != 1 or not keys[0].startswith("0s"):
        raise Unreadable("no key of its own in base64")
    found.psk = base64.b64decode(keys[0][2:], validate=True).decode()
    children = list(conn["children"].values())
    if len({(one["esp_proposals"], one["life_time"], one["if_id_in"], one["if_id_out"]) for one in children}) != 1:
        raise Unreadable("children that differ")
    esp = children[0]["esp_proposals"].split("-")
    found.esp_encryption, found.esp_integrity = esp[:2]
    found.pfs = GROUPS[esp[2]] if len(esp) > 2 else None
    found.esp_lifetime = _seconds(children[0]["life_time"])
    if not {found.ike_encryption, found.esp_encryption} <= CIPHERS or not {found.ike_integrity, found.esp_integrity} <= HASHES:
        raise Unreadable("an algorithm that the cloud does not have")
    found.dpd = conn["dpd_delay"] != "0s" and all(one["dpd_action"] == "restart" for one in children)
    pairs = [
        (here.strip(), there.strip())
        for one in children
        for here in one["local_ts"].split(",")
        for there in one["remote_ts"].split(",")
    ]
    if found.ike_version == 1 and len(pairs) != len(children):
        raise Unreadable("IKEv1 has one pair for each child")
    found.selectors, found.bgp = frozenset(pairs), None
    number = children[0]["if_id_in"]
    if number != children[0]["if_id_out"]:
        raise Unreadable("if_id differs by direction")
    rank, found.routes = _routes(uci, number)
    return rank, found


def _routes(uci, number):
    names = [name.partition(".")[2] for name, kept in uci.items() if kept.get("ifid") == number and kept["proto"] == "xfrm"]
    if len(names) != 1:
        raise Unreadable(f"{len(names)} interfaces with ifid {number}")
    zones = [kept for kept in uci.values() if kept["type"] == "zone" and names[0] in kept.get("network", [])]
    ends = {(kept["src"], kept["dest"]) for kept in uci.values() if kept["type"] == "forwarding"}
    if len(zones) != 1 or zones[0]["masq"] != "0" or not {("lan", zones[0]["name"]), (zones[0]["name"], "lan")} <= ends:
        raise Unreadable("no zone of its own, open to the LAN both ways and without NAT")
    routes = [kept for kept in uci.values() if kept["type"] == "route" and kept["interface"] == names[0]]
    if len({route["metric"] for route in routes}) > 1:
        raise Unreadable("routes of one tunnel with several metrics")
    return int(routes[0]["metric"]) if routes else 0, frozenset(route["target"] for route in routes)


def _seconds(text):
    if not text.endswith("s"):
        raise Unreadable(f"a time without its unit: {text}")
    return int(text[:-1])


def _identity(text):
    return Identity("name", text[5:]) if text.startswith("fqdn:") else Identity.of(text)
