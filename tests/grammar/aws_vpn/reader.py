"""Reads the options of each VPN connection back as the AWS CLI does, and from the script which customer gateway it is for."""

import json
import re
import shlex

from harness.model import SILENT, Model, Unreadable
from shared import aws, order


def read(files, context):
    (script,) = [text for path, text in files.items() if path.endswith(".sh")]
    parsed = {path.rpartition("/")[2]: json.loads(text, object_pairs_hook=_once) for path, text in files.items() if path.endswith(".json")}
    head, *parts = re.split(r"^# Tunnel \d+:", script, flags=re.MULTILINE)
    numbers = re.findall(r'^if \[ "\$asn" != (\d+) \]; then$', head, re.MULTILINE)
    insides = re.findall(r'^inside=(\S+)\nif \[ "\$inside" != (\S+) \]; then$', head, re.MULTILINE)
    tunnels = []
    for number, part in enumerate(parts):
        made = {words[2]: _options(words) for words in _commands(part) if words[2].startswith("create-")}
        gateway, connection = made["create-customer-gateway"], made["create-vpn-connection"]
        if connection["--customer-gateway-id"] != "$cgw" or connection["--vpn-gateway-id"] != "$gateway":
            raise Unreadable("a connection of other gateways")
        if {gateway["--type"], connection["--type"]} != {"ipsec.1"}:
            raise Unreadable("ipsec.1 is the only type")
        options = parsed.pop(connection["--options"].rpartition("/")[2])
        routes = [_options(words)["--destination-cidr-block"] for words in _commands(part) if words[2] == "create-vpn-connection-route"]
        (device,) = re.findall(r'^if \[ "\$address" != (\S+) \]; then$', part, re.MULTILINE)
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


def _once(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise Unreadable("a field occurs twice")
    return dict(pairs)


def _commands(script: str) -> list[list[str]]:
    """The words of each command of the AWS CLI, out of its $( ), as a shell splits them."""
    found = []
    for line in script.replace("\\\n", " ").split("\n"):
        if match := re.match(r"(?:\w+=\$\()?(aws ec2 .*?)\)?$", line.strip()):
            found.append(shlex.split(match[1]))
    return found


def _options(words: list[str]) -> dict:
    return {one: two for one, two in zip(words, words[1:], strict=False) if one.startswith("--")}
