"""Does everything for one family and gathers what came out."""

import traceback
from collections import Counter
from dataclasses import dataclass, field

from . import check, damage, render
from .family import Family


@dataclass
class Result:
    """What came out for one family; `faults` empty means that it holds."""

    target: str
    family: Family
    outside: object | None
    texts: int = 0
    rules: int = 0
    faults: list[str] = field(default_factory=list)
    damages: list[tuple[str, list[str]]] = field(default_factory=list)
    sweep: Counter = field(default_factory=Counter)


def family(family: Family, outside, only: list[str]) -> Result:
    result = Result(family.target, family, outside, rules=sum(grammar.rules for _, _, grammar, _ in family.grammars))
    texts = [
        text
        for variant in family.variants
        for topology in ("policy", "route")
        for text in render.render(family.target, topology, variant, family.values_file, only)
    ]
    result.texts = len(texts)
    if not texts:
        result.faults.append("the program renders nothing: this run proves nothing")
        return result
    _hold(result, texts)
    if not only:
        _completeness(result, texts)
        if not result.faults:  # what fails undamaged would seem to catch everything
            _damage(result, texts)
    return result


def _hold(result: Result, texts: list[render.Text]) -> None:
    for text in texts:
        for fault in check.of_grammar(result.family, text):
            result.faults.append(f"{text.label}: grammar: {fault}")
        try:
            for difference in check.of_read_back(result.family, text):
                result.faults.append(f"{text.label}: read-back: {difference}")
        except Exception:  # noqa: BLE001  a reader that stumbles over a good text is a fault like others
            last = traceback.format_exc().strip().splitlines()
            result.faults.append(f"{text.label}: read-back: the reader stopped: {last[-1]} ({last[-3].strip()})")
    if result.outside:
        for number, faults in check.of_outside(result.family, result.outside, texts).items():
            result.faults += [f"{texts[number].label}: {result.outside.NAME}: {fault}" for fault in faults]


def _completeness(result: Result, texts: list[render.Text]) -> None:
    """Every release has texts, and no exception is idle."""
    rendered = {text.release for text in texts}
    for release in render.releases(result.target):
        if release not in rendered:
            result.faults.append(f"nothing was rendered for release {release}")
    for entry in result.family.exceptions:
        if not entry.get("used"):
            result.faults.append(f"exceptions.toml: `{entry['line']}` excuses nothing: take it out")


def _damage(result: Result, texts: list[render.Text]) -> None:
    damaged, faults = damage.apply(result.family, texts)
    result.faults += faults
    result.damages = damage.caught(result.family, result.outside, damaged)
    result.faults += [f"damage `{what}` was caught by nothing" for what, by in result.damages if not by]
    for topology in ("policy", "route"):
        fitting = [text for text in texts if text.topology == topology and not text.variant]
        newest = max(fitting, key=lambda text: sum(map(len, text.section("config").values())), default=None)
        if newest:
            for kind, (hit, of) in damage.sweep(result.family, result.outside, newest).items():
                result.sweep[kind, "caught"] += hit
                result.sweep[kind, "all"] += of
