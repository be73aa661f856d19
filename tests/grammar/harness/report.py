"""Prints what came out: a line for each family, its faults, and the end."""

import re

from .work import Result


def one(result: Result, seconds: float, everything: bool) -> None:
    by = {name: sum(name in who for _, who in result.damages) for name in ("outside schema", "grammar", "read-back")}
    hits = sum(bool(who) for _, who in result.damages)
    words = [f"{result.target}: {result.texts} texts, {result.rules} rules"]
    if result.outside:
        words.append(f"{result.outside.NAME} {result.outside.VERSION}")
    if result.damages:
        shares = ", ".join(f"{name} {count}" for name, count in by.items() if count)
        words.append(f"damages caught {hits} of {len(result.damages)} ({shares})")
    for kind in dict.fromkeys(kind for kind, _ in result.sweep):
        words.append(f"{kind} {result.sweep[kind, 'caught']} of {result.sweep[kind, 'all']}")
    print("; ".join(words) + f"; {seconds:.1f} s", flush=True)
    for fault in result.faults if everything else _first_of_each(result.faults):
        print(f"  FAULT {fault}", flush=True)


def _first_of_each(faults: list[str]) -> list[str]:
    """One fault of each kind with the number of the others: the same line fails in many fixtures."""
    kinds: dict[str, list[str]] = {}
    for fault in faults:
        kinds.setdefault(re.sub(r"^[^:]*: |:\d+(?=:)|[\d.]+(/\d+)?", "", fault), []).append(fault)
    return [
        some[0] + (f"  [and {len(some) - 1} more]" if len(some) > 1 else "") for some in kinds.values()
    ]


def conclude(results: list[Result], others: list[str]) -> int:
    for fault in others:
        print(f"FAULT {fault}")
    faults = sum(len(result.faults) for result in results) + len(others)
    texts = sum(result.texts for result in results)
    damages = sum(len(result.damages) for result in results)
    print(f"{len(results)} families, {texts} texts, {damages} damages: " + (f"{faults} faults" if faults else "all well"))
    return 1 if faults else 0
