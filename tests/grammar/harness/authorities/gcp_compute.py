"""Google's Compute API, as Google's own SDK carries it: fields, types and words of what the commands of gcloud make."""

import ast
import re
from functools import lru_cache

from shared import gcp

from .. import script
from ..fault import Fault
from . import sdk

NAME = "google-cloud-compute"
VERSION = "1.57.0"
PLAIN = {"str": str, "int": int, "bool": bool}


def check(texts) -> list[list[Fault]]:
    return [_files(files) for files, _ in texts]


def _files(files: dict[str, str]) -> list[Fault]:
    """The commands of a script, with the options of the files that it names."""
    try:
        made = gcp.requests(script.of(files), files)
        return [fault for model, _, fields in made for fault in MODELS.held(model, model, fields)]
    except (sdk.Unreadable, ValueError, KeyError) as error:
        return [Fault("script", "", str(error))]


@lru_cache(None)
def _fields(model: str) -> dict[str, sdk.Kind]:
    """The fields of a message; a text with an enumeration beside it has the words of that."""
    (node,) = ast.parse(_text(model)).body
    lists = {one.name: _words(one) for one in node.body if isinstance(one, ast.ClassDef)}
    fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
    return {one.target.id: _kind(one.target.id, ast.unparse(one.annotation), lists) for one in fields}


def _kind(name: str, text: str, lists: dict) -> sdk.Kind:
    many = re.fullmatch(r"MutableSequence\[(.*)\]", text)
    inner = (many[1] if many else text).strip("'\"")
    words = lists.get("".join(part.title() for part in name.split("_")))
    return sdk.Kind(PLAIN.get(inner), "" if inner in PLAIN else inner, bool(many), words, name if words else inner)


def _words(node: ast.ClassDef) -> frozenset[str]:
    return frozenset(one.targets[0].id for one in node.body if isinstance(one, ast.Assign) and not one.targets[0].id.startswith("UNDEFINED"))


def _text(model: str) -> str:
    """The text of a message's class: the file is too large to be parsed as a whole."""
    source = _source()
    start = source.index(f"\nclass {model}(proto.Message):")
    return source[start : source.find("\nclass ", start + 1)]


@lru_cache(None)
def _source() -> str:
    return sdk.installed(NAME, VERSION, "google/cloud/compute_v1/types/compute.py").read_text()


MODELS = sdk.Models(_fields)
