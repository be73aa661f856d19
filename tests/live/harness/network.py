"""A network of three namespaces: the device's site, the internet, the cloud's site.

The internet knows outer addresses only, so nothing inner crosses it but inside a tunnel, and it
counts what each side sends. A site is a network namespace and a mount namespace of its own, whose
root is that of a Debian release with /etc and /run of its own, so that several daemons of any
release live on one machine and read the files where a user would put them.
"""

import atexit
import ipaddress
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from . import rooted
from .roots import Root
from .shell import TIMEOUT, LabError, attempt, run, wait_until

PREFIX = "peerconf"
GATEWAY = "100.64.0.1"
# What the provider may give instead.
OTHER_GATEWAY = "100.64.0.2"
# The port of a second line of the device's.
SECOND_PORT = "in1"
COUNTER = itertools.count()
# The cloud's gateway: the release that speaks everything that the service does.
CLOUD = Root("debian-12", "swanctl")


def first_host(subnet: str) -> str:
    """The first address of a subnet that a host can have."""
    net = ipaddress.ip_network(subnet)
    return str(net[0] if net.prefixlen >= 31 else net[1])


class Site:
    """One end: a place to run commands in, and a folder for its logs.

    Without a root of its own it sees the machine's files.
    """

    def __init__(self, name: str, namespace: str, folder: Path, root: Root | None = None) -> None:
        self.name, self.namespace, self.folder, self.root = name, namespace, folder, root
        folder.mkdir(parents=True)
        run("ip", "netns", "add", namespace)
        # A sleeping process keeps the mount namespace; everything else enters it.
        self.keeper = subprocess.Popen(
            ["ip", "netns", "exec", namespace, "unshare", "-m", "--propagation", "private"]
            + ["sleep", "infinity"],
            stdout=subprocess.DEVNULL,
        )
        own = os.stat("/proc/self/ns/mnt").st_ino
        comm = Path(f"/proc/{self.keeper.pid}/comm")
        if not wait_until(lambda: comm.read_text().strip() == "sleep", 20, 0.02):
            raise LabError(f"{namespace}: no mount namespace")
        if os.stat(f"/proc/{self.keeper.pid}/ns/mnt").st_ino == own:
            raise LabError(f"{namespace}: unshare did not give a mount namespace")
        settings = ["net.ipv4.ip_forward=1", "net.ipv4.ping_group_range=0 2147483647"]
        settings += [f"net.ipv4.conf.{which}.rp_filter=0" for which in ("all", "default")]
        self.run("sysctl", "-q", "-w", *settings)
        # a kernel without IPv6 has nothing to switch off
        ipv6 = [f"net.ipv6.conf.{which}.disable_ipv6=1" for which in ("all", "default")]
        self.attempt("sysctl", "-q", "-w", *ipv6)
        if root:
            try:
                rooted.enter(self.keeper.pid, root.folder, folder / "root")
            except BaseException:
                self.close()
                raise

    def inside(self, *argv: str) -> list[str]:
        """The command line that runs argv in both of the site's namespaces."""
        return ["nsenter", "-t", str(self.keeper.pid), "-m", "-n", "--", *argv]

    def run(self, *argv: str, stdin: str | None = None, timeout: float = TIMEOUT) -> str:
        return run(*self.inside(*argv), stdin=stdin, timeout=timeout)

    def attempt(self, *argv: str, stdin: str | None = None, timeout: float = TIMEOUT):
        return attempt(*self.inside(*argv), stdin=stdin, timeout=timeout)

    def spawn(self, *argv: str, log: str) -> subprocess.Popen:
        """Starts a daemon; its output goes to a file of that name in the site's folder."""
        with open(self.folder / log, "ab") as out:
            return subprocess.Popen(
                self.inside(*argv), stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    def path(self, path: str) -> Path:
        """A path of the site's, as seen from outside its mount namespace."""
        return Path(f"/proc/{self.keeper.pid}/root") / path.lstrip("/")

    def pids(self) -> list[int]:
        return [int(p) for p in attempt("ip", "netns", "pids", self.namespace).stdout.split()]

    def close(self) -> None:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            for pid in self.pids():
                try:
                    os.kill(pid, sign)
                except ProcessLookupError:
                    pass
            if wait_until(lambda: not self.pids(), 1.5, 0.02):
                break
        self.keeper.wait(TIMEOUT)
        attempt("ip", "netns", "del", self.namespace)


class Network:
    """The three namespaces of one test, and all that has to be taken away after it."""

    def __init__(self, label: str, device: Root) -> None:
        folder = os.environ.get("LIVE_KEEP")
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}-{label}-", dir=folder))
        os.chmod(self.folder, 0o755)
        self.sites: list[Site] = []
        atexit.register(self.close)
        self.device = self._site("device", device)
        self.net = self._site("net")
        self.cloud = self._site("cloud", CLOUD)
        self._link(self.device, "wan0", "in0")
        self._link(self.cloud, "wan0", "out0")
        for site in (self.device, self.cloud):
            # a pair, because not every kernel has dummy interfaces
            lan = ["link add lan0 type veth peer name lan1", "link set lan0 up", "link set lan1 up"]
            batch(site, [*lan, "link set lo up"])
        self._count()

    def _site(self, name: str, root: Root | None = None) -> Site:
        number = next(COUNTER)
        site = Site(name, f"{PREFIX}-{os.getpid()}-{number}-{name}", self.folder / name, root)
        self.sites.append(site)
        return site

    def _link(self, site: Site, wan: str, port: str) -> None:
        net = self.net.namespace
        batch(site, [f"link add {wan} type veth peer name {port} netns {net}", f"link set {wan} up"])
        hops = [f"addr add {hop}/32 dev {port}" for hop in (GATEWAY, OTHER_GATEWAY)]
        batch(self.net, [f"link set {port} up", *hops])
        if wan == "wan0":
            batch(site, [f"route add {GATEWAY} dev wan0"])

    def _count(self) -> None:
        """Counts what comes in from each side, by what it is."""
        rules = []
        for port in ("in0", "out0"):
            plain = f"iifname {port}" if port == "out0" else f"iifname {{ {port}, {SECOND_PORT} }}"
            rules += [
                f"{plain} meta l4proto 50 counter name {port}_esp accept",
                # IKE on 4500 begins with four zero bytes, ESP does not, a keepalive is one byte
                f"{plain} udp length 9 counter name {port}_keepalive accept",
                f"{plain} udp dport 4500 @th,64,32 != 0 counter name {port}_udpesp accept",
                f"{plain} udp sport 4500 @th,64,32 != 0 counter name {port}_udpesp accept",
                f"{plain} udp dport {{ 500, 4500 }} counter name {port}_ike accept",
                f"{plain} udp sport {{ 500, 4500 }} counter name {port}_ike accept",
                # what every interface says when it comes up
                f"{plain} meta l4proto igmp accept",
                f"{plain} counter name {port}_plain accept",
            ]
        names = [
            f"counter {port}_{kind} {{ }}"
            for port in ("in0", "out0")
            for kind in ("esp", "udpesp", "keepalive", "ike", "plain")
        ]
        hook = "type filter hook prerouting priority -300"
        table = ["table ip wire {", *names, "chain wire {", hook, *rules, "}", "}"]
        self.net.run("nft", "-f", "-", stdin="\n".join(table))

    def wire(self) -> dict[str, dict[str, int]]:
        """Packets that the device and the cloud have sent, by kind."""
        said = json.loads(self.net.run("nft", "-j", "list", "counters", "table", "ip", "wire"))
        sent: dict[str, dict[str, int]] = {"device": {}, "cloud": {}}
        for entry in said["nftables"]:
            if "counter" in entry:
                port, kind = entry["counter"]["name"].split("_")
                side = "device" if port == "in0" else "cloud"
                sent[side][kind] = entry["counter"]["packets"]
        return sent

    def translate(self, hidden: list[tuple[str, str, bool]], *, anew: bool = False) -> None:
        """A NAT between some of the device's addresses and the cloud: (private, public, open).

        An open one lets the cloud begin as well. A NAT that is set up anew has forgotten everything.
        """
        if anew:
            self.net.run("nft", "delete", "table", "ip", "translate")
        # a range of ports needs a protocol that has some
        out = [
            f"ip saddr {own} oifname out0 {'meta l4proto udp ' if ':' in public else ''}snat to {public}"
            for own, public, _ in hidden
        ]
        back = [f"ip daddr {public} iifname out0 dnat to {own}" for own, public, o in hidden if o]
        rules = ["table ip translate {"]
        rules += ["chain out {", "type nat hook postrouting priority srcnat", *out, "}"]
        rules += ["chain back {", "type nat hook prerouting priority dstnat", *back, "}", "}"]
        self.net.run("nft", "-f", "-", stdin="\n".join(rules))
        if anew:
            self.net.run("conntrack", "-F")

    def remember_udp_for(self, seconds: int) -> None:
        """How long the NAT keeps a mapping of UDP that nobody uses."""
        names = ("nf_conntrack_udp_timeout", "nf_conntrack_udp_timeout_stream")
        self.net.run("sysctl", "-q", "-w", *(f"net.netfilter.{name}={seconds}" for name in names))

    def lose(self, percent: int) -> None:
        """The internet loses so many of a hundred packets, each way, at random."""
        drop = f"numgen random mod 100 < {percent} drop"
        rules = ["table ip loss {", "chain loss {", "type filter hook prerouting priority -260", drop, "}", "}"]
        self.net.run("nft", "-f", "-", stdin="\n".join(rules))

    def record(self, buffer_mib: int = 4) -> None:
        """Keeps what each side sends but ESP: first messages of IKE, and anything in clear.

        The buffer, one a side, holds what comes faster than it is written.
        """
        plain = "not esp and not udp port 4500 and not igmp and not arp"
        for port in ("in0", "out0"):
            file = self.net.folder / f"{port}.pcap"
            argv = ["tcpdump", "-i", port, "-Q", "in", "-n", "-U", "--immediate-mode"]
            self.net.spawn(*argv, "-B", str(buffer_mib * 1024), "-w", str(file), plain, log=f"{port}.out")
            log = self.net.folder / f"{port}.out"
            if not wait_until(lambda: "listening" in log.read_text(), 20):
                raise LabError(f"tcpdump does not listen: {log.read_text()}")

    def sent(self, side: str, which: str, *, verbose: bool = False) -> str:
        """What one side sent of what was kept, as tcpdump prints it."""
        file = self.net.folder / ("in0.pcap" if side == "device" else "out0.pcap")
        size = [-1]

        def written() -> bool:
            last, size[0] = size[0], file.stat().st_size
            return last == size[0]

        # tcpdump may be behind on a busy machine
        wait_until(written, 10, 0.5)
        return attempt("tcpdump", "-nv" if verbose else "-n", "-r", str(file), which).stdout

    def stray(self) -> list[str]:
        """Packets that are neither IKE nor ESP, nor what a kernel says while its daemon is away."""
        said = [self.sent(side, "not udp port 500") for side in ("device", "cloud")]
        lines = [line for text in said for line in text.splitlines() if " IP" in line]
        return [line for line in lines if not re.search(r"ICMP \S+ udp port (500|4500) unreachable", line)]

    def outer(self, site: Site, addresses: list[str]) -> None:
        """Gives a site its outer addresses; the internet learns where they are."""
        port = "in0" if site is self.device else "out0"
        addresses = list(dict.fromkeys(addresses))
        batch(site, [f"addr add {a}/32 dev wan0" for a in addresses])
        batch(self.net, [f"route add {a}/32 dev {port}" for a in addresses])
        default = f"route replace default via {GATEWAY} src {addresses[0]}"
        batch(site, [default])

    def second_line(self, first: str, second: str) -> None:
        """Gives the device a line of its own for its second address, whose default route comes after the first's.

        Neither provider lets the other's address out.
        """
        self._link(self.device, "wan1", SECOND_PORT)
        batch(self.device, [f"addr del {second}/32 dev wan0", f"addr add {second}/32 dev wan1"])
        batch(self.device, [f"route add default via {GATEWAY} dev wan1 onlink src {second} metric 600"])
        batch(self.net, [f"route replace {second}/32 dev {SECOND_PORT}"])
        drops = [f"iifname in0 ip saddr {second} drop", f"iifname {SECOND_PORT} ip saddr {first} drop"]
        hook = "type filter hook prerouting priority -310"
        self.net.run("nft", "-f", "-", stdin="\n".join(["table ip lines {", "chain lines {", hook, *drops, "}", "}"]))

    def lan(self, site: Site, subnets: list[str]) -> None:
        """Puts a host into each of a site's own subnets."""
        nets = [ipaddress.ip_network(s) for s in dict.fromkeys(subnets)]
        batch(site, [f"addr add {first_host(str(n))}/{n.prefixlen} dev lan0" for n in nets])

    def replug(self, site: Site) -> None:
        """A site's line goes down and up; its provider's client sets the routes that the kernel took away with it."""
        kept = json.loads(site.run("ip", "-j", "route", "show", "default", "dev", "wan0"))
        site.run("ip", "link", "set", "wan0", "down")
        time.sleep(1)
        default = [f"route replace default via {GATEWAY} src {kept[0]['prefsrc']}"]
        batch(site, ["link set wan0 up", f"route replace {GATEWAY} dev wan0", *default])

    def move(self, site: Site, hop: str) -> None:
        """The provider gives a site another next hop, without a word about its line."""
        kept = json.loads(site.run("ip", "-j", "route", "show", "default", "dev", "wan0"))
        default = f"route replace default via {hop} src {kept[0]['prefsrc']}"
        batch(site, [f"route replace {hop} dev wan0", default])

    def cut(self, address: str) -> None:
        """The internet loses one address of the cloud's, in silence, both ways."""
        rules = [
            "table ip cut {",
            "chain cut {",
            "type filter hook prerouting priority -250",
            f"ip saddr {address} drop",
            f"ip daddr {address} drop",
            "}",
            "}",
        ]
        self.net.run("nft", "-f", "-", stdin="\n".join(rules))

    def mend(self) -> None:
        """Every address is there again."""
        self.net.run("nft", "delete", "table", "ip", "cut")

    def close(self) -> None:
        for site in self.sites:
            site.close()
        self.sites = []
        if not os.environ.get("LIVE_KEEP"):
            shutil.rmtree(self.folder, ignore_errors=True)
        atexit.unregister(self.close)


def batch(site: Site, lines: list[str]) -> None:
    """Many `ip` commands in one process."""
    run("ip", "-n", site.namespace, "-batch", "-", stdin="\n".join(lines) + "\n")


def sweep() -> None:
    """Removes what a killed run of ours left behind; runs that still live keep theirs."""
    for line in attempt("ip", "netns", "list").stdout.splitlines():
        name = line.split()[0]
        made = re.fullmatch(rf"{PREFIX}-(\d+)-\d+-[\w-]+", name)
        if made and not Path(f"/proc/{made[1]}").exists():
            for pid in attempt("ip", "netns", "pids", name).stdout.split():
                attempt("kill", "-9", pid)
            attempt("ip", "netns", "del", name)
