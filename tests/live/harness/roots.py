"""Roots: folders with the packages of one Debian release each, in which daemons run.

A root is made once, by mmdebstrap, below the build folder, and made again when what it is made of
changes. Packages are unpacked and their scripts do not run, so the little that those scripts would
have left behind is written here.
"""

import fcntl
import gzip
import hashlib
import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from .shell import LabError, attempt, run

CACHE = Path(os.environ["LIVE_CACHE"]) / "roots"
# Raised by hand when what is done to a fresh root changes.
RECIPE = 2
ARCHITECTURE = "amd64"
# Names of Debian's releases as the tests' user says them, and as the mirror does.
RELEASES = {
    "debian-11": "bullseye",
    "debian-12": "bookworm",
    "debian-13": "trixie",
    "forky": "forky",
}
# What rendered scripts call, and what reads rendered files.
COMMON = (
    *("bash", "dash", "coreutils", "findutils", "grep", "sed", "mawk", "util-linux", "mount"),
    *("procps", "kmod", "iproute2", "iputils-ping", "nftables", "systemd", "base-passwd"),
    *("base-files", "libc-bin", "libpam-modules"),
)
PLUGINS = ("libstrongswan-standard-plugins", "libcharon-extra-plugins")


@dataclass(frozen=True)
class Kind:
    """One daemon as it is installed: its packages, and the package whose version is its own."""

    daemon: str
    package: str
    packages: tuple[str, ...]


# One root each: the packages of two daemons conflict.
KINDS = {
    "swanctl": Kind(
        "strongSwan", "charon-systemd", ("charon-systemd", "strongswan-swanctl", *PLUGINS, "frr")
    ),
    # with the socket by which the tests ask charon, which comes with swanctl
    "starter": Kind(
        "strongSwan",
        "strongswan-starter",
        ("strongswan-starter", "strongswan-charon", "strongswan-swanctl", *PLUGINS),
    ),
    "libreswan": Kind("libreswan", "libreswan", ("libreswan", "libnss3-tools", "frr")),
    "openwrt": Kind("strongSwan", "charon-systemd", ("charon-systemd", "strongswan-swanctl", *PLUGINS)),
    # what makes the key that OpenBSD makes at its first start
    "iked": Kind("OpenIKED", "openiked", ("openiked", "openssl")),
}
# Programs that each run starts many times, and what they load by themselves.
PROGRAMS = (
    *("usr/sbin/charon-systemd", "usr/sbin/swanctl", "usr/sbin/ipsec", "usr/sbin/sysctl", "usr/sbin/nft"),
    *("usr/bin/ip", "usr/bin/bash", "usr/bin/dash", "usr/bin/vtysh", "usr/bin/grep", "usr/bin/sed"),
    *("usr/bin/sleep", "usr/bin/env", "usr/bin/cut", "usr/bin/certutil", "usr/sbin/iked", "usr/sbin/ikectl", "usr/bin/timeout", "usr/bin/mkdir"),
    *("usr/lib/ipsec/*", "usr/libexec/ipsec/*", "usr/lib/frr/zebra", "usr/lib/frr/bgpd"),
)
LOADED = (
    *("usr/lib/ipsec/plugins/*", "usr/lib/x86_64-linux-gnu/ossl-modules/*"),
    *("usr/lib/x86_64-linux-gnu/nss/*", "usr/lib/x86_64-linux-gnu/libsoftokn3*", "usr/lib/x86_64-linux-gnu/libfreebl*"),
)
# Users that packages make when they are configured: name, number.
USERS = {"frr": 500, "frrvty": 501, "_iked": 502}
MEMBERS = {"frrvty": "frr"}


