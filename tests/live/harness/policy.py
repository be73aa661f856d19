"""Many policy-based connections at once, in one pair of daemons: every assertion on each.

The order matters. The device begins by itself, from files loaded as they are; the SAs are
compared with the response; every pair pings both ways; new keys are asked for from both sides
(under IKEv2 only that shows the PFS group); all is taken down and the cloud begins; last, the wire
must have seen nothing but IKE and ESP.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import agreed, cloud, daemons, ping
from .agreed import Sas
from .cases import Case
from .network import Network, first_host
from .report import Row
from .shell import wait_for, wait_until
from .strongswan import Charon
from .subject import Subject


@dataclass
class Member:
    """A case in the batch: what was rendered for it, and where its results go."""

    case: Case
    folder: Path
    row: Row

    @property
    def name(self) -> str:
        """Its name at the cloud's end, which is ours to choose."""
        return cloud.tunnel_name(self.case.name, 0)

    @property
    def tunnel(self):
        return self.case.connection.tunnels[0]

    @property
    def own(self) -> str:
        """The device's address as the device sees it."""
        return self.case.private or self.tunnel.device

    def hosts(self, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(first_host(d), first_host(c)) for d, c in pairs]

    def live_hosts(self) -> list[tuple[str, str]]:
        return self.hosts(self.case.connection.passing_pairs)

    def dead_hosts(self) -> list[tuple[str, str]]:
        """Hosts of the pairs that the gateway does not let through."""
        return self.hosts(self.case.connection.pairs)[len(self.live_hosts()) :]


