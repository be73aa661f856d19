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
from typing import Any

from . import libreswan, strongswan
from .libreswan import Pluto
from .network import Site
from .response import Tunnel
from .shell import LabError, attempt, run
from .strongswan import Charon
from .subject import IPSEC_CONF, LIBRESWAN, SWANCTL, Subject

# Where a site has a stand-in for a program of libreswan's that takes a second to do nothing of interest.
QUICK = "/usr/local/quick"
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
    described = json.loads(run(program, "targets", f"{target}@{release}", "-o", "json"))
    return tuple((out["path"], out["install"]) for out in described["outputs"] if "install" in out)


class Device(ABC):
    """A daemon with the files of any number of cases."""

    target: str
    # the daemon's own systemd unit, which rendered scripts ask for
    unit: str
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
        for path, place in places(self.target, self.site.root.version):
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

    def children_wanted(self, version: int, pairs: int) -> int:
        """How many CHILD_SAs a tunnel has."""
        return 1 if version == 2 else pairs

    def can_rekey(self, kind: str, version: int) -> bool:
        """Whether new keys for a `child` or an `ike` SA can be asked for at once on this side."""
        return True

    def keeps_both(self, version: int) -> bool:
        """Whether two tunnels stay up together also when the cloud begins them."""
        return True


class Strongswan(Device):
    """What both front ends have in common: charon."""

    def __init__(self, site: Site, userspace: bool) -> None:
        super().__init__(site)
        self.charon = Charon(site, userspace=userspace)

    def begin(self) -> None:
        for conn in self.charon.conns().values():
            for child in conn.get("children", {}):
                self.charon.initiate(child)

    def rekey(self, what: str) -> None:
        for sa in self.charon.sas():
            if what == "ike":
                self.charon.ask("rekey", ike_id=sa["uniqueid"])
            else:
                for child in sa["children"]:
                    self.charon.ask("rekey", child_id=child["uniqueid"])

    def down(self) -> None:
        self.charon.down()

    def kill(self) -> None:
        self.charon.kill()

    def complaints(self) -> list[str]:
        return strongswan.complaints(self.charon.log())

    def loaded(self) -> list[str]:
        return list(self.charon.conns())

    def lifetimes(self) -> Callable[[Tunnel], str]:
        sas = [sa for sa in self.charon.sas() if sa["children"]]
        ends = {(sa["remote-host"], sa["remote-id"], sa["local-id"]): sa for sa in sas}

        def faults(tunnel: Tunnel) -> str:
            sa = ends.get((tunnel.cloud, tunnel.cloud_id, tunnel.device_id))
            return _lifetime_faults(tunnel, sa) if sa else "no SA to look at"

        return faults

    def log(self) -> str:
        return self.charon.log()


class Swanctl(Strongswan):
    """strongSwan with swanctl.conf."""

    target = SWANCTL
    unit = "strongswan.service"
    fine = strongswan.LOADED.pattern

    def boot(self) -> None:
        self.charon.start_swanctl()

    def start(self) -> list[str]:
        self.boot()
        return self.charon.load_swanctl()


class IpsecConf(Strongswan):
    """strongSwan with ipsec.conf and the legacy starter."""

    target = IPSEC_CONF

    unit = "strongswan-starter.service"
    fine = "Updating strongSwan IPsec configuration[.]{3}|"

    def install(self, folder: Path, name: str) -> None:
        super().install(folder, name)
        # the main files have to name each file
        for kind in ("conf", "secrets"):
            with self.site.path(f"/etc/ipsec.{kind}").open("a") as main:
                main.write(f"\ninclude /etc/ipsec.d/{name}.{kind}\n")

    def boot(self) -> None:
        self.charon.start_ipsec()

    def start(self) -> list[str]:
        return self.charon.start_ipsec()


