"""The batches: what is rendered before anything runs, and what each one does with it.

Everything is rendered on the machine itself, in one go; the guest, where one is needed, finds the
files in the shared folder.
"""

import json
from abc import ABC, abstractmethod
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import cases, device, life, matrix, naive, negotiation, policy, refusals, response, syntax, wrong
from .cases import GROUP_14, Case
from .report import Report, Row

SWANCTL = "strongswan/swanctl"
IPSEC_CONF = "strongswan/ipsec-conf"
LIBRESWAN = "libreswan/ipsec-conf"
CHUNK = 250
# How long a batch waits for what should take a moment.
PATIENCE = 25.0


@dataclass(frozen=True)
class Spec(ABC):
    """One batch, of one target."""

    name: str
    target: str
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

    def folder(self, work: Path) -> Path:
        return work / self.name


@dataclass(frozen=True)
class Policy(Spec):
    """The policy-based cases, all at once in one pair of daemons."""

    specs: tuple[cases.Spec, ...]

    def _cases(self, work: Path) -> list[Case]:
        return cases.prepare(list(self.specs), self.folder(work) / "responses")

    def listing(self) -> list[str]:
        return [spec.fixture for spec in self.specs]

    def render(self, work: Path, only: list[str]) -> None:
        for case in self._cases(work):
            if wanted(case.name, only):
                render_case(self.target, case, self.folder(work))

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
            policy.Batch(self.name, self.target, members, **options).run()


@dataclass(frozen=True)
class Matrix(Spec):
    """Combinations of algorithms: those that are rendered come up, and the daemon too refuses the rest."""

    points: tuple[matrix.Combination, ...]
    brief: bool = False
    # the refused ones load, and fail only in use
    use_refused: bool = False

    def _cases(self, work: Path) -> dict[matrix.Combination, Case]:
        return matrix.prepare(list(self.points), self.folder(work) / "responses")

    def listing(self) -> list[str]:
        return [f"{len(self.points)} combinations"]

    def render(self, work: Path, only: list[str]) -> None:
        some = [c for point, c in self._cases(work).items() if wanted(str(point), only)]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda case: render_case(self.target, case, self.folder(work)), some))

    def run(self, work: Path, report: Report, *, userspace: bool, slow: float) -> None:
        folder = self.folder(work)
        found = self._cases(work)
        points = {case.name: point for point, case in found.items()}
        some = rendered(list(found.values()), folder)
        refused = [case for case in some if refusal(folder / case.name)]
        own = Report()
        members = [
            policy.Member(case, folder / case.name, own.row("", case.name, self.target))
            for case in some
            if case not in refused
        ]
        kind = policy.Batch
        if userspace and self.target == LIBRESWAN:
            kind = negotiation.Negotiation
        for start in range(0, len(members), CHUNK):
            options = {"userspace": userspace, "patience": PATIENCE * slow, "brief": self.brief}
            kind(self.name, self.target, members[start : start + CHUNK], **options).run()
        for kind in dict.fromkeys(point.kind for point in self.points):
            rows = [row for row in own.rows if points[row.case].kind == kind]
            if rows:
                name = f"{kind}: {matrix.spread(points, rows)}"
                summarise(report.row("Algorithms", name, self.target), rows, points)
        if refused:
            words = matrix.common_words([points[case.name] for case in refused])
            name = f"{len(refused)} combinations that peerconf refuses{words}"
            row = report.row("Algorithms", name, self.target)
            judge = self._refused_when_used if self.use_refused else self._refused_when_loaded
            judge(work, refused, points, row, userspace=userspace, slow=slow)

    def _refused_when_loaded(self, work, refused, points, row, *, userspace, slow) -> None:
        """The daemon must refuse their files; what only shows in use is left to another batch."""
        some = [case for case in refused if not points[case.name].two_groups]
        taken = refusals.taken(self.target, some, userspace=userspace)
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
        policy.Batch(self.name, self.target, members, **options).run()
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


