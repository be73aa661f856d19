"""The models of Huawei Cloud's VPN API, version 5, as Huawei's own SDK carries them: names and types of fields.

The SDK is read as Python's syntax tree, for an import would need its other packages. It has no enumerations.
"""

import ast
import json
import re
from functools import lru_cache
from importlib.metadata import distribution

from shared import hcl, huaweicloud

from ..fault import Fault
from ..model import Unreadable

NAME = "huaweicloudsdkvpn"
VERSION = "3.1.219"
PLAIN = {"str": str, "int": int, "bool": bool}


def check(texts) -> list[list[Fault]]:
    return [[fault for path, text in files.items() for fault in _file(path, text)] for files, _ in texts]


def _file(path: str, text: str) -> list[Fault]:
    try:
        if path.endswith(".json"):
            return _object(path, "CreateVpnConnectionRequestBody", json.loads(text)["body"])
        if path.endswith(".tf"):
            found = hcl.resources(hcl.read(text), "huaweicloud_vpn_connection").items()
            bodies = [(f"{path}: {name}", huaweicloud.as_api(body)) for name, body in found]
            return [fault for place, body in bodies for fault in _object(place, "CreateVpnConnectionRequestBodyContent", body)]
        if path.endswith(".sh"):
            return _options(path, text)
    except (Unreadable, ValueError, KeyError) as error:
        return [Fault(path, "", str(error))]
    return []


def _options(path: str, text: str) -> list[Fault]:
    """Options of the command line are the fields of the request, by their way from the top."""
    known = models()["CreateCgwRequestBodyContent"]
    given = re.findall(r"--customer_gateway\.(\w+)=", text)
    return [Fault(path, name, "the request for a customer gateway has no such field") for name in given if name not in known]


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
    if isinstance(value, hcl.Expression):
        return []  # worked out by Terraform
    if listed := re.fullmatch(r"list\[(\w+)\]", kind):
        if not isinstance(value, list):
            return [Fault(place, str(value), "the API takes a list")]
        return [fault for one in value for fault in _value(place, listed[1], one)]
    if kind not in PLAIN:
        return _object(place, kind, value)
    return [] if type(value) is PLAIN[kind] else [Fault(place, str(value), f"the API takes {kind}")]


@lru_cache(None)
def models() -> dict[str, dict[str, str]]:
    """For each model that a request is made of, the names in JSON and the types."""
    installed = distribution(NAME)
    if installed.version != VERSION:
        raise SystemExit(f"{NAME} {installed.version} is installed, {VERSION} was read")
    folder = installed.locate_file("huaweicloudsdkvpn/v5/model")
    found: dict[str, dict[str, str]] = {}
    for path in folder.glob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                named = {one.targets[0].id: one.value for one in node.body if isinstance(one, ast.Assign)}
                if "openapi_types" in named:
                    types, names = (ast.literal_eval(named[key]) for key in ("openapi_types", "attribute_map"))
                    found[node.name] = {names[key]: kind for key, kind in types.items()}
    return found
