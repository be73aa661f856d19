"""Reads Terraform's files for azurerm back by an HCL parser, and goes on in shared/azure.py."""

import re

from harness.model import Model, Unreadable
from harness import hcl
from shared import azure

KIND = "azurerm_virtual_network_gateway_connection"
SITE = "azurerm_local_network_gateway"
SITE_ARGUMENTS = {"name", "resource_group_name", "location", "gateway_address", "address_space", "bgp_settings"}


def read(files, context):
    names = {path for path in files if not path.endswith(".notes.txt")}
    main, keys = hcl.keyed(files)
    if len(names) != 2:
        raise Unreadable(f"one file, and one of keys: {sorted(names)}")
    (gateway,) = hcl.blocks(main, "data", "azurerm_virtual_network_gateway")
    looked_up = f"data.azurerm_virtual_network_gateway.{gateway.labels[1]}"
    public = _public(main, looked_up)
    sites = hcl.resources(main, SITE)
    tunnels = []
    for name, body in hcl.resources(main, KIND).items():
        if body["virtual_network_gateway_id"] != f"{looked_up}.id" or body["location"] != f"{looked_up}.location":
            raise Unreadable("a connection of another gateway")
        if body["local_network_gateway_id"] != f"{SITE}.{name}.id":
            raise Unreadable("a connection without its local network gateway")
        found = azure.as_api(body)
        found["sharedKey"] = keys.of(found["sharedKey"])
        address, device_as = _asked(body, looked_up, public)
        tunnels.append(azure.tunnel(found, _site(sites[name]), len(tunnels), device_as, address))
    if keys.unused or len(sites) != len(tunnels):
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


def _public(main: dict, looked_up: str) -> str:
    """The public addresses of the gateway, which are looked up by their ids: the list of them as an expression."""
    (found,) = hcl.blocks(main, "data", "azurerm_public_ip")
    part = f'split("/", {looked_up}.ip_configuration[count.index].public_ip_address_id)'
    wanted = {"count": f"length({looked_up}.ip_configuration)", "name": f"{part}[8]", "resource_group_name": f"{part}[4]"}
    if {key: _plain(value) for key, value in found.body.items()} != {key: _plain(value) for key, value in wanted.items()}:
        raise Unreadable(f"other public addresses: {found.body}")
    return f"data.azurerm_public_ip.{found.labels[1]}[*].ip_address"


def _plain(expression: str) -> str:
    return re.sub(r"\s", "", str(expression))


def _asked(body: dict, looked_up: str, public: str) -> tuple[str, int | None]:
    """The address and the AS number that the plan demands of the gateway."""
    cycle = hcl.one(body, "lifecycle")
    conditions = [_plain(one.body["condition"]) for one in hcl.blocks(cycle, "precondition")]
    address = re.fullmatch(re.escape(f"contains({public},") + r'"(.+)"\)', conditions[0])
    number = [re.fullmatch(re.escape(f"{looked_up}.bgp_settings[0].asn==") + r"(\d+)", one) for one in conditions[1:]]
    if not address or not all(number) or len(number) > 1:
        raise Unreadable("a precondition that asks for something else")
    return address[1], int(number[0][1]) if number else None
