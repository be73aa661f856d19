"""Writes proof.toml: for each target, by what its texts were proven. The pages of the targets are made from it."""

import tomllib
from pathlib import Path

from .work import Result

HEAD = "# By what each target's texts are proven. Written by tests/grammar/run when all families hold; do not edit.\n"


def write(path: Path, results: list[Result]) -> None:
    """Writes the file anew, only when nothing failed."""
    if any(result.faults for result in results):
        return
    path.write_text(HEAD + "".join(_entry(result) for result in results))


def _entry(result: Result) -> str:
    facts = result.family.facts.get("proof", {})
    lines = ["", f'["{result.target}"]']
    if result.outside:
        lines.append(f'outside = "{result.outside.NAME} {result.outside.VERSION}"')
        lines.append(f'outside_covers = "{facts.get("outside_covers", "")}"')
    lines.append(f"own_grammar_rules = {result.rules}")
    lines.append("own_grammar_sources = [" + ", ".join(f'"{name}"' for name in sources(result)) + "]")
    lines.append('read_back = true')
    if daemon := facts.get("daemon"):
        lines.append(f'daemon = "{daemon}"')
    lines.append(f"damages_caught = {len(result.damages)}")
    return "\n".join(lines) + "\n"


def sources(result: Result) -> list[str]:
    """The manuals that the family's own grammar was written from."""
    named = [text for *_, grammar in result.family.grammars for text in grammar.sources.values()]
    return [text.replace("\\", "\\\\").replace('"', '\\"') for text in dict.fromkeys(named)]


def read(path: Path) -> dict:
    return tomllib.loads(path.read_text())
