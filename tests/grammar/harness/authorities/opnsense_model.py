"""OPNsense's own model of IPsec, by release: the fields of each object that its API takes, their lists, ranges and masks.

sources/opnsense.json is made from the public source by sources/opnsense.py.
"""

import ipaddress
import itertools
import json
import re
from functools import lru_cache

from .. import json_text
from ..fault import Fault
from ..model import Unreadable
from . import sdk
from .archive import SOURCES

NAME = "opnsense/core"
VERSION = "24.1 to 26.7.2"
BODY = re.compile(r"^call (\S+) '\S+' <<'END'\n(.*)\nEND$", re.MULTILINE)


def check(texts) -> list[list[Fault]]:
    return [
        [fault for path, text in files.items() if path.endswith(".sh") for fault in _script(path, text, context.release)]
        for files, context in texts
    ]


def bodies(text: str) -> list[tuple[str, str]]:
    """The path and the body of each call of a script."""
    return BODY.findall(text)


def _script(path: str, text: str, release: str) -> list[Fault]:
    faults = []
    for call, body in bodies(text):
        try:
            for kind, fields in json_text.read(body).items():
                faults += _models(release).held(f"{path}: {call}", kind, fields)
        except (Unreadable, KeyError) as error:
            faults.append(Fault(f"{path}: {call}", "", str(error)))
    return faults


@lru_cache(None)
def _models(release: str) -> sdk.Models:
    found = _source()[release]
    return sdk.Models(lambda kind: _fields(found, kind))


def _fields(found: dict, kind: str) -> dict[str, sdk.Kind]:
    fields = found["objects"][kind].items()
    return {name: _kind(name, one, found["proposals"]) for name, one in fields if not one.get("volatile")}


def _kind(name: str, one: dict, proposals: dict) -> sdk.Kind:
    return sdk.Kind(str, needed=one.get("required", False), rule=lambda value: "" if _fits(name, one, proposals, value) else f"no {one['type']}")


def _fits(name: str, one: dict, proposals: dict, value: str) -> bool:
    """As the field's validators do; a mask must cover the value (Validators/Regex.php)."""
    kind = one["type"]
    if "words" in one:
        return value in one["words"]
    if kind == "BooleanField":
        return value in ("0", "1")
    if kind == "IntegerField":
        return value == "" or value.isdigit() and int(one["least"]) <= int(value) <= int(one["most"])
    if kind == "IPsecProposalField":
        return set(value.split(",")) <= _listed(json.dumps(proposals))
    if kind == "NetworkField":
        parts = value.split(",") if name.endswith("_ts") else [value]
        return all(_network(part, name.endswith("_ts")) for part in parts)
    if mask := one.get("mask"):
        found = re.match(mask.removeprefix("/").removesuffix("/u"), value)
        return bool(found) and found[0] == value
    return True


def _network(text: str, masked: bool) -> bool:
    try:
        ipaddress.IPv4Network(text)
    except ValueError:
        return False
    return masked or "/" not in text


@lru_cache(None)
def _listed(proposals: str) -> frozenset[str]:
    found = json.loads(proposals)
    made = itertools.product(*(found[key] for key in ("encryption", "integrity", "groups")))
    return frozenset(found["named"]) | {"-".join(one) for one in made if "gcm" not in one[0]}


@lru_cache(None)
def _source() -> dict:
    return json.loads((SOURCES / "opnsense.json").read_text())
