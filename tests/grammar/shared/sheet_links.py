"""Which tables of a worksheet make one tunnel: an entry is found by the name that another gives, as the device finds it."""

from dataclasses import dataclass, field

from harness.model import Unreadable

from .markdown import Row, Sheet


@dataclass
class Page:
    """A kind of table, known by the end of the menu above it (`menu`, in each language), and called `id` here.

    `fields`: field of the model to the labels that hold it. `must`: labels with the only values they may have.
    `free`: labels of which nothing is held. `name`: the labels by which other entries are pointed at.
    `points`: page to the labels that name an entry of it. `belongs`: the same, but the entry goes to whom it names.
    """

    id: str
    menu: list[str]
    fields: dict[str, list[str]] = field(default_factory=dict)
    must: list[dict] = field(default_factory=list)
    free: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    points: dict[str, list[str]] = field(default_factory=dict)
    belongs: dict[str, list[str]] = field(default_factory=dict)
    tunnel: bool = False  # one entry for each tunnel; the others are found from it
    goes_on: bool = False  # the page is a further part of the entry before it
    under: bool = False  # it belongs to the tunnel under the same heading
    everywhere: bool = False  # it counts for every tunnel
    again: bool = False  # each entry is a pair of networks: one may stand in several
    object: bool = False  # it gives a network a name (fields `network` and perhaps `mask`), which others use in its place
    labels: bool = True  # False: the labels are values, as networks in a table of routes


@dataclass
class Entry:
    page: Page
    heading: str
    rows: list[tuple[Page, Row]]

    def values(self, labels: list[str]) -> list[str]:
        """The values that are names: the first code, also within words."""
        cells = [row.value for _, row in self.rows if row.label in labels]
        return [cell.codes[0] if cell.codes else cell.words for cell in cells]

    @property
    def name(self) -> str | None:
        names = [row.value.text for page, row in self.rows if row.label in page.name]
        return names[0] if names else None


def entries(sheet: Sheet, pages: list[Page]) -> list[Entry]:
    """Every table as an entry of its page, held against what the page allows."""
    found: list[Entry] = []
    for table in sheet.tables:
        page = _page(table, pages)
        if page.labels:
            _hold(page, table)
        rows = [(page, row) for row in table.rows]
        if page.goes_on:
            if not found:
                raise Unreadable(f"{table.menu[-1]} goes on with nothing")
            found[-1].rows += rows
        else:
            found.append(Entry(page, table.headings[-1], rows))
    _unique(found)
    return found


def objects(found: list[Entry]) -> dict[str, str]:
    """The networks that have a name, by it."""
    named = {}
    for entry in found:
        if entry.page.object:
            parts = [entry.values(entry.page.fields.get(part, [])) for part in ("network", "mask")]
            if entry.name is None or len(parts[0]) != 1 or len(parts[1]) > 1:
                raise Unreadable(f"a {entry.page.id} without a name or a network")
            named[entry.name] = "/".join(part[0] for part in parts if part)
    return named


def by_tunnel(found: list[Entry]) -> list[list[Entry]]:
    """For each tunnel the entries that make it. An entry that no tunnel takes in is a fault."""
    tunnels = []
    for root in (entry for entry in found if entry.page.tunnel):
        chosen = [root]
        for entry in chosen:  # it grows while it is walked through
            chosen += [one for one in _pointed(entry, found) + _belonging(entry, found) if one not in chosen]
        chosen += [one for one in found if one.page.everywhere or one.page.under and one.heading == root.heading]
        tunnels.append(chosen)
    for entry in found:
        if not entry.page.object and not any(entry is one for chosen in tunnels for one in chosen):
            raise Unreadable(f"no tunnel takes in the table {entry.page.id} {entry.name or ''}")
    return tunnels


def _page(table, pages: list[Page]) -> Page:
    shown = "".join(f" › {part}" for part in table.menu)
    for page in pages:
        if any(shown.endswith(f" › {end}") for end in page.menu):
            return page
    raise Unreadable(f"no page is called{shown}")


def _hold(page: Page, table) -> None:
    labels = [label for some in (*page.fields.values(), *page.points.values(), *page.belongs.values()) for label in some]
    known = {*labels, *page.name, *page.free, *(label for rule in page.must for label in rule["label"])}
    for row in table.rows:
        if row.label not in known:
            raise Unreadable(f"{table.menu[-1]} has no field `{row.label}`")
    for rule in page.must:
        cells = [row.value for row in table.rows if row.label in rule["label"]]
        if not cells and not rule.get("optional"):
            raise Unreadable(f"{table.menu[-1]} leaves out {rule['label'][0]}")
        for cell in cells:
            explained = not cell.led and any(cell.words.startswith(f"{word} ") for word in rule["is"])
            if cell.text not in rule["is"] and not explained:
                raise Unreadable(f"{rule['label'][0]} is {cell.text}")


def _unique(found: list[Entry]) -> None:
    seen: list[tuple[int, str]] = []
    for entry in found:
        if entry.name is not None:
            if (id(entry.page), entry.name) in seen:
                raise Unreadable(f"two entries of {entry.page.id} are called {entry.name}")
            seen.append((id(entry.page), entry.name))


def _pointed(entry: Entry, found: list[Entry]) -> list[Entry]:
    chosen = []
    for page in {id(page): page for page, _ in entry.rows}.values():
        for aim, labels in page.points.items():
            for name in entry.values(labels):
                fitting = [one for one in found if one.page.id == aim and one.name == name]
                if len(fitting) != 1:
                    raise Unreadable(f"{labels[0]} names {name}, of which {aim} has {len(fitting)}")
                chosen += fitting
    return chosen


def _belonging(entry: Entry, found: list[Entry]) -> list[Entry]:
    return [
        one
        for one in found
        for aim, labels in one.page.belongs.items()
        if aim == entry.page.id and entry.name in one.values(labels)
    ]
