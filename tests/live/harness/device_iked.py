"""OpenIKED as the device under test: OpenBSD's iked, built for Linux.

Its files are OpenBSD's, and so is the install script: what it calls of that system has stand-ins in
stubs/openbsd. The daemon speaks PF_KEY to the kernel, and its Linux build knows no HMAC_SHA2_256_128
there: what uses SHA-2 in phase 2 is negotiated `decoupled` from the kernel. On Linux it sends from the address that
the kernel chooses, whatever `local` says: all cases of a batch have one address at the device.
"""

import functools
import re
import shutil
from collections.abc import Callable

from .device import Device
from .network import Site
from .response import Tunnel
from .rooted import STUBS
from .shell import LabError, wait_until
from .subject import IKED

MAIN = "/etc/iked.conf"
COMPLAINT = re.compile(r"fatal|syntax error|warning|unsupported|cannot|failed to|no such", re.I)
# What the daemon says of keys that no connection of ours uses, and of a profile that no kernel here has.
HARMLESS = re.compile(r"ca_|certificate|pubkey|/etc/iked/|armor_change_profile")


class Iked(Device):
    """iked with a file for each connection, which /etc/iked.conf includes."""

    target = IKED
    unit = "iked.service"
    # its flows come with the SAs; the rules for pf, which does not run here, hold packets back
    holds_back = False
    fine = r"configuration OK|net[.]inet[.]ip[.]forwarding.*|\S+-install: loaded[.] Now place .*|"

    def __init__(self, site: Site, *, decoupled: bool = False) -> None:
        super().__init__(site)
        self.decoupled = decoupled
        self.log_file = site.folder / "iked.log"
        for stub in (STUBS / "openbsd").iterdir():
            shutil.copy(stub, site.path(f"/usr/local/sbin/{stub.name}"))
        # OpenBSD makes one when it boots
        key = "/etc/iked/private/local.key"
        if not site.path(key).exists():
            site.path(key).parent.mkdir(parents=True, exist_ok=True)
            site.run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key)
        main = site.path(MAIN)
        main.write_text("set decouple\n" if decoupled else "")
        main.chmod(0o600)

    def install(self, folder, name: str) -> None:
        super().install(folder, name)
        path = f"/etc/iked.d/{name}.conf"
        if self.site.path(path).exists():
            with self.site.path(MAIN).open("a") as main:
                main.write(f'include "{path}"\n')
            self.site.path(path).chmod(0o600)

    def boot(self) -> None:
        self.process = self.site.spawn("/usr/sbin/iked", "-d", "-vv", "-f", MAIN, log="iked.log")
        ended = lambda: self.process.poll() is not None  # noqa: E731
        if not wait_until(lambda: ended() or self._ctl("show", "sa").returncode == 0, 60, 0.5) or ended():
            raise LabError(f"iked did not start: {self.log()[-600:]}")

    def start(self) -> list[str]:
        checked = self.site.attempt("iked", "-n", "-f", MAIN)
        bad = [line for line in checked.stdout.splitlines() if line.strip() not in ("", "configuration OK")]
        if checked.returncode:
            return [*bad, f"iked -n: exit {checked.returncode}"]
        self.boot()
        return bad + self.complaints()

    def _ctl(self, *argv: str):
        return self.site.attempt("ikectl", *argv, timeout=60)

    def complaints(self) -> list[str]:
        lines = [line for line in self.log().splitlines() if COMPLAINT.search(line)]
        return [line for line in lines if not HARMLESS.search(line)]

    def loaded(self) -> list[str]:
        return list(self._policies())

    def begin(self) -> None:
        # its policies are active: it begins by itself, and again when it failed
        self._ctl("active")

    def rekey(self, what: str) -> None:
        raise LabError("iked takes no request for new keys: ask can_rekey first")

    def can_rekey(self, kind: str, version: int) -> bool:
        # ikectl has no such command; that it renews in time shows where lifetimes run out
        return False

    def down(self) -> None:
        """Without beginning again: the cloud's turn comes next."""
        self._ctl("passive")
        self._ctl("reset", "sa")

    def kill(self) -> None:
        for pid in self.site.attempt("pidof", "iked").stdout.split():
            self.site.attempt("kill", "-9", pid)
        wait_until(lambda: self.process.poll() is not None, 30)
        self.log_file.unlink(missing_ok=True)

    def lifetimes(self) -> Callable[[Tunnel], str]:
        policies = self._policies()

        def faults(tunnel: Tunnel) -> str:
            mine = [text for text in policies.values() if f" peer {tunnel.cloud} " in text]
            wanted = f" ikelifetime {tunnel.ike.lifetime} lifetime {tunnel.esp.lifetime} "
            wrong = [text for text in mine if wanted not in text]
            return "; ".join(wrong) if mine else "no policy to look at"

        return faults

    def _policies(self) -> dict[str, str]:
        """What the daemon's own parser made of the files: each policy as it prints it, by name."""
        said = self.site.attempt("iked", "-n", "-vv", "-f", MAIN).stdout
        found = re.finditer(r'^ikev2 "?([^"\s]+)"? .*$', said, re.M)
        return {policy[1]: policy[0] for policy in found}

    def concerning(self, pattern: str) -> list[str]:
        """A line names the connection, its SPI, or nothing and goes on from the line before."""
        blocks = _blocks(self.log())
        mine = {number for number, lines in blocks.items() if re.search(pattern, lines)}
        return [line for number in mine for line in blocks[number].splitlines()]

    def log(self) -> str:
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""


@functools.lru_cache(maxsize=1)
def _blocks(log: str) -> dict[str, str]:
    """The lines of a log by SPI; a line without one goes on from the line before."""
    found: dict[str, list[str]] = {}
    number = ""
    for line in log.splitlines():
        if line.startswith("spi="):
            number = line.partition(":")[0]
        found.setdefault(number, []).append(line)
    found.pop("", None)
    return {number: "\n".join(lines) for number, lines in found.items()}
