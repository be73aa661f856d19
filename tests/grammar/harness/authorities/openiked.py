"""The parsers of OpenIKED and OpenBGPD, as Debian 13 ships them: `iked -n` and `bgpd -n` in a root of their own.

Both want to be root, and a policy may name an interface: each text is read in a network namespace that has the interfaces
it names. The root is made once by mmdebstrap and kept below the build folder.
"""

import re
import subprocess
import sys
from pathlib import Path

from ..fault import Fault

NAME = "OpenIKED and OpenBGPD"
VERSION = "Debian 13"
USERS = {"_iked": "/var/empty", "_bgpd": "/run/bgpd"}
#: read in the root, in a fresh network namespace; the interfaces come as arguments
READ = """
for name in "$@"; do ip link add "$name" type veth peer name "p$name"; done
exec chroot . /usr/sbin/$PROGRAM -n -f /tmp/read.conf
"""


def check(texts) -> list[list[Fault]]:
    root = _root()
    return [
        [fault for path, text in files.items() for fault in _text(root, path, text)] for files, _ in texts
    ]


def _text(root: Path, path: str, text: str) -> list[Fault]:
    name = path.rpartition("/")[2]
    if name.endswith("-bgpd.conf"):
        return _read(root, path, "bgpd", "AS 64512\n" + text, 1, text)
    if re.fullmatch(r"[^-]+\.conf", name):
        return _read(root, path, "iked", text, 0, text)
    return []


def _read(root: Path, path: str, program: str, text: str, more: int, original: str) -> list[Fault]:
    file = root / "tmp/read.conf"
    file.write_text(text)
    file.chmod(0o600)
    interfaces = sorted(set(re.findall(r"iface (sec\d+)", text)))
    ran = subprocess.run(
        ["unshare", "--net", "env", f"PROGRAM={program}", "sh", "-c", READ, "sh", *interfaces],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in (ran.stdout + ran.stderr).splitlines() if "/tmp/read.conf:" in line and "loaded" not in line]
    lines = original.split("\n")
    faults = []
    for line in said:
        found = re.search(r"/tmp/read\.conf:\s?(\d+): (.*)", line)
        number = int(found[1]) - more if found else 0
        faults.append(Fault(f"{path}:{number}", lines[number - 1] if 0 < number <= len(lines) else "", found[2] if found else line))
    if ran.returncode and not faults:
        faults.append(Fault(path, "", f"{program} ends with {ran.returncode}: {(ran.stderr or ran.stdout).strip()[-200:]}"))
    return faults


def _root() -> Path:
    root = Path(sys.prefix).parent / "openiked-root"
    if not root.exists():
        new = root.with_suffix(".new")
        print("making a root with OpenIKED and OpenBGPD, once", flush=True)
        subprocess.run(
            ["mmdebstrap", "--quiet", "--variant=extract", "--include=openiked,openbgpd", "trixie", str(new)], check=True
        )
        for name in ("bin", "sbin", "lib", "lib64"):
            if not (new / name).exists():
                (new / name).symlink_to(f"usr/{name}")
        for number, (user, home) in enumerate(USERS.items(), 990):
            with (new / "etc/passwd").open("a") as passwd, (new / "etc/group").open("a") as group:
                passwd.write(f"{user}:x:{number}:{number}::{home}:/usr/sbin/nologin\n")
                group.write(f"{user}:x:{number}:\n")
            (new / home.lstrip("/")).mkdir(parents=True, exist_ok=True)
        (new / "tmp").mkdir(exist_ok=True)
        new.rename(root)
    return root
