"""Work in a site's namespaces without starting a program, which in the guest takes longest.

A thread enters the namespaces; they are the thread's own, and end with it.
"""

import ctypes
import os
import threading
from collections.abc import Callable
from pathlib import Path

from .shell import LabError

CLONE_FS = 0x200
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 0x1, 0x20, 0x1000, 0x4000, 0x40000
MNT_DETACH = 2
LIBC = ctypes.CDLL(None, use_errno=True)


def within(keeper: int, kind: str, work: Callable[[], None]) -> None:
    """Does the work in the `net` or `mnt` namespace of a process."""
    failed: list[OSError] = []

    def enter_and_work() -> None:
        try:
            if kind == "mnt":
                # threads that share a root and a working folder cannot change them alone
                _check(LIBC.unshare(CLONE_FS))
            with open(f"/proc/{keeper}/ns/{kind}") as namespace:
                _check(LIBC.setns(namespace.fileno(), 0))
            work()
        except OSError as error:
            failed.append(error)

    thread = threading.Thread(target=enter_and_work)
    thread.start()
    thread.join()
    if failed:
        raise LabError(f"in the {kind} namespace of {keeper}: {failed[0]}")


def bind(folder: Path, place: str) -> None:
    """Mounts a folder or a file over another."""
    _check(LIBC.mount(os.fsencode(folder), os.fsencode(place), None, MS_BIND, None))


def mount_empty(place: str) -> None:
    """Mounts an empty folder in memory."""
    _check(LIBC.mount(b"t", os.fsencode(place), b"tmpfs", 0, None))


def bind_all(folder: Path, place: str) -> None:
    """Mounts a folder over another, with all that is mounted below it."""
    _check(LIBC.mount(os.fsencode(folder), os.fsencode(place), None, MS_BIND | MS_REC, None))


def read_only(place: str) -> None:
    """Makes a bound folder read-only."""
    flags = MS_REMOUNT | MS_BIND | MS_RDONLY
    _check(LIBC.mount(None, os.fsencode(place), None, flags, None))


def pivot(new: Path) -> None:
    """Makes a mounted folder the root of the namespace; the old one goes away."""
    old = new / ".old"
    old.mkdir()
    _check(LIBC.pivot_root(os.fsencode(new), os.fsencode(old)))
    os.chdir("/")
    _check(LIBC.umount2(b"/.old", MNT_DETACH))
    os.rmdir("/.old")


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
