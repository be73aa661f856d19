"""One family: a folder <vendor>_<platform> beside this one, and what its files say."""

import fnmatch
import importlib.util
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from .linegrammar import Grammar, natural
from .render import inputs

HERE = Path(__file__).resolve().parents[1]
PREFIXES = {"--device-prefix": "192.168.10.0/24", "--cloud-prefix": "172.16.0.0/16"}
FEWEST_DAMAGES = 10
#: fixtures that ask for an input which the response does not carry, on the targets that have the input
NEEDS = {
    "private-device-id": {"local_address": "192.168.10.8"},
    "private-device-id-destination": {"local_address": "192.168.10.81"},
    "route-holds-gateway": {"gateway_next_hop": "203.0.113.1"},
}


@dataclass(frozen=True)
class Context:
    """What a reader and a checker may know besides the text: how it was asked for, never the response."""

    target: str
    release: str
    topology: str
    variant: str
    values: dict
    device_prefixes: tuple[str, ...]
    cloud_prefixes: tuple[str, ...]

    def at_least(self, release: str) -> bool:
        return natural(self.release) >= natural(release)


class Family:
    """Everything in one family's folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.facts = tomllib.loads((folder / "family.toml").read_text())
        self.target: str = self.facts["target"]
        values = folder / "values.toml"
        self.values_file = values if values.exists() else None
        self.values = tomllib.loads(values.read_text()) if values.exists() else {}
        self.grammars = [
            (entry["files"], entry.get("sections", ["config"]), Grammar(folder / entry["grammar"]), entry.get("reading", "first"))
            for entry in self.facts.get("grammar", [])
        ]
        self.reader = _module(folder / "reader.py")
        self.checker = _module(folder / "check.py") if (folder / "check.py").exists() else None
        self.damages = tomllib.loads((folder / "damages.toml").read_text())["damage"]
        self.exceptions = self._exceptions()
        self.silent = self.facts.get("silent", [])
        for entry in self.silent:
            if not entry.get("why"):
                raise SystemExit(f"{folder.name}: a silent field without `why`")

    def _exceptions(self) -> list[dict]:
        path = self.folder / "exceptions.toml"
        entries = tomllib.loads(path.read_text())["exception"] if path.exists() else []
        for entry in entries:
            for key in ("line", "why", "source"):
                if not entry.get(key):
                    raise SystemExit(f"{path}: an exception without `{key}`")
        return entries

    @property
    def variants(self) -> list[dict]:
        """How the program is called; each variant gets networks for 0.0.0.0/0, so that no marker is left."""
        plain = [part for pair in PREFIXES.items() for part in pair]
        chosen = self.facts.get("variant", [])
        variants = [{"name": "", "arguments": plain}] if self.facts.get("plain", True) else []
        variants += [{**variant, "arguments": variant.get("arguments", plain)} for variant in chosen]
        asked = [
            {"name": f"as {fixture} asks", "arguments": plain, "set": needed, "fixtures": [fixture]}
            for fixture, needed in NEEDS.items()
            if inputs(self.target) >= needed.keys()
        ]
        elsewhere = [fixture for variant in asked for fixture in variant["fixtures"]]
        return [{**variant, "without": elsewhere} for variant in variants] + asked

    def context(self, text) -> Context:
        variant = next(one for one in self.variants if one["name"] == text.variant)
        options = list(zip(variant["arguments"][::2], variant["arguments"][1::2], strict=False))
        return Context(
            text.target,
            text.release,
            text.topology,
            text.variant,
            {**self.values, **variant.get("set", {})},
            tuple(value for name, value in options if name == "--device-prefix"),
            tuple(value for name, value in options if name == "--cloud-prefix"),
        )

    def silent_fields(self, context: Context, versions: set[int]) -> set[str]:
        """The fields that a text of this kind need not say."""
        return {
            entry["field"]
            for entry in self.silent
            if entry.get("topology") in (None, context.topology)
            and (entry.get("ike") is None or entry["ike"] in versions)
            and (not entry.get("before") or not context.at_least(entry["before"]))
        }

    def grammars_of(self, path: str, section: str) -> list[Grammar]:
        """The grammars that a file must satisfy. A name pattern that an earlier entry of the same reading took is not
        tried again: `*.conf` behind `*-frr.conf` means the other ones."""
        found: dict[str, Grammar] = {}
        for patterns, sections, grammar, reading in self.grammars:
            if section in sections and any(fnmatch.fnmatch(path, pattern) for pattern in patterns):
                found.setdefault(reading, grammar)
        return list(found.values())


def all_families(chosen: list[str]) -> list[Family]:
    """The chosen ones, by target or folder name; all where none is chosen."""
    folders = sorted(path.parent for path in HERE.glob("*/family.toml"))
    found = [
        folder
        for folder in folders
        if not chosen or any(name in (folder.name, folder.name.replace("_", "/", 1)) for name in chosen)
    ]
    if not found:
        raise SystemExit(f"no family of that name; there are {', '.join(folder.name for folder in folders)}")
    return [Family(folder) for folder in found]


def _module(path: Path) -> ModuleType:
    name = f"family_{path.parent.name.replace('-', '_')}_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
