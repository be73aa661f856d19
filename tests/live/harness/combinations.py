"""The batches of all combinations of algorithms."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from . import matrix, naive, negotiation, policy, refusals
from .cases import Case
from .report import Report, Row
from .specs import PATIENCE, Spec, refusal, render_case, rendered, wanted
from .subject import IKED, LIBRESWAN, ONE_ADDRESS

CHUNK = 250


@dataclass(frozen=True)
class Matrix(Spec):
    """Combinations of algorithms: those that are rendered come up, and the daemon too refuses the rest."""

    points: tuple[matrix.Combination, ...]
    brief: bool = False
    # the refused ones load, and fail only in use
    use_refused: bool = False
    # the daemon has no IKEv1: peerconf has to say so, and what it writes has to fail
    without_ikev1: bool = False

    def _cases(self, work: Path) -> dict[matrix.Combination, Case]:
        return matrix.prepare(
            list(self.points), self.folder(work) / "responses", one_device=self.target in ONE_ADDRESS
        )

    def listing(self) -> list[str]:
        return [f"{len(self.points)} combinations"]

    def render(self, work: Path, only: list[str]) -> None:
        some = [c for point, c in self._cases(work).items() if wanted(str(point), only)]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda case: render_case(self.subject, case, self.folder(work)), some))

    def run(self, work: Path, report: Report, *, userspace: bool, slow: float) -> None:
        folder = self.folder(work)
        found = self._cases(work)
        points = {case.name: point for point, case in found.items()}
        some = rendered(list(found.values()), folder)
        refused = [case for case in some if refusal(folder / case.name)]
        old = [case for case in some if self.without_ikev1 and case.connection.tunnels[0].version == 1]
        warned = [case for case in old if case not in refused]
        own = Report()
        members = [
            policy.Member(case, folder / case.name, own.row("", case.name, self.target))
            for case in some
            if case not in refused and case not in warned
        ]
        kind = policy.Batch
        if self.target == IKED:
            kind, userspace = negotiation.Unloaded, True
        elif userspace and self.target == LIBRESWAN:
            kind = negotiation.Negotiation
        for start in range(0, len(members), CHUNK):
            options = {"userspace": userspace, "patience": PATIENCE * slow, "brief": self.brief}
            kind(self.kind, self.subject, members[start : start + CHUNK], **options).run()
        for kind in dict.fromkeys(point.kind for point in self.points):
            rows = [row for row in own.rows if points[row.case].kind == kind]
            if rows:
                name = f"{kind}: {matrix.spread(points, rows)}"
                summarise(report.row("Algorithms", name, self.target), rows, points)
        if warned:
            name = f"{len(warned)} combinations of IKEv1, which this release is built without"
            row = report.row("Algorithms", name, self.target)
            unsaid = [case.name for case in warned if "ikev1-not-built" not in (folder / case.name / "said").read_text()]
            row.check("peerconf says that they fail", not unsaid, f"{len(unsaid)} without a word")
            self._refused_when_used(work, warned, points, row, userspace=userspace, slow=slow)
        if refused:
            words = matrix.common_words([points[case.name] for case in refused])
            name = f"{len(refused)} combinations that peerconf refuses{words}"
            row = report.row("Algorithms", name, self.target)
            judge = self._refused_when_used if self.use_refused else self._refused_when_loaded
            judge(work, refused, points, row, userspace=userspace, slow=slow)

    def _refused_when_loaded(self, work, refused, points, row, *, userspace, slow) -> None:
        """The daemon must refuse their files; what only shows in use is left to another batch."""
        some = [case for case in refused if not points[case.name].two_groups]
        taken = refusals.taken(self.subject, some, userspace=userspace)
        said = "; ".join(f"{points[n]}: {line}" for n, line in list(taken.items())[:5])
        row.check("the daemon refuses each of them too", not taken, f"{len(taken)} taken: {said}")

    def _refused_when_used(self, work, refused, points, row, *, userspace, slow) -> None:
        """They load, and then they must fail: else the manifest denies what works."""
        tried = Report()
        members = []
        for case in refused:
            folder = self.folder(work) / "naive" / case.name
            naive.write(self.target, case.name, case.connection, folder)
            members.append(policy.Member(case, folder, tried.row("", case.name, self.target)))
        options = {"userspace": userspace, "patience": PATIENCE * slow, "brief": True}
        policy.Batch(self.kind, self.subject, members, **options).run()
        working = [str(points[one.case]) for one in tried.rows if not one.failures]
        row.check("each of them fails in use", not working, f"these work: {working}")


def summarise(row: Row, rows: list[Row], points: dict[str, matrix.Combination]) -> None:
    """One row for many that assert the same; what failed is named."""
    for one in rows:
        for what in one.asserted:
            if what not in row.asserted:
                row.asserted.append(what)
        row.failures += [f"{points[one.case]}: {failure}" for failure in one.failures]
        if not one.asserted:
            row.failures.append(f"{points[one.case]}: nothing was asserted")


