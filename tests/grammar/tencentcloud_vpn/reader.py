"""Reads the JSON files back as the command line does, and from the script the gateways, routes and addresses around them."""

import json
import re
import shlex

from harness import json_text, script
from harness.model import SILENT, Model, Unreadable
from shared import order, tencent


def read(files, context):
    text = script.of(files)
    parsed = json_text.files(files)
    tunnels = []
    for part in script.tunnels(text)[1:]:
        commands = [
            shlex.split(one.split(" --filter ")[0])
            for one in re.findall(r"tccli (vpc Create(?:CustomerGateway|VpnGatewayRoutes) .*)$", script.joined(part), re.MULTILINE)
        ]
        customer = _customer(commands)
        (file,) = re.findall(r'^sed "s/CUSTOMER-GATEWAY-ID/\$gateway/" "\$here/"(\S+) \|$', part, re.MULTILINE)
        request = parsed.pop(file)
        if request["CustomerGatewayId"] != "CUSTOMER-GATEWAY-ID" or request["VpnConnectionName"] != customer["CustomerGatewayName"]:
            raise Unreadable(f"{file} is not for this gateway")
        (address,) = script.compared(part, "address")
        tunnels.append(tencent.tunnel(request, customer, address, _routes(commands, request, len(tunnels)), context.topology))
    if parsed:
        raise Unreadable(f"nothing reads {', '.join(parsed)}")
    order.agree(files, "Tencent Cloud", tunnels)
    return Model(tunnels, SILENT)




def _options(words: list[str]) -> dict:
    return {name.removeprefix("--"): value for name, value in script.options(words).items()}


def _customer(commands: list[list[str]]) -> dict:
    (made,) = [_options(words) for words in commands if words[:2] == ["vpc", "CreateCustomerGateway"]]
    return made


def _routes(commands: list[list[str]], request: dict, number: int) -> list[str]:
    found = []
    for options in (_options(words) for words in commands if words[:2] == ["vpc", "CreateVpnGatewayRoutes"]):
        (route,) = json.loads(options["Routes"])
        if options["VpnGatewayId"] != request["VpnGatewayId"] or route["InstanceId"] != "$tunnel":
            raise Unreadable("a route of another gateway or tunnel")
        if (route["InstanceType"], route["Priority"], route["Status"]) != ("VPNCONN", 100 * number, "ENABLE"):
            raise Unreadable("a route's type, priority or status")
        found.append(route["DestinationCidrBlock"])
    return found
