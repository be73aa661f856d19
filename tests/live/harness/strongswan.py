"""strongSwan at one site, started as Debian's units start it, with either of its front ends."""

import os
import re
import signal
from pathlib import Path
from typing import Any

from .network import Site
from .shell import LabError, wait_for, wait_until
from .vici import Vici

# Everything that a load of good files prints; any other line is a complaint. swanctl's exit
# status is 0 for a file that it cannot parse and for a secret that it cannot load.
LOADED = re.compile(
    r"loaded (connection|ike secret) '[^']*'|"
    r"no (authorities|pools) found, 0 unloaded|"
    # plugins that swanctl knows and Debian does not build
    r"plugin '[^']*': failed to load - \w+ not found and no plugin file available|"
    r"successfully loaded \d+ connections, 0 unloaded|"
)
STARTED = re.compile(
    # it calls itself weak as soon as it is told to answer aggressive mode
    r"Starting (strong|weak)Swan .* IPsec \[starter\]\.\.\.|charon \(\d+\) started after \d+ ms|"
    r"'[^']*' routed|"
)
COMPLAINT = re.compile(r"\[(CFG|LIB)\d?\].*(ignor|invalid|unknown|fail|skip|unsupported|malformed)", re.I)
# The log of a good start says these too: files that nobody has.
HARMLESS = re.compile(
    r"loading .* certificates|failed to load: |unmet dependency|feature .* in plugin|"
    r"plugin '[^']*': failed to load|no RDRAND|opening directory"
)

EXTRA = """
# The tests' own: a log to read, and no refusal of many peers that begin at once.
charon {
  dos_protection = no
  %s
  filelog {
    live {
      path = %s
      flush_line = yes
      ike_name = yes
      default = 1
      cfg = 2
    }
  }
}
"""
# How the cloud's gateway answers: it takes aggressive mode, and gives up on a dead peer soon.
GATEWAY = """i_dont_care_about_security_and_use_aggressive_mode_psk = yes
  retransmit_tries = 3
  retransmit_timeout = 2.0
  retransmit_base = 1.3"""


