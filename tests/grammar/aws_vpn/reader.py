"""Reads the options of each VPN connection back as the AWS CLI does, and from the script which customer gateway it is for."""

import re

from harness import json_text, script
from harness.model import SILENT, Model, Unreadable
from shared import aws, order


def read(files, context):
    text = script.of(files)
    parsed = json_text.files(files)
    head, *parts = script.tunnels(text)
    numbers = script.compared(head, "asn")
    insides = re.findall(r'^inside=(\S+)\nif \[ "\$inside" != (\S+) \]; then$', head, re.MULTILINE)
    tunnels = []
    for number, part in enumerate(parts):
        commands = script.commands(part, "aws ec2")
        made = {words[2]: script.options(words) for words in commands if words[2].startswith("create-")}
        gateway, connection = made["create-customer-gateway"], made["create-vpn-connection"]
        if connection["--customer-gateway-id"] != "$cgw" or connection["--vpn-gateway-id"] != "$gateway":
            raise Unreadable("a connection of other gateways")
        if {gateway["--type"], connection["--type"]} != {"ipsec.1"}:
            raise Unreadable("ipsec.1 is the only type")
        options = parsed.pop(connection["--options"].rpartition("/")[2])
        routes = [script.options(words)["--destination-cidr-block"] for words in commands if words[2] == "create-vpn-connection-route"]
        (device,) = script.compared(part, "address")
        session = None
        if "TunnelInsideCidr" in options["TunnelOptions"][0]:
            asn = gateway.get("--bgp-asn") or gateway["--bgp-asn-extended"]
            session = int(numbers[0]), int(asn), insides[number][0]
            _first(options["TunnelOptions"][0]["TunnelInsideCidr"], insides[number][1])
        tunnels.append(aws.tunnel(options, (gateway["--ip-address"], device), session, routes))
    if parsed:
        raise Unreadable(f"nothing reads {', '.join(parsed)}")
    if not re.search(r'^aws ec2 enable-vgw-route-propagation --gateway-id "\$gateway" --route-table-id "\$table"$', parts[-1], re.MULTILINE):
        raise Unreadable("no routes reach the subnets")
    order.agree(files, "AWS", tunnels)
    return Model(tunnels, SILENT)


def _first(network: str, host: str) -> None:
    """AWS has the first host of a /30: the script must ask for it."""
    head, _, last = network.partition("/")[0].rpartition(".")
    if host != f"{head}.{int(last) + 1}":
        raise Unreadable(f"{host} is not the first host of {network}")
