"""Gives a site's mount namespace a root of another release.

The new root is a small tree in memory: the release's /usr read-only below it, its /etc and /var
as copies of the site's own, an empty /run, and the machine's /proc, /sys, /dev and folder for
temporary files, where the tests keep what they rendered.
"""

import os
import shutil
import tempfile
from pathlib import Path

from . import inside

# Programs that stand in for the machine's own inside a site.
STUBS = Path(__file__).resolve().parent / "stubs"
MERGED = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")


def enter(keeper: int, root: Path, mount_point: Path) -> None:
    """Makes the root the root of the process's mount namespace, whose mounts must be private."""
    mount_point.mkdir()
    shared = {Path(tempfile.gettempdir())}
    if keep := os.environ.get("LIVE_KEEP"):
        shared.add(Path(keep).resolve())

    def pivot() -> None:
        _build(root, mount_point, shared)
        inside.pivot(mount_point)

    inside.within(keeper, "mnt", pivot)


def _build(root: Path, new: Path, shared: set[Path]) -> None:
    inside.mount_empty(str(new))
    new.chmod(0o755)
    for place in ("usr", "run", "proc", "sys", "dev", "root"):
        (new / place).mkdir()
    for name in MERGED:
        link = root / name
        if link.is_symlink():
            (new / name).symlink_to(link.readlink())
    inside.bind(root / "usr", str(new / "usr"))
    inside.read_only(str(new / "usr"))
    for place in ("etc", "var"):
        shutil.copytree(root / place, new / place, symlinks=True, ignore=_ignored)
    inside.mount_empty(str(new / "usr/local"))
    shutil.copytree(STUBS / "site", new / "usr/local/sbin")
    shutil.copytree(STUBS / "quick", new / "usr/local/quick")
    for place in ("/proc", "/sys", "/dev"):
        inside.bind_all(Path(place), f"{new}{place}")
    for place in shared:
        below = new / str(place).lstrip("/")
        below.mkdir(parents=True, exist_ok=True)
        inside.bind_all(place, str(below))


def _ignored(folder: str, names: list[str]) -> list[str]:
    """Locks and sockets of the packaging, which nothing at a site reads."""
    return [name for name in names if folder.endswith("/var/lib") and name in ("dpkg", "apt")]
