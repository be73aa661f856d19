"""Reads HCL by python-hcl2, and decodes what it leaves as it stands: quoted texts, expressions, blocks.

`read` gives the body of a file as a dictionary. A text is a `str`, decoded as Terraform does; an expression that is no
literal (`var.x`, `aws_vpn.a.id`) an `Expression`; a block a list of `Block`s under its type. Doubled attributes and
labels, and a template in a text (`${…}` unescaped), are faults.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

import hcl2

from .model import Unreadable

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_PIECE = re.compile(r'\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\(.)|(\$\$\{)|(%%\{)|(\$\{|%\{)|(.)', re.DOTALL)
_MARK = "__is_block__"
_ADDED = {_MARK, "__comments__", "__inline_comments__", "__start_line__", "__end_line__"}


class Expression(str):
    """What Terraform works out: the text of it, without `${` and `}`."""

    def __repr__(self) -> str:
        return f"Expression({str(self)})"


@dataclass
class Block:
    """A block: its labels (`resource "type" "name"` has two) and what stands in it."""

    labels: tuple[str, ...] = ()
    body: dict = field(default_factory=dict)


def read(text: str) -> dict:
    """The body of a file."""
    _no_doubles(text)
    return _body(_parsed(text))


@lru_cache(None)
def _parsed(text: str) -> dict:
    """What the parser, which is slow, makes of a text; nobody changes it."""
    try:
        return hcl2.loads(text)
    except Exception as error:  # noqa: BLE001  the parser's own errors have no common kind
        raise Unreadable(f"no HCL: {str(error).splitlines()[0]}") from error


def keyed(files: dict[str, str]) -> tuple[dict, "Keys"]:
    """The body of the only .tf file, and the keys beside it: every variable is a sensitive one, and all are given."""
    body, keys = (
        read(only([text for path, text in files.items() if path.endswith(end)])) for end in (".tf", ".auto.tfvars")
    )
    declared = {block.labels[0]: block.body for block in blocks(body, "variable")}
    if set(declared) != set(keys) or any(one.get("sensitive") is not True for one in declared.values()):
        raise Unreadable("the keys are declared sensitive, and all are given")
    return body, Keys(keys)


def only(found: list):
    """The one thing of a list."""
    if len(found) != 1:
        raise Unreadable(f"{len(found)} where one is")
    return found[0]


class Keys:
    """The values of the sensitive variables, and which of them a resource uses."""

    def __init__(self, values: dict[str, str]):
        self.values, self.unused = values, set(values)

    def of(self, value) -> str:
        """The key that an argument names."""
        name = str(value).removeprefix("var.")
        if not isinstance(value, Expression) or name not in self.values:
            raise Unreadable("a key that no variable holds")
        self.unused.discard(name)
        return self.values[name]


def blocks(body: dict, kind: str, *labels: str) -> list[Block]:
    """The blocks of a type, with these labels before the others."""
    found = body.get(kind, [])
    if not isinstance(found, list) or any(not isinstance(one, Block) for one in found):
        raise Unreadable(f"{kind} is no block")
    return [one for one in found if one.labels[: len(labels)] == labels]


def resources(body: dict, kind: str) -> dict[str, dict]:
    """The bodies of the resources of a type, by name."""
    found = {}
    for block in blocks(body, "resource", kind):
        name = block.labels[1]
        if name in found:
            raise Unreadable(f"resource {kind}.{name} occurs twice")
        found[name] = block.body
    return found


def one(body: dict, kind: str) -> dict | None:
    """The body of the only inner block of a type, or None."""
    found = blocks(body, kind)
    if len(found) > 1:
        raise Unreadable(f"{kind} occurs {len(found)} times")
    return found[0].body if found else None


def _body(found: dict) -> dict:
    return {_word(key): _entry(value) for key, value in found.items() if key not in _ADDED}


def _entry(value):
    if isinstance(value, list) and value and all(isinstance(one, dict) and _is_block(one) for one in value):
        return [_block(one) for one in value]
    return _value(value)


def _is_block(value: dict) -> bool:
    """A block, perhaps below its labels."""
    if _MARK in value:
        return True
    inner = [one for key, one in value.items() if key not in _ADDED]
    return len(inner) == 1 and isinstance(inner[0], dict) and _is_block(inner[0])


def _block(value: dict) -> Block:
    labels = []
    while _MARK not in value:
        ((label, value),) = [(key, one) for key, one in value.items() if key not in _ADDED]
        labels.append(_word(label))
    return Block(tuple(labels) + _labels(value), _body(_inside(value)))


def _labels(value: dict) -> tuple[str, ...]:
    """Labels below the mark, which python-hcl2 sets beside the last label. No attribute's name has quotes."""
    inner = [key for key in value if key not in _ADDED]
    if len(inner) == 1 and inner[0].startswith('"') and isinstance(value[inner[0]], dict):
        return (_word(inner[0]), *_labels(value[inner[0]]))
    return ()


def _inside(value: dict) -> dict:
    inner = [key for key in value if key not in _ADDED]
    if len(inner) == 1 and inner[0].startswith('"') and isinstance(value[inner[0]], dict):
        return _inside(value[inner[0]])
    return value


def _value(value):
    if isinstance(value, str):
        if value.startswith('"'):
            return _text(value)
        if value.startswith("${") and value.endswith("}"):
            return Expression(value[2:-1])
        return Expression(value)
    if isinstance(value, list):
        return [_value(one) for one in value]
    if isinstance(value, dict):
        return {_word(key): _value(one) for key, one in value.items() if key not in _ADDED}
    return value


def _word(key: str) -> str:
    return _text(key) if key.startswith('"') else key


def _text(quoted: str) -> str:
    """A quoted text as Terraform reads it."""
    if len(quoted) < 2 or not quoted.endswith('"'):
        raise Unreadable(f"no quoted text: {quoted[:20]}")
    out = []
    for piece in _PIECE.finditer(quoted[1:-1]):
        short, long, escaped, dollar, percent, template, plain = piece.groups()
        if template:
            raise Unreadable("a text holds a template")
        if escaped is not None and escaped not in _ESCAPES:
            raise Unreadable(f"\\{escaped} is no escape sequence")
        if short or long:
            out.append(chr(int(short or long, 16)))
        elif escaped is not None:
            out.append(_ESCAPES[escaped])
        else:
            out.append("${" if dollar else "%{" if percent else plain)
    return "".join(out)


def _no_doubles(text: str) -> None:
    """An attribute that stands twice in one body: Terraform refuses it, python-hcl2 keeps one."""
    seen: list[set[str]] = [set()]
    for line in text.split("\n"):
        bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', line)
        bare = re.sub(r"(#|//).*", "", bare)
        if found := re.match(r"\s*([A-Za-z_][\w-]*)\s*=(?!=)", bare):
            if found[1] in seen[-1]:
                raise Unreadable(f"{found[1]} occurs twice")
            seen[-1].add(found[1])
        for sign in bare:
            if sign in "{[(":
                seen.append(set())
            elif sign in "}])":
                seen.pop()
                if not seen:
                    raise Unreadable("a bracket too many")
