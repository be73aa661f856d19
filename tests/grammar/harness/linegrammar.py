"""A line grammar: which lines a device takes, in which view, written from its command reference.

The notation is in ../README.md, section "The notation". This file reads it and holds a text against it:
unknown lines, values out of range, lines that a view needs and lacks, names that are used and never made.
It knows no device.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from .fault import Fault
from .pattern import Names, Pattern, PatternError
from .reading import Reading


class GrammarError(Exception):
    """The grammar file itself is wrong."""


@dataclass
class Rule:
    pattern: Pattern
    needed: bool
    goes: str | None
    since: str | None
    before: str | None
    source: str
    place: str

    def holds(self, release: str) -> bool:
        known = natural(release)
        return not (self.since and known < natural(self.since) or self.before and known >= natural(self.before))


@dataclass
class Mode:
    name: str
    falls_to: str | None
    rules: list[Rule] = field(default_factory=list)
    _by_word: dict[str, list[tuple[int, Rule]]] = field(default_factory=dict)
    _known: dict[tuple[str, ...], tuple | None] = field(default_factory=dict)

    def fitting(self, words: list[str], release: str) -> tuple[int, Rule, Names] | None:
        """The first rule that a line fits, with its number and the names in the line."""
        key = (release, *words)
        if key not in self._known:
            self._known[key] = next(self._fits(words, release), None)
        return self._known[key]

    def _fits(self, words: list[str], release: str):
        for number, rule in self._candidates(words[0]):
            names = rule.pattern.match(words)
            if names is not None and rule.holds(release):
                yield number, rule, names

    def _candidates(self, word: str) -> list[tuple[int, Rule]]:
        if word not in self._by_word:
            self._by_word[word] = [
                (number, rule) for number, rule in enumerate(self.rules) if rule.pattern.first in (None, word)
            ]
        return self._by_word[word]


@dataclass
class View:
    """A view that is open while the text is read, and the needed rules that were met in it."""

    mode: Mode
    place: str
    met: set[int] = field(default_factory=set)


def natural(release: str) -> list[tuple[int, int, str]]:
    """15.1X49-D100 and V200R010 in an order that a person would give them."""
    parts = re.findall(r"\d+|[A-Za-z]+", release)
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


class Grammar:
    """One grammar file and those that it includes."""

    def __init__(self, path: Path):
        self.modes: dict[str, Mode] = {}
        self.sources: dict[str, str] = {}
        self.types: dict[str, str] = {}
        self.comments: list[str] = []
        self.by_hand: dict[str, set[str]] = {}
        self.quoted = False
        self.start: str | None = None
        self.ends: str | None = None
        self.known: set[tuple[str, str]] = set()
        self.stays: set[str] = set()
        self.leave: Pattern | None = None
        self._read(path)
        if not self.start or self.start not in self.modes:
            raise GrammarError(f"{path}: no `start MODE`, or no such mode")
        for mode in self.modes.values():
            for rule in mode.rules:
                aim = (rule.goes or "").lstrip("^")
                if aim and aim not in self.modes:
                    raise GrammarError(f"{rule.place}: no mode {aim}")
            if mode.falls_to and mode.falls_to not in self.modes:
                raise GrammarError(f"{path}: mode {mode.name} falls to {mode.falls_to}, which is not there")

    @property
    def rules(self) -> int:
        return sum(len(mode.rules) for mode in self.modes.values())

    def _read(self, path: Path) -> None:
        mode, source = None, ""
        for number, raw in enumerate(path.read_text().splitlines(), 1):
            place = f"{path.parent.name}/{path.name}:{number}"
            line = re.sub(r"(^|\s)##.*$", "", raw).rstrip()
            if not line.strip():
                continue
            if not line[0].isspace():
                word, _, rest = line.partition(" ")
                rest = rest.strip()
                match word:
                    case "mode":
                        name, _, parent = rest.partition(" < ")
                        mode = self.modes.setdefault(name.strip(), Mode(name.strip(), parent.strip() or None))
                        source = ""
                    case "source":
                        name, _, text = rest.partition("=")
                        self.sources[name.strip()] = text.strip()
                    case "type":
                        name, _, text = rest.partition("=")
                        text = text.strip()
                        regex = text[1:-1] if text.startswith("/") else "|".join(map(re.escape, text.split()))
                        self.types[name.strip()] = regex
                    case "comment":
                        self.comments += rest.split()
                    case "hand":
                        mark, *words = rest.split()
                        self.by_hand.setdefault(mark, set()).update(words)
                    case "tokens":
                        self.quoted = {"plain": False, "quoted": True}[rest]
                    case "start":
                        self.start = rest
                    case "ends":
                        self.ends = rest
                    case "known":
                        kind, *names = rest.split()
                        self.known |= {(kind, name) for name in names}
                    case "stays":
                        self.stays |= set(rest.split())
                    case "leave":
                        self.leave = Pattern(rest, self.types)
                    case "include":
                        self._read(path.parent / rest)
                    case _:
                        raise GrammarError(f"{place}: `{word}` is no statement of this notation")
                continue
            if mode is None:
                raise GrammarError(f"{place}: a rule before any mode")
            line = line.strip()
            if line.startswith("from "):
                source = self._source(line[5:].strip(), place)
                continue
            mode.rules.append(self._rule(line, source, place))

    def _source(self, text: str, place: str) -> str:
        name = text.split()[0].rstrip(",:")
        if name not in self.sources:
            raise GrammarError(f"{place}: no `source {name} = …`")
        return text

    def _rule(self, line: str, source: str, place: str) -> Rule:
        line, _, own = line.partition(" ~ ")
        source = self._source(own.strip(), place) if own else source
        if not source:
            raise GrammarError(f"{place}: a rule without a source (`from NAME, page` above it or ` ~ NAME, page` behind it)")
        limits = {"since": None, "before": None}
        for kind in limits:
            found = re.search(rf"\s@{kind} (\S+)", line)
            if found:
                limits[kind] = found[1]
                line = line.replace(found[0], "")
        line, _, goes = line.partition(" => ")
        needed = line.startswith("+ ")
        line = line.removeprefix("+ ")
        try:
            pattern = Pattern(line.strip(), self.types)
        except PatternError as error:
            raise GrammarError(f"{place}: {error}") from error
        return Rule(pattern, needed, goes.strip() or None, limits["since"], limits["before"], source, place)

    # -- holding a text against it --

    def tokens(self, line: str) -> list[str] | None:
        """The words of a line; None where a quotation does not end."""
        if not self.quoted:
            return line.split()
        words, line, at = [], line.strip(), 0
        while at < len(line):
            found = re.compile(r'(?:[^\s"]|"(?:[^"\\]|\\.)*")+(?=\s|$)').match(line, at)
            if not found:
                return None
            words.append(found[0])
            at = found.end()
            while at < len(line) and line[at].isspace():
                at += 1
        return words

    def lines(self, text: str) -> list[tuple[int, str]]:
        """The lines of a text that are no comments, with their numbers, and the commands that a person types by hand."""
        numbered = [(number, self._typed(line)) for number, line in enumerate(text.split("\n"), 1)]
        return [
            (number, line)
            for number, line in numbered
            if line.strip() and not any(line.lstrip().startswith(mark) for mark in self.comments)
        ]

    def _typed(self, line: str) -> str:
        """A command that stands behind a comment's mark and three blanks, without the mark."""
        mark, _, rest = line.partition("   ")
        return rest if rest.split(" ", 1)[0] in self.by_hand.get(mark, ()) else line

    def check(
        self, path: str, lines: list[tuple[int, str]], release: str, made: set, device: set, whole: bool
    ) -> Reading:
        """Reads the lines of one file. `made` are the names that files before it made, `device` names that
        the device has already; `whole` says that views must have the lines they need, as a clean-up's need not."""
        reading = Reading(path, set(made) | self.known, device, whole)
        stack = [View(self.modes[self.start], f"{path}:1")]
        for number, line in lines:
            place = f"{path}:{number}"
            words = self.tokens(line)
            if words is None:
                reading.fault(place, line, "a quotation that does not end")
                continue
            if not self._take(words, stack, release, reading, place):
                views = " < ".join(view.mode.name for view in reversed(stack))
                reading.fault(place, line, f"no such line in {views}")
        last = f"{path}:{lines[-1][0] if lines else 1}"
        if self.ends and stack[-1].mode.name != self.ends:
            reading.fault(last, "", f"the text ends in {stack[-1].mode.name}, not in {self.ends}")
        while stack:
            self._close(stack.pop(), release, reading)
        reading.settle()
        return reading

    def _take(self, words, stack, release, reading, place) -> bool:
        if self.leave and self.leave.match(words) is not None:
            self._go("^", stack, release, reading, place)
            return True
        for depth in range(len(stack), 0, -1):
            view = stack[depth - 1]
            if fitting := view.mode.fitting(words, release):
                number, rule, names = fitting
                while len(stack) > depth:
                    self._close(stack.pop(), release, reading)
                view.met.add(number)
                reading.names(names, place, " ".join(words))
                self._go(rule.goes, stack, release, reading, place)
                return True
            if not view.mode.falls_to:
                return False
        return False

    def _go(self, goes, stack, release, reading, place) -> None:
        if not goes:
            return
        if goes == "^":
            self._close(stack.pop(), release, reading)
        elif goes.startswith("^"):
            while stack and stack[-1].mode.name != goes[1:]:
                self._close(stack.pop(), release, reading)
        else:
            stack.append(View(self.modes[goes], place))
        if not stack:
            stack.append(View(self.modes[self.start], place))

    def _close(self, view: View, release: str, reading: Reading) -> None:
        for number, rule in enumerate(view.mode.rules):
            if reading.whole and rule.needed and rule.holds(release) and number not in view.met:
                reading.fault(view.place, "", f"{view.mode.name} lacks `{rule.pattern.text}` ({rule.source})")
