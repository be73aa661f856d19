"""The models of Huawei Cloud's VPN API, version 5, as Huawei's own SDK carries them: names and types of fields.

It has no enumerations.
"""

import ast
import json
import re
from functools import lru_cache

from shared import huaweicloud

from .. import hcl
from ..fault import Fault
from . import sdk

NAME = "huaweicloudsdkvpn"
VERSION = "3.1.219"
PLAIN = {"str": str, "int": int, "bool": bool}


def _file(path: str, text: str) -> list[Fault]:
    if path.endswith(".json"):
        return MODELS.held(path, "CreateVpnConnectionRequestBody", json.loads(text)["body"])
    if path.endswith(".tf"):
        found = hcl.resources(hcl.read(text), "huaweicloud_vpn_connection").items()
        bodies = [(f"{path}: {name}", huaweicloud.as_api(body)) for name, body in found]
        return [fault for place, body in bodies for fault in MODELS.held(place, "CreateVpnConnectionRequestBodyContent", body)]
    if path.endswith(".sh"):
        return _options(path, text)
    return []


check = sdk.checker(_file)


def _options(path: str, text: str) -> list[Fault]:
    """Options of the command line are the fields of the request, by their way from the top."""
    known = _models()["CreateCgwRequestBodyContent"]
    given = re.findall(r"--customer_gateway\.(\w+)=", text)
    return [Fault(path, name, "the request for a customer gateway has no such field") for name in given if name not in known]


@lru_cache(None)
def _models() -> dict[str, dict[str, sdk.Kind]]:
    """For each model that a request is made of, the names in JSON and the kinds."""
    found: dict[str, dict[str, sdk.Kind]] = {}
    for path in sdk.installed(NAME, VERSION, "huaweicloudsdkvpn/v5/model").glob("*.py"):
        for node in sdk.classes(path):
            named = {one.targets[0].id: one.value for one in node.body if isinstance(one, ast.Assign)}
            if "openapi_types" in named:
                types, names = (ast.literal_eval(named[key]) for key in ("openapi_types", "attribute_map"))
                found[node.name] = {names[key]: _kind(kind) for key, kind in types.items()}
    return found


def _kind(text: str) -> sdk.Kind:
    listed = re.fullmatch(r"list\[(\w+)\]", text)
    inner = listed[1] if listed else text
    return sdk.Kind(PLAIN.get(inner), "" if inner in PLAIN else inner, many=bool(listed))


MODELS = sdk.Models(lambda model: _models()[model])
