"""Wrong input, failing as it should: no tunnel, no packet in clear, and the log line to look for.

Each case gives the device a response with one fault and the cloud the right one. The device's user
is told by the `verify` section what lines of the log mean. So that table is what is tested: some
line of the log must stand in it, with the meaning that is the case's fault.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import agreed, cloud, daemons, ping, response
from .cases import FIXTURES, moved
from .device_libreswan import Libreswan
from .device_strongswan import IpsecConf
from .network import Network, first_host
from .report import Row
from .shell import wait_until
from .strongswan import Charon
from .subject import Subject

Config = dict[str, Any]


def _key(config: Config) -> None:
    config["IkeConfig"]["Psk"] = "Kd7Q-not-the-key-8s1"


def _group(config: Config) -> None:
    """Of both phases: one that differs from the other is refused for libreswan."""
    group = "group5" if config["IkeConfig"]["IkePfs"] == "group14" else "group14"
    config["IkeConfig"]["IkePfs"] = config["IpsecConfig"]["IpsecPfs"] = group


def _cipher(config: Config) -> None:
    config["IpsecConfig"]["IpsecEncAlg"] = "aes192"


def _identity(config: Config) -> None:
    config["IkeConfig"]["RemoteId"] = "vpn.elsewhere.example.net"


def _subnets(config: Config) -> None:
    local, remote = config["LocalSubnet"], config["RemoteSubnet"]
    config["LocalSubnet"], config["RemoteSubnet"] = remote, local


def _sides(config: Config) -> None:
    _subnets(config)
    config["Local"], config["Remote"] = config["Remote"], config["Local"]
    ike = config["IkeConfig"]
    ike["LocalId"], ike["RemoteId"] = ike["RemoteId"], ike["LocalId"]


@dataclass(frozen=True)
class Fault:
    """One way to be wrong, and a word of what the table of log lines has to say of it."""

    name: str
    spoil: Callable[[Config], None]
    meaning: str
    # whether what the device was told makes it keep packets of the true subnets from leaving
    held: bool = True
    # both formats of ipsec.conf find out by the addresses which side is theirs: no fault there
    harmless: tuple[type, ...] = ()


FAULTS = (
    Fault("wrong-key", _key, "keys"),
    Fault("wrong-group", _group, "phase 1"),
    Fault("wrong-cipher", _cipher, "phase 2"),
    Fault("wrong-identity", _identity, "identit|calls itself"),
    Fault("swapped-subnets", _subnets, "subnets", held=False),
    Fault(
        "swapped-sides",
        _sides,
        "no answer",
        held=False,
        harmless=(IpsecConf, Libreswan),
    ),
)


@dataclass(frozen=True)
class Case:
    """A fault with one IKE version: what the device is told, and the truth."""

    name: str
    fault: Fault
    told: Path
    truth: response.Connection

    @property
    def version(self) -> int:
        return self.truth.tunnels[0].version


def prepare(folder: Path, versions: tuple[int, ...], *, one_device: bool = False) -> list[Case]:
    """Writes every case's spoilt response; the truth is read and not written."""
    folder.mkdir(parents=True, exist_ok=True)
    cases = []
    points = [(fault, version) for fault in FAULTS for version in versions]
    for index, (fault, version) in enumerate(points, 1):
        fixture = FIXTURES / "single-ikev2.json"
        document = moved(json.loads(fixture.read_text()), index, one_device=one_device)
        document["VpnConnectionConfig"]["IkeConfig"]["IkeVersion"] = f"ikev{version}"
        name = f"{fault.name}-ikev{version}"
        right, told = folder / f"{name}.truth.json", folder / f"{name}.json"
        right.write_text(json.dumps(document))
        fault.spoil(document["VpnConnectionConfig"])
        told.write_text(json.dumps(document, indent=1))
        cases.append(Case(name, fault, told, response.read(right)))
    return cases


