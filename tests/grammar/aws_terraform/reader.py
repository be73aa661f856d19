"""Reads the resources back by an HCL parser and turns them into the API's fields."""

import re

from harness.model import SILENT, Model, Unreadable
from shared import aws, aws_terraform, hcl, order


def read(files, context):
    body = hcl.read(next(text for path, text in files.items() if path.endswith(".tf")))
    keys = hcl.read(next(text for path, text in files.items() if path.endswith(".auto.tfvars")))
    secret = {block.labels[0] for block in hcl.blocks(body, "variable") if block.body.get("sensitive") is True}
    if secret != set(keys):
        raise Unreadable("the keys are not the sensitive variables")
    (looked_up,) = hcl.blocks(body, "data", "aws_vpn_gateway")
    gateway = f"data.aws_vpn_gateway.{looked_up.labels[1]}"
    (spread,) = hcl.resources(body, "aws_vpn_gateway_route_propagation").values()
    if spread["vpn_gateway_id"] != f"{gateway}.id":
        raise Unreadable("no routes reach the subnets")
    gateways, routes = hcl.resources(body, "aws_customer_gateway"), list(hcl.resources(body, "aws_vpn_connection_route").values())
    tunnels, used = [], set()
    for name, made in hcl.resources(body, "aws_vpn_connection").items():
        if made["customer_gateway_id"] != f"aws_customer_gateway.{name}.id" or made["vpn_gateway_id"] != f"{gateway}.id":
            raise Unreadable("a connection of other gateways")
        options = aws_terraform.request(made)
        first = options["TunnelOptions"][0]
        key = str(first["PreSharedKey"]).removeprefix("var.")
        used.add(key)
        first["PreSharedKey"] = keys[key]
        site = gateways.pop(name)
        if {site["type"], made["type"]} != {"ipsec.1"}:
            raise Unreadable("ipsec.1 is the only type")
        own = [one["destination_cidr_block"] for one in routes if one["vpn_connection_id"] == f"aws_vpn_connection.{name}.id"]
        session = _session(made, gateway, first, site)
        tunnels.append(aws.tunnel(options, (site["ip_address"], _address(body, name)), session, own))
        routes = [one for one in routes if one["vpn_connection_id"] != f"aws_vpn_connection.{name}.id"]
    if gateways or routes or used != set(keys):
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
