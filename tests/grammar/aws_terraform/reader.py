"""Reads the resources back by an HCL parser and turns them into the API's fields."""

import re

from harness.model import SILENT, Model, Unreadable
from harness import hcl
from shared import aws, aws_terraform, order


def read(files, context):
    body, keys = hcl.keyed(files)
    (looked_up,) = hcl.blocks(body, "data", "aws_vpn_gateway")
    gateway = f"data.aws_vpn_gateway.{looked_up.labels[1]}"
    (spread,) = hcl.resources(body, "aws_vpn_gateway_route_propagation").values()
    if spread["vpn_gateway_id"] != f"{gateway}.id":
        raise Unreadable("no routes reach the subnets")
    gateways, routes = hcl.resources(body, "aws_customer_gateway"), list(hcl.resources(body, "aws_vpn_connection_route").values())
    tunnels = []
    for name, made in hcl.resources(body, "aws_vpn_connection").items():
        if made["customer_gateway_id"] != f"aws_customer_gateway.{name}.id" or made["vpn_gateway_id"] != f"{gateway}.id":
            raise Unreadable("a connection of other gateways")
        options = aws_terraform.request(made)
        first = options["TunnelOptions"][0]
        first["PreSharedKey"] = keys.of(first["PreSharedKey"])
        site = gateways.pop(name)
        if {site["type"], made["type"]} != {"ipsec.1"}:
            raise Unreadable("ipsec.1 is the only type")
        own = [one["destination_cidr_block"] for one in routes if one["vpn_connection_id"] == f"aws_vpn_connection.{name}.id"]
        session = _session(made, gateway, first, site)
        tunnels.append(aws.tunnel(options, (site["ip_address"], _address(body, name)), session, own))
        routes = [one for one in routes if one["vpn_connection_id"] != f"aws_vpn_connection.{name}.id"]
    if gateways or routes or keys.unused:
        raise Unreadable("something is made that no connection uses")
    order.agree(files, "AWS", tunnels)
    return Model(tunnels, SILENT)


def _session(made: dict, gateway: str, first: dict, site: dict) -> tuple[int, int, str] | None:
    """The AS numbers and the inside address that the plan demands."""
    cycle = hcl.one(made, "lifecycle")
    if not cycle:
        return None
    one, two = [re.sub(r"\s", "", block.body["condition"]) for block in hcl.blocks(cycle, "precondition")]
    inside = re.fullmatch(r'"(\S+)"==cidrhost\("(\S+)",1\)', one)
    number = re.fullmatch(re.escape(f"{gateway}.amazon_side_asn==") + r'"(\d+)"', two)
    if not inside or not number or inside[2] != first["TunnelInsideCidr"]:
        raise Unreadable("a precondition that asks for something else")
    return int(number[1]), site.get("bgp_asn") or site["bgp_asn_extended"], inside[1]


def _address(body: dict, name: str) -> str:
    """What the check holds AWS's address against."""
    (check,) = hcl.blocks(body, "check", f"{name}-aws-address")
    condition = hcl.one(check.body, "assert")["condition"]
    found = re.fullmatch(re.escape(f"aws_vpn_connection.{name}.tunnel1_address == ") + r'"([^"]+)"', condition)
    if not found:
        raise Unreadable("the address of AWS is not compared")
    return found[1]