class Libreswan(Device):
    """libreswan, whose stock ipsec.conf includes its folder."""

    target = LIBRESWAN
    unit = "ipsec.service"
    fine = (
        # 5.x leaves the numbers out
        r'(002 )?(loading secrets from .*|forgetting secrets|"[^"]*": added IKEv[12] connection)|'
        r"(\d{3} )?.*: initiating .*|(000 )?initiating all conns with alias=.*|"
        # 5.x says what ends with a connection that is added again
        r"\"[^\"]*\"( #\d+)?: (terminating SAs using this connection|deleting (IKE|Child|ESP) SA .*|ESP traffic information: .*|added passthrough connection)|"
        # what the script answers with a restart
        r"\d{3} \S+ failed to add IKEv1 connection: global ikev1-policy does not allow .*|"
    )

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.pluto = Pluto(site)

    def without_updown(self) -> None:
        """Spares each SA its route script; for negotiations by the hundred, which need none."""
        self.pluto.path = f"{QUICK}:{self.pluto.path}"

    def boot(self) -> None:
        self.pluto.start()

    def kill(self) -> None:
        self.pluto.kill()

    def complaints(self) -> list[str]:
        # of the last start: what IKEv1 needs is only taken by a new one
        return libreswan.complaints(self.pluto.log().rpartition("Starting Pluto")[2])

    def loaded(self) -> list[str]:
        return list(self.pluto.conns())

    def start(self) -> list[str]:
        return self.pluto.start_with_files()

    def begin(self) -> None:
        self.pluto.each("--asynchronous", "--initiate")

    def rekey(self, what: str) -> None:
        self.pluto.each("--asynchronous", "--rekey-ike" if what == "ike" else "--rekey-ipsec")

    def down(self) -> None:
        self.pluto.each("--terminate")

    def lifetimes(self) -> Callable[[Tunnel], str]:
        conns = self.pluto.conns()

        def faults(tunnel: Tunnel) -> str:
            wanted = f"ike_life: {tunnel.ike.lifetime}s; ipsec_life: {tunnel.esp.lifetime}s;"
            mine = {n: times for n, (ends, times) in conns.items() if _ends_at(ends, tunnel)}
            wrong = [f"{n} has {t}" for n, t in mine.items() if not t.startswith(wanted)]
            return ", ".join(wrong) if mine else "no conn to look at"

        return faults

    def log(self) -> str:
        return self.pluto.log()

    def children_wanted(self, version: int, pairs: int) -> int:
        return pairs

    def can_rekey(self, kind: str, version: int) -> bool:
        # whack takes the request under IKEv1 and nothing comes of it
        return version == 2

    def keeps_both(self, version: int) -> bool:
        # the manifest warns of it: cloud-starts-one-ikev1-tunnel
        return version == 2


def _lifetime_faults(tunnel: Tunnel, sa: dict[str, Any]) -> str:
    """What is wrong with the times of an IKE SA and its children, as charon counts them down."""
    faults = []
    again = int(sa.get("rekey-time") or sa.get("reauth-time") or 0) + int(sa.get("established", 0))
    # it begins anew early enough to be done in time, and not at half of the time
    if not tunnel.ike.lifetime * 0.7 <= again < tunnel.ike.lifetime:
        faults.append(f"IKE SA anew after {again} s of {tunnel.ike.lifetime}")
    for child in sa["children"]:
        # its end, counted down from when it was installed, at most as long ago as it was begun
        left, age = int(child.get("life-time", 0)), int(child.get("install-time", 0))
        if not tunnel.esp.lifetime - age - 2 <= left <= tunnel.esp.lifetime:
            faults.append(f"CHILD_SA ends in {left} s, {age} s old, not after {tunnel.esp.lifetime}")
    return ", ".join(faults)


def _ends_at(ends: str, tunnel: Tunnel) -> bool:
    """Whether a conn's line of ends, as pluto prints it, is a tunnel's."""
    return tunnel.cloud in re.findall(r"\d+\.\d+\.\d+\.\d+", ends)


def make(target: str, site: Site, userspace: bool) -> Device:
    """The daemon for a target."""
    if target == Libreswan.target:
        return Libreswan(site)
    return {Swanctl.target: Swanctl, IpsecConf.target: IpsecConf}[target](site, userspace)
