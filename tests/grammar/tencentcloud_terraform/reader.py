"""Reads the resources back by an HCL parser and turns them into the API's requests."""

import re

from harness.model import SILENT, Model, Unreadable
from harness import hcl
from shared import order, tencent, tencent_terraform

CUSTOMER = {"name": "CustomerGatewayName", "public_ip_address": "IpAddress", "bgp_asn": "BgpAsn"}


def read(files, context):
    body, keys = hcl.keyed(files)
    customers = hcl.resources(body, "tencentcloud_vpn_customer_gateway")
    routes = list(hcl.resources(body, "tencentcloud_vpn_gateway_route").values())
    tunnels = []
    for name, request in tencent_terraform.requests(body).items():
        if request["CustomerGatewayId"] != f"tencentcloud_vpn_customer_gateway.{name}.id":
            raise Unreadable("another tunnel's customer gateway")
        customer = {CUSTOMER[field]: value for field, value in customers.pop(name).items() if field != "lifecycle"}
        request["PreShareKey"] = keys.of(request["PreShareKey"])
        (checked,) = hcl.blocks(body, "check", f"{name}-address")
        address = re.search(r'== "([^"]+)"$', hcl.one(checked.body, "assert")["condition"])[1]
        own = [one for one in routes if one["instance_id"] == f"tencentcloud_vpn_connection.{name}.id"]
        routes = [one for one in routes if one not in own]
        for route in own:
            rest = route["vpn_gateway_id"], route["instance_type"], route["priority"], route["status"]
            if rest != (request["VpnGatewayId"], "VPNCONN", 100 * len(tunnels), "ENABLE"):
                raise Unreadable("a route's gateway, type, priority or status")
        networks = [route["destination_cidr_block"] for route in own]
        tunnels.append(tencent.tunnel(request, customer, address, networks, context.topology))
    if customers or routes or keys.unused:
        raise Unreadable("something is left over")
    order.agree(files, "Tencent Cloud", tunnels)
    return Model(tunnels, SILENT)