@dataclass(frozen=True)
class Root:
    """One daemon of one Debian release."""

    release: str
    kind: str

    def __str__(self) -> str:
        return f"{self.release}-{self.kind}"

    @property
    def folder(self) -> Path:
        return CACHE / str(self)

    @property
    def daemon(self) -> str:
        return KINDS[self.kind].daemon

    @property
    def versions(self) -> dict[str, str]:
        """The packages' versions by the names of the daemons."""
        return json.loads((self.folder / "made").read_text())["versions"]

    @property
    def version(self) -> str:
        """The daemon's release as its own project counts: 6.0.1 of 6.0.1-6+deb13u7."""
        return re.match(r"[\d.]+", self.versions[self.daemon])[0]

    def make(self) -> None:
        """Makes the root unless it is there as it has to be; two runs do not make the same one."""
        CACHE.mkdir(parents=True, exist_ok=True)
        with (CACHE / f"{self}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._make()

    def _make(self) -> None:
        recipe = self._recipe()
        made = self.folder / "made"
        if made.exists() and json.loads(made.read_text())["recipe"] == recipe:
            return
        print(f"making the root {self}", flush=True)
        fresh = CACHE / f"{self}.fresh"
        for old in (fresh, self.folder):
            shutil.rmtree(old, ignore_errors=True)
        suite = RELEASES[self.release]
        argv = ["mmdebstrap", "--quiet", "--variant=extract", f"--architectures={ARCHITECTURE}"]
        argv += ["--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr"]
        # a machine's clock may be past what the next release's index promises
        argv += ["--aptopt=Acquire::Check-Valid-Until \"false\""]
        argv += [f"--include={','.join(self._packages())}", suite, str(fresh), mirror()]
        done = attempt(*argv, timeout=900)
        if done.returncode != 0:
            raise LabError(f"the root {self} cannot be made: {done.stdout.strip()[-800:]}")
        _configure(fresh, self.kind)
        named = {self.daemon: KINDS[self.kind].package, "FRR": "frr"}
        found = {name: _version(fresh, package) for name, package in named.items()}
        versions = {name: version for name, version in found.items() if version}
        for waste in ("usr/share/doc", "usr/share/man", "usr/share/locale", "var/cache", "var/lib/apt"):
            shutil.rmtree(fresh / waste, ignore_errors=True)
        (fresh / "made").write_text(json.dumps({"recipe": recipe, "versions": versions}))
        fresh.rename(self.folder)

    def hot(self) -> list[str]:
        """The files that every test in the root runs."""
        def there(patterns: tuple[str, ...]) -> list[Path]:
            return [path for pattern in patterns for path in self.folder.glob(pattern) if path.is_file()]

        programs = there(PROGRAMS)
        names = [f"/{path.relative_to(self.folder)}" for path in programs]
        loader = ("chroot", str(self.folder), "/usr/bin/bash", "-c", 'for p; do ldd "$p"; done', "ldd", *names)
        libraries = {self.folder / name.lstrip("/") for name in re.findall(r"/[^ )]+", attempt(*loader).stdout)}
        return sorted({str(path) for path in (*programs, *there(LOADED), *libraries) if path.is_file()})

    def _packages(self) -> tuple[str, ...]:
        return (*COMMON, *KINDS[self.kind].packages)

    def _recipe(self) -> str:
        words = [str(RECIPE), RELEASES[self.release], *self._packages()]
        return hashlib.sha256(" ".join(words).encode()).hexdigest()


def mirror() -> str:
    """Debian's mirror, as this machine's own apt knows it."""
    wanted = "$(ORIGIN)|$(LABEL)|$(REPO_URI)"
    listed = run("apt-get", "indextargets", "--format", wanted, "Created-By: Packages", timeout=600)
    for line in listed.splitlines():
        origin, label, uri = line.split("|")
        if (origin, label) == ("Debian", "Debian"):
            return uri
    raise LabError("apt knows no mirror of Debian: look at `apt-get indextargets`, run apt-get update")


def _version(folder: Path, package: str) -> str | None:
    """A package's version, from the first line of its change log: nothing else keeps it."""
    log = folder / f"usr/share/doc/{package}/changelog.Debian.gz"
    if not log.exists():
        return None
    with gzip.open(log, "rt", errors="replace") as text:
        return re.search(r"\(([^)]+)\)", text.readline())[1]


def _configure(folder: Path, daemon: str) -> None:
    """What the packages' own scripts would have done."""
    etc = folder / "etc"
    for name in ("passwd", "group"):
        lines = (folder / f"usr/share/base-passwd/{name}.master").read_text()
        for user, number in USERS.items():
            rest = f"{number}::/:/usr/sbin/nologin" if name == "passwd" else MEMBERS.get(user, "")
            lines += f"{user}:x:{number}:{rest}\n"
        (etc / name).write_text(lines)
    (etc / "nsswitch.conf").write_text("passwd: files\ngroup: files\nhosts: files\n")
    (etc / "hosts").write_text("127.0.0.1 localhost\n")
    for kind in ("auth", "account", "password", "session"):
        (etc / "pam.d").mkdir(exist_ok=True)
        (etc / f"pam.d/common-{kind}").write_text(f"{kind} required pam_permit.so\n")
    for link, to in (("run", "/run"), ("lock", "/run/lock")):
        shutil.rmtree(folder / "var" / link, ignore_errors=True)
        (folder / "var" / link).symlink_to(to)
    for link, to in (("bin/sh", "dash"), ("bin/awk", "mawk")):
        place = folder / "usr" / link
        if not place.is_symlink() and not place.exists():
            place.symlink_to(to)
    for place in ("usr/local", "etc/frr", "etc/swanctl/conf.d", "etc/ipsec.d", "etc/strongswan.d", "etc/systemd/system"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    secrets = etc / "ipsec.secrets"
    if not secrets.exists():
        secrets.touch()
    secrets.chmod(0o600)
    if daemon == "openwrt":
        # what its install script looks for; /usr is read-only at a site
        protocol = folder / "usr/lib/netifd/proto/xfrm.sh"
        protocol.parent.mkdir(parents=True)
        protocol.touch()
    run("ldconfig", "-r", str(folder))
