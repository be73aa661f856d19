"""Holds objects against the models of an API, as a vendor's own SDK carries them: names of fields, types, words.

An authority says what the models are, `Kind` by `Kind`, and which objects a file holds. The SDKs are read as text or as
Python's syntax tree: an import would need their other packages. What Terraform works out (an `Expression`) fits everywhere.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from ..fault import Fault
from ..hcl import Expression
from ..model import Unreadable


@dataclass(frozen=True)
class Kind:
    """What a field takes: a value of a plain type, or an object of a model, or a list of either."""

    plain: type | None = None
    model: str = ""
    many: bool = False
    words: frozenset | None = None  # the closed list
    named: str = ""  # how the SDK calls the type, for the fault
    rule: Callable[[object], str] | None = None  # what is wrong with a value; nothing where it is right
    needed: bool = False
    others: "tuple[Kind, ...]" = ()  # it may be one of these instead


class Models:
    """The models of an API: `fields` gives the kinds of a model's fields by name."""

    def __init__(self, fields: Callable[[str], dict[str, Kind]]):
        self.fields = fields

    def held(self, place: str, model: str, value, elsewhere: frozenset = frozenset()) -> list[Fault]:
        """An object against its model; `elsewhere` are needed fields that the way to the request holds."""
        if not isinstance(value, dict):
            return [Fault(place, str(value), f"{model} is an object")]
        fields = self.fields(model)
        missing = [name for name, kind in fields.items() if kind.needed and name not in value and name not in elsewhere]
        faults = [Fault(place, name, f"{model} needs {name}") for name in missing]
        for name, inner in value.items():
            if name in fields:
                faults += self._value(f"{place}.{name}", fields[name], inner)
            else:
                faults.append(Fault(place, name, f"{model} has no field {name}"))
        return faults

    def _value(self, place: str, kind: Kind, value) -> list[Fault]:
        if isinstance(value, Expression):
            return []
        if kind.many:
            if not isinstance(value, list):
                return [Fault(place, str(value), "the API takes a list")]
            return [fault for one in value for fault in self._one(place, kind, one)]
        faults = self._one(place, kind, value)
        return [] if any(not self._value(place, other, value) for other in kind.others) else faults

    def _one(self, place: str, kind: Kind, value) -> list[Fault]:
        if isinstance(value, Expression):
            return []
        if kind.model:
            return self.held(place, kind.model, value)
        if kind.words is not None:
            return [] if value in kind.words else [Fault(place, str(value), f"no word of {kind.named or 'the API'}")]
        if kind.plain and type(value) is not kind.plain:
            return [Fault(place, str(value), f"the API takes {kind.named or kind.plain.__name__}")]
        wrong = kind.rule(value) if kind.rule else ""
        return [Fault(place, str(value), wrong)] if wrong else []


def checker(of_file: Callable[[str, str], list[Fault]]):
    """An authority's `check`: `of_file` gets a file's name and text."""

    def check(texts) -> list[list[Fault]]:
        return [[fault for path, text in files.items() for fault in _file(path, text)] for files, _ in texts]

    def _file(path: str, text: str) -> list[Fault]:
        try:
            return of_file(path, text)
        except (Unreadable, ValueError, KeyError) as error:
            return [Fault(path, "", str(error))]

    return check


def installed(name: str, version: str, place: str) -> Path:
    """A file or folder of a package, which must be the one that was read."""
    found = distribution(name)
    if found.version != version:
        raise SystemExit(f"{name} {found.version} is installed, {version} was read")
    return Path(str(found.locate_file(place)))


def classes(path: Path) -> list[ast.ClassDef]:
    """The classes of a file of Python."""
    return [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)]
