"""The models of Azure's network API, as Microsoft's own SDK carries them: names, types, enumerations.

What is held against it is the `properties` of each resource in a template of Resource Manager, and the words that a
Terraform file takes from the API.
"""

import ast
import json
import re
from functools import lru_cache

from shared import azure

from .. import hcl
from ..fault import Fault
from . import sdk

NAME = "azure-mgmt-network"
VERSION = "33.1.0"
RESOURCES = {
    "Microsoft.Network/localNetworkGateways": "LocalNetworkGatewayPropertiesFormat",
    "Microsoft.Network/connections": "VirtualNetworkGatewayConnectionPropertiesFormat",
}
PLAIN = {"str": str, "int": int, "bool": bool}
#: whole resources of their own, which are named by their id
REFERENCES = {"VirtualNetworkGateway", "LocalNetworkGateway", "SubResource"}


def _file(path: str, text: str) -> list[Fault]:
    if path.endswith(".tf"):
        return _terraform(path, hcl.read(text))
    if path.endswith(".json") and not path.endswith(".parameters.json"):
        return _template(path, json.loads(text, object_hook=_worked_out))
    return []


check = sdk.checker(_file)


def _worked_out(found: dict) -> dict:
    """What Resource Manager works out is in brackets."""
    bracket = {key: hcl.Expression(value) for key, value in found.items() if isinstance(value, str) and value.startswith("[")}
    return found | bracket


def _template(path: str, found: dict) -> list[Fault]:
    faults = []
    for number, resource in enumerate(found["resources"]):
        place = f"{path}: resources[{number}]"
        model = RESOURCES.get(resource["type"])
        if model is None:
            faults.append(Fault(place, resource["type"], "no such type of resource"))
        else:
            faults += MODELS.held(place, model, resource["properties"])
    return faults


def _terraform(path: str, body: dict) -> list[Fault]:
    """The provider takes the API's words: each is held against the field of the API that it goes to."""
    faults = []
    for name, found in hcl.resources(body, "azurerm_virtual_network_gateway_connection").items():
        faults += MODELS.held(f"{path}: {name}", RESOURCES["Microsoft.Network/connections"], azure.as_api(found))
    return faults


@lru_cache(None)
def _models() -> dict[str, dict[str, sdk.Kind]]:
    """For each model the names in JSON and the kinds of its fields that can be written."""
    found = {node.name: dict(_field(one) for one in node.body if _is_field(one)) for node in _classes("_models.py")}
    return found | {name: {"id": sdk.Kind(str, needed=True)} for name in REFERENCES}


def _is_field(node) -> bool:
    return isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "rest_field"


def _field(node: ast.AnnAssign) -> tuple[str, sdk.Kind]:
    named = {one.arg: one.value for one in node.value.keywords}
    name = ast.literal_eval(named["name"]) if "name" in named else node.target.id
    if "visibility" in named and "create" not in ast.literal_eval(named["visibility"]):
        return f"{name} (read only)", sdk.Kind()
    return name, _kind(ast.unparse(node.annotation).replace("'", "").replace('"', ""))


def _kind(text: str) -> sdk.Kind:
    many = "list[" in text
    named = re.search(r"_models\.(\w+)", text)
    if named and named[1] in _enumerations():
        return sdk.Kind(words=_enumerations()[named[1]], named=named[1], many=many)
    if named:
        return sdk.Kind(model=named[1], many=many)
    plain = re.search(r"\b(str|int|bool)\b", text)
    return sdk.Kind(PLAIN[plain[1]] if plain else dict, many=many, named=text)


@lru_cache(None)
def _enumerations() -> dict[str, frozenset[str]]:
    return {
        node.name: frozenset(ast.literal_eval(one.value) for one in node.body if isinstance(one, ast.Assign))
        for node in _classes("_enums.py")
    }


def _classes(name: str) -> list[ast.ClassDef]:
    return sdk.classes(sdk.installed(NAME, VERSION, f"azure/mgmt/network/models/{name}"))


MODELS = sdk.Models(lambda model: _models()[model])
