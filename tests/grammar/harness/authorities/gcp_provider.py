"""The resources of the Terraform provider hashicorp/google, as Pulumi's package for Google Cloud carries them.

That package is made from the provider's own schema: its arguments are the provider's, but for lists, whose names it puts
into the plural. Its documentation names the words of an argument.
"""

import ast
import re
import zipfile
from dataclasses import replace
from functools import lru_cache

from .. import hcl
from ..fault import Fault
from . import archive, sdk

NAME = "pulumi-gcp"
VERSION = "10.2.0"
PLAIN = {"str": str, "int": int, "bool": bool}
#: the resources: their module and class there
RESOURCES = {
    "google_compute_external_vpn_gateway": "external_vpn_gateway:ExternalVpnGatewayArgs",
    "google_compute_vpn_tunnel": "vpn_tunnel:VPNTunnelArgs",
    "google_compute_router_interface": "router_interface:RouterInterfaceArgs",
    "google_compute_router_peer": "router_peer:RouterPeerArgs",
}
#: what Terraform itself reads
META = {"lifecycle", "depends_on"}


def _file(path: str, text: str) -> list[Fault]:
    if not path.endswith(".tf"):
        return []
    body = hcl.read(text)
    strange = [block.labels[0] for block in hcl.blocks(body, "resource") if block.labels[0] not in RESOURCES]
    return [Fault(path, kind, "no such resource here") for kind in strange] + [
        fault
        for kind, model in RESOURCES.items()
        for name, found in hcl.resources(body, kind).items()
        for fault in MODELS.held(f"{path}: {kind}.{name}", model, _plain(found))
    ]


check = sdk.checker(_file)


def _plain(body: dict) -> dict:
    """A body with its blocks as lists of objects."""
    return {
        name: [_plain(one.body) for one in value] if isinstance(value, list) and value and isinstance(value[0], hcl.Block) else value
        for name, value in body.items()
        if name not in META
    }


@lru_cache(None)
def _fields(model: str) -> dict[str, sdk.Kind]:
    """The arguments of a class of inputs, `module:class`."""
    module, _, name = model.partition(":")
    text = _text(module, name)
    (node,) = [one for one in ast.parse(text).body if isinstance(one, ast.ClassDef) and one.name == name]
    (made,) = [one for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "__init__"]
    found = {}
    for argument, default in zip(made.args.kwonlyargs, made.args.kw_defaults, strict=True):
        kind = replace(_kind(ast.unparse(argument.annotation), argument.arg, text), needed=default is None)
        found[argument.arg.removesuffix("s") if kind.many else argument.arg] = kind
    return found


def _kind(annotation: str, name: str, text: str) -> sdk.Kind:
    """A block is a list in HCL, whether the provider takes one or several."""
    listed = "Sequence[" in annotation
    if inner := re.search(r"'(\w+Args)'", annotation):
        return sdk.Kind(model=f"_inputs:{inner[1]}", many=True)
    plain = re.search(r"_builtins\.(\w+)", annotation)[1]
    told = re.search(rf":param [^\n]*\b{name}:(.*?)(?=\n +:param |\"\"\")", text, re.DOTALL)
    words = re.search(r"Possible values are: (.*?)\.\s*$", told[1], re.MULTILINE) if told else None
    listed_words = frozenset(re.findall(r"`(\w+)`", words[1])) if words else None
    return sdk.Kind(PLAIN[plain], many=listed, words=listed_words, named=name if words else plain)


def _text(module: str, name: str) -> str:
    source = _source(module)
    start = source.index(f"\nclass {name}:")
    return source[start : source.find("\n@pulumi", start)]


@lru_cache(None)
def _source(module: str) -> str:
    with zipfile.ZipFile(archive.fetch("pulumi-gcp")) as packed:
        return packed.read(f"pulumi_gcp/compute/{module}.py").decode()


MODELS = sdk.Models(_fields)
