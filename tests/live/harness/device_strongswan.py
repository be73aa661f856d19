"""strongSwan as the device under test, with each of its front ends."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import strongswan
from .device import Device
from .network import Site
from .response import Tunnel
from .strongswan import Charon
from .subject import IPSEC_CONF, SWANCTL


class Strongswan(Device):
    """What both front ends have in common: charon."""

    def __init__(self, site: Site, userspace: bool) -> None:
        super().__init__(site)
        self.charon = Charon(site, userspace=userspace)

    def begin(self) -> None:
        for conn in self.charon.conns().values():
            for child in conn.get("children", {}):
                self.charon.initiate(child)

    def rekey(self, what: str) -> None:
        for sa in self.charon.sas():
            if what == "ike":
                self.charon.ask("rekey", ike_id=sa["uniqueid"])
            else:
                for child in sa["children"]:
                    self.charon.ask("rekey", child_id=child["uniqueid"])

    def down(self) -> None:
        self.charon.down()

    def kill(self) -> None:
        self.charon.kill()

    def complaints(self) -> list[str]:
        return strongswan.complaints(self.charon.log())

    def loaded(self) -> list[str]:
        return list(self.charon.conns())

    def lifetimes(self) -> Callable[[Tunnel], str]:
        sas = [sa for sa in self.charon.sas() if sa["children"]]
        ends = {(sa["remote-host"], sa["remote-id"], sa["local-id"]): sa for sa in sas}

        def faults(tunnel: Tunnel) -> str:
            sa = ends.get((tunnel.cloud, tunnel.cloud_id, tunnel.device_id))
            return _lifetime_faults(tunnel, sa) if sa else "no SA to look at"

        return faults

    def log(self) -> str:
        return self.charon.log()


class Swanctl(Strongswan):
    """strongSwan with swanctl.conf."""

    target = SWANCTL
    unit = "strongswan.service"
    fine = strongswan.LOADED.pattern

    def boot(self) -> None:
        self.charon.start_swanctl()

    def start(self) -> list[str]:
        self.boot()
        return self.charon.load_swanctl()


class IpsecConf(Strongswan):
    """strongSwan with ipsec.conf and the legacy starter."""

    target = IPSEC_CONF

    unit = "strongswan-starter.service"
    fine = "Updating strongSwan IPsec configuration[.]{3}|"

    def install(self, folder: Path, name: str) -> None:
        super().install(folder, name)
        # the main files have to name each file
        for kind in ("conf", "secrets"):
            with self.site.path(f"/etc/ipsec.{kind}").open("a") as main:
                main.write(f"\ninclude /etc/ipsec.d/{name}.{kind}\n")

    def boot(self) -> None:
        self.charon.start_ipsec()

    def kill(self) -> None:
        self.charon.kill_starter()

    def start(self) -> list[str]:
        return self.charon.start_ipsec()


def _lifetime_faults(tunnel: Tunnel, sa: dict[str, Any]) -> str:
    """What is wrong with the times of an IKE SA and its children, as charon counts them down."""
    faults = []
    again = int(sa.get("rekey-time") or sa.get("reauth-time") or 0) + int(sa.get("established", 0))
    # it begins anew early enough to be done in time, and not at half of the time
    if not tunnel.ike.lifetime * 0.7 <= again < tunnel.ike.lifetime:
        faults.append(f"IKE SA anew after {again} s of {tunnel.ike.lifetime}")
    for child in sa["children"]:
        # its end, counted down from when it was installed, at most as long ago as it was begun
        left, age = int(child.get("life-time", 0)), int(child.get("install-time", 0))
        if not tunnel.esp.lifetime - age - 2 <= left <= tunnel.esp.lifetime:
            faults.append(f"CHILD_SA ends in {left} s, {age} s old, not after {tunnel.esp.lifetime}")
    return ", ".join(faults)
