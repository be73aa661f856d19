"""EC2's service model, as AWS's own SDK carries it: names and types of fields, words and ranges in their descriptions."""

import gzip
import json
import re
from functools import lru_cache

from shared import aws_terraform

from .. import hcl
from ..fault import Fault
from . import sdk

NAME = "botocore"
VERSION = "1.44.8"
ROOT = "VpnConnectionOptionsSpecification"
TYPES = {"string": str, "integer": int, "boolean": bool, "long": int}


def _file(path: str, text: str) -> list[Fault]:
    if path.endswith(".json"):
        return MODELS.held(path, ROOT, json.loads(text))
    if path.endswith(".tf"):
        made = hcl.resources(hcl.read(text), "aws_vpn_connection").items()
        return [fault for name, body in made for fault in MODELS.held(f"{path}: {name}", ROOT, aws_terraform.request(body))]
    return []


check = sdk.checker(_file)


def _fields(model: str) -> dict[str, sdk.Kind]:
    """The members of a structure; `model` may carry, behind a bar, the description of the field that has it."""
    name, _, told = model.partition("|")
    members = _model()[name]["members"].items()
    return {key: _kind(one["shape"], _plain(one.get("documentation", "")) or told) for key, one in members}


def _kind(shape: str, told: str) -> sdk.Kind:
    model = _model()[shape]
    if model["type"] == "list":
        inner = _kind(model["member"]["shape"], told)
        return sdk.Kind(inner.plain, inner.model, True, named=inner.named, rule=inner.rule)
    if model["type"] == "structure":
        return sdk.Kind(model=f"{shape}|{told}")
    return sdk.Kind(TYPES[model["type"]], named=model["type"], rule=lambda value: _told(told, value))


def _told(told: str, value) -> str:
    if found := re.search(r"Valid values: ([^:]+?)(?: Default|$)", told, re.IGNORECASE):
        return "" if str(value) in {word.strip() for word in found[1].split("|")} else "no word of the API"
    if found := re.search(r"between ([\d,]+) and ([\d,]+)\.", told):
        low, high = (int(one.replace(",", "")) for one in found.groups())
        return "" if low <= value <= high else f"from {low} to {high}"
    if found := re.search(r"greater than or equal to (\d+)", told):
        return "" if value >= int(found[1]) else f"at least {found[1]}"
    if "periods (.), and underscores (_)" in told and not re.fullmatch(r"(?!0)[A-Za-z0-9._]{8,64}", value):
        return "a key of 8 to 64 letters, digits, periods and underscores that begins with no zero"
    return ""


def _plain(documentation: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", documentation)).strip()


@lru_cache(None)
def _model() -> dict:
    packed = sdk.installed(NAME, VERSION, "botocore/data/ec2/2016-11-15/service-2.json.gz")
    return json.loads(gzip.decompress(packed.read_bytes()))["shapes"]


MODELS = sdk.Models(_fields)
