"""Reads worksheets back. A family names its pages in `sheet.toml`: which label holds which field of the neutral model.

`read = sheet.reader(__file__)` is the whole reader of such a family; README.md beside the families says what may stand
in the file. A label that no page names, a value that no list has, a table that belongs to no tunnel: each is a fault.
"""

import tomllib
from pathlib import Path

from harness.model import Model, Unreadable

from . import markdown, sheet_links, sheet_values


def reader(place: str):
    """The reader of the family whose reader.py is `place`."""
    facts = tomllib.loads(Path(place).with_name("sheet.toml").read_text())
    pages = [sheet_links.Page(**page) for page in facts["page"]]
    words = sheet_values.Words(facts.get("words", {}))

    def read(files, _context) -> Model:
        sheet = markdown.read("\n\n".join(text for path, text in files.items() if path.endswith(".md")))
        return _model(sheet, pages, words, facts)

    return read


def _model(sheet: markdown.Sheet, pages: list[sheet_links.Page], words: sheet_values.Words, facts: dict) -> Model:
    entries = sheet_links.entries(sheet, pages)
    objects = sheet_links.objects(entries)
    found, unused = [], set(objects)
    for chosen in sheet_links.by_tunnel(entries):
        values = sheet_values.Values(words, sheet.keys, objects)
        for entry in chosen:
            values.take(entry)
        unused -= values.used
        found.append((values.ranks, values.tunnel(facts.get("always", {})), values.announced))
    if unused:
        raise Unreadable(f"nothing uses {', '.join(sorted(unused))}")
    if not found:
        raise Unreadable("no tunnel in the sheet")
    tunnels = [found[number][1] for number in _order([ranks for ranks, *_ in found])]
    announced = frozenset(network for *_, networks in found for network in networks)
    return Model(tunnels, announced if any(tunnel.bgp for tunnel in tunnels) else None)


def _order(ranks: list[dict[str, int]]) -> list[int]:
    """The tunnels' places, the preferred one first: whatever says an order must say the same one."""
    places = list(range(len(ranks)))
    orders: list[list[int]] = []
    for name in dict.fromkeys(name for one in ranks for name in one):
        if any(name not in one for one in ranks):
            raise Unreadable(f"{name} is said of one tunnel only")
        numbers = [one[name] for one in ranks]
        if len(set(numbers)) == len(numbers):
            orders.append(sorted(places, key=numbers.__getitem__))
    if any(order != orders[0] for order in orders):
        raise Unreadable("one field prefers one tunnel, another the other")
    if ranks[0] and ranks[0].keys() <= {"preferred", "standby"} and not orders:  # equal numbers: they share the traffic
        raise Unreadable("no tunnel is preferred to the other")
    return orders[0] if orders else places
