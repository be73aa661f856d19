"""libreswan as the device under test."""

import re
from collections.abc import Callable

from . import libreswan
from .device import Device
from .libreswan import Pluto
from .network import Site
from .response import Tunnel
from .subject import LIBRESWAN

# Where a site has a stand-in for a program of libreswan's that takes a second to do nothing of interest.
QUICK = "/usr/local/quick"


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
        # and what it does with each of several subnets in one SA
        r"\"[^\"]*\": (connection is using multiple subnets|running updown (prepare|route) \S+)|"
        # what the script answers with a restart
        r"\d{3} \S+ failed to add IKEv1 connection: global ikev1-policy does not allow .*|"
        r"\"[^\"]*\": failed to add connection: global ikev1-policy does not allow .*|"
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
        child = "--rekey-child" if self.lists_in_one_sa else "--rekey-ipsec"
        self.pluto.each("--asynchronous", "--rekey-ike" if what == "ike" else child)

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
        return 1 if version == 2 and self.lists_in_one_sa else pairs

    @property
    def lists_in_one_sa(self) -> bool:
        """Whether it is 5.x, which lays several subnets into one SA of IKEv2."""
        return int(self.site.root.version.partition(".")[0]) >= 5

    def can_rekey(self, kind: str, version: int) -> bool:
        # whack takes the request under IKEv1 and nothing comes of it
        return version == 2

    def keeps_both(self, version: int) -> bool:
        # the manifest warns of it: cloud-starts-one-ikev1-tunnel
        return version == 2


def _ends_at(ends: str, tunnel: Tunnel) -> bool:
    """Whether a conn's line of ends, as pluto prints it, is a tunnel's."""
    return tunnel.cloud in re.findall(r"\d+\.\d+\.\d+\.\d+", ends)
