"""What peerconf refuses, the daemon must refuse as well: or the manifest denies what works.

Each refused response is written by a renderer without any limits (naive) and given to the daemon.
Loading is enough: an algorithm that a build lacks is missed when its file is read.
"""

import re
from pathlib import Path

from . import daemons, naive
from .cases import Case
from .device import Device
from .device_libreswan import Libreswan
from .network import Network, Site
from .subject import IKED, LIBRESWAN, SWANCTL, Subject


def taken(subject: Subject, cases: list[Case], *, userspace: bool) -> dict[str, str]:
    """The names of the cases that the daemon takes all the same, with what it said of them."""
    network = Network("refused", subject.root)
    try:
        site = network.device
        network.outer(site, [case.connection.tunnels[0].device for case in cases])
        daemon = daemons.make(subject.target, site, userspace)
        folder = network.folder / "naive"
        for case in cases:
            naive.write(subject.target, case.name, case.connection, folder)
        if subject.target == IKED:
            return _taken_by_iked(site, sorted(folder.iterdir()))
        place = "/etc/swanctl/conf.d" if subject.target == SWANCTL else "/etc/ipsec.d"
        site.run("sh", "-c", f"cp {folder}/* {place}/")
        if subject.target == LIBRESWAN:
            # the switch is no algorithm: without it every IKEv1 conn would look refused
            main = "config setup\n\tikev1-policy=accept\n\ninclude /etc/ipsec.d/*.conf\n"
            site.path("/etc/ipsec.conf").write_text(main)
        daemon.start()
        return {case.name: said for case in cases if (said := _loaded(daemon, case.name))}
    finally:
        network.close()


def _taken_by_iked(site: Site, files: list[Path]) -> dict[str, str]:
    """One file at a time: a fault in one would stand for all."""
    checked = {file.stem: site.attempt("iked", "-n", "-f", str(file)) for file in files}
    return {name: done.stdout.strip() for name, done in checked.items() if done.returncode == 0}


def _loaded(daemon: Device, name: str) -> str:
    if isinstance(daemon, Libreswan):
        line = re.search(rf'"{re.escape(name)}(/\w+)?": added .*', daemon.log())
        return line[0] if line else ""
    return "loaded" if any(conn == name for conn in daemon.charon.conns()) else ""

