"""One rule of a line grammar as a pattern over the words of a line.

`{a|b}` choice, `[a]` may be absent, `{* a | b *}` any of them in any order, `<type>` a value; all else is taken
to the letter. The types are listed in ../README.md.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator

Names = tuple[tuple[str, str, str], ...]


class PatternError(Exception):
    """The pattern cannot be read."""


def _address(text: str) -> bool:
    return bool(re.fullmatch(r"(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}", text)) and all(
        int(part) < 256 for part in text.split(".")
    )


def _mask(text: str) -> bool:
    if not _address(text):
        return False
    bits = int(ipaddress.IPv4Address(text)) ^ 0xFFFFFFFF
    return bits & (bits + 1) == 0


def _wildcard(text: str) -> bool:
    return _address(text) and (lambda bits: bits & (bits + 1) == 0)(int(ipaddress.IPv4Address(text)))


def _network(text: str) -> bool:
    try:
        return "/" in text and str(ipaddress.IPv4Network(text)) == text
    except ValueError:
        return False


def _interface(text: str) -> bool:
    address, _, length = text.partition("/")
    return _address(address) and length.isdigit() and int(length) <= 32


BUILT_IN: dict[str, tuple[str, Callable[[str], bool] | None]] = {
    "ip": (r"[\d.]+", _address),
    "mask": (r"[\d.]+", _mask),
    "wildcard": (r"[\d.]+", _wildcard),
    "prefix": (r"[\d.]+/\d+", _network),
    "ip/length": (r"[\d.]+/\d+", _interface),
    "word": (r"\S+", None),
    "name": (r"[A-Za-z0-9_][A-Za-z0-9_.:-]*", None),
    "fqdn": (r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)*", None),
    "quoted": (r'"(?:[^"\\]|\\.)*"', None),
    "text": (r'"(?:[^"\\]|\\.)*"|[^\s"]+', None),
}


class Element:
    """One word of the line: literal pieces and values, for instance `secret=<text>`."""

    def __init__(self, text: str, types: dict[str, str]):
        self.rest = False
        self.checks: list[Callable[[str], bool] | None] = []
        self.naming: list[tuple[str, str] | None] = []
        self.first = re.split(r"<", text)[0].replace("\\", "")
        regex = ""
        for piece in re.findall(r"</(?:[^/\\]|\\.)+/[^>]*>|<[^>]*>|[^<]+", text):
            if not piece.startswith("<"):
                regex += re.escape(piece.replace("\\", ""))
                continue
            regex += f"({self._value(piece[1:-1].strip(), types)})"
        self.regex = re.compile(regex)

    def _value(self, text: str, types: dict[str, str]) -> str:
        naming = None
        found = re.search(r"\s(=|@@|@|-)([\w-]+)$", text)
        if found:
            naming = (found[1], found[2])
            text = text[: found.start()]
        check = None
        if text.startswith("/"):
            regex = text[1:-1]
        elif text == "line":
            self.rest, regex = True, r".+"
        elif span := re.fullmatch(r"(-?\d+)-(\d+)", text):
            low, high = int(span[1]), int(span[2])
            regex, check = r"0|-?[1-9]\d*", lambda word: low <= int(word) <= high
        else:
            name, _, length = text.partition(":")
            if name in types:
                regex = types[name]
            elif name in BUILT_IN:
                regex, check = BUILT_IN[name]
            else:
                raise PatternError(f"<{name}> is no type")
            if length:
                low, high = map(int, length.split("-")) if "-" in length else (1, int(length))
                inner = check
                check = lambda word: low <= len(_bare(word)) <= high and (not inner or inner(word))  # noqa: E731
        self.checks.append(check)
        self.naming.append(naming)
        return re.sub(r"(?<!\\)\((?!\?)", "(?:", regex)

    def match(self, word: str) -> Names | None:
        found = self.regex.fullmatch(word)
        if not found:
            return None
        names = []
        for value, check, naming in zip(found.groups(), self.checks, self.naming, strict=True):
            if check and not check(value):
                return None
            if naming:
                names.append((*naming, _bare(value)))
        return tuple(names)


def _bare(word: str) -> str:
    if len(word) > 1 and word[0] == word[-1] == '"':
        return re.sub(r"\\(.)", r"\1", word[1:-1])
    return word


class Pattern:
    """A whole rule."""

    def __init__(self, text: str, types: dict[str, str]):
        self.text = text
        self._types = types
        self._pieces = re.findall(
            r"\{\*|\*\}|(?<!\\)[{}\[\]|]|(?:\\.|</(?:[^/\\]|\\.)+/[^>]*>|<[^>]*>|[^\s{}\[\]|<\\])+", text
        )
        if glued := re.search(r"(?<!\\)\}[^\s|}\]*]|[^\s|{\[\\]\{(?!\*)", re.sub(r"<[^>]*>", "<>", text)):
            raise PatternError(f"`{glued[0]}`: a choice stands between blanks, not inside a word, in `{text}`")
        self._at = 0
        self._tree = self._choice(None)
        if self._at < len(self._pieces):
            raise PatternError(f"`{self._pieces[self._at]}` closes nothing in `{text}`")
        #: the word that every fitting line begins with, where there is just one
        first = self._tree[1] if self._tree[0] == "all" and self._tree[1] else None
        self.first = first[0][1].first if first and first[0][0] == "word" and not first[0][1].checks else None

    def _choice(self, end: str | None):
        ways = [self._sequence(end)]
        while self._at < len(self._pieces) and self._pieces[self._at] == "|":
            self._at += 1
            ways.append(self._sequence(end))
        return ways[0] if len(ways) == 1 else ("one", ways)

    def _sequence(self, end: str | None):
        parts = []
        while self._at < len(self._pieces) and self._pieces[self._at] not in ("|", "}", "]", "*}"):
            piece = self._pieces[self._at]
            self._at += 1
            if piece == "{":
                parts.append(self._inner("}"))
            elif piece == "[":
                parts.append(("maybe", self._inner("]")))
            elif piece == "{*":
                inner = self._inner("*}")
                parts.append(("any", inner[1] if inner[0] == "one" else [inner]))
            else:
                parts.append(("word", Element(piece, self._types)))
        return ("all", parts)

    def _inner(self, end: str):
        inner = self._choice(end)
        if self._at >= len(self._pieces) or self._pieces[self._at] != end:
            raise PatternError(f"`{end}` is missing in `{self.text}`")
        self._at += 1
        return inner

    def match(self, words: list[str]) -> Names | None:
        """The names in the words, or None where they do not fit."""
        for end, names in _walk(self._tree, words, 0):
            if end == len(words):
                return names
        return None


def _walk(node, words: list[str], at: int) -> Iterator[tuple[int, Names]]:
    kind, value = node
    match kind:
        case "word":
            if at >= len(words):
                return
            if value.rest:
                names = value.match(" ".join(words[at:]))
                if names is not None:
                    yield len(words), names
                return
            names = value.match(words[at])
            if names is not None:
                yield at + 1, names
        case "maybe":
            yield from _walk(value, words, at)
            yield at, ()
        case "one":
            for way in value:
                yield from _walk(way, words, at)
        case "any":
            yield from _any_order(value, words, at)
        case "all":
            yield from _in_turn(value, words, at)


def _in_turn(parts, words, at) -> Iterator[tuple[int, Names]]:
    if not parts:
        yield at, ()
        return
    for middle, names in _walk(parts[0], words, at):
        for end, more in _in_turn(parts[1:], words, middle):
            yield end, names + more


def _any_order(ways, words, at) -> Iterator[tuple[int, Names]]:
    for number, way in enumerate(ways):
        for middle, names in _walk(way, words, at):
            if middle > at:
                for end, more in _any_order(ways[:number] + ways[number + 1 :], words, middle):
                    yield end, names + more
    yield at, ()
