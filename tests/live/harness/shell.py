"""Running commands and waiting, with errors that say what the command said."""

import subprocess
import time
from collections.abc import Callable

from . import progress


class LabError(Exception):
    """Something the tests stand on does not work: the run ends with this reason."""


def run(*argv: str, stdin: str | None = None, timeout: float = 60) -> str:
    """Runs a command that has to succeed; returns what it printed."""
    done = attempt(*argv, stdin=stdin, timeout=timeout)
    if done.returncode != 0:
        raise LabError(f"{' '.join(argv)}: exit {done.returncode}: {done.stdout.strip()[-600:]}")
    return done.stdout


def attempt(
    *argv: str, stdin: str | None = None, timeout: float = 60
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
    """Asks again and again; False when it was never true within the time."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True


def wait_for(count: Callable[[], int], wanted: int, seconds: float, every: float = 0.1) -> bool:
    """Waits until there are so many; the time is counted anew whenever there are more than before."""
    most, end = -1, time.monotonic() + seconds
    while (now := count()) < wanted:
        if now > most:
            most, end = now, time.monotonic() + seconds
            progress.beat()
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True
