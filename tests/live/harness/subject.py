"""What is under test: a target of peerconf's, and the root with the daemon that reads its files."""

from dataclasses import dataclass

from .roots import Root

SWANCTL = "strongswan/swanctl"
IPSEC_CONF = "strongswan/ipsec-conf"
LIBRESWAN = "libreswan/ipsec-conf"
# The kind of root in which a target's daemon is installed.
KIND = {SWANCTL: "swanctl", IPSEC_CONF: "starter", LIBRESWAN: "libreswan"}


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
        """The daemon's release, for `-t TARGET@RELEASE`."""
        return self.root.version
