"""Reads JSON as a command line does, but for a name that stands twice in one object: most programs keep one of them."""

import json

from .model import Unreadable


def read(text: str):
    """The value of a text."""
    try:
        return json.loads(text, object_pairs_hook=_once)
    except ValueError as error:
        raise Unreadable(f"no JSON: {error}") from error


def files(found: dict[str, str]) -> dict:
    """The values of all files of JSON, by their names without folders."""
    return {path.rpartition("/")[2]: read(text) for path, text in found.items() if path.endswith(".json")}


def _once(pairs):
    if len({name for name, _ in pairs}) != len(pairs):
        raise Unreadable("a name twice in an object")
    return dict(pairs)
