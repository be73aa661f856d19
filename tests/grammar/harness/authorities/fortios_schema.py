"""Fortinet's schema of FortiOS 7.6.5 as a grammar of `config`, `edit` and `set` lines.

The Python package hfortix-fortios carries it as one module for each table: fields, enumerations, ranges, lengths. The modules
are read as text, for their imports bring a whole client along. What it does not hold: references, and what a field
needs beside it.
"""

import ast
import importlib.util
import ipaddress
import re
from functools import lru_cache
from pathlib import Path

from shared import fortios

from ..fault import Fault
from ..model import Unreadable

NAME = "Fortinet's schema (hfortix-fortios)"
VERSION = "0.5.164, FortiOS 7.6.5"
SECTIONS = ["config", "cleanup"]


def check(texts) -> list[list[Fault]]:
    return [_text(files) for files, _ in texts]


def _text(files: dict[str, str]) -> list[Fault]:
    faults = []
    for path, text in files.items():
        if not path.endswith(".conf"):
            continue
        try:
            for statement in fortios.statements(text):
                what = _statement(statement)
                if what:
                    faults.append(Fault(f"{path}:{statement.number}", statement.line, what))
        except Unreadable as error:
            faults.append(Fault(path, "", str(error)))
    return faults


def _statement(statement: fortios.Statement) -> str | None:
    table = _table(statement.view[0])
    if table is None:
        return f"the schema has no table `{statement.view[0]}`"
    fields, key = table
    for name in statement.view[1:]:
        if not isinstance(fields.get(name), dict) or "children" not in fields[name]:
            return f"the schema has no table `{name}` here"
        children = fields[name]["children"]
        key = next(iter(children))
        fields = children
    verb, *words = statement.words
    if verb in ("edit", "delete"):
        return None if len(words) != 1 else _value(fields[key], words)
    if verb in ("set", "unset"):
        if not words or words[0] not in fields:
            return f"the schema has no field `{words[0] if words else ''}` here"
        return None if verb == "unset" else _value(fields[words[0]], words[1:])
    return f"no such statement: {verb}"


def _value(field: dict, words: list[str]) -> str | None:
    if not words:
        return "a value is missing"
    kind = field.get("type")
    if field.get("options"):
        wrong = [word for word in words if word not in field["options"]]
        return f"{wrong[0]} is none of the field's values" if wrong else None
    if "children" in field:
        inner = next(iter(field["children"].values()))
        return next(filter(None, (_value(inner, [part]) for word in words for part in word.split())), None)
    if kind == "integer":
        if len(words) != 1 or not words[0].isdecimal():
            return f"{' '.join(words)} is no number"
        least, most = field.get("min", 0), field.get("max", 2**32 - 1)
        return None if least <= int(words[0]) <= most else f"{words[0]} is not between {least} and {most}"
    if kind in ("ipv4-address", "ipv4-address-any"):
        return None if len(words) == 1 and _address(words[0]) else f"{' '.join(words)} is no address"
    if (kind or "").startswith("ipv4-classnet"):
        return None if _classnet(words, "host" in kind) else f"{' '.join(words)} is no network"
    if len(words) > 1 and kind not in ("user", None):
        return f"one value is wanted: {' '.join(words)}"
    longest = field.get("max_length")
    return f"longer than {longest} characters" if longest and len(words[0]) > longest else None


def _address(text: str) -> bool:
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return bool(re.fullmatch(r"[0-9.]+", text))


def _classnet(words: list[str], host_bits: bool) -> bool:
    try:
        net = ipaddress.IPv4Interface("/".join(words))
    except ValueError:
        return False
    return len(words) == 2 and (host_bits or net.ip == net.network.network_address)


@lru_cache
def _table(name: str) -> tuple[dict, str] | None:
    """The fields of a table by name, and which is its key."""
    *folders, last = name.replace("-", "_").split()
    module = _root().joinpath(*folders, "_helpers", f"{last}.py")
    if not module.exists():
        return None
    values = {}
    for node in ast.parse(module.read_text()).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                values[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                continue
    fields = {}
    for field, kind in values["FIELD_TYPES"].items():
        fields[field] = {"type": kind, **values["FIELD_CONSTRAINTS"].get(field, {})}
        options = values.get("VALID_BODY_" + field.upper().replace("-", "_"))
        if options:
            fields[field]["options"] = [str(option) for option in options]
    for field, children in values.get("NESTED_SCHEMAS", {}).items():
        fields.setdefault(field, {})["children"] = {name: _nested(child) for name, child in children.items()}
        fields[field].pop("max_length", None)
    return fields, values.get("SCHEMA_INFO", {}).get("mkey") or next(iter(fields))


def _nested(child: dict) -> dict:
    """A field of a table inside a table, in the words of the outer one."""
    names = {"min_value": "min", "max_value": "max"}
    return {names.get(key, key): value for key, value in child.items()}


def _root() -> Path:
    spec = importlib.util.find_spec("hfortix_fortios")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("tests/grammar/run: hfortix-fortios is not in the environment: see requirements.txt")
    return Path(spec.submodule_search_locations[0]) / "api/v2/cmdb"
