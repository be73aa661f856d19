"""Running commands and waiting, with errors that say what the command said.

A wait is so many looks, not so many seconds by the clock: on a machine with much else to do both ends get on more
slowly, and so do the looks.
"""

import subprocess
import time
from collections.abc import Callable

from . import progress

# Seconds after which a command that should take one has hung, also on a machine with much else to do.
TIMEOUT = 300


class LabError(Exception):
    """Something the tests stand on does not work: the run ends with this reason."""


def run(*argv: str, stdin: str | None = None, timeout: float = TIMEOUT) -> str:
    """Runs a command that has to succeed; returns what it printed."""
    done = attempt(*argv, stdin=stdin, timeout=timeout)
    if done.returncode != 0:
        raise LabError(f"{' '.join(argv)}: exit {done.returncode}: {done.stdout.strip()[-600:]}")
    return done.stdout


def attempt(
    *argv: str, stdin: str | None = None, timeout: float = TIMEOUT
) -> subprocess.CompletedProcess[str]:
    """Runs a command that may fail; stdout holds both of its streams."""
    try:
        return subprocess.run(
            argv,
            input=stdin if stdin is not None else "",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=timeout,
        )
    except FileNotFoundError as missing:
        raise LabError(f"{argv[0]}: not installed: {missing}") from missing
    except subprocess.TimeoutExpired as slow:
        said = (slow.stdout or b"").decode(errors="replace")
        return subprocess.CompletedProcess(argv, 124, f"{said}\nno end after {timeout} s")


def wait_until(true: Callable[[], object], seconds: float, every: float = 0.1) -> bool:
    """Asks again and again, as often as the time holds; False when it was never true."""
    for _ in range(max(1, round(seconds / every))):
        if true():
            return True
        # the looks are counted: to look is no standstill
        progress.beat()
        time.sleep(every)
    return bool(true())


def wait_for(count: Callable[[], int], wanted: int, seconds: float, every: float = 0.1) -> bool:
    """Waits until there are so many; the looks are counted anew whenever there are more than before."""
    looks = max(1, round(seconds / every))
    most, left = -1, looks
    while (now := count()) < wanted:
        if now > most:
            most, left = now, looks
            progress.beat()
        if not left:
            return False
        left -= 1
        time.sleep(every)
    return True
