"""Renders all batches, runs them here and in guests beside it, and gathers what came of it."""

import os
import shutil
import subprocess
import threading
import time
import traceback
from pathlib import Path

from . import facility, network, progress, table
from .report import Report
from .roots import Root
from .shell import LabError
from .specs import Spec

LIVE = Path(__file__).resolve().parents[1]
GUESTS = 2
# How much longer than here everything takes in a guest.
IN_GUEST = 4.0
# A guest in which nothing happened for so many seconds is stopped.
SILENCE = 600
# Where the last result of each batch stays.
RESULTS = Path(os.environ["LIVE_CACHE"]) / "results"
KEPT = ("LIVE_CACHE", "PEERCONF", "LIVE_KEEP")


def everything(chosen: list[Spec], work: Path, cases: list[str]) -> Report:
    """Renders all, then runs what needs a full kernel beside what does not."""
    started = time.monotonic()
    lacking = facility.lacking()
    if never := [name for name in lacking if name in facility.ALWAYS]:
        raise LabError(f"this kernel has no {', '.join(never)}: the live tests cannot run here")
    roots = {spec.subject.root for spec in chosen} | {network.CLOUD}
    for root in sorted(roots, key=str):
        root.make()
    for batch in chosen:
        batch.render(work, cases)
    print(f"rendered in {time.monotonic() - started:.0f} s", flush=True)
    kernel = [b for b in chosen if b.needs_kernel and lacking]
    guests = _start_guests(kernel, lacking, work)
    here = [batch for batch in chosen if batch not in kernel]
    # lifetimes pass while the others work
    patient = threading.Thread(target=_here, args=([b for b in here if b.waits], work, lacking))
    patient.start()
    _here([b for b in here if not b.waits], work, lacking)
    for lane in (patient, *guests):
        lane.join()
    report = Report()
    RESULTS.mkdir(parents=True, exist_ok=True)
    for batch in chosen:
        results = result_file(work, batch.name)
        if results.exists():
            report.load(results)
            if not cases:
                shutil.copy(results, result_file(RESULTS, batch.name))
        else:
            row = report.row("The runs", f"{batch.name}, as a whole", batch.target)
            row.release = batch.subject.release
            row.check("runs", False, "its guest ended before it")
    for root in roots:
        report.versions[str(root)] = root.versions
    print(f"all in {time.monotonic() - started:.0f} s")
    return report


def _here(batches: list[Spec], work: Path, lacking: list[str]) -> None:
    for batch in batches:
        run_one(batch, work, userspace=facility.userspace(lacking), slow=1.0)


def remembered() -> Report:
    """The last result of every batch of the table, from however many runs."""
    report = Report()
    missing = []
    for batch in table.ALL:
        results = result_file(RESULTS, batch.name)
        if results.exists():
            report.load(results)
        else:
            missing.append(batch.name)
    for root in {batch.subject.root for batch in table.ALL if batch.name not in missing} | {network.CLOUD}:
        report.versions[str(root)] = root.versions
    report.missing = missing
    return report


def _start_guests(kernel: list[Spec], lacking: list[str], work: Path) -> list[threading.Thread]:
    """One guest a processor: in a guest with two, each would wait for the other's memory maps."""
    if not kernel:
        return []
    number = min(GUESTS, len(kernel))
    print(f"this kernel has no {', '.join(lacking)}: {len(kernel)} batches run in {number} guests", flush=True)
    if subprocess.run([str(LIVE / "guest" / "make.sh")], check=False).returncode:
        raise LabError("the guest cannot be made")
    queue = work / "queue"
    queue.mkdir()
    for root in {b.subject.root for b in kernel} | {network.CLOUD}:
        (work / f"{root}.hot").write_text("\n".join(root.hot()))
    guests = []
    for index in range(number):
        guests.append(threading.Thread(target=_guest, args=(index, kernel, work)))
        guests[-1].start()
    return guests


def _guest(index: int, kernel: list[Spec], work: Path) -> None:
    """A throw-away guest takes one batch after the other from those that nobody has begun."""
    beat = work / f"progress-{index}"
    beat.touch()
    boot = [str(LIVE / "guest" / "boot.sh"), "--silence", str(SILENCE), "--progress", str(beat)]
    boot += ["--share", str(work)]
    names = [word for b in kernel for word in ("--batch", b.name)]
    inside = ["/usr/bin/python3", str(LIVE / "run"), "--inside", str(work), *names]
    keep = [f"{name}={os.environ[name]}" for name in KEPT if name in os.environ]
    subprocess.run([*boot, "env", f"LIVE_PROGRESS={beat}", *keep, *inside], check=False)


def inside(work: Path, names: list[str]) -> None:
    """What a guest does: the longest batches first, each by one guest only."""
    read: set[Root] = set()
    for batch in sorted(table.named(names), key=lambda b: -b.weight):
        try:
            (work / "queue" / batch.name).touch(exist_ok=False)
        except FileExistsError:
            continue
        for root in {batch.subject.root, network.CLOUD} - read:
            # a page fault over 9p is slow: files that every test runs are read once from end to end
            for file in (work / f"{root}.hot").read_text().splitlines():
                Path(file).read_bytes()
                progress.beat()
            read.add(root)
        run_one(batch, work, userspace=False, slow=IN_GUEST)


def run_one(batch: Spec, work: Path, *, userspace: bool, slow: float) -> None:
    """Runs a batch; one that fails is run once more, and what then passes is marked."""
    started = time.monotonic()
    result = _tried(batch, work, userspace=userspace, slow=slow)
    if first := result.failed():
        for row in first:
            print(f"{batch.name}: once more, for {row.case}: {'; '.join(row.failures[:2])[:600]}", flush=True)
        result = _tried(batch, work, userspace=userspace, slow=slow)
        again = {(row.group, row.case) for row in first}
        for row in result.rows:
            row.tries += (row.group, row.case) in again
    for row in result.rows:
        row.release = batch.subject.release
    result.save(result_file(work, batch.name))
    failed = len(result.failed())
    verdict = f"{failed} of {len(result.rows)} failed" if failed else f"{len(result.rows)} passed"
    print(f"{batch.name}: {verdict}, {time.monotonic() - started:.0f} s", flush=True)


def _tried(batch: Spec, work: Path, *, userspace: bool, slow: float) -> Report:
    result = Report()
    progress.beat()
    try:
        batch.run(work, result, userspace=userspace, slow=slow)
    except Exception as error:  # noqa: BLE001 - the other batches go on
        reason = f"{type(error).__name__}: {error}"
        if os.environ.get("LIVE_KEEP"):
            traceback.print_exc()
        result.row("The runs", f"{batch.name}, as a whole", batch.target).check("runs", False, reason)
    return result


def result_file(work: Path, name: str) -> Path:
    return work / f"{name}.results.json"
