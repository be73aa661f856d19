"""One connection through what happens to tunnels in use: short lifetimes, lost packets, an end that
dies, a NAT that forgets, packets as large as they come.

Each case is a network of its own and asserts on pings that go on all the time.
"""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from . import agreed, cloud, daemons, ping, transfer
from .network import Network, first_host
from .report import Row
from .response import Connection, Phase
from .shell import wait_for, wait_until
from .strongswan import Charon
from .subject import Subject

# Renewals of each phase that one run has to see.
RENEWALS = 10
LOSS_PERCENT = 5
# What names a second connection's files.
SECOND = "b"
MTU_PACKET = 1400
# Lifetimes in seconds: those that run out again and again in one run, and those that do not.
SHORT, LONG = 20, 7200
# The device's own address where a NAT hides it.
PRIVATE = "10.99.1.2"
# Who has no fixed address: its name, and the addresses that its NAT has one after the other.
ROAMER, PUBLIC = "branch-7.example.com", ("203.0.113.70", "203.0.113.180")


@dataclass(frozen=True)
class Trial:
    """One line of the table of hardships."""

    name: str
    proves: str
    does: Callable[["Hardship"], None]
    version: int = 2
    # the lifetimes of phase 1 and 2 that the response says, in seconds
    lifetimes: tuple[int, int] = (LONG, LONG)
    # those that the cloud's end has instead: whose is shorter renews
    cloud_lifetimes: tuple[int, int] | None = None
    nat: bool = False
    # the customer gateway has no fixed address at the cloud, and the NAT's own changes
    roams: bool = False
    # the device's and the cloud's subnet of a second connection between the same two addresses
    second: tuple[str, str] | None = None
    # needs ESP of the kernel: rules that match it, or traps that traffic sets off
    in_kernel: bool = False


class Hardship:
    """A device and the cloud with one tunnel between them, up, and pings that go on."""

    def __init__(
        self, subject: Subject, trial: Trial, connection: Connection, folder: Path, row: Row, *,
        userspace: bool, patience: float,
    ) -> None:  # fmt: skip
        self.trial, self.connection, self.folder, self.row = trial, connection, folder, row
        self.userspace, self.patience = userspace, patience
        self.subject = subject
        self.tunnel = connection.tunnels[0]
        self.name = cloud.tunnel_name(trial.name, 0)
        self.network = net = Network(trial.name, subject.root)
        self.private = PRIVATE if trial.nat else None
        net.outer(net.device, [self.private or self.tunnel.device])
        net.outer(net.cloud, [self.tunnel.cloud])
        also = trial.second or ()
        net.lan(net.device, [*connection.device_subnets, *also[:1]])
        net.lan(net.cloud, [*connection.cloud_subnets, *also[1:]])
        if self.private:
            net.translate([(self.private, PUBLIC[0] if trial.roams else self.tunnel.device, False)])
        self.hosts = (first_host(connection.device_subnets[0]), first_host(connection.cloud_subnets[0]))
        self._cloud()
        self.device = daemons.make(subject.target, net.device, userspace)
        self.device.install(folder, trial.name)
        if trial.second:
            self.device.install(folder / SECOND, f"{trial.name}-{SECOND}")

    def _cloud(self) -> None:
        self.cloud = Charon(self.network.cloud, userspace=self.userspace, gateway=True)

    def run(self) -> None:
        try:
            self._load_cloud()
            bad = self.device.start()
            self.row.check("loads without a warning", not bad, "; ".join(bad[:3]))
            for net in () if self.userspace else self.folder.glob("*-net.sh"):
                self.network.device.attempt("sh", str(net), "up")
            up = wait_until(self.up, self.patience, 0.5) or self._by_hand()
            if self.row.check("comes up from the device", up, self.why):
                self.row.check("pings", self.answered(10), self.why)
                self.trial.does(self)
        finally:
            self.network.close()

    def _by_hand(self) -> bool:
        self.device.begin()
        return wait_until(self.up, self.patience, 0.5)

    def _load_cloud(self) -> None:
        lifetimes = self.trial.cloud_lifetimes
        connection = living(self.connection, lifetimes) if lifetimes else self.connection
        text = cloud.swanctl_conf(self.trial.name, connection)
        if self.trial.second:
            text = with_second_child(text, self.name, connection, self.trial.second)
        self.network.cloud.path(f"/etc/swanctl/conf.d/{self.trial.name}.conf").write_text(text)
        self.cloud.start_swanctl()
        if bad := self.cloud.load_swanctl():
            raise AssertionError(f"the cloud's own side does not load: {bad[:3]}")

    # --- what trials look at ------------------------------------------------------------------

    def up(self) -> bool:
        return bool(agreed.children(agreed.by_name(self.cloud.sas()), self.name))

    def cloud_sees(self) -> set[str]:
        """The addresses that the device has for the cloud."""
        return {sa["remote-host"] for sa in agreed.established(agreed.by_name(self.cloud.sas()), self.name)}

    def answered(self, seconds: float) -> bool:
        return ping.from_site(self.network.device, [self.hosts], seconds)[0]

    def why(self) -> str:
        said = [*self.cloud.log().splitlines()[-4:], *self.device.log().splitlines()[-6:]]
        return " / ".join(line.strip()[-150:] for line in said)

    def lost(self, work: Callable[[], None]) -> tuple[int, int, int]:
        """Pings twice a second during the work: sent, never answered, and the longest run of those."""
        answered: list[bool] = []
        end = threading.Event()
        pings = threading.Thread(
            target=lambda: answered.extend(ping.stream(self.network.device, self.hosts, end))
        )
        pings.start()
        try:
            work()
        finally:
            end.set()
            pings.join()
        if not answered:
            raise AssertionError("no ping could be sent")
        gaps = [len(list(run)) for one, run in itertools.groupby(answered) if not one]
        return len(answered), answered.count(False), max(gaps, default=0)


