"""Deliberate damages: each must be caught by the outside schema, the line grammar or the read-back.

A family lists ten or more in damages.toml. Besides, `sweep` misspells every word and leaves out every line of one
text in turn and counts: not all of that must be caught (a description may be misspelt), the share is reported.
"""

import re
from dataclasses import dataclass, replace

from . import check
from .family import FEWEST_DAMAGES, Family
from .render import Text

MOST_SPOILT = 150
SHEET = ".md"  # a worksheet: its tables are what goes into the device


@dataclass
class Damaged:
    what: str
    text: Text


def apply(family: Family, texts: list[Text]) -> tuple[list[Damaged], list[str]]:
    """Every damage of the list in a text that it fits; a damage that fits nowhere is a fault of the list."""
    damaged, faults = [], []
    for entry in family.damages:
        found = next((one for text in reversed(texts) for one in [_damage(entry, text)] if one), None)
        if found:
            damaged.append(found)
        else:
            faults.append(f"damage `{entry['what']}` fits no text: `{entry['find']}`")
    if len(family.damages) < FEWEST_DAMAGES:
        faults.append(f"{len(family.damages)} damages; {FEWEST_DAMAGES} are the least")
    return damaged, faults


def _damage(entry: dict, text: Text) -> Damaged | None:
    if entry.get("fixture", text.fixture) != text.fixture or entry.get("topology", text.topology) != text.topology:
        return None
    if entry.get("release", text.release) != text.release or entry.get("variant", "") != text.variant:
        return None
    for path, content in text.files.items():
        if not re.search(entry.get("file", ""), path) or path not in text.section(entry.get("section", "config")):
            continue
        # The header repeats words of the configuration in comments; damages are for what the device reads.
        header = re.match(r"(?:(?:[#!;]|//|/\*| \*).*\n|\s*\n)*", content).group()
        rest = content[len(header) :]
        spoilt, count = re.subn(entry["find"], entry["put"], rest, count=1, flags=re.MULTILINE)
        if count and spoilt != rest:
            return Damaged(entry["what"], replace(text, files={**text.files, path: header + spoilt}))
    return None


def caught(family: Family, outside, damaged: list[Damaged]) -> list[tuple[str, list[str]]]:
    """For each damage, who caught it."""
    rejected = check.of_outside(family, outside, [one.text for one in damaged]) if outside else {}
    results = []
    for number, one in enumerate(damaged):
        by = ["outside schema"] if number in rejected else []
        results.append((one.what, by + _by_us(family, one.text)))
    return results


def _by_us(family: Family, text: Text) -> list[str]:
    by = ["grammar"] if check.of_grammar(family, text) else []
    try:
        differs = bool(check.of_read_back(family, text))
    except Exception:  # noqa: BLE001  a reader that stumbles over a damaged text has noticed it
        differs = True
    return by + (["read-back"] if differs else [])


def _noticed(family: Family, text: Text) -> bool:
    """As `_by_us`, but the read-back is asked only where the grammar let the text pass."""
    return bool(check.of_grammar(family, text)) or bool(_by_us(family, text))


def sweep(family: Family, outside, text: Text) -> dict[str, tuple[int, int]]:
    """Misspelt words and lines left out of one text: how many were caught, of how many."""
    files = text.section("config").items()
    judged = {path: one for path, one in files if path.endswith(SHEET) or family.grammars_of(path, "config")}
    spoilt = {"misspelt words": _some(_misspelt(text, judged)), "lines left out": _some(_shortened(text, judged))}
    counts = {}
    for kind, texts in spoilt.items():
        ours = [_noticed(family, one) for one in texts]
        if outside:
            missed = [number for number, one in enumerate(ours) if not one]
            for place in check.of_outside(family, outside, [texts[number] for number in missed]):
                ours[missed[place]] = True
        counts[kind] = (sum(ours), len(ours))
    return counts


def _some(texts) -> list[Text]:
    """At most so many, spread over the whole."""
    every = list(texts)
    return every[:: -(-len(every) // MOST_SPOILT) or 1]


def _lines(files: dict[str, str]):
    for path, content in files.items():
        lines = content.split("\n")
        for number, line in enumerate(lines):
            if line.strip() and line.lstrip()[0] not in "#!" and (line[0] == "|" or not path.endswith(SHEET)):
                yield path, lines, number


def _misspelt(text: Text, files: dict[str, str]):
    for path, lines, number in _lines(files):
        for word in re.finditer(r"[^\s|]+" if path.endswith(SHEET) else r"\S+", lines[number]):
            line = lines[number][: word.end()] + "x" + lines[number][word.end() :]
            yield _with(text, path, [*lines[:number], line, *lines[number + 1 :]])


def _shortened(text: Text, files: dict[str, str]):
    for path, lines, number in _lines(files):
        yield _with(text, path, lines[:number] + lines[number + 1 :])


def _with(text: Text, path: str, lines: list[str]) -> Text:
    return replace(text, files={**text.files, path: "\n".join(lines)})
