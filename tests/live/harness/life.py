"""One connection's whole life on a device of its own: installed by the script that was rendered
for it, up, in use, through the loss of a tunnel and back, and taken away by the cleanup script.

Here are all route-based connections, whose tunnels have XFRM interfaces: static routes that must
follow the living tunnel, and BGP.
"""

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path

from . import agreed, cloud, daemons, ping, transfer
from .agreed import Sas
from .frr import Frr
from .network import GATEWAY, OTHER_GATEWAY, Network, first_host
from .report import Row
from .response import ANY, Bgp, Connection, Tunnel
from .shell import wait_until
from .strongswan import Charon
from .subject import Subject

# Where the response says 0.0.0.0/0: what is behind it, at either end.
DEVICE_NETWORK = "192.168.10.0/24"
CLOUD_NETWORK = "172.16.0.0/16"
# Somewhere in the Internet, behind the cloud when all traffic goes there.
ELSEWHERE = "198.18.7.0/24"
FIRST_IF_ID = 101
NAME = "life"


@dataclass(frozen=True)
class Case:
    """One connection, and the folder with what was rendered for it."""

    name: str
    connection: Connection
    folder: Path
    device_prefix: str = DEVICE_NETWORK
    cloud_prefix: str = CLOUD_NETWORK
    private: tuple[str, ...] = ()

    @property
    def device_networks(self) -> list[str]:
        nets = [s for s in self.connection.device_subnets if s != ANY]
        return nets or [self.device_prefix]

    @property
    def cloud_networks(self) -> list[str]:
        nets = [s for s in self.connection.cloud_subnets if s != ANY]
        # everything goes into the tunnel: what the cloud has, and what is nobody's
        return nets or ([CLOUD_NETWORK, ELSEWHERE] if self.cloud_prefix == ANY else [self.cloud_prefix])

    @property
    def nested(self) -> bool:
        """Whether a network of the device lies in one of the cloud's."""
        nets = [[ipaddress.ip_network(n) for n in some] for some in (self.device_networks, self.cloud_networks)]
        return any(d.subnet_of(c) for d in nets[0] for c in nets[1])

    @property
    def pinned(self) -> bool:
        """Whether a network that is routed into the tunnel holds a gateway of the cloud's."""
        gateways = [ipaddress.ip_address(t.cloud) for t in self.connection.tunnels]
        nets = [ANY] if self.cloud_prefix == ANY else self.cloud_networks
        return self.route_based and any(g in ipaddress.ip_network(n) for g in gateways for n in nets)

    @property
    def route_based(self) -> bool:
        return self.connection.routed or len(self.connection.tunnels) > 1

    @property
    def bgp(self) -> list[Bgp]:
        return [t.bgp for t in self.connection.tunnels if t.bgp]

    @property
    def hosts(self) -> list[tuple[str, str]]:
        """Every pair of hosts that must reach each other."""
        pairs = [(d, c) for d in self.device_networks for c in self.cloud_networks]
        return [(first_host(d), first_host(c)) for d, c in pairs]


