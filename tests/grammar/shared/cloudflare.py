"""Cloudflare Magic WAN: a tunnel of its API as a neutral one, its routes, and what the comment says is negotiated."""

import ipaddress
import json
import re
import shlex

from harness.model import Bgp, Identity, Tunnel, Unreadable
from harness.words import word

TUNNEL, ROUTE = "cloudflare_magic_wan_ipsec_tunnel", "cloudflare_magic_wan_static_route"
ENCRYPTION = {"AES-CBC-128": "aes128", "AES-CBC-256": "aes256"}
INTEGRITY = {"SHA-1": "sha1", "SHA2-256": "sha256"}
GROUP = {"group 5": 5, "group 14": 14}
ANY = "0.0.0.0/0"
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")
SAID = re.compile(r"^#   (.+): IKEv2 (.+), ESP (.+) (\d+) s$", re.MULTILINE)


def routes(script: str) -> list[dict]:
    """The bodies of the requests for routes in a script."""
    found = []
    for line in script.split("\n"):
        if line.startswith("call POST routes "):
            words = shlex.split(line)
            if words[3] != "--data" or len(words) != 5:
                raise Unreadable(f"a request without its body: {line}")
            found.append(json.loads(words[4]))
    return found


def negotiated(text: str) -> dict[str, list[str]]:
    """What the comment says of each tunnel: the words of both phases, and the seconds."""
    found = {}
    for name, ike, esp, seconds in SAID.findall(text):
        (name,) = shlex.split(name)
        found[name] = [*shlex.split(ike), *shlex.split(esp), seconds]
        if len(found[name]) != 7:
            raise Unreadable(f"the comment on {name} says {found[name]}")
    return found



def tunnel(found: dict, said: list[str], routed: list[dict]) -> Tunnel:
    """A tunnel in the API's fields, key in place; `routed` are the routes that carry its name."""
    made = Tunnel(cloud_address=found["customer_endpoint"])
    made.device_address = found["cloudflare_endpoint"]
    made.ike_version, made.ike_mode = 2, None
    made.ike_encryption = word({"AES-CBC-256": "aes256"}, said[0])
    made.ike_integrity = word({"SHA2-256": "sha256"}, said[1])
    made.ike_group = word(GROUP, said[2])
    made.esp_encryption = word(ENCRYPTION, said[3])
    made.esp_integrity = word(INTEGRITY, said[4])
    made.pfs = word(GROUP, said[5])
    made.esp_lifetime = int(said[6])
    made.psk = found["psk"]
    made.device_id = Identity("address", made.device_address)
    made.cloud_id = Identity("address", made.cloud_address)
    made.selectors = frozenset({(ANY, ANY)})
    if len(found["name"]) > 15 or found["replay_protection"] is not True:
        raise Unreadable("a name of more than 15 characters, or no replay protection")
    inside = ipaddress.IPv4Interface(found["interface_address"])
    if inside.network.prefixlen not in (30, 31) or not any(inside in ipaddress.IPv4Network(one) for one in PRIVATE):
        raise Unreadable(f"{inside} is no inside address")
    session = found.get("bgp")
    made.bgp = None
    if session:
        if routed:
            raise Unreadable("static routes beside BGP")
        (cloud,) = set(inside.network.hosts()) - {inside.ip}
        made.bgp = Bgp(None, str(inside.ip), session["customer_asn"], str(cloud), session.get("md5_key"))
    for route in routed:
        hop = ipaddress.IPv4Address(route["nexthop"])
        if hop not in inside.network or hop == inside.ip:
            raise Unreadable(f"{hop} is not the other host of {inside.network}")
    made.routes = frozenset(route["prefix"] for route in routed)
    if len(made.routes) != len(routed):
        raise Unreadable("a route twice")
    return made


def preferred(tunnels: dict[str, list[dict]]) -> list[str]:
    """The names of the tunnels, the preferred one first: by the priorities of their routes."""
    order = {}
    for name, routed in tunnels.items():
        levels = {route["priority"] for route in routed}
        if len(levels) > 1:
            raise Unreadable(f"routes of {name} with several priorities")
        order[name] = min(levels, default=0)
    if len(tunnels) > 1 and any(tunnels.values()) and len(set(order.values())) != len(order):
        raise Unreadable("two tunnels of one priority")
    return sorted(order, key=order.get)


def health(found: dict, target) -> None:
    """A health check names its target, or there is none."""
    check = found["health_check"]
    if check["enabled"] is not bool(target):
        raise Unreadable("a health check without the target that was given")
    if target and (check["direction"], check["type"]) != ("bidirectional", "request"):
        raise Unreadable("a health check that does not come back through the tunnel")
