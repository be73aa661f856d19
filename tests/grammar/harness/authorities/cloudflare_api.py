"""Cloudflare's API for Magic WAN, as Cloudflare's own SDK carries it: names, types and words of each request.

The provider of Terraform is made from the same description of the API, so its attributes are held against it too.
"""

import ast
import json
import re
from dataclasses import replace
from functools import lru_cache

from shared import cloudflare

from .. import hcl
from ..fault import Fault
from . import sdk

NAME = "cloudflare"
VERSION = "5.9.0"
TUNNEL, ROUTE = "IPSECTunnelCreateParams", "RouteCreateParams"
FILES = ("ipsec_tunnel_create_params", "route_create_params", "scope_param", "health_check_rate", "health_check_type")
PLAIN = {"str": str, "int": int, "bool": bool}
#: what stands in the way to a request
WAY = frozenset({"account_id"})
#: what Terraform itself reads
META = {"depends_on"}


def _file(path: str, text: str) -> list[Fault]:
    if path.endswith(".json"):
        return MODELS.held(path, TUNNEL, json.loads(text), WAY)
    if path.endswith(".sh"):
        return [fault for one in cloudflare.routes(text) for fault in MODELS.held(path, ROUTE, one, WAY)]
    if path.endswith(".tf"):
        body = hcl.read(text)
        kinds = ((cloudflare.TUNNEL, TUNNEL), (cloudflare.ROUTE, ROUTE))
        found = [(name, model, one) for kind, model in kinds for name, one in hcl.resources(body, kind).items()]
        return [
            fault
            for name, model, one in found
            for fault in MODELS.held(f"{path}: {name}", model, {key: value for key, value in one.items() if key not in META})
        ]
    return []


check = sdk.checker(_file)


def _kind(text: str) -> sdk.Kind:
    if inner := re.fullmatch(r"Required\[(.*)\]", text):
        return replace(_kind(inner[1]), needed=True)
    if inner := re.fullmatch(r"Union\[(.*)\]", text):
        first, *others = (_kind(one.strip()) for one in inner[1].split(","))
        return replace(first, others=tuple(others))
    if inner := re.fullmatch(r"SequenceNotStr\[(.*)\]", text):
        return replace(_kind(inner[1]), many=True)
    if text.startswith("Literal["):
        found = ast.literal_eval(text.removeprefix("Literal"))
        return sdk.Kind(words=frozenset(found), named=text)
    if text in _aliases():
        return _kind(_aliases()[text])
    return sdk.Kind(PLAIN.get(text), "" if text in PLAIN else text, named=text)


@lru_cache(None)
def _fields(model: str) -> dict[str, sdk.Kind]:
    (found,) = [node for node in _nodes() if isinstance(node, ast.ClassDef) and node.name == model]
    return {one.target.id: _kind(ast.unparse(one.annotation)) for one in found.body if isinstance(one, ast.AnnAssign)}


@lru_cache(None)
def _aliases() -> dict[str, str]:
    named = [node for node in _nodes() if isinstance(node, ast.AnnAssign) and node.value is not None]
    return {node.target.id: ast.unparse(node.value) for node in named}


@lru_cache(None)
def _nodes() -> list:
    folder = sdk.installed(NAME, VERSION, "cloudflare/types/magic_transit")
    return [node for name in FILES for node in ast.parse((folder / f"{name}.py").read_text()).body]


MODELS = sdk.Models(_fields)
