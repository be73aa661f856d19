"""Cloudflare's API for Magic WAN, as Cloudflare's own SDK carries it: names, types and words of each request.

The SDK is read as Python's syntax tree, for an import would need its other packages. The provider of Terraform is made
from the same description of the API, so its attributes are held against it too.
"""

import ast
import json
import re
from functools import lru_cache
from importlib.metadata import distribution

from shared import cloudflare, hcl

from ..fault import Fault
from ..model import Unreadable

NAME = "cloudflare"
VERSION = "5.9.0"
TUNNEL, ROUTE = "IPSECTunnelCreateParams", "RouteCreateParams"
FILES = ("ipsec_tunnel_create_params", "route_create_params", "scope_param", "health_check_rate", "health_check_type")
#: what Terraform itself reads
META = {"depends_on"}


def check(texts) -> list[list[Fault]]:
    return [[fault for path, text in files.items() for fault in _file(path, text)] for files, _ in texts]


def _file(path: str, text: str) -> list[Fault]:
    try:
        if path.endswith(".json"):
            return _object(path, TUNNEL, json.loads(text), {"account_id"})
        if path.endswith(".sh"):
            bodies = cloudflare.routes(text)
            return [fault for one in bodies for fault in _object(path, ROUTE, one, {"account_id"})]
        if path.endswith(".tf"):
            body = hcl.read(text)
            kinds = ((cloudflare.TUNNEL, TUNNEL), (cloudflare.ROUTE, ROUTE))
            found = [(name, model, one) for kind, model in kinds for name, one in hcl.resources(body, kind).items()]
            return [
                fault
                for name, model, one in found
                for fault in _object(f"{path}: {name}", model, {key: value for key, value in one.items() if key not in META}, set())
            ]
    except (Unreadable, ValueError) as error:
        return [Fault(path, "", str(error))]
    return []


def _object(place: str, model: str, value, elsewhere: set[str]) -> list[Fault]:
    """An object of a model; `elsewhere` are fields that the way to the request holds."""
    if not isinstance(value, dict):
        return [Fault(place, str(value), f"{model} is an object")]
    fields, faults = models()[model], []
    for name, kind in fields.items():
        if kind.startswith("Required[") and name not in value and name not in elsewhere:
            faults.append(Fault(place, name, f"{model} needs {name}"))
    for name, inner in value.items():
        if name not in fields:
            faults.append(Fault(place, name, f"{model} has no field {name}"))
        elif not _fits(f"{place}.{name}", fields[name], inner):
            faults.append(Fault(f"{place}.{name}", str(inner), f"the API takes {fields[name]}"))
    return faults


def _fits(place: str, kind: str, value) -> bool:
    if isinstance(value, hcl.Expression):
        return True  # worked out by Terraform
    if inner := re.fullmatch(r"Required\[(.*)\]", kind):
        return _fits(place, inner[1], value)
    if inner := re.fullmatch(r"Union\[(.*)\]", kind):
        return any(_fits(place, one.strip(), value) for one in inner[1].split(","))
    if inner := re.fullmatch(r"SequenceNotStr\[(.*)\]", kind):
        return isinstance(value, list) and all(_fits(place, inner[1], one) for one in value)
    if kind.startswith("Literal["):
        return value in ast.literal_eval(kind.removeprefix("Literal"))
    if kind in aliases():
        return _fits(place, aliases()[kind], value)
    if kind in models():
        return not _object(place, kind, value, set())
    return type(value) is {"str": str, "int": int, "bool": bool}.get(kind)


@lru_cache(None)
def models() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for node in _nodes():
        if isinstance(node, ast.ClassDef):
            found[node.name] = {one.target.id: ast.unparse(one.annotation) for one in node.body if isinstance(one, ast.AnnAssign)}
    return found


@lru_cache(None)
def aliases() -> dict[str, str]:
    named = [node for node in _nodes() if isinstance(node, ast.AnnAssign) and node.value is not None]
    return {node.target.id: ast.unparse(node.value) for node in named}


def _nodes() -> list:
    installed = distribution(NAME)
    if installed.version != VERSION:
        raise SystemExit(f"{NAME} {installed.version} is installed, {VERSION} was read")
    folder = installed.locate_file("cloudflare/types/magic_transit")
    return [node for name in FILES for node in ast.parse((folder / f"{name}.py").read_text()).body]
