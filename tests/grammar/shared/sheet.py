"""Reads worksheets back. A family names its pages in `sheet.toml`: which label holds which field of the neutral model.

`read = sheet.reader(__file__)` is the whole reader of such a family; README.md beside the families says what may stand
in the file. A label that no page names, a value that no list has, a table that belongs to no tunnel: each is a fault.
"""

import tomllib
from pathlib import Path

from harness.model import Model, Tunnel, Unreadable

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
    found = []
    for number, chosen in enumerate(sheet_links.by_tunnel(entries)):
        values = sheet_values.Values(words, sheet.keys)
        for entry in chosen:
            values.take(entry)
        tunnel = values.tunnel(facts.get("always", {}))
        found.append((values.rank, number, tunnel, values.announced))
    if not found:
        raise Unreadable("no tunnel in the sheet")
    ranks = [rank for rank, *_ in found if rank is not None]
    if ranks and (len(ranks) < len(found) or len(set(ranks)) < len(ranks)):
        raise Unreadable("no tunnel is preferred to the other")
    found.sort(key=lambda one: (one[0] or 0, one[1]))
    tunnels: list[Tunnel] = [tunnel for _, _, tunnel, _ in found]
    announced = frozenset(network for *_, networks in found for network in networks)
    return Model(tunnels, announced if any(tunnel.bgp for tunnel in tunnels) else None)