# --- trials ---------------------------------------------------------------------------------------


def renewals(h: Hardship) -> None:
    """Both phases end many times, and each time somebody has made new ones in time."""
    seen: dict[str, set[str]] = {"IKE SA": set(), "CHILD_SA": set()}

    def look() -> int:
        sas = agreed.by_name(h.cloud.sas())
        seen["IKE SA"] |= {sa["uniqueid"] for sa in agreed.established(sas, h.name)}
        seen["CHILD_SA"] |= {child["uniqueid"] for child in agreed.children(sas, h.name)}
        return min(len(numbers) for numbers in seen.values())

    done = []
    sent, lost, gap = h.lost(lambda: done.append(wait_for(look, RENEWALS + 1, SHORT * 3, 0.5)))
    numbers = ", ".join(f"{len(n) - 1} of the {what}" for what, n in seen.items())
    h.row.check(f"at least {RENEWALS} renewals of each phase by their lifetimes", done[0], f"{numbers}; {h.why()}")
    h.row.check("pings go on throughout", gap <= 4, f"{lost} of {sent} lost, {gap} in a row")


def lossy(h: Hardship) -> None:
    """Everything that an exchange can need, while one packet of twenty is lost each way."""
    h.network.lose(LOSS_PERCENT)
    # under IKEv1 a lost third message of quick mode leaves the ends with different keys until the
    # next renewal: nobody repeats it, whatever the files say
    for side in ("device", "cloud") if h.tunnel.version == 2 else ():
        for kind in ("child", "ike"):
            if side == "cloud" or h.device.can_rekey(kind, h.tunnel.version):
                _new_keys(h, side, kind)
    sent, lost, gap = h.lost(lambda: time.sleep(20))
    h.row.check("pings go on throughout", lost < sent / 3 and gap <= 4, f"{lost} of {sent} lost, {gap} in a row")
    h.device.down()
    wait_until(lambda: not h.up(), h.patience * 2, 0.5)
    h.device.begin()
    again = wait_until(h.up, h.patience * 3, 0.5)
    h.row.check("comes up again", again, h.why)
    h.row.check("pings", h.answered(10), h.why)


def _new_keys(h: Hardship, side: str, kind: str) -> None:
    def ids() -> set[str]:
        sas = agreed.by_name(h.cloud.sas())
        some = agreed.children(sas, h.name) if kind == "child" else agreed.established(sas, h.name)
        return {sa["uniqueid"] for sa in some}

    old = ids()
    if side == "device":
        h.device.rekey(kind)
    else:
        for number in old:
            h.cloud.ask("rekey", **{f"{kind}_id": number})
    renewed = wait_until(lambda: bool(ids() - old), h.patience * 2, 0.5)
    noun = "IKE SA" if kind == "ike" else "CHILD_SA"
    h.row.check(f"new keys for the {noun}, asked for by the {side}", renewed, h.why)


