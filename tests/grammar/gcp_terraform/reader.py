"""Reads the resources back by an HCL parser, turns them into the API's fields, and goes on in shared/gcp.py."""

import re

from harness import hcl
from harness.model import Model, Unreadable
from harness.words import known
from shared import gcp, order

#: the resources, and their arguments that the API calls otherwise (provider hashicorp/google)
KINDS = {
    gcp.TUNNEL: ("google_compute_vpn_tunnel", {}),
    gcp.INTERFACE: ("google_compute_router_interface", {"vpn_tunnel": "linked_vpn_tunnel"}),
    gcp.PEER: ("google_compute_router_peer", {"interface": "interface_name"}),
}
GATEWAY = "google_compute_external_vpn_gateway"


def read(files, context):
    body, keys = hcl.keyed(files)
    ((name, gateway),) = hcl.resources(body, GATEWAY).items()
    outside, router = _looked_up(body, name, context.values)
    gateway = {**gateway, "interfaces": [one.body for one in hcl.blocks(gateway, "interface")]}
    made = {kind: hcl.resources(body, kind) for kind, _ in KINDS.values()}
    tunnels, priorities = [], []
    for resource in list(made["google_compute_vpn_tunnel"]):
        found, interface, peer = (_named(made[kind].pop(resource), names) for kind, names in KINDS.values())
        if found["vpn_gateway"] != f"{outside}.self_link" or found["peer_external_gateway"] != f"{GATEWAY}.{name}.id":
            raise Unreadable("a tunnel of other gateways")
        if found["router"] != f"{router}.self_link" or {interface["router"], peer["router"]} != {f"{router}.name"}:
            raise Unreadable("another router")
        if {one["region"] for one in (found, interface, peer)} != {context.values["region"]}:
            raise Unreadable("another region")
        ends = *_asked(found, outside, router), _key(peer, keys)
        found["shared_secret"] = keys.of(found["shared_secret"])
        interface["linked_vpn_tunnel"] = _of(interface["linked_vpn_tunnel"], gcp.TUNNEL, resource, found)
        peer["interface_name"] = _of(peer["interface_name"], gcp.INTERFACE, resource, interface)
        tunnels.append(gcp.tunnel(gateway, found, interface, peer, ends))
        priorities.append(peer["advertised_route_priority"])
    if any(made.values()) or keys.unused or len(gateway["interfaces"]) != len(tunnels):
        raise Unreadable("something is made that no tunnel uses")
    order.agree(files, "Google Cloud", tunnels)
    return Model(gcp.preferred(tunnels, priorities))


def _named(body: dict, names: dict) -> dict:
    return {names.get(argument, argument): value for argument, value in body.items()}


def _of(value, model: str, resource: str, body: dict) -> str:
    """The name behind an expression that names the resource beside this one."""
    if value != f"{KINDS[model][0]}.{resource}.name":
        raise Unreadable(f"{value} is another tunnel's")
    return body["name"]


def _looked_up(body: dict, name: str, values: dict) -> tuple[str, str]:
    """The expressions of the gateway and the router, which are there already."""
    gateway, router = (f"data.google_compute_{kind}.{name}" for kind in ("ha_vpn_gateway", "router"))
    wanted = {"google_compute_ha_vpn_gateway": {"name": values["gateway"]}, "google_compute_router": {"name": values["router"]}}
    wanted["google_compute_router"]["network"] = f"{gateway}.network"
    for kind, fields in wanted.items():
        if hcl.only(hcl.blocks(body, "data", kind, name)).body != {**fields, "region": values["region"]}:
            raise Unreadable(f"another {kind}")
    return gateway, router


def _asked(found: dict, gateway: str, router: str) -> tuple[str, int]:
    """The address and the AS number that the plan demands of Google."""
    conditions = [str(one.body["condition"]) for one in hcl.blocks(hcl.one(found, "lifecycle"), "precondition")]
    place = re.escape(f"{gateway}.vpn_interfaces[{found['vpn_gateway_interface']}].ip_address == ")
    address = re.fullmatch(place + r'"([^"]+)"', conditions[0])
    number = re.fullmatch(re.escape(f"{router}.bgp[0].asn == ") + r"(\d+)", conditions[1])
    if not address or not number or len(conditions) != 2:
        raise Unreadable("a precondition that asks for something else")
    return address[1], int(number[1])


def _key(peer: dict, keys: hcl.Keys) -> str | None:
    block = hcl.one(peer, "md5_authentication_key")
    if block is None:
        return None
    known(block, ("name", "key"), "md5_authentication_key")
    if block["name"] != peer["name"]:
        raise Unreadable("a key of another session's name")
    return keys.of(block["key"])
