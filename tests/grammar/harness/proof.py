"""proof.toml: for each target, by what its texts are proven. The pages of the targets are made from it."""

import json
import re
from pathlib import Path

from .render import ROOT
from .work import Result

HEAD = """# By what each target's texts are proven; the pages in docs/targets say it. Written by `tests/grammar/run --bless`.
"""


def settle(path: Path, results: list[Result], bless: bool, whole: bool) -> list[str]:
    """Writes the file, or says that it is not true any more; of a whole run also which targets nobody holds against anything.
    A run of some families writes and looks at their entries only."""
    entries = {} if whole or not path.exists() else _kept(path.read_text())
    entries |= {result.target: _entry(result) for result in results}
    text = HEAD + "".join(entries[target] for target in sorted(entries))
    faults = _alone(results) if whole else []
    if bless:
        path.write_text(text)
    elif not path.exists() or path.read_text() != text:
        faults.insert(0, "proof.toml is not true any more: tests/grammar/run --bless, then the pages of the targets")
    return faults


def _kept(text: str) -> dict[str, str]:
    """The entries that are there already, by target."""
    parts = re.split(r'^\n(?=\["([^"]+)"\])', text, flags=re.MULTILINE)
    return {target: "\n" + entry for target, entry in zip(parts[1::2], parts[2::2], strict=True)}


def _alone(results: list[Result]) -> list[str]:
    held = {result.target for result in results}
    targets = [
        str(path.relative_to(ROOT / "vendors").with_suffix(""))
        for path in sorted((ROOT / "vendors").glob("*/*.toml"))
        if "\nversions = " in path.read_text()
    ]
    return [f"no family holds {target}: tests/grammar/README.md says how to add one" for target in targets if target not in held]


def _entry(result: Result) -> str:
    """Nothing here changes with every rule or fixture that is added: the file is kept in the repository."""
    facts = result.family.facts.get("proof", {})
    lines = ["", f"[{_quoted(result.target)}]", f"daemon = {str(facts.get('daemon', False)).lower()}"]
    if "live" in facts:
        lines.append(f"live = {_quoted(facts['live'])}")
    if result.outside:
        lines.append(f"outside = {_quoted(f'{result.outside.NAME} {result.outside.VERSION}')}")
        lines.append(f"outside_covers = {_quoted(facts['outside_covers'])}")
    lines += ["manuals = [", *(f"  {_quoted(text)}," for text in _manuals(result)), "]"]
    return "\n".join(lines) + "\n"


def _manuals(result: Result) -> list[str]:
    """What the family's own grammars were written from."""
    named = [text for _, _, grammar, _ in result.family.grammars for text in grammar.sources.values()]
    return list(dict.fromkeys(named))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