def cloud_dies(h: Hardship) -> None:
    """The cloud's daemon is killed without a word and starts anew with nothing."""
    h.cloud.kill()
    h._cloud()
    h._load_cloud()
    # DPD, and then all retransmissions of charon's defaults: 165 s under IKEv2
    back = wait_until(h.up, 240 + h.patience, 1)
    h.row.check("the device notices and comes up again by itself", back, h.why)
    h.row.check("pings after that", h.answered(10), h.why)


def cloud_restarts(h: Hardship) -> None:
    """The cloud's daemon says goodbye; later it is there again, and traffic brings the tunnel back."""
    h.cloud.stop()
    h._cloud()
    h._load_cloud()
    back = h.answered(60 + h.patience)
    h.row.check("the next packets bring the tunnel back", back and h.up(), h.why)


def device_restarts(h: Hardship) -> None:
    """The device loses power: its daemon starts with the files that it has."""
    h.device.kill()
    h.device = daemons.make(h.subject.target, h.network.device, h.userspace)
    bad = h.device.start()
    h.row.check("loads without a warning", not bad, "; ".join(bad[:3]))
    if not h.userspace:
        h.answered(5)
    h.row.check("comes up by itself after the device's restart", h.answered(h.patience * 2), h.why)


def nat_forgets(h: Hardship) -> None:
    """The NAT loses its table and gives other ports from then on."""
    h.row.check("ESP goes in UDP", h.network.wire()["device"]["udpesp"] > 0)
    h.network.translate([(h.private, f"{h.tunnel.device}:30000-40000", False)], anew=True)
    h.row.check("pings go on when the NAT's mapping has changed", h.answered(60 + h.patience), h.why)
    back = ping.from_site(h.network.cloud, [(h.hosts[1], h.hosts[0])], 10)[0]
    h.row.check("also from the cloud", back, h.why)
    # to be held open from inside: nothing but keepalives for longer than the NAT remembers
    h.network.remember_udp_for(40)
    time.sleep(50)
    back = ping.from_site(h.network.cloud, [(h.hosts[1], h.hosts[0])], 10)[0]
    h.row.check("a rest does not close the NAT: the cloud's pings still come in", back, h.why)


def nat_moves(h: Hardship) -> None:
    """The line behind which the device is gets another address from its provider."""
    h.network.translate([(h.private, PUBLIC[1], False)], anew=True)
    h.row.check("pings go on from the new address", h.answered(90 + h.patience), h.why)
    moved = wait_until(lambda: h.cloud_sees() == {PUBLIC[1]}, h.patience, 0.5)
    h.row.check("the cloud has one IKE SA, with the new address", moved, lambda: f"{h.cloud_sees()}")
    back = ping.from_site(h.network.cloud, [(h.hosts[1], h.hosts[0])], 10)[0]
    h.row.check("also from the cloud", back, h.why)
    _new_keys(h, "cloud", "child")
    h.row.check("pings", h.answered(10), h.why)


def together(h: Hardship) -> None:
    """Two connections of the device to one gateway: each of its own, none at the other's cost."""
    near, far = h.trial.second
    pairs = [h.hosts, (first_host(near), first_host(far))]

    def both() -> bool:
        found = {tuple(child["remote-ts"]) for child in agreed.children(agreed.by_name(h.cloud.sas()), h.name)}
        return {h.connection.device_subnets, (near,)} <= found

    up = wait_until(both, h.patience, 0.5)
    h.row.check("both come up", up, h.why)
    h.row.check("both carry pings", all(ping.from_site(h.network.device, pairs, 10)), h.why)
    if h.device.can_rekey("child", h.tunnel.version):
        h.device.rekey("child")
    time.sleep(15)
    # an exchange may be under way at any moment
    h.row.check("both stay up", wait_until(both, h.patience, 0.5), h.why)
    h.row.check("both carry pings after new keys", all(ping.from_site(h.network.device, pairs, 10)), h.why)


