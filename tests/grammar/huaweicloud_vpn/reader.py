"""Reads the requests of connections and the script that sends them back."""

import re
import shlex
from dataclasses import replace

from harness import json_text, script
from harness.model import Model, Unreadable
from shared import huaweicloud

CALL = re.compile(r"^connect (\S+\.json) ((?:.*\\\n)*.*)$", re.MULTILINE)
ADDRESS = re.compile(r"\[\?id=='([^']+)'\]\.ip_address \| \[0\]'\)\" != (\S+) \]")
OPTIONS = {"name", "id_type", "id_value", "bgp_asn"}


def read(files, context):
    text, requests = script.of(files), json_text.files(files)
    calls = CALL.findall(text)
    if [path for path, _ in calls] != sorted(requests):
        raise Unreadable("the script sends other files than there are")
    connections = [_connection(requests[path]) for path, _ in calls]
    huaweicloud.preferred(connections)
    tunnels = []
    for (_, options), found in zip(calls, connections, strict=True):
        if found["cgw_id"] != "CUSTOMER_GATEWAY":
            raise Unreadable("the script finds no place for the id of the customer gateway")
        tunnels.append(huaweicloud.tunnel(found, _peer(options, found["name"]), found["psk"]))
    _asked(text, connections, tunnels)
    return Model(tunnels)


def _asked(text: str, connections: list[dict], tunnels: list) -> None:
    """What the script asks of the gateway before it makes anything: the address of each EIP, the AS number."""
    addresses = dict(ADDRESS.findall(text.replace("'\\''", "'")))
    numbers = re.findall(r"ask vpn_gateway\.bgp_asn\)\" != (\d+) \]", text)
    if len(numbers) != sum(bool(one.bgp) for one in tunnels):
        raise Unreadable("the script does not ask for the AS number of each session")
    for number, (found, tunnel) in enumerate(zip(connections, tunnels, strict=True)):
        if found["vgw_ip"] not in addresses:
            raise Unreadable("the script does not ask for the address of each EIP")
        tunnel.device_address = addresses[found["vgw_ip"]]
        if tunnel.bgp:
            tunnel.bgp = replace(tunnel.bgp, device_as=int(numbers[number]))


def _connection(found: dict) -> dict:
    if set(found) != {"body"} or set(found["body"]) != {"vpn_connection"}:
        raise Unreadable("a request is a body with a connection")
    return found["body"]["vpn_connection"]


def _peer(options: str, name: str) -> dict:
    given = {}
    for one in shlex.split(script.joined(options)):
        field, _, value = one.removeprefix("--customer_gateway.").partition("=")
        if field not in OPTIONS or field in given:
            raise Unreadable(f"option {one}")
        given[field] = value
    if given["name"] != f"{name}-cgw" or given["id_type"] != "ip":
        raise Unreadable("a customer gateway of another connection")
    return {"address": given["id_value"], "as": int(given["bgp_asn"]) if "bgp_asn" in given else None}
