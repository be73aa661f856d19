"""libreswan at one site."""

import os
import re
import shlex

from .network import Site
from .shell import TIMEOUT, LabError, wait_until

COMPLAINT = re.compile(
    r"error|fail|warning|unknown|bad |invalid|malformed|unrecogni[sz]ed|not supported|"
    r"does not allow|ignor|cannot|obsolete|deprecat",
    re.I,
)
# A start without a fault says these too.
HARMLESS = re.compile(
    r"leak-detective|FIPS|NSS|seccomp|audit|KERNEL|ignored? (by default|when)|libcap|"
    r"Linux OOM|systemd|core dump|opportunistic|bare_shunt|nhelpers|watchdog|kernel algorithm|"
    r"xfrmi is not supported|ipv6 holes|needs? \d|no private key|libunbound|labeled IPsec|\(IKEv2-CP\)|IPsec device offload|"
    # an event that another kernel than the one it was built for sends shorter
    r"netlink_expire got message|"
    # 5.x, where several connections say that IKEv1 is accepted: the same value again
    r"overriding earlier 'config setup' keyword with new value: ikev1-policy=accept|"
    # cut off anywhere in pluto's log; the check of the files has said the whole of it
    r"addconn: ipsec addconn: |"
    # what a newer pluto asks its kernel for and no file of ours uses
    r"kernel: (IPTFS|directional) ipsec SA error"
)
# Plays the unit of the daemon: pluto is Type=notify, so start ends when it answers.
UNIT = """#!/bin/sh
socket=/run/pluto/pluto.ctl
case $1 in
stop)
    pid=$(cat /run/pluto/pluto.pid) || exit 0
    kill "$pid"
    while [ -S "$socket" ]; do sleep 0.1; done
    ;;
start)
    setsid {daemon} </dev/null >>{log} 2>&1 &
    until [ -S "$socket" ]; do sleep 0.1; done
    ;;
esac
"""


class Pluto:
    """The daemon and the programs that speak to it."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.log_file = site.folder / "pluto.log"
        self.nss = site.folder / "nss"
        if not self.nss.exists():
            self.nss.mkdir()
            site.run("certutil", "-N", "-d", f"sql:{self.nss}", "--empty-password")
        # pluto finds `ipsec`, which runs its route script, by this
        self.path = os.environ["PATH"]
        site.run("mkdir", "-p", "/run/pluto")
        self._unit()

    def _unit(self) -> None:
        """What systemctl does with ipsec.service at this site."""
        script = self.site.path("/run/live/units/ipsec.service")
        script.parent.mkdir(parents=True, exist_ok=True)
        daemon = shlex.join(self._daemon())
        script.write_text(UNIT.format(daemon=daemon, log=shlex.quote(str(self.log_file))))
        script.chmod(0o755)

    def _daemon(self) -> list[str]:
        return [
            *("env", f"PATH={self.path}"),
            *("/usr/libexec/ipsec/pluto", "--nofork", "--stderrlog", "--no-dnssec"),
            *("--config", "/etc/ipsec.conf", "--nssdir", str(self.nss)),
        ]

    def program(self, name: str, *argv: str, timeout: float = TIMEOUT):
        """Runs one of libreswan's own programs at the site."""
        return self.site.attempt(f"/usr/libexec/ipsec/{name}", *argv, timeout=timeout)

    def whack(self, *argv: str, timeout: float = TIMEOUT) -> str:
        return self.program("whack", *argv, timeout=timeout).stdout

    def start(self) -> None:
        """Starts pluto as the unit does, whatever files there are or not."""
        self.process = self.site.spawn(*self._daemon(), log="pluto.log")
        socket = self.site.path("/run/pluto/pluto.ctl")
        ended = lambda: self.process.poll() is not None
        # the socket is there long before pluto has read its files, which it does by a program of its own
        ready = lambda: socket.is_socket() and "listening for IKE messages" in self.log()
        if not wait_until(lambda: ready() or ended(), 60) or ended():
            raise LabError(f"pluto did not start: {self.log()[-600:]}")

    def start_with_files(self) -> list[str]:
        """Checks the files, starts pluto and waits for every conn; returns what it complained of."""
        checked = self.program("addconn", "--config", "/etc/ipsec.conf", "--checkconfig")
        bad = [line for line in checked.stdout.splitlines() if line.strip() and not HARMLESS.search(line)]
        if checked.returncode != 0:
            return [*bad, f"addconn --checkconfig: exit {checked.returncode}"]
        self.start()
        # addconn --autoall reads every conn in a process of its own
        said = [""]

        def quiet() -> bool:
            last, said[0] = said[0], self.log()
            return last == said[0] and '": added' in last

        wait_until(quiet, 60, 0.7)
        # traps are set one after the other, each by a script: before its own is there a conn
        # holds nothing back
        waiting = [-1]

        def settled() -> bool:
            last = waiting[0]
            waiting[0] = sum("; unrouted;" in ends for ends, _ in self.conns().values())
            return waiting[0] in (0, last)

        wait_until(settled, 240, 4)
        return bad + complaints(self.log())

    def kill(self) -> None:
        """Ends pluto without a word; a daemon that starts anew finds the same database of keys."""
        self.process.kill()
        self.process.wait(30)
        for left in ("pluto.ctl", "pluto.pid"):
            self.site.path(f"/run/pluto/{left}").unlink(missing_ok=True)
        self.log_file.unlink(missing_ok=True)

    def log(self) -> str:
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def conns(self) -> dict[str, tuple[str, str]]:
        """Each loaded conn by name: its ends, and its times (`ike_life: 86400s; ...`)."""
        ends: dict[str, str] = {}
        found = {}
        for line in self.whack("--status").splitlines():
            if not (conn := re.match(r'(?:000 )?"([^"]+)": +(.*)', line)):
                continue
            name, text = conn.groups()
            if "===" in text or "..." in text:
                ends.setdefault(name, text)
            if text.startswith("ike_life:"):
                found[name] = (ends.get(name, ""), text)
        return found

    def each(self, *argv: str) -> None:
        """One whack for every conn, in one shell: starting programs is slow in the guest."""
        names = "\n".join(self.conns()) + "\n"
        command = " ".join(["/usr/libexec/ipsec/whack", *argv, "--name", '"$n"'])
        loop = f'while read -r n; do timeout 120 {command} </dev/null; done'
        self.site.attempt("sh", "-c", loop, stdin=names, timeout=500)


def complaints(log: str) -> list[str]:
    lines = [line for line in log.splitlines() if COMPLAINT.search(line)]
    return [line for line in lines if not HARMLESS.search(line)]