def with_second_child(text: str, name: str, connection: Connection, second: tuple[str, str]) -> str:
    """The gateway's connection with a second CHILD_SA for other subnets: one phase 1 serves both."""
    begin = text.index(f"      {name} {{")
    end = text.index("      }\n", begin) + len("      }\n")
    child = text[begin:end].replace(f"{name} {{", f"{name}-{SECOND} {{")
    child = child.replace(f"local_ts = {connection.cloud_subnets[0]}", f"local_ts = {second[1]}")
    child = child.replace(f"remote_ts = {connection.device_subnets[0]}", f"remote_ts = {second[0]}")
    return text[:end] + child + text[end:]


def large(h: Hardship) -> None:
    """Hosts behind the two ends: pings of 1,400 bytes, and TCP in both directions."""
    near, far = transfer.hosts(h.network, h.connection)
    try:
        for host, other in ((near, far), (far, near)):
            said = host.ping(other.address, MTU_PACKET)
            h.row.check(f"pings of {MTU_PACKET} bytes from host to host", not said, said)
        for host, other in ((near, far), (far, near)):
            fault, mss = transfer.send(host, other)
            h.row.check("2 MB of TCP arrive whole, each way", not fault, fault)
            promised = promised_mss(h.folder)
            h.row.check("the MSS is what the rules promise, each way", mss == promised, f"{mss}, not {promised}")
    finally:
        near.close()
        far.close()


def promised_mss(folder: Path) -> int:
    """The MSS in the rules that were rendered."""
    text = next(folder.glob("*-net.sh")).read_text()
    return int(text.partition("tcp option maxseg size set ")[2].split()[0])


def living(connection: Connection, lifetimes: tuple[int, int]) -> Connection:
    """The connection with other lifetimes of its phases."""

    def other(phase: Phase, lifetime: int) -> Phase:
        return replace(phase, lifetime=lifetime)

    ike, esp = lifetimes
    tunnels = (replace(t, ike=other(t.ike, ike), esp=other(t.esp, esp)) for t in connection.tunnels)
    return replace(connection, tunnels=tuple(tunnels))


OTHER = ("192.168.77.0/24", "172.30.0.0/16")
DEVICE = ((SHORT, SHORT), (LONG, LONG))
CLOUD = ((LONG, LONG), (SHORT, SHORT))
EACH = ((LONG, SHORT), (SHORT, LONG))
TRIALS = (
    Trial("device-renews-ikev2", "short lifetimes: the device renews both phases (IKEv2)", renewals, 2, *DEVICE),
    Trial("cloud-renews-ikev2", "short lifetimes: the cloud renews both phases (IKEv2)", renewals, 2, *CLOUD),
    Trial("each-renews-ikev2", "short lifetimes: the cloud renews phase 1, the device phase 2 (IKEv2)", renewals, 2, *EACH),
    Trial("device-renews-ikev1", "short lifetimes: the device renews both phases (IKEv1)", renewals, 1, *DEVICE),
    Trial("cloud-renews-ikev1", "short lifetimes: the cloud renews both phases (IKEv1)", renewals, 1, *CLOUD),
    Trial("loss-ikev2", f"{LOSS_PERCENT} % of the packets are lost each way (IKEv2)", lossy),
    Trial("loss-ikev1", f"{LOSS_PERCENT} % of the packets are lost each way (IKEv1)", lossy, 1),
    Trial("together-ikev2", "two connections to one gateway on one device (IKEv2)", together, second=OTHER),
    Trial("together-ikev1", "two connections to one gateway on one device (IKEv1)", together, 1, second=OTHER),
    Trial("cloud-dies", "the cloud's gateway is gone and back without a word", cloud_dies),
    Trial("device-restarts", "the device restarts", device_restarts),
    Trial("nat-forgets", "behind a NAT that forgets and maps anew", nat_forgets, nat=True),
    Trial("nat-moves", "no fixed address, and the NAT's own address changes", nat_moves, nat=True, roams=True),
    Trial("cloud-restarts", "the cloud's gateway ends in order and is back later", cloud_restarts, in_kernel=True),
    Trial("large-packets", "1,400-byte pings and TCP between hosts behind the ends", large, in_kernel=True),
)
