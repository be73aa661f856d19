"""Reads a template of Resource Manager with its parameters back, and what the script asks of the gateway."""

import re

from harness import json_text, script
from harness.model import Model, Unreadable
from shared import azure

EXPRESSION = re.compile(r"\[resourceId\('Microsoft\.Network/localNetworkGateways', '([^']+)'\)\]")
GATEWAY = "[resourceId('Microsoft.Network/virtualNetworkGateways', parameters('gateway'))]"


def read(files, context):
    names = {path for path in files if not path.endswith(".notes.txt")}
    if len(names) != 3:
        raise Unreadable(f"a script, a template and its parameters: {sorted(names)}")
    text = script.of(files)
    (keys,) = (json_text.read(files[path]) for path in names if path.endswith(".parameters.json"))
    (template,) = (json_text.read(files[path]) for path in names if path.endswith(".json") and not path.endswith(".parameters.json"))
    for path in names:
        if not path.endswith(".sh") and path not in text.replace("@", " ").split():
            raise Unreadable(f"the script does not hand over {path}")
    values = _values(template, keys)
    sites, connections = {}, []
    for resource in template["resources"]:
        if resource["location"] != "[parameters('location')]":
            raise Unreadable("another location")
        if resource["type"].endswith("/localNetworkGateways"):
            sites[resource["name"]] = resource["properties"]
        else:
            connections.append(resource)
    addresses = re.findall(r"grep -qxF (\S+); then\n    echo '?Tunnel (\d)", text)
    if [number for _, number in addresses] != [str(one + 1) for one in range(len(connections))]:
        raise Unreadable("the script does not ask for the address of each tunnel")
    asked = re.findall(r"bgpSettings\.asn\)\" != (\d+) \]", text)
    tunnels = []
    for number, resource in enumerate(connections):
        found = dict(resource["properties"])
        (behind,) = resource["dependsOn"]
        site = _site(sites, behind, found)
        if found["virtualNetworkGateway1"]["id"] != GATEWAY:
            raise Unreadable("another gateway")
        found["sharedKey"] = _key(found["sharedKey"], values)
        site["prefixes"] = site.pop("localNetworkAddressSpace")["addressPrefixes"]
        device_as = int(asked[0]) if asked else None
        tunnels.append(azure.tunnel(found, site, number, device_as, addresses[number][0]))
    if len({connection["properties"]["sharedKey"] for connection in connections}) != len(values):
        raise Unreadable("a key that no connection uses")
    inside = set(re.findall(r'"\$inside" \| grep -qxF (\S+);', text))
    if inside != {one.bgp.device_address for one in tunnels if one.bgp}:
        raise Unreadable("the script asks for other inside addresses")
    return Model(tunnels)



def _values(template: dict, keys: dict) -> dict:
    declared = template["parameters"]
    given = keys["parameters"]
    if {name for name, one in declared.items() if one["type"] == "securestring"} != set(given):
        raise Unreadable("the keys that are given are not those that are declared secure")
    if set(declared) - set(given) != {"gateway", "location"}:
        raise Unreadable("a parameter that the script does not give")
    return {name: one["value"] for name, one in given.items()}


def _site(sites: dict, behind: str, found: dict) -> dict:
    named = EXPRESSION.fullmatch(behind)
    if not named or found["localNetworkGateway2"]["id"] != behind or named[1] not in sites:
        raise Unreadable("a connection without its local network gateway")
    return dict(sites[named[1]])


def _key(expression: str, values: dict) -> str:
    named = re.fullmatch(r"\[parameters\('(psk\d)'\)\]", expression)
    if not named or named[1] not in values:
        raise Unreadable("a connection without its key")
    if values[named[1]].startswith("["):
        raise Unreadable("a key that reads as an expression")
    return values[named[1]]
