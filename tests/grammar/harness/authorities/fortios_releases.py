"""Which releases of FortiOS have a table, a field and a word: the Ansible collection fortinet.fortios, made by Fortinet.

The collection gives each of them its ranges of releases from 6.0 on. A text serves every release from its own up to the
next one that the target's manifest names, so that each bound of a range in between is asked. The modules are read as
syntax trees. What the collection does not hold: numbers' ranges, lengths.
"""

import ast
import zipfile
from collections.abc import Iterator
from functools import lru_cache

from shared import fortios

from ..fault import Fault
from ..linegrammar import natural
from ..model import Unreadable
from ..render import releases
from . import archive

NAME = "fortinet.fortios"
VERSION = "2.4.2, releases 6.0 to 7.6"
SECTIONS = ["config", "cleanup"]
MEMBER = "ansible_collections/fortinet/fortios/plugins/modules/fortios_{}.py"
TARGET = "fortinet/fortios"


def check(texts) -> list[list[Fault]]:
    return [
        [fault for path, text in files.items() if path.endswith(".conf") for fault in _text(path, text, context.release)]
        for files, context in texts
    ]


def _text(path: str, text: str, release: str) -> Iterator[Fault]:
    try:
        for statement in fortios.statements(text):
            what = next((what for at in _served(release) if (what := _statement(statement, at))), None)
            if what:
                yield Fault(f"{path}:{statement.number}", statement.line, what)
    except Unreadable as error:
        yield Fault(path, "", str(error))


def _statement(statement: fortios.Statement, at: str) -> str | None:
    node = _schema(statement.view[0].replace("-", "_").replace(" ", "_"))
    for name in statement.view[1:]:
        node = node and node["children"].get(name.replace("-", "_"))
    if not node or "children" not in node:
        return f"there is no table {' / '.join(statement.view)}"
    if not _holds(node, at):
        return f"release {at} has no table {' / '.join(statement.view)}"
    verb, *words = statement.words
    if verb not in ("set", "unset"):
        return None
    field = node["children"].get(words[0].replace("-", "_"))
    if not field:
        return f"there is no field {words[0]} here"
    if not _holds(field, at):
        return f"release {at} has no field {words[0]} here"
    options = {option["value"]: option for option in field.get("options", [])}
    for word in words[1:] if options else []:
        if word not in options:
            return f"{words[0]} knows no {word}"
        if "v_range" in options[word] and not _holds(options[word], at):
            return f"{words[0]} of release {at} knows no {word}"
    return None


def _holds(node: dict, at: str) -> bool:
    wanted = natural(at)
    return any(
        natural(first.lstrip("v")) <= wanted and (not last or wanted <= natural(last.lstrip("v"))) for first, last in node["v_range"]
    )


@lru_cache(None)
def _served(release: str) -> list[str]:
    """The releases that a text is asked for: its own, and each behind it at which something begins or ends."""
    later = [one for one in releases(TARGET) if natural(one) > natural(release)]
    return [release] + [
        one for one in _bounds() if natural(one) > natural(release) and (not later or natural(one) < natural(later[0]))
    ]


@lru_cache(None)
def _bounds() -> list[str]:
    with zipfile.ZipFile(archive.fetch("ansible")) as packed:
        text = packed.read(MEMBER.format("vpn_ipsec_phase1_interface")).decode()
    found = {node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)}
    return sorted((one[1:] for one in found if isinstance(one, str) and one[:1] == "v" and one[1:2].isdigit()), key=natural)


@lru_cache(None)
def _schema(table: str) -> dict | None:
    with zipfile.ZipFile(archive.fetch("ansible")) as packed:
        try:
            text = packed.read(MEMBER.format(table)).decode()
        except KeyError:
            return None
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "versioned_schema":
            return ast.literal_eval(node.value)
    return None