class Batch:
    """One network, one daemon at each end, many cases.

    A brief batch leaves out what depends on the daemon and not on the files: new keys for the IKE
    SA, and all that the cloud begins.
    """

    def __init__(
        self,
        label: str,
        subject: Subject,
        members: list[Member],
        *,
        userspace: bool,
        patience: float,
        brief: bool = False,
    ) -> None:
        self.everybody = self.members = members
        self.userspace, self.patience, self.brief = userspace, patience, brief
        self.network = Network(label, subject.root)
        self._wire_up()
        self.cloud = Charon(self.network.cloud, userspace=userspace, gateway=True)
        self.device = daemons.make(subject.target, self.network.device, userspace)

    def run(self) -> None:
        """Everything, in order; the network goes away whatever happens."""
        try:
            self._load()
            self._device_begins()
            self._rekey()
            if not self.brief:
                self._cloud_begins()
            self._wire()
        finally:
            self.network.close()

    def _wire_up(self) -> None:
        net = self.network
        connections = [m.case.connection for m in self.members]
        net.outer(net.device, [m.own for m in self.members])
        net.outer(net.cloud, [m.tunnel.cloud for m in self.members])
        net.lan(net.device, [s for c in connections for s in c.device_subnets])
        net.lan(net.cloud, [s for c in connections for s in c.cloud_subnets])
        net.translate(
            [(m.own, m.tunnel.device, m.case.nat == "open") for m in self.members if m.case.private]
        )
        net.record(buffer_mib=64)

    # --- coming up -------------------------------------------------------------------------

    def _load(self) -> None:
        for m in self.members:
            text = cloud.swanctl_conf(m.case.name, m.case.connection)
            path = f"/etc/swanctl/conf.d/{m.case.name}.conf"
            self.network.cloud.path(path).write_text(text)
            self.device.install(m.folder, m.case.name)
        self.cloud.start_swanctl()
        if bad := self.cloud.load_swanctl():
            raise AssertionError(f"the cloud's own side does not load: {bad[:3]}")
        bad = self.device.start()
        for m in self.members:
            mine = [line for line in bad if m.case.name in line] or bad
            m.row.check("loads without a warning", not bad, "; ".join(mine[:3]))

    def _wanted(self, m: Member) -> int:
        return self.device.children_wanted(m.tunnel.version, len(m.live_hosts()))

    def _up(self, sas: Sas, m: Member) -> bool:
        return len(agreed.children(sas, m.name)) >= self._wanted(m)

    def _wait(
        self, true: Callable[[Sas, Member], bool], members: list[Member] | None = None
    ) -> Sas:
        """Waits until it is true of every member, or nothing gets on; the SAs as they are."""
        sas: Sas = {}
        some = self.members if members is None else members

        def number() -> int:
            nonlocal sas
            sas = agreed.by_name(self.cloud.sas())
            return sum(true(sas, m) for m in some)

        wait_for(number, len(some), self.patience, 0.3)
        return sas

    def _begin(self) -> str:
        """Lets the device begin: by itself, or where its files wait for traffic, by traffic."""
        if wait_until(self.cloud.sas, self.patience / (4 if self.device.holds_back else 1), 0.3):
            return "by itself"
        if self.userspace:
            # ESP in user space hears no traffic that waits for a tunnel
            self.device.begin()
            return "by hand"
        asked = [hosts for m in self.members for hosts in m.live_hosts()]
        ping.from_site(self.network.device, asked, self.patience / 3)
        return "by traffic"

    def _device_begins(self) -> None:
        how = self._begin()
        sas = self._wait(self._up)
        what = f"comes up from the device, {how}"
        for m in self.members:
            m.row.check(what, self._up(sas, m), lambda m=m: self._why(m))
            begun = [sa for sa in sas.get(m.name, []) if sa.get("initiator") == "yes"]
            m.row.check(what, not begun, "the cloud began")
        # who is not up has failed already; nobody waits for it again
        self.members = [m for m in self.members if self._up(sas, m)]
        heard = agreed.proposals(self.cloud.log())
        lifetime_faults = self.device.lifetimes()
        for m in self.members:
            udp = self.userspace or m.case.nat is not None
            agreed.compare(m.row, sas, m.name, m.tunnel, udp=udp)
            agreed.selectors(m.row, sas, m.name, set(m.case.connection.passing_pairs))
            agreed.offered(m.row, sas, m.name, m.tunnel, heard)
            faults = lifetime_faults(m.tunnel)
            m.row.check("lifetimes", not faults, faults)
        self._ping("pings every pair both ways")

    # --- traffic ---------------------------------------------------------------------------

    def _ping(self, what: str) -> None:
        asked = [(m, hosts) for m in self.members for hosts in m.live_hosts()]
        forth = ping.from_site(self.network.device, [h for _, h in asked], self.patience / 5)
        back = ping.from_site(self.network.cloud, [(c, d) for _, (d, c) in asked])
        for (m, (d, c)), there, here in zip(asked, forth, back, strict=True):
            m.row.check(what, there, f"{d} gets no answer from {c}")
            m.row.check(what, here, f"{c} gets no answer from {d}")

    def _dead_pairs(self) -> None:
        """Pairs that the gateway refuses; that they do not leave in clear shows on the wire."""
        dead = [(m, hosts) for m in self.members for hosts in m.dead_hosts()]
        if not dead:
            return
        answers = ping.from_site(self.network.device, [h for _, h in dead], 2)
        for (m, (d, c)), answered in zip(dead, answers, strict=True):
            what = "the pairs that the gateway refuses stay dead"
            m.row.check(what, not answered, f"{c} answers {d}")

    # --- new keys --------------------------------------------------------------------------

    def _rekey(self) -> None:
        able = self._can_rekey("device", "child")
        short = ("device",) if able or not self.members else ("cloud",)
        for side in short if self.brief else ("device", "cloud"):
            for kind in ("child",) if self.brief else ("child", "ike"):
                self._rekey_one(side, kind, self._can_rekey(side, kind))
        self._ping("pings after new keys")
        self._dead_pairs()

    def _can_rekey(self, side: str, kind: str) -> list[Member]:
        everybody = self.members
        if side == "cloud":
            return everybody
        return [m for m in everybody if self.device.can_rekey(kind, m.tunnel.version)]

    def _rekey_one(self, side: str, kind: str, members: list[Member]) -> None:
        if not members:
            return

        def ids(sas: Sas, m: Member) -> set[str]:
            if kind == "child":
                return {child["uniqueid"] for child in agreed.children(sas, m.name)}
            return {sa["uniqueid"] for sa in agreed.established(sas, m.name) if sa["children"]}

        before = agreed.by_name(self.cloud.sas())
        old = {m.name: ids(before, m) for m in members}
        if side == "device":
            self.device.rekey(kind)
        else:
            for m in members:
                for number in old[m.name]:
                    self.cloud.ask("rekey", **{f"{kind}_id": number})

        def renewed(sas: Sas, m: Member) -> bool:
            now = ids(sas, m)
            wanted = self._wanted(m) if kind == "child" else 1
            return len(now) >= wanted and not now & old[m.name]

        sas = self._wait(renewed, members)
        name = "IKE SA" if kind == "ike" else "CHILD_SA"
        for m in members:
            what = f"new keys for the {name}, asked for by the {side}"
            m.row.check(what, renewed(sas, m), lambda m=m: self._why(m))
            if kind == "child":
                agreed.pfs(m.row, sas, m.name, m.tunnel, old[m.name])

    # --- the other side begins -------------------------------------------------------------

    def _cloud_begins(self) -> None:
        self.device.down()
        wait_until(lambda: not self.cloud.sas(), self.patience, 0.3)
        for sa in self.cloud.sas():
            self.cloud.ask("terminate", ike_id=sa["uniqueid"], force="yes", timeout=-1)
        self.members = [m for m in self.members if m.case.nat != "shut"]
        for m in self.members:
            self.cloud.initiate(m.name)
        # one exchange makes one CHILD_SA; a device that has one for each pair adds the others
        first = lambda sas, m: bool(agreed.children(sas, m.name))  # noqa: E731
        sas = self._wait(first)
        what = "comes up from the cloud"
        for m in self.members:
            m.row.check(what, first(sas, m), lambda m=m: self._why(m))
            mine = [sa for sa in sas.get(m.name, []) if sa["children"]]
            begun = mine and all(sa.get("initiator") == "yes" for sa in mine)
            m.row.check(what, begun, "the device began")
        self._ping("pings when the cloud began")

    # --- the wire --------------------------------------------------------------------------

    def _wire(self) -> None:
        sent = self.network.wire()
        stray = self.network.stray()
        mine = {m.name: [s for s in stray if self._concerns(s, m)] for m in self.everybody}
        lifetimes = agreed.offered_lifetimes(self.network)
        for m in self.members:
            agreed.lifetime(m.row, m.tunnel, m.own, lifetimes)
        nobodys = [s for s in stray if not any(s in lines for lines in mine.values())]
        for m in self.everybody:
            what = "only IKE and ESP on the wire"
            esp = all(sent[side]["esp"] + sent[side]["udpesp"] > 0 for side in sent)
            m.row.check(what, esp, f"no ESP: {sent}")
            bad = mine[m.name] + nobodys
            if self.device.holds_back:
                m.row.check(what, not bad, "; ".join(bad[:3]))

    def _concerns(self, packet: str, m: Member) -> bool:
        """Whether a packet has one of a case's addresses, inner or outer."""
        inner = [host for pair in m.hosts(m.case.connection.pairs) for host in pair]
        addresses = [m.own, m.tunnel.device, m.tunnel.cloud, *inner]
        found = re.findall(r"(?<![\d.])\d+\.\d+\.\d+\.\d+", packet)
        return any(address in found for address in addresses)

    def _why(self, m: Member) -> str:
        """The last that either daemon said about a case, for a failure's detail."""
        said = []
        for log in (self.cloud.log(), self.device.log()):
            mine = [s for s in log.splitlines() if m.case.name in s or m.tunnel.cloud in s]
            said += [s for s in mine if "[CFG]" not in s][-3:]
        return " / ".join(line.strip()[-160:] for line in said)
