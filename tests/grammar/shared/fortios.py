"""FortiOS command lines: nested `config` … `end`, entries `edit` … `next`, values in double quotes."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from harness.model import Unreadable


@dataclass(frozen=True)
class Statement:
    """One line with a value: the tables around it, which entry of each is open, its words as the device reads them."""

    number: int
    line: str
    view: tuple[str, ...]
    entries: tuple[str | None, ...]
    words: tuple[str, ...]


@dataclass
class Entry:
    """What `edit NAME` … `next` holds: values by field, and the entries of tables inside."""

    name: str
    values: dict[str, list[str]] = field(default_factory=dict)
    tables: dict[str, list["Entry"]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        found = self.values.get(name)
        if not found or len(found) != 1:
            raise Unreadable(f"`{self.name}` has no single value for {name}")
        return found[0]

    def maybe(self, name: str) -> str | None:
        return self.one(name) if name in self.values else None


def words(line: str) -> list[str]:
    """A line's words: blanks part them, double quotes hold them together, a backslash takes the next character as it is."""
    found, current, quoted, started = [], "", False, False
    characters = iter(line.strip())
    for one in characters:
        if one == "\\":
            current, started = current + next(characters, ""), True
        elif one == '"':
            quoted, started = not quoted, True
        elif one == "?":
            raise Unreadable(f"a question mark calls the help: {line.strip()}")
        elif one.isspace() and not quoted:
            if started:
                found.append(current)
            current, started = "", False
        else:
            current, started = current + one, True
    if quoted:
        raise Unreadable(f"a quote is left open: {line.strip()}")
    return [*found, current] if started else found


def statements(text: str) -> Iterator[Statement]:
    """Every `edit`, `set`, `unset` and `delete` with the tables around it; the frame is checked on the way."""
    #: what is open: (a table's name, whether an entry of it is open and which)
    frame: list[list] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        verb, *rest = words(line)
        if verb == "config":
            frame.append([" ".join(rest), None])
        elif verb == "end":
            if not frame:
                raise Unreadable(f"line {number}: `end` without `config`")
            frame.pop()
        elif verb == "next":
            if not frame or frame[-1][1] is None:
                raise Unreadable(f"line {number}: `next` without `edit`")
            frame[-1][1] = None
        elif verb in ("edit", "set", "unset", "delete"):
            if not frame:
                raise Unreadable(f"line {number}: `{verb}` outside a table")
            if verb == "edit":
                if frame[-1][1] is not None:
                    raise Unreadable(f"line {number}: `edit` inside an entry")
                frame[-1][1] = rest[0] if rest else ""
            inside = frame[1:] if frame[0][0] == "vdom" else frame
            if inside:
                entries = tuple(entry for _, entry in inside)
                yield Statement(number, line.strip(), tuple(name for name, _ in inside), entries, (verb, *rest))
        elif verb not in ("get", "show", "diagnose", "execute"):
            raise Unreadable(f"line {number}: no such statement: {line.strip()}")
    if frame:
        raise Unreadable(f"`config {frame[-1][0]}` is not ended")


def tables(text: str) -> dict[str, list[Entry]]:
    """The entries of each table, in order; a table's own values stand in an entry without a name."""
    found: dict[str, list[Entry]] = {}
    for statement in statements(text):
        verb, *rest = statement.words
        lists, entry = found, None
        for level, (name, opened) in enumerate(zip(statement.view, statement.entries, strict=True)):
            entries = lists.setdefault(name, [])
            last = level == len(statement.view) - 1
            if last and verb == "edit":
                entries.append(Entry(rest[0]))
            entry = entries[-1] if opened is not None else _own(entries)
            lists = entry.tables
        if verb == "set":
            if rest[0] in entry.values:
                raise Unreadable(f"line {statement.number}: {rest[0]} is set twice")
            entry.values[rest[0]] = rest[1:]
    return found


def _own(entries: list[Entry]) -> Entry:
    """The entry for values of the table itself."""
    if not entries or entries[0].name != "":
        entries.insert(0, Entry(""))
    return entries[0]
