"""What is under test: a target of peerconf's, and the root with the daemon that reads its files."""

from dataclasses import dataclass

from .roots import Root

SWANCTL = "strongswan/swanctl"
IPSEC_CONF = "strongswan/ipsec-conf"
LIBRESWAN = "libreswan/ipsec-conf"
IKED = "openbsd/iked"
OPENWRT = "openwrt/swanctl"
# The kind of root in which a target's daemon is installed.
KIND = {SWANCTL: "swanctl", IPSEC_CONF: "starter", LIBRESWAN: "libreswan", IKED: "iked", OPENWRT: "openwrt"}
# OpenWrt's releases by the strongSwan that they have: 5.9.5 and 5.9.11 there, 5.9.1 and 5.9.8 here.
OPENWRT_RELEASES = {"debian-11": "22.03", "debian-12": "23.05"}

# Their daemons send from one address on Linux, whatever the connection says.
ONE_ADDRESS = (IKED,)


@dataclass(frozen=True)
class Subject:
    """A target on one Debian release."""

    target: str
    release: str

    @property
    def root(self) -> Root:
        return Root(self.release, KIND[self.target])

    @property
    def version(self) -> str:
        """The release for `-t TARGET@RELEASE`: the daemon's, or that of the system that has such a daemon."""
        if self.target == OPENWRT:
            return OPENWRT_RELEASES[self.release]
        return self.root.version
