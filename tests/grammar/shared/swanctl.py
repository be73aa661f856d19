"""Reads swanctl.conf by strongSwan's rules: sections in braces, `name = value`, # comments."""

import re

from harness.model import Unreadable


def sections(text: str) -> dict:
    """The file as nested dictionaries; a section or a setting that occurs twice is a fault here, though swanctl merges."""
    top: dict = {}
    stack = [top]
    for line in text.split("\n"):
        line = re.sub(r'((?:[^#"]|"(?:[^"\\]|\\.)*")*)#.*', r"\1", line).strip()
        if not line:
            continue
        if found := re.fullmatch(r"([A-Za-z0-9_-]+) \{", line):
            inner: dict = {}
            _put(stack[-1], found[1], inner)
            stack.append(inner)
        elif line == "}":
            stack.pop()
        elif found := re.fullmatch(r"([A-Za-z0-9_-]+) = (.+)", line):
            _put(stack[-1], found[1], _value(found[2]))
        else:
            raise Unreadable(f"`{line}` is no line of this file")
    if len(stack) != 1:
        raise Unreadable("a brace is missing")
    return top


def _put(section: dict, name: str, value) -> None:
    if name in section:
        raise Unreadable(f"{name} occurs twice")
    section[name] = value


def _value(text: str) -> str:
    if text.startswith('"') and text.endswith('"'):
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text
