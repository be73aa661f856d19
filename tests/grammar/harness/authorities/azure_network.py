"""The models of Azure's network API, as Microsoft's own SDK carries them: names, types, enumerations.

The SDK is read as Python's syntax tree, for an import would need its other packages. What is held against it is the
`properties` of each resource in a template of Resource Manager, and the words that a Terraform file takes from the API.
"""

import ast
import json
import re
from functools import lru_cache
from importlib.metadata import distribution

from shared import azure, hcl

from ..fault import Fault
from ..model import Unreadable

NAME = "azure-mgmt-network"
VERSION = "33.1.0"
RESOURCES = {
    "Microsoft.Network/localNetworkGateways": "LocalNetworkGatewayPropertiesFormat",
    "Microsoft.Network/connections": "VirtualNetworkGatewayConnectionPropertiesFormat",
}
PLAIN = {"str": str, "int": int, "bool": bool}


def check(texts) -> list[list[Fault]]:
    return [[fault for path, text in files.items() for fault in _file(path, text)] for files, _ in texts]


def _file(path: str, text: str) -> list[Fault]:
    try:
        if path.endswith(".tf"):
            return _terraform(path, hcl.read(text))
        if path.endswith(".json") and not path.endswith(".parameters.json"):
            return _template(path, json.loads(text))
    except (Unreadable, ValueError) as error:
        return [Fault(path, "", str(error))]
    return []


def _template(path: str, found: dict) -> list[Fault]:
    faults = []
    for number, resource in enumerate(found["resources"]):
        place = f"{path}: resources[{number}]"
        model = RESOURCES.get(resource["type"])
        if model is None:
            faults.append(Fault(place, resource["type"], "no such type of resource"))
        else:
            faults += _object(place, model, resource["properties"])
    return faults


def _terraform(path: str, body: dict) -> list[Fault]:
    """The provider takes the API's words: each is held against the field of the API that it goes to."""
    faults = []
    for name, found in hcl.resources(body, "azurerm_virtual_network_gateway_connection").items():
        faults += _object(f"{path}: {name}", RESOURCES["Microsoft.Network/connections"], azure.as_api(found))
    return faults


def _object(place: str, model: str, value) -> list[Fault]:
    if not isinstance(value, dict):
        return [Fault(place, str(value), f"{model} is an object")]
    fields, faults = models()[model], []
    for key, inner in value.items():
        if key not in fields:
            faults.append(Fault(place, key, f"{model} has no field {key}"))
        else:
            faults += _value(f"{place}.{key}", fields[key], inner)
    return faults


def _value(place: str, kind: str, value) -> list[Fault]:
    if listed := re.search(r"list\[(.*)\]", kind):
        if not isinstance(value, list):
            return [Fault(place, str(value), "the API takes a list")]
        return [fault for one in value for fault in _value(place, listed[1], one)]
    if isinstance(value, hcl.Expression) or isinstance(value, str) and value.startswith("["):
        return []  # worked out by Terraform, by Resource Manager
    named = re.search(r"_models\.(\w+)", kind)
    if named and named[1] in enumerations():
        wrong = value not in enumerations()[named[1]]
        return [Fault(place, str(value), f"no word of {named[1]}")] if wrong else []
    if named and named[1] not in REFERENCES:
        return _object(place, named[1], value)
    if named:
        return [] if isinstance(value, dict) and set(value) == {"id"} else [Fault(place, str(value), "a reference by id")]
    plain = re.search(r"\b(str|int|bool)\b", kind)
    if not plain or type(value) is not PLAIN[plain[1]]:
        return [Fault(place, str(value), f"the API takes {kind}")]
    return []


#: whole resources of their own, which are named by their id
REFERENCES = {"VirtualNetworkGateway", "LocalNetworkGateway", "SubResource"}


@lru_cache(None)
def models() -> dict[str, dict[str, str]]:
    """For each model the names in JSON and the types of its fields that can be written."""
    found: dict[str, dict[str, str]] = {}
    for node in _tree("_models.py").body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = dict(_field(one) for one in node.body if _is_field(one))
    return found


def _is_field(node) -> bool:
    return isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "rest_field"


def _field(node: ast.AnnAssign) -> tuple[str, str]:
    named = {one.arg: one.value for one in node.value.keywords}
    name = ast.literal_eval(named["name"]) if "name" in named else node.target.id
    if "visibility" in named and "create" not in ast.literal_eval(named["visibility"]):
        return f"{name} (read only)", ""
    return name, ast.unparse(node.annotation).replace("'", "").replace('"', "")


@lru_cache(None)
def enumerations() -> dict[str, set[str]]:
    found = {}
    for node in _tree("_enums.py").body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = {ast.literal_eval(one.value) for one in node.body if isinstance(one, ast.Assign)}
    return found


def _tree(name: str) -> ast.Module:
    installed = distribution(NAME)
    if installed.version != VERSION:
        raise SystemExit(f"{NAME} {installed.version} is installed, {VERSION} was read")
    return ast.parse(installed.locate_file(f"azure/mgmt/network/models/{name}").read_text())
