"""EC2's service model, as AWS's own SDK carries it: names and types of fields, words and ranges in their descriptions."""

import gzip
import json
import re
from functools import lru_cache
from importlib.metadata import distribution

from shared import aws_terraform, hcl

from ..fault import Fault
from ..model import Unreadable

NAME = "botocore"
VERSION = "1.44.8"
MODEL = "botocore/data/ec2/2016-11-15/service-2.json.gz"
ROOT = "VpnConnectionOptionsSpecification"
TYPES = {"string": str, "integer": int, "boolean": bool, "long": int}


def check(texts) -> list[list[Fault]]:
    return [[fault for path, text in files.items() for fault in _file(path, text)] for files, _ in texts]


def _file(path: str, text: str) -> list[Fault]:
    try:
        if path.endswith(".json"):
            return _held(path, ROOT, "", json.loads(text))
        if path.endswith(".tf"):
            made = hcl.resources(hcl.read(text), "aws_vpn_connection").items()
            return [fault for name, body in made for fault in _held(f"{path}: {name}", ROOT, "", aws_terraform.request(body))]
    except (Unreadable, ValueError) as error:
        return [Fault(path, "", str(error))]
    return []


def _held(place: str, shape: str, told: str, value) -> list[Fault]:
    """A value against a shape; `told` is the description of the field that has it."""
    model = _model()[shape]
    if model["type"] == "structure":
        faults = []
        for name, inner in value.items():
            member = model["members"].get(name)
            if not member:
                faults.append(Fault(place, name, f"{shape} has no member {name}"))
                continue
            faults += _held(f"{place}.{name}", member["shape"], _plain(member.get("documentation", "")) or told, inner)
        return faults
    if model["type"] == "list":
        return [fault for one in value for fault in _held(place, model["member"]["shape"], told, one)]
    if isinstance(value, hcl.Expression):
        return []
    wanted = TYPES[model["type"]]
    if not isinstance(value, wanted) or isinstance(value, bool) != (wanted is bool):
        return [Fault(place, str(value), f"the API takes {model['type']}")]
    return _worded(place, told, value)


def _worded(place: str, told: str, value) -> list[Fault]:
    if found := re.search(r"Valid values: ([^:]+?)(?: Default|$)", told, re.IGNORECASE):
        words = {word.strip() for word in found[1].split("|")}
        return [] if str(value) in words else [Fault(place, str(value), "no word of the API")]
    if found := re.search(r"between ([\d,]+) and ([\d,]+)\.", told):
        low, high = (int(one.replace(",", "")) for one in found.groups())
        return [] if low <= value <= high else [Fault(place, str(value), f"from {low} to {high}")]
    if found := re.search(r"greater than or equal to (\d+)", told):
        return [] if value >= int(found[1]) else [Fault(place, str(value), f"at least {found[1]}")]
    if "periods (.), and underscores (_)" in told and not re.fullmatch(r"(?!0)[A-Za-z0-9._]{8,64}", value):
        return [Fault(place, "", "a key of 8 to 64 letters, digits, periods and underscores that begins with no zero")]
    return []


def _plain(documentation: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", documentation)).strip()


@lru_cache(None)
def _model() -> dict:
    found = next(one for one in distribution(NAME).files if str(one) == MODEL)
    return json.loads(gzip.decompress(found.read_binary()))["shapes"]