class Batch:
    """All faults of one target at once."""

    def __init__(
        self, label: str, subject: Subject, members: list[tuple[Case, Path, Row]], *, userspace: bool
    ) -> None:
        self.members, self.userspace = members, userspace
        self.network = net = Network(label, subject.root)
        truths = [case.truth for case, _, _ in members]
        net.outer(net.device, [t.tunnels[0].device for t in truths])
        net.outer(net.cloud, [t.tunnels[0].cloud for t in truths])
        net.lan(net.device, [s for t in truths for s in t.device_subnets])
        net.lan(net.cloud, [s for t in truths for s in t.cloud_subnets])
        net.record()
        self.cloud = Charon(net.cloud, userspace=userspace, gateway=True)
        self.device = daemons.make(subject.target, net.device, userspace)

    def run(self, seconds: float) -> None:
        try:
            for case, folder, _ in self.members:
                text = cloud.swanctl_conf(case.name, case.truth)
                path = f"/etc/swanctl/conf.d/{case.name}.conf"
                self.network.cloud.path(path).write_text(text)
                self.device.install(folder, case.name)
            self.cloud.start_swanctl()
            if bad := self.cloud.load_swanctl():
                raise AssertionError(f"the cloud's own side does not load: {bad[:3]}")
            self.device.start()
            self._judge(seconds)
        finally:
            self.network.close()

    def _judge(self, seconds: float) -> None:
        pairs = [case.truth.pairs[0] for case, _, _ in self.members]
        hosts = [(first_host(d), first_host(c)) for d, c in pairs]
        # by hand, as somebody who looks for the fault does
        self.device.begin()
        ping.from_site(self.network.device, hosts, 2)
        wait_until(lambda: all(self._ended(c, f) for c, f, _ in self.members), seconds, 0.5)
        answers = ping.from_site(self.network.device, hosts, 2)
        stray = self.network.stray()
        for (case, folder, row), (own, other), answered in zip(
            self.members, hosts, answers, strict=True
        ):
            if self._harmless(case):
                row.check("the daemon finds out which side is its own", answered)
                continue
            row.check("no tunnel comes up", not self._up(case) and not answered)
            if case.fault.held and self.device.holds_back:
                leaked = [line for line in stray if own in line and other in line]
                row.check("nothing leaves in clear", not leaked, "; ".join(leaked[:2]))
            named = self._named(case, folder)
            what = f"the log has a line that the verify section explains: {case.fault.meaning}"
            row.check(what, named, lambda c=case: self._tail(c))

    def _harmless(self, case: Case) -> bool:
        return isinstance(self.device, case.fault.harmless)

    def _up(self, case: Case) -> bool:
        sas = agreed.by_name(self.cloud.sas())
        return bool(agreed.children(sas, cloud.tunnel_name(case.name, 0)))

    def _ended(self, case: Case, folder: Path) -> bool:
        return self._up(case) if self._harmless(case) else self._named(case, folder)

    def _named(self, case: Case, folder: Path) -> bool:
        """Whether a line of the log is explained, by the table, with the fault."""
        lines = self._lines(case)
        return any(
            re.search(case.fault.meaning, meaning) and any(re.search(p, line) for line in lines)
            for p, meaning in explained(folder)
        )

    def _lines(self, case: Case) -> list[str]:
        address = case.truth.tunnels[0].cloud
        own = rf"[<\"]{re.escape(case.name)}\b|(?<![\d.]){re.escape(address)}(?![\d])"
        return self.device.concerning(own)

    def _tail(self, case: Case) -> str:
        return " / ".join(line[-150:] for line in self._lines(case)[-8:])


def explained(folder: Path) -> list[tuple[str, str]]:
    """The table of log lines in a verify section: a pattern, and what it means.

    A row is a comment with the words of the log, two blanks or more, and the meaning; a line that
    begins further right goes on with it. `...` stands for what differs, and a comma may part two
    ways of putting it.
    """
    rows: list[list[str]] = []
    for file in folder.glob("*verify*"):
        for line in file.read_text().splitlines():
            if row := re.match(r"# {3}(\S.*?) {2,}(\S.*)$", line):
                rows.append([row[1], row[2]])
            elif rows and (more := re.match(r"# {20,}(\S.*)$", line)):
                rows[-1][1] += " " + more[1]
    table = []
    for words, meaning in rows:
        for way in (words, *words.split(", ")):
            parts = [re.escape(part) for part in way.split("...") if part.strip()]
            table.append((".*".join(parts), meaning))
    return table