class Life:
    """The network of one case and the steps through it."""

    def __init__(
        self, label: str, subject: Subject, case: Case, row: Row, *, userspace: bool, patience: float
    ) -> None:
        self.case, self.row, self.patience, self.userspace = case, row, patience, userspace
        self.subject = subject
        self.tunnels = case.connection.tunnels
        self.names = [cloud.tunnel_name(NAME, n) for n in range(len(self.tunnels))]
        self.network = net = Network(label, subject.root)
        self.own = list(case.private or [t.device for t in self.tunnels])
        net.outer(net.device, self.own)
        if len(case.private) > 1:
            net.second_line(*case.private)
        if case.private:
            public = [t.device for t in self.tunnels]
            net.translate([(own, public, False) for own, public in zip(self.own, public, strict=True)])
        net.outer(net.cloud, [t.cloud for t in self.tunnels])
        net.lan(net.device, case.device_networks)
        net.lan(net.cloud, case.cloud_networks)
        net.record()
        self.cloud = Charon(net.cloud, userspace=userspace, gateway=True)
        self.device = daemons.make(subject.target, net.device, userspace)

    def run(self) -> None:
        try:
            self._cloud_side()
            before = self._default_routes()
            self._install()
            if self._comes_up():
                self._traffic("pings both ways")
                if self.case.nested:
                    self._neighbours()
                if self.case.pinned:
                    self._outside()
                self._new_keys()
                if len(self.tunnels) > 1:
                    self._loses_a_tunnel()
                if not self.case.private:
                    self._cloud_begins()
            self._clean_up()
            after = self._default_routes()
            self.row.check("the device's own default route is what it was", before == after, f"{after}, not {before}")
            stray = self.network.stray()
            lifetimes = agreed.offered_lifetimes(self.network)
            for tunnel, own in zip(self.tunnels, self.own, strict=True):
                agreed.lifetime(self.row, tunnel, own, lifetimes)
            if self.device.holds_back:
                self.row.check("only IKE and ESP on the wire", not stray, "; ".join(stray[:3]))
        finally:
            self.network.close()

    def _default_routes(self) -> str:
        return self.network.device.run("ip", "route", "show", "default")

    # --- the cloud's side, by hand -----------------------------------------------------------

    def _cloud_side(self) -> None:
        site = self.network.cloud
        if_id = FIRST_IF_ID if self.case.route_based else None
        text = cloud.swanctl_conf(NAME, self.case.connection, if_id)
        site.path(f"/etc/swanctl/conf.d/{NAME}.conf").write_text(text)
        for n, tunnel in enumerate(self.tunnels if self.case.route_based else ()):
            site.run(*f"ip link add xf{n} type xfrm dev wan0 if_id {FIRST_IF_ID + n}".split())
            if tunnel.bgp:
                length = tunnel.bgp.network.partition("/")[2]
                address = f"{tunnel.bgp.cloud_address}/{length}"
                site.run("ip", "addr", "add", address, "dev", f"xf{n}")
            site.run("ip", "link", "set", f"xf{n}", "mtu", "1399", "up")
        self.cloud.start_swanctl()
        if bad := self.cloud.load_swanctl():
            raise AssertionError(f"the cloud's own side does not load: {bad[:3]}")
        if self.case.bgp:
            self.cloud_frr = Frr(site)
            file = site.folder / "frr.conf"
            file.write_text(cloud_frr_conf(self.case))
            if said := self.cloud_frr.load(str(file)):
                raise AssertionError(f"the cloud's own BGP does not load: {said}")
        elif self.case.route_based:
            self._cloud_routes_by(0)

    def _cloud_routes_by(self, tunnel: int) -> None:
        """What the cloud does by itself: it sends by the tunnel that it holds for alive."""
        site = self.network.cloud
        for net in self.case.device_networks:
            site.run("ip", "route", "replace", net, "dev", f"xf{tunnel}")

    # --- installing --------------------------------------------------------------------------

    def _install(self) -> None:
        """The daemon is there with nothing of ours; then the rendered script does its work."""
        site = self.network.device
        self.device.boot()
        if self.case.bgp:
            self.frr = Frr(site)
        done = self._script("install")
        lines = [line.strip() for line in done.stdout.splitlines()]
        fine = re.compile(rf"{self.device.fine}Left to do.*")
        bad = [line for line in lines if line and not fine.fullmatch(line)]
        bad += self.device.complaints()
        if done.returncode:
            bad.append(f"exit {done.returncode}")
        self.row.check("the install script succeeds, without a warning", not bad, "; ".join(bad))
        if self.case.bgp:
            file = next(self.case.folder.glob("*-frr.conf"))
            said = self.frr.load(str(file))
            self.row.check("FRR takes every line", not said, said)
        if net := self._net():
            again = site.attempt(net, "up")
            self.row.check("setting the network up can be repeated", not again.returncode, again.stdout)

    def _script(self, kind: str):
        script = next(self.case.folder.glob(f"*-{kind}.sh"))
        # some say that they want to be run beside the files
        return self.network.device.attempt("sh", "-c", 'cd "${0%/*}" && exec "$0"', str(script), timeout=500)

    def _net(self) -> str | None:
        """The script that sets the network up, where the target has one."""
        scripts = list(self.case.folder.glob("*-net.sh"))
        return f"/usr/local/sbin/{scripts[0].name.removesuffix('.sh')}" if scripts else None

    # --- up ----------------------------------------------------------------------------------

    def _sas(self) -> Sas:
        return agreed.by_name(self.cloud.sas())

    def _wanted(self, tunnel: Tunnel) -> int:
        return self.device.children_wanted(tunnel.version, len(self.case.connection.passing_pairs))

    def _all_up(self) -> bool:
        sas = self._sas()
        ready = zip(self.names, self.tunnels, strict=True)
        return all(len(agreed.children(sas, n)) >= self._wanted(t) for n, t in ready)

    def _begin(self) -> str:
        """Lets the device begin: by itself, or where its files wait for traffic, by traffic."""
        if wait_until(self.cloud.sas, self.patience / 3, 0.3):
            return "by itself"
        if self.userspace:
            # ESP in user space hears no traffic that waits for a tunnel
            self.device.begin()
            return "by hand"
        self._answers(self.patience / 3)
        return "by traffic"

    def _comes_up(self) -> bool:
        what = f"every tunnel comes up from the device, {self._begin()}"
        if not self.row.check(what, wait_until(self._all_up, self.patience, 0.5), self._why):
            return False
        sas = self._sas()
        begun = [sa for some in sas.values() for sa in some if sa.get("initiator") == "yes"]
        self.row.check(what, not begun, "the cloud began")
        heard = agreed.proposals(self.cloud.log())
        lifetime_faults = self.device.lifetimes()
        pairs = set(self.case.connection.passing_pairs)
        for name, tunnel in zip(self.names, self.tunnels, strict=True):
            agreed.compare(self.row, sas, name, tunnel, udp=self.userspace or bool(self.case.private))
            agreed.selectors(self.row, sas, name, pairs)
            agreed.offered(self.row, sas, name, tunnel, heard)
            faults = lifetime_faults(tunnel)
            self.row.check("lifetimes", not faults, faults)
        if self.case.bgp:
            self._bgp_is_up()
        return True

    def _bgp_is_up(self) -> None:
        peers = {bgp.cloud_address for bgp in self.case.bgp}
        up = wait_until(lambda: self.frr.established() == peers, self.patience * 2, 0.5)
        self.row.check("every BGP session comes up", up, lambda: f"{self.frr.established()}")
        for net in self.case.cloud_networks:
            learnt = wait_until(lambda n=net: self.frr.routes(n) == peers, self.patience, 0.5)
            self.row.check("the cloud's networks are learnt over every tunnel", learnt)
        announced = {bgp.device_address for bgp in self.case.bgp}
        for net in self.case.device_networks:
            got = wait_until(
                lambda n=net: self.cloud_frr.routes(n) == announced, self.patience, 0.5
            )
            self.row.check("the device's networks are announced over every tunnel", got)
        self._by(0, "traffic takes the first tunnel")
        what = "the first tunnel is preferred both ways"
        self.row.check(what, self._preferred(), lambda: f"{self._next_hops()}")

    def _preferred(self) -> bool:
        first = self.case.bgp[0]
        return self._next_hops() == ({first.cloud_address}, {first.device_address})

    def _next_hops(self) -> tuple[set[str], set[str]]:
        """Where the kernels of the device and of the cloud send the other's first network."""
        there = self.network.device.run("ip", "route", "get", self.case.hosts[0][1])
        back = self.network.cloud.run("ip", "route", "get", self.case.hosts[0][0])
        hop = re.compile(r"via ([\d.]+)")
        return set(hop.findall(there)), set(hop.findall(back))

    # --- traffic -----------------------------------------------------------------------------

    def _answers(self, seconds: float = 3) -> bool:
        live = self.case.hosts
        return all(ping.from_site(self.network.device, live, seconds))

    def _traffic(self, what: str) -> None:
        self.row.check(what, self._answers(self.patience / 3), "from the device")
        back = [(c, d) for d, c in self.case.hosts]
        self.row.check(what, all(ping.from_site(self.network.cloud, back)), "from the cloud")
        own, other = self.case.hosts[0]
        if self.case.route_based:
            whole = f"ping -q -c 1 -W 5 -M do -s {1399 - 28} -I {own} {other}".split()
            done = self.network.device.attempt(*whole)
            fits = "packets as large as the interface's MTU cross whole"
            self.row.check(fits, done.returncode == 0, done.stdout[-200:])

    def _neighbours(self) -> None:
        """A host on the device's own network, which the cloud's encloses, still reaches both, and the other networks."""
        hosts = [transfer.Host(self.network.device, net, n) for n, net in enumerate(self.case.device_networks)]
        try:
            there = {"the device": self.case.hosts[0][0], "the cloud": self.case.hosts[0][1]}
            if len(hosts) > 1:
                there["a host on another"] = hosts[1].address
            for what, address in there.items():
                said = hosts[0].ping(address, 100)
                self.row.check(f"a host on the device's own network reaches {what}", not said, said)
        finally:
            for host in hosts:
                host.close()

    def _outside(self) -> None:
        """IKE stays outside the tunnel, also when the daemon and the line to the Internet have been away."""
        self._pinned("IKE stays outside the tunnel")
        self.device.kill()
        self.device = daemons.make(self.subject.target, self.network.device, self.userspace)
        bad = self.device.start()
        self.row.check("the daemon starts again without a warning", not bad, "; ".join(bad[:3]))
        self._again("after a restart of the daemon")
        self.network.replug(self.network.device)
        self._again("after a restart of the interface")
        site = self.network.device
        self.network.move(site, OTHER_GATEWAY)

        def followed() -> bool:
            return all(f" via {OTHER_GATEWAY} " in site.run("ip", "route", "get", t.cloud) for t in self.tunnels)

        what = "the way to the gateway follows the provider's next hop"
        self.row.check(what, wait_until(followed, self.patience, 0.5), self._routes)
        self._again("after a new next hop")
        self.network.move(site, GATEWAY)

    def _again(self, when: str) -> None:
        answers = self._answers(self.patience * 2)
        self.row.check(f"pings both ways {when}", answers, lambda: f"{self._routes()}; {self._why()}")
        self._pinned(f"IKE stays outside the tunnel {when}")

    def _pinned(self, what: str) -> None:
        """Every gateway has a route of its own by the line, and IKE goes there."""

        def outside() -> bool:
            ways = [self.network.device.run("ip", "route", "get", t.cloud, "from", own) for t, own in self._ends()]
            return all(" dev wan0" in way for way in ways)

        self.row.check(what, wait_until(outside, self.patience, 0.5), self._routes)
        sent = self.network.wire()["device"]["ike"]
        for sas in self._sas().values():
            for sa in sas:
                self.cloud.ask("rekey", ike_id=sa["uniqueid"])
        more = wait_until(lambda: self.network.wire()["device"]["ike"] > sent, self.patience, 0.5)
        self.row.check(what, more, "no IKE on the wire")

    def _ends(self) -> list[tuple[Tunnel, str]]:
        return list(zip(self.tunnels, self.own, strict=True))

    def _routes(self) -> str:
        return self.network.device.run("ip", "route").replace("\n", ", ")

    def _received(self, tunnel: int) -> int:
        """Packets that came out of a tunnel at the cloud."""
        said = self.network.cloud.run("ip", "-s", "link", "show", f"xf{tunnel}")
        return int(re.search(r"RX:.*\n\s*\d+\s+(\d+)", said)[1])

    def _by(self, tunnel: int, what: str) -> None:
        """Whether pings from the device go by that tunnel."""
        before = self._received(tunnel)
        answered = self._answers()
        came = self._received(tunnel) - before
        enough = answered and came >= len(self.case.hosts)
        self.row.check(what, enough, f"answered: {answered}; {came} packets by it")

    # --- new keys ----------------------------------------------------------------------------

    def _new_keys(self) -> None:
        able = all(self.device.can_rekey("child", t.version) for t in self.tunnels)
        for side, kind in (("device" if able else "cloud", "child"), ("cloud", "ike")):
            before = self._sas()
            old = {name: self._ids(before, name, kind) for name in self.names}
            if side == "device":
                self.device.rekey(kind)
            else:
                for numbers in old.values():
                    for number in numbers:
                        self.cloud.ask("rekey", **{f"{kind}_id": number})

            def renewed(old: dict[str, set[str]] = old, kind: str = kind) -> bool:
                sas = self._sas()
                now = {name: self._ids(sas, name, kind) for name in self.names}
                return all(now[name] and not now[name] & old[name] for name in self.names)

            noun = "IKE SA" if kind == "ike" else "CHILD_SA"
            what = f"new keys for the {noun}, asked for by the {side}"
            self.row.check(what, wait_until(renewed, self.patience, 0.5), self._why)
            if kind == "child":
                for name, tunnel in zip(self.names, self.tunnels, strict=True):
                    agreed.pfs(self.row, self._sas(), name, tunnel, old[name])
        self.row.check("pings after new keys", self._answers())

    def _ids(self, sas: Sas, name: str, kind: str) -> set[str]:
        if kind == "child":
            return {child["uniqueid"] for child in agreed.children(sas, name)}
        return {sa["uniqueid"] for sa in agreed.established(sas, name) if sa["children"]}

    # --- losing a tunnel ---------------------------------------------------------------------

    def _loses_a_tunnel(self) -> None:
        """The internet loses the cloud's first address; later it comes back."""
        if not self.case.bgp:
            self._by(0, "traffic takes the first tunnel")
        way = self._way()
        self.network.cut(self.tunnels[0].cloud)
        if not self.case.bgp:
            self._cloud_routes_by(1)
        # a dead peer is noticed within the probes and retransmissions that the files set
        moved = wait_until(lambda: self._answers(1), 60 + self.patience * 2, 0.5)
        self.row.check("traffic moves when the first tunnel is cut", moved, self._why)
        self._by(1, "it moves to the second tunnel")
        if self.case.bgp:
            self._withdrawn(self.case.bgp[0].cloud_address)
        self.network.mend()

        again = wait_until(lambda: agreed.children(self._sas(), self.names[0]), self.patience * 3, 1)
        self.row.check("the first tunnel comes up again", again, self._why)
        if not self.case.bgp:
            self._cloud_routes_by(0)

        def back() -> bool:
            return self._way() == way and (not self.case.bgp or self._preferred())

        came = wait_until(back, 60 + self.patience, 1)
        self.row.check("traffic comes back with the first tunnel", came, self._why)
        self._by(0, "it takes the first tunnel again")

    def _withdrawn(self, gone: str) -> None:
        for net in self.case.cloud_networks:
            without = wait_until(lambda n=net: gone not in self.frr.routes(n), self.patience, 0.5)
            what = "routes learnt over the dead tunnel are withdrawn"
            self.row.check(what, without, lambda n=net: f"{self.frr.routes(n)}")

    def _way(self) -> str:
        """The interface by which the device sends to the cloud."""
        said = self.network.device.run("ip", "route", "get", self.case.hosts[0][1])
        return re.search(r" dev (\S+)", said)[1]

    # --- the cloud begins --------------------------------------------------------------------

    def _cloud_begins(self) -> None:
        """All down from the device; then only the cloud asks. Traffic of BGP would be faster."""
        if self.case.bgp:
            return
        self.device.down()
        wait_until(lambda: not self.cloud.sas(), self.patience, 0.3)
        for sa in self.cloud.sas():
            self.cloud.ask("terminate", ike_id=sa["uniqueid"], force="yes", timeout=-1)
        together = all(self.device.keeps_both(t.version) for t in self.tunnels)
        names = self.names if together else self.names[:1]
        for name in names:
            self.cloud.initiate(name)

        # one exchange makes one CHILD_SA, also at a device that has one for each pair
        def begun() -> bool:
            sas = self._sas()
            return all(
                any(sa.get("initiator") == "yes" for sa in sas.get(name, []) if sa["children"])
                for name in names
            )

        self.row.check("comes up from the cloud", wait_until(begun, self.patience, 0.5), self._why)
        agreed_hosts = self._agreed_hosts()
        answers = ping.from_site(self.network.device, agreed_hosts, self.patience / 3)
        self.row.check("pings when the cloud began", agreed_hosts and all(answers))

    def _agreed_hosts(self) -> list[tuple[str, str]]:
        """The pairs of hosts that the first tunnel's traffic selectors let through."""
        children = agreed.children(self._sas(), self.names[0])
        return [
            (d, c)
            for d, c in self.case.hosts
            if any(_within(c, sa["local-ts"]) and _within(d, sa["remote-ts"]) for sa in children)
        ]

    # --- the end -----------------------------------------------------------------------------

    def _clean_up(self) -> None:
        site = self.network.device
        done = self._script("cleanup")
        what = "the cleanup script leaves nothing"
        self.row.check(what, done.returncode == 0, f"exit {done.returncode}: {done.stdout[-300:]}")
        left = []
        name = next(self.case.folder.glob("*-install.sh")).name.removesuffix("-install.sh")
        if links := re.findall(r"^\d+: (\w+)@\S+ .*\n.*\n.*xfrm", site.run("ip", "-d", "link"), re.M):
            left.append(f"interfaces {links}")
        for command in ("ip route show table all", "nft list ruleset"):
            lines = site.run(*command.split()).splitlines()
            gone = {*self.case.cloud_networks, *(t.cloud for t in self.tunnels)}
            left += [s for s in lines if name in s or "ipsec" in s or gone & set(s.split()[:2])]
        folders = "/etc/swanctl /etc/ipsec.d /etc/iked.d /etc/strongswan.d /etc/systemd/system /usr/local/sbin"
        found = site.attempt("find", *folders.split(), "-name", f"{name}*").stdout
        left += [line for line in found.splitlines() if line.startswith("/")]
        left += self.device.loaded()
        if not wait_until(lambda: not self.cloud.sas(), self.patience, 0.5):
            left.append("SAs at the cloud")
        self.row.check(what, not left, "; ".join(left))

    def _why(self) -> str:
        """The last that either daemon said, for a failure's detail."""
        said = [*self.cloud.log().splitlines()[-4:], *self.device.log().splitlines()[-6:]]
        return " / ".join(line.strip()[-150:] for line in said)


def _within(host: str, networks: list[str]) -> bool:
    return any(ipaddress.ip_address(host) in ipaddress.ip_network(net) for net in networks)


def cloud_frr_conf(case: Case) -> str:
    """BGP as the cloud's gateway does it: it prefers the first tunnel and takes what comes."""
    first = case.bgp[0]
    lines = [f"router bgp {first.cloud_asn}", " no bgp ebgp-requires-policy"]
    lines += [" no bgp network import-check"]
    for bgp in case.bgp:
        lines += [f" neighbor {bgp.device_address} remote-as {bgp.device_asn}"]
        lines += [f" neighbor {bgp.device_address} timers 3 9"]
        lines += [f" neighbor {bgp.device_address} timers connect 3"]
    lines += [" address-family ipv4 unicast"]
    lines += [f"  network {net}" for net in case.cloud_networks]
    return "\n".join([*lines, " exit-address-family", "exit", ""])
