"""Reads Terraform's files for azurerm back by an HCL parser, and goes on in shared/azure.py."""

import re

from harness.model import Model, Unreadable
from shared import azure, hcl

KIND = "azurerm_virtual_network_gateway_connection"
SITE = "azurerm_local_network_gateway"
SITE_ARGUMENTS = {"name", "resource_group_name", "location", "gateway_address", "address_space", "bgp_settings"}


def read(files, context):
    names = {path for path in files if not path.endswith(".notes.txt")}
    (main,) = (hcl.read(files[path]) for path in names if path.endswith(".tf"))
    (keys,) = (hcl.read(files[path]) for path in names if path.endswith(".auto.tfvars"))
    if len(names) != 2:
        raise Unreadable(f"one file, and one of keys: {sorted(names)}")
    declared = {block.labels[0]: block.body for block in hcl.blocks(main, "variable")}
    if set(declared) != set(keys) or any(body.get("sensitive") is not True for body in declared.values()):
        raise Unreadable("the keys are declared sensitive, and all are given")
    (gateway,) = hcl.blocks(main, "data", "azurerm_virtual_network_gateway")
    looked_up = f"data.azurerm_virtual_network_gateway.{gateway.labels[1]}"
    sites = hcl.resources(main, SITE)
    tunnels, used = [], set()
    for name, body in hcl.resources(main, KIND).items():
        if body["virtual_network_gateway_id"] != f"{looked_up}.id" or body["location"] != f"{looked_up}.location":
            raise Unreadable("a connection of another gateway")
        if body["local_network_gateway_id"] != f"{SITE}.{name}.id":
            raise Unreadable("a connection without its local network gateway")
        found = azure.as_api(body)
        key = str(found["sharedKey"]).removeprefix("var.")
        if not isinstance(found["sharedKey"], hcl.Expression) or key not in keys:
            raise Unreadable("a connection without its key")
        used.add(key)
        found["sharedKey"] = keys[key]
        tunnels.append(azure.tunnel(found, _site(sites[name]), len(tunnels), _asked(body, looked_up), None))
    if used != set(keys) or len(sites) != len(tunnels):
        raise Unreadable("something is made that no connection uses")
    return Model(tunnels)


def _site(body: dict) -> dict:
    if not set(body) <= SITE_ARGUMENTS:
        raise Unreadable(f"{SITE} has no argument {set(body) - SITE_ARGUMENTS}")
    site = {"gatewayIpAddress": body["gateway_address"], "prefixes": body.get("address_space", [])}
    if settings := hcl.one(body, "bgp_settings"):
        if set(settings) != {"asn", "bgp_peering_address"}:
            raise Unreadable("bgp_settings has asn and bgp_peering_address")
        site["bgpSettings"] = {"asn": settings["asn"], "bgpPeeringAddress": settings["bgp_peering_address"]}
    return site


def _asked(body: dict, looked_up: str) -> int | None:
    """The AS number that the plan demands of the gateway."""
    if not (cycle := hcl.one(body, "lifecycle")):
        return None
    condition = re.fullmatch(r"(\S+?)\.bgp_settings\[0\]\.asn == (\d+)", str(hcl.one(cycle, "precondition")["condition"]))
    if not condition or condition[1] != looked_up:
        raise Unreadable("a precondition that asks for something else")
    return int(condition[2])
