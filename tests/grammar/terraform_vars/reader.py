"""Reads the variables back by an HCL parser, holds the values against the declared types as Terraform does, and goes on in shared/variables.py."""

import re

from harness.model import Unreadable
from harness import hcl
from shared import variables

SIMPLE = {"string": str, "number": (int, float), "bool": bool}


def read(files, context):
    declared, values = {}, {}
    for path, text in files.items():
        body = hcl.read(text)
        if path.endswith(".tf"):
            for block in hcl.blocks(body, "variable"):
                declared[block.labels[0]] = block.body
        elif path.endswith(".auto.tfvars"):
            if values.keys() & body.keys():
                raise Unreadable("a value is given twice")
            values |= body
        else:
            raise Unreadable(f"Terraform does not read {path}")
    if set(declared) != set(values) or len(declared) != 2:
        raise Unreadable(f"declared are {sorted(declared)}, given {sorted(values)}")
    (prefix,) = {name.rpartition("_")[0] for name in declared}
    if declared[f"{prefix}_keys"].get("sensitive") is not True:
        raise Unreadable("the keys are not sensitive")
    for name, body in declared.items():
        rest = _fits(_words(body["type"]), values[name], name)
        if rest:
            raise Unreadable(f"the type of {name} goes on: {rest}")
    keys = next(text for path, text in files.items() if path.endswith("-keys.auto.tfvars"))
    if set(hcl.read(keys)) != {f"{prefix}_keys"}:
        raise Unreadable("the keys stand in another file")
    return variables.model(values[f"{prefix}_connection"], values[f"{prefix}_keys"], context.topology)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w]+|[(){},=]", re.sub(r"#.*", "", text))


def _fits(words: list[str], value, where: str) -> list[str]:
    """Holds a value against the type that the words begin with; the words that are left."""
    kind, rest = words[0], words[1:]
    if kind in SIMPLE:
        if value is not None and (not isinstance(value, SIMPLE[kind]) or kind == "number" and isinstance(value, bool)):
            raise Unreadable(f"{where} is no {kind}")
        return rest
    if kind in ("list", "map"):
        several = value if kind == "list" else list(value.values())
        if not isinstance(several, list) or kind == "map" and not isinstance(value, dict):
            raise Unreadable(f"{where} is no {kind}")
        left = _skip(rest[1:])
        for one in several:
            left = _fits(rest[1:], one, where)
        return left[1:]
    if kind == "object":
        rest, names = rest[2:], set()
        while rest[0] != "}":
            if rest[0] == ",":
                rest = rest[1:]
                continue
            name = rest[0]
            names.add(name)
            if value is None:
                rest = _skip(rest[2:])
            elif name not in value:
                raise Unreadable(f"{where} lacks {name}")
            else:
                rest = _fits(rest[2:], value[name], f"{where}.{name}")
        if value is not None and set(value) - names:
            raise Unreadable(f"{where} has more than its type: {set(value) - names}")
        return rest[2:]
    raise Unreadable(f"{kind} is no type")


def _skip(words: list[str]) -> list[str]:
    """The words after one type."""
    if words[0] in SIMPLE:
        return words[1:]
    depth = 0
    for number, word in enumerate(words):
        depth += word == "("
        depth -= word == ")"
        if word == ")" and not depth:
            return words[number + 1 :]
    raise Unreadable("a type without its end")
