"""OpenWrt's files as the device: its strongSwan is Debian's here, and its own system is played.

The swanctl file, the install and clean-up scripts and the watch run as they were rendered; uci, netifd, rc.common and the
services that they call are stand-ins in stubs/openwrt, which make the interfaces and routes of what was committed.
"""

import shutil

from . import strongswan
from .device_strongswan import Strongswan
from .network import Site
from .rooted import STUBS
from .subject import OPENWRT

SERVICES = ("swanctl", "firewall", "ipsec")


class OpenWrt(Strongswan):
    """charon with OpenWrt's swanctl file."""

    target = OPENWRT
    unit = "strongswan.service"
    fine = strongswan.LOADED.pattern

    def __init__(self, site: Site, userspace: bool) -> None:
        super().__init__(site, userspace)
        stubs = STUBS / "openwrt"
        services = site.path("/etc/init.d")
        services.mkdir(exist_ok=True)
        site.path("/etc/config").mkdir(exist_ok=True)
        shutil.copy(stubs / "uci", site.path("/usr/local/sbin/uci"))
        shutil.copy(stubs / "rc.common", site.path("/etc/rc.common"))
        shutil.copy(stubs / "network", services / "network")
        for name in SERVICES:
            shutil.copy(stubs / "service", services / name)
        # a router has its line to the Internet before anybody thinks of a tunnel
        site.run("uci", "set", "network.wan=interface")
        site.run("uci", "commit", "network")

    def boot(self) -> None:
        self.charon.start_swanctl()

    def start(self) -> list[str]:
        self.boot()
        return self.charon.load_swanctl()
