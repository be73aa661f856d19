"""FRR at a site: zebra and bgpd as Debian sets them up, in the site's own /run and /etc."""

import json
from typing import Any

from .network import Site
from .shell import LabError, wait_until


class Frr:
    """The two daemons, without any configuration until one is loaded."""

    def __init__(self, site: Site) -> None:
        self.site = site
        folder = "/run/frr"
        site.run("install", "-d", "-o", "frr", "-g", "frr", "-m", "755", folder)
        site.run("sh", "-c", ": > /etc/frr/frr.conf; chown -R frr:frr /etc/frr")
        for daemon in ("zebra", "bgpd"):
            site.spawn(f"/usr/lib/frr/{daemon}", "--log", "stdout", log=f"{daemon}.log")
            socket = site.path(f"{folder}/{daemon}.vty")
            if not wait_until(socket.is_socket, 40):
                log = (site.folder / f"{daemon}.log").read_text()
                raise LabError(f"{site.name}: {daemon} did not start: {log[-300:]}")

    def load(self, file: str) -> str:
        """Loads a file as its user does; returns what vtysh complains of."""
        done = self.site.attempt("vtysh", "-f", file)
        said = [s for s in done.stdout.splitlines() if s.strip() and "Waiting for" not in s]
        said = [s for s in said if not s.startswith(("[", "%VTY", "Configuration saved"))]
        return "; ".join(said) or ("" if done.returncode == 0 else f"exit {done.returncode}")

    def show(self, command: str) -> Any:
        done = self.site.attempt("vtysh", "-c", f"{command} json")
        try:
            return json.loads(done.stdout)
        except json.JSONDecodeError:
            return {}

    def established(self) -> set[str]:
        """The neighbors whose session is up."""
        peers = self.show("show bgp ipv4 unicast summary").get("peers", {})
        return {peer for peer, state in peers.items() if state.get("state") == "Established"}

    def routes(self, network: str) -> set[str]:
        """The neighbors from which a network was learnt."""
        paths = self.show(f"show bgp ipv4 unicast {network}").get("paths", [])
        return {hop["ip"] for path in paths for hop in path.get("nexthops", [])}
