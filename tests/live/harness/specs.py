"""What a batch is: what is rendered before anything runs, and what is done with it.

Everything is rendered on the machine itself, in one go; the guest, where one is needed, finds the
files in the shared folder. Which batches there are stands in table.py.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from pathlib import Path

from . import cases, device, policy, syntax, wrong
from .cases import Case
from .report import Report
from .subject import ONE_ADDRESS, Subject

# How long a batch waits for what should take a moment, without anything getting on.
PATIENCE = 25.0


@dataclass(frozen=True)
class Spec(ABC):
    """One batch, of one target on one release."""

    # the kind of batch; with the release it names the batch
    kind: str
    subject: Subject
    # whether it needs ESP and XFRM interfaces from the kernel
    needs_kernel: bool

    @abstractmethod
    def render(self, work: Path, only: list[str]) -> None:
        """Has peerconf write what the batch needs, for the cases whose names hold one of the words."""

    @abstractmethod
    def run(self, work: Path, report: Report, *, userspace: bool, slow: float) -> None:
        """Does it; slow is how much longer everything takes here."""

    @abstractmethod
    def listing(self) -> list[str]:
        """The names of its cases."""

    @property
    def waits(self) -> bool:
        """Whether nearly all of its time is waiting, so that others may run beside it."""
        return False

    @property
    def name(self) -> str:
        return f"{self.kind}@{self.subject.release}"

    @property
    def weight(self) -> int:
        """How long it takes, roughly, beside the others: in a guest the longest begin first."""
        return len(self.listing())

    @property
    def target(self) -> str:
        return self.subject.target

    def folder(self, work: Path) -> Path:
        return work / self.name


@dataclass(frozen=True)
class Policy(Spec):
    """The policy-based cases, all at once in one pair of daemons."""

    specs: tuple[cases.Spec, ...]

    def _cases(self, work: Path) -> list[Case]:
        shared = self.target in ONE_ADDRESS
        return cases.prepare(list(self.specs), self.folder(work) / "responses", one_device=shared)

    def listing(self) -> list[str]:
        return [spec.fixture for spec in self.specs]

    def render(self, work: Path, only: list[str]) -> None:
        for case in self._cases(work):
            if wanted(case.name, only):
                render_case(self.subject, case, self.folder(work))

    def run(self, work: Path, report: Report, *, userspace: bool, slow: float) -> None:
        members = []
        for case in rendered(self._cases(work), self.folder(work)):
            folder = self.folder(work) / case.name
            row = report.row("Policy-based connections", f"{case.name}: {case.proves}", self.target)
            if row.check("is rendered", not refusal(folder), refusal(folder)):
                members.append(policy.Member(case, folder, row))
        if members:
            patience = PATIENCE * slow
            options = {"userspace": userspace, "patience": patience}
            policy.Batch(self.kind, self.subject, members, **options).run()


@dataclass(frozen=True)
class Wrong(Spec):
    """Wrong input, failing as it should."""

    versions: tuple[int, ...]

    def listing(self) -> list[str]:
        return [fault.name for fault in wrong.FAULTS]

    def _cases(self, work: Path) -> list[wrong.Case]:
        return wrong.prepare(self.folder(work) / "responses", self.versions, one_device=self.target in ONE_ADDRESS)

    def render(self, work: Path, only: list[str]) -> None:
        for case in self._cases(work):
            if wanted(case.name, only):
                folder = self.folder(work) / case.name
                done = device.device_config(
                    self.subject, case.told, folder, inputs={"name_prefix": case.name}
                )
                if done.refusal is not None:
                    (folder / "refused").write_text(done.refusal)

    def run(self, work: Path, report: Report, *, userspace: bool, slow: float) -> None:
        members = []
        for case in self._cases(work):
            folder = self.folder(work) / case.name
            if folder.exists():
                row = report.row("Wrong input", case.name, self.target)
                if row.check("is rendered", not refusal(folder), refusal(folder)):
                    members.append((case, folder, row))
        if members:
            wrong.Batch(self.kind, self.subject, members, userspace=userspace).run(PATIENCE * slow)


@dataclass(frozen=True)
class Syntax(Spec):
    """Every file of other batches, rendered once more, before the program that will read it."""

    of: tuple[Spec, ...]

    def _batches(self) -> list[Spec]:
        return [replace(spec, kind=f"{self.name}/{spec.kind}", subject=self.subject) for spec in self.of]

    def listing(self) -> list[str]:
        return [f"the files of {spec.name}" for spec in self.of]

    def render(self, work: Path, only: list[str]) -> None:
        for spec in self._batches():
            spec.render(work, only)

    def run(self, work: Path, report: Report, *, userspace: bool, slow: float) -> None:
        found = [folder for spec in self._batches() for folder in spec.folder(work).iterdir()]
        syntax.check(self.subject, sorted(f for f in found if any(f.glob("*-net.sh"))), report)


def render_case(subject: Subject, case: Case, folder: Path) -> None:
    """Renders one case; a refusal is left in a file of that name."""
    inputs = {"name_prefix": case.name, **case.inputs}
    done = device.device_config(subject, case.path, folder / case.name, inputs=inputs)
    if done.refusal is not None:
        (folder / case.name / "refused").write_text(done.refusal)


def refusal(folder: Path) -> str:
    """What peerconf said when it refused; empty when it did not."""
    file = folder / "refused"
    return file.read_text() if file.exists() else ""


def rendered(some: list[Case], folder: Path) -> list[Case]:
    """The cases that were chosen for this run."""
    return [case for case in some if (folder / case.name).exists()]


def wanted(name: str, only: list[str]) -> bool:
    return not only or any(word in name for word in only)


