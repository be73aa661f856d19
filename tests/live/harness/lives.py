"""The batches of single connections with a device of their own."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from . import cases, cloud, device, hardship, life, response
from .report import Report, Row
from .specs import PATIENCE, Spec, refusal, wanted
from .subject import IKED


@dataclass(frozen=True)
class LifeSpec:
    """One line of the table of whole lives."""

    fixture: str
    proves: str
    inputs: dict[str, str] = field(default_factory=dict)
    instead: dict[str, str] = field(default_factory=dict)
    # what tells it from other lines with the same fixture
    label: str = ""
    # what is behind the two ends where the response says 0.0.0.0/0
    device_prefix: str = life.DEVICE_NETWORK
    cloud_prefix: str = life.CLOUD_NETWORK
    # the device's own addresses, one a tunnel, where a NAT hides them
    private: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.fixture}-{self.label}" if self.label else self.fixture


@dataclass(frozen=True)
class Lives(Spec):
    """Single connections, each with a device of its own, from the install script to the cleanup script."""

    specs: tuple[LifeSpec, ...]

    def listing(self) -> list[str]:
        return [spec.name for spec in self.specs]

    def _response(self, work: Path, spec: LifeSpec) -> Path:
        path = self.folder(work) / f"{spec.name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(cases.load(spec.fixture, spec.instead)))
        return path

    def render(self, work: Path, only: list[str]) -> None:
        for spec in self.specs:
            if not wanted(spec.name, only):
                continue
            path = self._response(work, spec)
            options: tuple[str, ...] = ()
            if response.read(path).routed:
                options = ("--device-prefix", spec.device_prefix)
                options += ("--cloud-prefix", spec.cloud_prefix)
            folder = self.folder(work) / spec.name
            done = device.device_config(
                self.subject, path, folder, inputs=spec.inputs, options=options
            )
            if done.refusal is not None:
                (folder / "refused").write_text(done.refusal)

    def run(self, work: Path, report: Report, *, userspace: bool, slow: float) -> None:
        jobs = []
        for spec in self.specs:
            folder = self.folder(work) / spec.name
            if not folder.exists():
                continue
            row = report.row("Whole lives", f"{spec.name}: {spec.proves}", self.target)
            if row.check("is rendered", not refusal(folder), refusal(folder)):
                read = response.read(self._response(work, spec))
                ends = {"device_prefix": spec.device_prefix, "cloud_prefix": spec.cloud_prefix}
                jobs.append((life.Case(spec.name, read, folder, private=spec.private, **ends), row))

        def one(job: tuple[life.Case, Row]) -> None:
            case, row = job
            options = {"userspace": userspace, "patience": PATIENCE * slow}
            try:
                life.Life(case.name, self.subject, case, row, **options).run()
            except Exception as error:  # noqa: BLE001 - one case must not take the others along
                row.check("runs to its end", False, f"{type(error).__name__}: {error}")

        # most of each is waiting
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(one, jobs))




@dataclass(frozen=True)
class Hardships(Spec):
    """Single connections through what happens to tunnels in use."""

    trials: tuple[hardship.Trial, ...]

    def listing(self) -> list[str]:
        return [trial.name for trial in self.trials]

    @property
    def waits(self) -> bool:
        return True

    @property
    def weight(self) -> int:
        # lifetimes pass one after the other
        return 3 * len(self.trials)

    def _response(self, work: Path, trial: hardship.Trial, *, second: bool = False) -> Path:
        path = self.folder(work) / f"{trial.name}{'-' + hardship.SECOND if second else ''}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        document = cases.load("single-ikev2", cases.SHA1 if self.target == IKED else {})
        config = document["VpnConnectionConfig"]
        if second:
            config["LocalSubnet"], config["RemoteSubnet"] = trial.second
        if trial.roams:
            config["Local"] = cloud.NOWHERE
            config["IkeConfig"]["LocalId"] = hardship.ROAMER
        config["IkeConfig"].update(IkeVersion=f"ikev{trial.version}", IkeLifetime=trial.lifetimes[0])
        config["IpsecConfig"].update(IpsecLifetime=trial.lifetimes[1])
        path.write_text(json.dumps(document))
        return path

    def render(self, work: Path, only: list[str]) -> None:
        for trial in self.trials:
            if not wanted(trial.name, only):
                continue
            inputs = {"name_prefix": trial.name}
            if trial.nat:
                inputs["local_address"] = hardship.PRIVATE
            folder = self.folder(work) / trial.name
            options = ("--warn", "no-fixed-device-address") if trial.roams else ()
            path = self._response(work, trial)
            done = device.device_config(self.subject, path, folder, inputs=inputs, options=options)
            if trial.second and done.refusal is None:
                other = {"name_prefix": f"{trial.name}-{hardship.SECOND}"}
                path = self._response(work, trial, second=True)
                done = device.device_config(self.subject, path, folder / hardship.SECOND, inputs=other)
            if done.refusal is not None:
                (folder / "refused").write_text(done.refusal)

    def run(self, work: Path, report: Report, *, userspace: bool, slow: float) -> None:
        jobs = []
        for trial in self.trials:
            folder = self.folder(work) / trial.name
            if not folder.exists():
                continue
            row = report.row("Hard times", trial.proves, self.target)
            if row.check("is rendered", not refusal(folder), refusal(folder)):
                jobs.append((trial, folder, row))

        def one(job: tuple[hardship.Trial, Path, Row]) -> None:
            trial, folder, row = job
            options = {"userspace": userspace, "patience": PATIENCE * slow}
            try:
                read = response.read(self._response(work, trial))
                hardship.Hardship(self.subject, trial, read, folder, row, **options).run()
            except Exception as error:  # noqa: BLE001 - one case must not take the others along
                row.check("runs to its end", False, f"{type(error).__name__}: {error}")

        # nearly all of it is waiting
        with ThreadPoolExecutor(len(self.trials)) as pool:
            list(pool.map(one, jobs))