@dataclass(frozen=True)
class LifeSpec:
    """One line of the table of whole lives."""

    fixture: str
    proves: str
    inputs: dict[str, str] = field(default_factory=dict)
    instead: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lives(Spec):
    """Single connections, each with a device of its own, from the install script to the cleanup script."""

    specs: tuple[LifeSpec, ...]

    def listing(self) -> list[str]:
        return [spec.fixture for spec in self.specs]

    def _response(self, work: Path, spec: LifeSpec) -> Path:
        path = self.folder(work) / f"{spec.fixture}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(cases.load(spec.fixture, spec.instead)))
        return path

    def render(self, work: Path, only: list[str]) -> None:
        for spec in self.specs:
            if not wanted(spec.fixture, only):
                continue
            path = self._response(work, spec)
            options: tuple[str, ...] = ()
            if response.read(path).routed:
                options = ("--device-prefix", life.DEVICE_NETWORK)
                options += ("--cloud-prefix", life.CLOUD_NETWORK)
            folder = self.folder(work) / spec.fixture
            done = device.device_config(
                self.target, path, folder, inputs=spec.inputs, options=options
            )
            if done.refusal is not None:
                (folder / "refused").write_text(done.refusal)

    def run(self, work: Path, report: Report, *, userspace: bool, slow: float) -> None:
        jobs = []
        for spec in self.specs:
            folder = self.folder(work) / spec.fixture
            if not folder.exists():
                continue
            row = report.row("Whole lives", f"{spec.fixture}: {spec.proves}", self.target)
            if row.check("is rendered", not refusal(folder), refusal(folder)):
                read = response.read(self._response(work, spec))
                jobs.append((life.Case(spec.fixture, read, folder), row))

        def one(job: tuple[life.Case, Row]) -> None:
            case, row = job
            options = {"userspace": userspace, "patience": PATIENCE * slow}
            try:
                life.Life(case.name, self.target, case, row, **options).run()
            except Exception as error:  # noqa: BLE001 - one case must not take the others along
                row.check("runs to its end", False, f"{type(error).__name__}: {error}")

        # most of each is waiting
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(one, jobs))


