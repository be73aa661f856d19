"""Reads the JSON files back as the command line does, and from the script the gateways, routes and addresses around them."""

import json
import re
import shlex

from harness.model import SILENT, Model, Unreadable
from shared import order, tencent


def read(files, context):
    (script,) = [text for path, text in files.items() if path.endswith(".sh")]
    parsed = {path.rpartition("/")[2]: json.loads(text, object_pairs_hook=_once) for path, text in files.items() if path.endswith(".json")}
    tunnels = []
    for part in re.split(r"^# Tunnel \d+:", script, flags=re.MULTILINE)[1:]:
        commands = [
            shlex.split(one.split(" --filter ")[0])
            for one in re.findall(r"tccli (vpc Create(?:CustomerGateway|VpnGatewayRoutes) .*)$", part.replace("\\\n", " "), re.MULTILINE)
        ]
        customer = _customer(commands)
        (file,) = re.findall(r'^sed "s/CUSTOMER-GATEWAY-ID/\$gateway/" "\$here/"(\S+) \|$', part, re.MULTILINE)
        request = parsed.pop(file)
        if request["CustomerGatewayId"] != "CUSTOMER-GATEWAY-ID" or request["VpnConnectionName"] != customer["CustomerGatewayName"]:
            raise Unreadable(f"{file} is not for this gateway")
        (address,) = re.findall(r'^if \[ "\$address" != (\S+) \]; then$', part, re.MULTILINE)
        tunnels.append(tencent.tunnel(request, customer, address, _routes(commands, request, len(tunnels)), context.topology))
    if parsed:
        raise Unreadable(f"nothing reads {', '.join(parsed)}")
    order.agree(files, "Tencent Cloud", tunnels)
    return Model(tunnels, SILENT)


def _once(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise Unreadable("a field occurs twice")
    return dict(pairs)


def _options(words: list[str]) -> dict:
    return {one.removeprefix("--"): two for one, two in zip(words, words[1:], strict=False) if one.startswith("--")}


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
