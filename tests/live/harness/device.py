"""The device under test: what peerconf wrote, put where its user puts it, and the daemon there."""

import functools
import json
import os
import re
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .network import Site
from .response import Tunnel
from .shell import LabError, attempt, run
from .subject import Subject

# peerconf's exit status when findings refuse.
REFUSED = 1


@dataclass(frozen=True)
class Rendered:
    """What peerconf did with one response for one target."""

    folder: Path
    refusal: str | None


def device_config(
    subject: Subject,
    response: Path,
    folder: Path,
    *,
    inputs: dict[str, str] | None = None,
    options: tuple[str, ...] = (),
) -> Rendered:
    """Has peerconf write the device's files; a refusal is an answer, anything else an error."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    argv = [os.environ["PEERCONF"], "render", "-t", f"{subject.target}@{subject.version}"]
    argv += ["-o", str(folder), *options]
    for key, value in (inputs or {}).items():
        argv += ["--set", f"{key}={value}"]
    done = attempt(*argv, str(response))
    if done.returncode == REFUSED:
        return Rendered(folder, done.stdout)
    (folder / "said").write_text(done.stdout)
    if done.returncode != 0:
        raise LabError(f"{' '.join(argv)} {response}: exit {done.returncode}: {done.stdout}")
    return Rendered(folder, None)


@functools.cache
def places(target: str, release: str) -> tuple[tuple[str, str], ...]:
    """Where a target's files go on the device, by their names in the output folder."""
    program = os.environ["PEERCONF"]
    described = json.loads(run(program, "targets", f"{target}@{release}", "--format", "json"))
    return tuple((out["path"], out["install"]) for out in described["outputs"] if "install" in out)


class Device(ABC):
    """A daemon with the files of any number of cases."""

    target: str
    # the daemon's own systemd unit, which rendered scripts ask for
    unit: str
    # whether packets of a tunnel that is down stay here, before anything but the daemon's own files is in force
    holds_back = True
    # what a rendered script may print when all is well
    fine: str

    def __init__(self, site: Site) -> None:
        self.site = site
        script = site.path(f"/run/live/units/{self.unit}")
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text("#!/bin/sh\n# The tests start the daemon themselves.\n")
        script.chmod(0o755)

    def install(self, folder: Path, name: str) -> None:
        """Puts one case's files where the manifest says that they go."""
        for path, place in places(self.target, Subject(self.target, self.site.root.release).version):
            file = folder / path.replace("{name}", name)
            if file.exists():
                to = self.site.path(place.replace("{name}", name))
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, to)

    @abstractmethod
    def boot(self) -> None:
        """Starts the daemon, whatever files there are or not."""

    @abstractmethod
    def start(self) -> list[str]:
        """Starts the daemon with the files in place; returns every complaint about them."""

    @abstractmethod
    def complaints(self) -> list[str]:
        """What the log has said about files until now."""

    @abstractmethod
    def loaded(self) -> list[str]:
        """The connections that the daemon knows."""

    @abstractmethod
    def begin(self) -> None:
        """Starts every connection by hand, as its user would who does not wait for traffic."""

    @abstractmethod
    def rekey(self, what: str) -> None:
        """Asks for new keys of every `child` or every `ike` SA, from this side."""

    @abstractmethod
    def down(self) -> None:
        """Takes everything down, from this side."""

    @abstractmethod
    def kill(self) -> None:
        """Ends the daemon without a word to anybody."""

    @abstractmethod
    def lifetimes(self) -> Callable[[Tunnel], str]:
        """Looks at the daemon once; tells where a tunnel's lifetimes differ from the response's."""

    @abstractmethod
    def log(self) -> str: ...

    def concerning(self, pattern: str) -> list[str]:
        """The lines of the log about a connection, known by a pattern of its name or address."""
        return [line for line in self.log().splitlines() if re.search(pattern, line)]

    def children_wanted(self, version: int, pairs: int) -> int:
        """How many CHILD_SAs a tunnel has."""
        return 1 if version == 2 else pairs

    def can_rekey(self, kind: str, version: int) -> bool:
        """Whether new keys for a `child` or an `ike` SA can be asked for at once on this side."""
        return True

    def keeps_both(self, version: int) -> bool:
        """Whether two tunnels stay up together also when the cloud begins them."""
        return True