@dataclass(frozen=True)
class Wrong(Spec):
    """Wrong input, failing as it should."""

    def listing(self) -> list[str]:
        return [fault.name for fault in wrong.FAULTS]

    def _cases(self, work: Path) -> list[wrong.Case]:
        return wrong.prepare(self.folder(work) / "responses")

    def render(self, work: Path, only: list[str]) -> None:
        for case in self._cases(work):
            if wanted(case.name, only):
                folder = self.folder(work) / case.name
                done = device.device_config(
                    self.target, case.told, folder, inputs={"name_prefix": case.name}
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
            wrong.Batch(self.name, self.target, members, userspace=userspace).run(PATIENCE * slow)


@dataclass(frozen=True)
class Syntax(Spec):
    """Every file of other batches, rendered once more, before the program that will read it."""

    of: tuple[Spec, ...]

    def _batches(self) -> list[Spec]:
        return [replace(spec, name=f"{self.name}/{spec.name}") for spec in self.of]

    def listing(self) -> list[str]:
        return [f"the files of {spec.name}" for spec in self.of]

    def render(self, work: Path, only: list[str]) -> None:
        for spec in self._batches():
            spec.render(work, only)

    def run(self, work: Path, report: Report, *, userspace: bool, slow: float) -> None:
        found = [folder for spec in self._batches() for folder in spec.folder(work).iterdir()]
        syntax.check(self.target, sorted(f for f in found if any(f.glob("*-net.sh"))), report)


def render_case(target: str, case: Case, folder: Path) -> None:
    """Renders one case; a refusal is left in a file of that name."""
    inputs = {"name_prefix": case.name, **case.inputs}
    done = device.device_config(target, case.path, folder / case.name, inputs=inputs)
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


PROBE = {"probe_address": "172.16.0.1"}
BGP = {"bgp_keepalive": "3", "bgp_hold": "9"}
ROUTED = (
    LifeSpec("destination-routing", "0.0.0.0/0 on both sides, one tunnel"),
    LifeSpec("destination-routing-ikev1", "the same with IKEv1"),
    LifeSpec("dual-tunnel-destination", "two tunnels, routes that follow a ping", PROBE),
    LifeSpec("dual-tunnel", "two tunnels that differ, routes that follow the SAs"),
    LifeSpec("dual-tunnel-multi-subnet", "two tunnels, several subnets"),
    LifeSpec("dual-tunnel-ikev1", "two IKEv1 tunnels", PROBE),
    LifeSpec("dual-tunnel-two-wans", "two tunnels from two addresses", PROBE),
    LifeSpec("single-bgp", "BGP over one tunnel", BGP),
    LifeSpec("dual-tunnel-bgp", "BGP over two tunnels", BGP),
)
ROUTED_LIBRESWAN = tuple(
    LifeSpec(spec.fixture, spec.proves, spec.inputs, GROUP_14) for spec in ROUTED
)
SINGLE = (LifeSpec("single-ikev2", "a policy-based connection, installed and removed"),)
EVERY = (*matrix.combinations(), *matrix.two_groups())
# Where a tunnel takes long: of what libreswan has, every value once in every mode.
SAMPLE = tuple(matrix.sample({"des", "group1", "group2", "group24"}))
# What differs when the kernel does ESP: NAT, traps that traffic sets off, several subnets.
IN_KERNEL = (
    "single-ikev1",
    "single-ikev1-multi-subnet",
    "single-ikev2-multi-subnet",
    "behind-nat",
    "fqdn-aggressive",
)
SOME = tuple(spec for spec in cases.POLICY if spec.fixture in IN_KERNEL)

SWANCTL_POLICY = Policy("swanctl-policy", SWANCTL, False, tuple(cases.POLICY))
SWANCTL_ROUTED = Lives("swanctl-routed", SWANCTL, True, ROUTED)
IPSEC_CONF_POLICY = Policy("ipsec-conf-policy", IPSEC_CONF, False, tuple(cases.POLICY))
LIBRESWAN_POLICY = Policy("libreswan-policy", LIBRESWAN, True, tuple(cases.POLICY_LIBRESWAN))
LIBRESWAN_ROUTED = Lives("libreswan-routed", LIBRESWAN, True, ROUTED_LIBRESWAN)

# In the order of docs/proof.md.
ALL: tuple[Spec, ...] = (
    SWANCTL_POLICY,
    Policy("swanctl-kernel", SWANCTL, True, SOME),
    IPSEC_CONF_POLICY,
    Policy("ipsec-conf-kernel", IPSEC_CONF, True, SOME),
    LIBRESWAN_POLICY,
    Lives("swanctl-life", SWANCTL, False, SINGLE),
    Lives("ipsec-conf-life", IPSEC_CONF, False, SINGLE),
    Lives("libreswan-life", LIBRESWAN, True, SINGLE),
    SWANCTL_ROUTED,
    LIBRESWAN_ROUTED,
    Matrix("swanctl-matrix", SWANCTL, False, EVERY),
    Matrix("ipsec-conf-matrix", IPSEC_CONF, False, EVERY, brief=True),
    Matrix("libreswan-matrix", LIBRESWAN, False, EVERY, brief=True),
    Matrix("libreswan-matrix-esp", LIBRESWAN, True, SAMPLE, brief=True, use_refused=True),
    Wrong("swanctl-wrong", SWANCTL, False),
    Wrong("ipsec-conf-wrong", IPSEC_CONF, False),
    Wrong("libreswan-wrong", LIBRESWAN, True),
    Syntax("swanctl-syntax", SWANCTL, False, (SWANCTL_POLICY, SWANCTL_ROUTED)),
    Syntax("ipsec-conf-syntax", IPSEC_CONF, False, (IPSEC_CONF_POLICY,)),
    Syntax("libreswan-syntax", LIBRESWAN, False, (LIBRESWAN_POLICY, LIBRESWAN_ROUTED)),
)


def choose(names: list[str]) -> list[Spec]:
    """The batches of these names, all when there is none."""
    if unknown := set(names) - {spec.name for spec in ALL}:
        raise SystemExit(f"no batch is called {', '.join(sorted(unknown))}; see --list")
    return [spec for spec in ALL if not names or spec.name in names]


def listing() -> list[str]:
    """Every batch with its cases, for people."""
    return [f"{spec.name}: {', '.join(spec.listing())}" for spec in ALL]


def result_file(work: Path, spec: Spec) -> Path:
    return work / f"{spec.name}.results.json"
