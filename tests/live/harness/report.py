"""What was asserted, and what came of it."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from . import progress


@dataclass
class Row:
    """One case on one target."""

    group: str
    case: str
    target: str
    asserted: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    # 2 where it failed once: a race, worth a look
    tries: int = 1
    # the Debian release that it ran on
    release: str = ""

    def check(self, what: str, holds: object, detail: str | Callable[[], str] = "") -> bool:
        """Notes an assertion; a failure keeps the detail, which may be costly to find."""
        progress.beat()
        if what not in self.asserted:
            self.asserted.append(what)
        if not holds:
            detail = detail if isinstance(detail, str) else detail()
            self.failures.append(f"{what}: {detail}" if detail else what)
        return bool(holds)


class Report:
    """The rows of one run, in the order in which they were made."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.versions: dict[str, dict[str, str]] = {}
        # batches of the table without a result
        self.missing: list[str] = []

    def row(self, group: str, case: str, target: str) -> Row:
        row = Row(group, case, target)
        self.rows.append(row)
        return row

    def failed(self) -> list[Row]:
        # a row that asserts nothing proves nothing
        return [row for row in self.rows if row.failures or not row.asserted]

    def save(self, path: Path) -> None:
        rows = [asdict(row) for row in self.rows]
        path.write_text(json.dumps({"rows": rows, "versions": self.versions}))

    def load(self, path: Path) -> None:
        saved = json.loads(path.read_text())
        self.rows += [Row(**row) for row in saved["rows"]]
        self.versions.update(saved["versions"])
