"""RouterOS' menus and their fields, as the Ansible collection community.routeros lists them for the router's API.

The list is read as Python's syntax tree, for its module imports the whole collection. It knows menus and fields with the
releases that have them, no values.
"""

import ast
import re
import zipfile
from functools import lru_cache

from ..fault import Fault
from ..linegrammar import natural
from . import archive

NAME = "community.routeros"
VERSION = "3.14.0"
SECTIONS = ["config", "cleanup"]
MEMBER = "ansible_collections/community/routeros/plugins/module_utils/_api_data.py"
#: fields of the command line that are no properties of an item
PLACES = {"place-before", "numbers", "from", "where"}


def check(texts) -> list[list[Fault]]:
    return [
        [fault for path, text in files.items() if path.endswith(".rsc") for fault in _text(path, text, context.release)]
        for files, context in texts
    ]


def _text(path: str, text: str, release: str) -> list[Fault]:
    faults = []
    for number, line in enumerate(text.split("\n"), 1):
        found = re.match(r"/([a-z0-9/ -]+?) (add|set|print|remove|disable|enable|reset|move)\b(.*)", line)
        if not found:
            if line.startswith("/"):
                faults.append(Fault(f"{path}:{number}", line, "no menu and command"))
            continue
        menu = tuple(re.split(r"[ /]", found[1]))
        fields = _menus().get(menu)
        if fields is None:
            faults.append(Fault(f"{path}:{number}", line, f"there is no menu /{' '.join(menu)}"))
            continue
        for name in _properties(found[3]) - PLACES:
            ranges = fields.get(name)
            if ranges is None:
                faults.append(Fault(f"{path}:{number}", line, f"/{' '.join(menu)} has no field {name}"))
            elif not any(all(_holds(release, *one) for one in conditions) for conditions in ranges):
                faults.append(Fault(f"{path}:{number}", line, f"release {release} has no field {name} here"))
    return faults


def _properties(text: str) -> set[str]:
    """Names before `=` outside quotes and brackets."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"|\[[^\]]*\]', "x", text)
    return set(re.findall(r"(?:^|\s)([a-z][a-z0-9.-]*)=", bare))


def _holds(release: str, version: str, comparison: str) -> bool:
    one, other = natural(release), natural(version)
    return {"==": one == other, "!=": one != other, "<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[
        comparison
    ]


@lru_cache(None)
def _menus() -> dict[tuple[str, ...], dict[str, list]]:
    """For each menu its fields; for each field the sets of conditions on the release of which one must hold."""
    with zipfile.ZipFile(archive.fetch("ansible")) as packed:
        tree = ast.parse(packed.read(MEMBER))
    menus: dict = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Dict):
            continue
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Tuple) and isinstance(value, ast.Call):
                menus[tuple(ast.literal_eval(key))] = _fields(value)
    return menus


def _fields(value: ast.Call) -> dict[str, list]:
    fields: dict[str, list] = {}
    for node in ast.walk(value):
        if not isinstance(node, ast.keyword):
            continue
        if node.arg == "fields" and isinstance(node.value, ast.Dict):
            fields |= {name.value: [[]] for name in node.value.keys}
        elif node.arg == "versioned_fields":
            for entry in node.value.elts:
                fields.setdefault(entry.elts[1].value, []).append(ast.literal_eval(entry.elts[0]))
    return fields
