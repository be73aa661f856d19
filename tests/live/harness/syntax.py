"""Rendered files before the programs that will read them: shells, systemd, nft, FRR.

What the IKE daemons read is loaded by them elsewhere.
"""

import re
from pathlib import Path

from . import daemons
from .network import Network, Site
from .report import Report, Row
from .shell import attempt
from .subject import Subject

# The chains that the optional openings go into.
CHAINS = """table inet filter {
  chain input { type filter hook input priority 0; }
  chain forward { type filter hook forward priority 0; }
}"""


def check(subject: Subject, folders: list[Path], report: Report) -> None:
    """All files of each folder; a row of the report for each."""
    network = Network("syntax", subject.root)
    try:
        site = network.device
        site.run("nft", "-f", "-", stdin=CHAINS)
        daemon = daemons.make(subject.target, site, userspace=True)
        for folder in folders:
            row = report.row("Files before their own programs", f"{folder.parent.name}: {folder.name}", subject.target)
            name = next(folder.glob("*-net.sh")).name.removesuffix("-net.sh")
            daemon.install(folder, name)
            for file in sorted(folder.iterdir()):
                _file(row, site, file)
            _rules(row, site, name)
    finally:
        network.close()


def _file(row: Row, site: Site, file: Path) -> None:
    if file.suffix == ".sh":
        for shell in ("bash", "sh"):
            done = attempt(shell, "-n", str(file))
            row.check(f"{shell} -n", done.returncode == 0, done.stdout)
        done = attempt("shellcheck", "-f", "gcc", str(file))
        row.check("shellcheck", done.returncode == 0, f"{file.name}: {done.stdout[:600]}")
    elif file.suffix == ".service":
        unit = f"/etc/systemd/system/{file.name}"
        done = site.attempt("systemd-analyze", "verify", "--man=no", unit)
        # it loads units of the release's own as well, and has an opinion on those
        ours = [line for line in done.stdout.splitlines() if line.strip() and "/usr/lib/systemd/" not in line]
        row.check("systemd-analyze verify", done.returncode == 0 and not ours, "; ".join(ours))
    elif file.suffix == ".nft":
        done = site.attempt("nft", "-c", "-f", str(file))
        row.check("nft -c", done.returncode == 0, done.stdout[:400])
    elif file.name.endswith("-frr.conf"):
        _frr(row, site, file)


def _rules(row: Row, site: Site, name: str) -> None:
    """The rules that the set-up script loads."""
    done = site.attempt(f"/usr/local/sbin/{name}-net", "rules")
    row.check("nft -c", done.returncode == 0 and done.stdout, f"no rules: {done.stdout[:300]}")
    done = site.attempt("nft", "-c", "-f", "-", stdin=done.stdout)
    row.check("nft -c", done.returncode == 0, f"rules: {done.stdout[:400]}")


def _frr(row: Row, site: Site, file: Path) -> None:
    """vtysh knows words and no meaning, and its exit status tells little; bgpd knows meaning."""
    done = site.attempt("vtysh", "-C", "-f", str(file))
    row.check("vtysh -C", not done.stdout.strip(), done.stdout[:400])
    # the daemon's user has to read it
    copy = site.folder / "frr"
    copy.mkdir(exist_ok=True)
    (copy / "frr.conf").write_text(file.read_text())
    site.run("chown", "-R", "frr:frr", str(copy))
    argv = ["/usr/lib/frr/bgpd", "-C", "-f", str(copy / "frr.conf"), "--vty_socket", str(copy)]
    done = site.attempt(*argv, "-i", str(copy / "pid"), "-z", str(copy / "zserv"), timeout=60)
    said = [s for s in done.stdout.splitlines() if s.strip() and "zclient_send_message" not in s]
    said = [s for s in said if not re.search(r"config line \d+: (ip|interface) ", s)]
    row.check("a dry run of bgpd", not said, "; ".join(said)[:400])