class Charon:
    """The daemon: charon-systemd with swanctl.conf, or starter with ipsec.conf."""

    def __init__(self, site: Site, *, userspace: bool, gateway: bool = False) -> None:
        self.site = site
        self.log_file = site.folder / "charon.log"
        conf = EXTRA % (GATEWAY if gateway else "", self.log_file)
        site.path("/etc/strongswan.d/zz-live.conf").write_text(conf)
        if userspace:
            # ESP in the daemon: for kernels without it; the first provider in the alphabet wins
            plugin = site.path("/etc/strongswan.d/charon/kernel-libipsec.conf")
            plugin.parent.mkdir(exist_ok=True)
            plugin.write_text("kernel-libipsec { load = yes\n allow_peer_ts = yes\n}\n")
        self.front = "swanctl"
        self.socket: Vici | None = None

    def start_swanctl(self) -> None:
        self.process = self.site.spawn("/usr/sbin/charon-systemd", log="charon.out")
        self._ready()

    def load_swanctl(self) -> list[str]:
        """Loads /etc/swanctl as the unit does; returns every line that is not a success."""
        seen = len(self.log())
        done = self.site.attempt("swanctl", "--load-all", "--noprompt")
        lines = [line.strip() for line in done.stdout.splitlines()]
        bad = [line for line in lines if not LOADED.fullmatch(line)]
        if done.returncode != 0 and not bad:
            bad = [f"swanctl --load-all: exit {done.returncode}"]
        return bad + complaints(self.log()[seen:])

    def start_ipsec(self) -> list[str]:
        """Starts the legacy starter, which loads /etc/ipsec.conf by itself."""
        self.front = "ipsec"
        self.process = self.site.spawn("/usr/lib/ipsec/starter", "--nofork", log="charon.out")
        self._ready()
        # starter hands the conns over one by one; it is done when they are there and the log rests
        wanted = self._wanted()
        wait_for(lambda: len(wanted & set(self.conns())), len(wanted), 10, 0.3)
        said = [""]

        def quiet() -> bool:
            last, said[0] = said[0], self.log()
            return last == said[0] and "received stroke" in last

        wait_until(quiet, 30, 0.3)
        lines = [line.strip() for line in self.output().splitlines()]
        return [line for line in lines if not STARTED.fullmatch(line)] + complaints(self.log())

    def _wanted(self) -> set[str]:
        """The conns that starter hands over: those that say when to begin."""
        texts = [file.read_text() for file in self.site.path("/etc/ipsec.d").glob("*.conf")]
        found = re.findall(r"^conn (\S+)\n((?:[ \t].*\n|\n)*)", "\n".join(texts), re.M)
        return {name for name, body in found if re.search(r"^\s+auto=", body, re.M)}

    def _ready(self) -> None:
        def connected() -> bool:
            try:
                self.socket = Vici(self.site.path("/run/charon.vici"))
            except OSError:
                return self.process.poll() is not None
            return True

        if not wait_until(connected, 60) or self.socket is None:
            raise LabError(f"{self.site.name}: charon did not start: {self.output()[-600:]}")

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> None:
        """Ends the daemon: in order, or with SIGKILL without a word."""
        pid = self.pid()
        os.kill(pid, sign)
        # its sockets are free when it is gone itself, and not when starter is
        ended = lambda: self.process.poll() is not None if pid == self.process.pid else not Path(f"/proc/{pid}").exists()  # noqa: E731
        if not wait_until(ended, 60):
            raise LabError(f"{self.site.name}: charon does not end")
        self.site.path("/run/charon.vici").unlink(missing_ok=True)
        # the old run's log says nothing of the next
        self.log_file.unlink(missing_ok=True)

    def kill(self) -> None:
        self.stop(signal.SIGKILL)

    def kill_starter(self) -> None:
        """Ends starter first: it would start its charon anew."""
        self.process.kill()
        self.kill()
        for left in ("charon.pid", "starter.charon.pid"):
            self.site.path(f"/run/{left}").unlink(missing_ok=True)

    def pid(self) -> int:
        """The daemon's own process: starter has it in a child."""
        if self.front == "swanctl":
            return self.process.pid
        return int(self.site.path("/run/charon.pid").read_text())

    def log(self) -> str:
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def output(self) -> str:
        return (self.site.folder / "charon.out").read_text(errors="replace")

    def ask(self, command: str, **arguments: Any) -> dict[str, Any]:
        return self.socket.ask(command, **arguments)

    def sas(self) -> list[dict[str, Any]]:
        """Every IKE SA, its name in `name`, its CHILD_SAs as a list in `children`."""
        found = []
        for event in self.socket.stream("list-sas", "list-sa"):
            for name, sa in event.items():
                children = [c for c in sa.get("child-sas", {}).values()]
                found.append({**sa, "name": name, "children": children})
        return found

    def conns(self) -> dict[str, dict[str, Any]]:
        """Every connection that is loaded, by name."""
        events = self.socket.stream("list-conns", "list-conn")
        return {name: conn for event in events for name, conn in event.items()}

    def initiate(self, child: str, timeout_ms: int = -1) -> dict[str, Any]:
        """Brings a child up; a negative time does not wait."""
        return self.ask("initiate", child=child, timeout=timeout_ms, loglevel=-1)

    def down(self) -> None:
        """Takes every IKE SA down, from this side."""
        for sa in self.sas():
            self.ask("terminate", ike_id=sa["uniqueid"], timeout=-1)

    def version(self) -> str:
        return self.ask("version")["version"]


def complaints(log: str) -> list[str]:
    """What charon's log says about files that it did not like."""
    lines = [line for line in log.splitlines() if COMPLAINT.search(line)]
    return [line for line in lines if not HARMLESS.search(line)]
