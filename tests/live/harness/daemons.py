"""Which class knows a target's daemon."""

from .device import Device
from .device_iked import Iked
from .device_libreswan import Libreswan
from .device_openwrt import OpenWrt
from .device_strongswan import IpsecConf, Swanctl
from .network import Site


def make(target: str, site: Site, userspace: bool) -> Device:
    """The daemon for a target; where ESP is the daemon's or nobody's, iked leaves the kernel alone."""
    if target == Iked.target:
        return Iked(site, decoupled=userspace)
    if target == Libreswan.target:
        return Libreswan(site)
    return {one.target: one for one in (Swanctl, IpsecConf, OpenWrt)}[target](site, userspace)
