"""Says that something went on: a guest that is silent for long is stopped, a slow one is not."""

import os
import time

FILE = os.environ.get("LIVE_PROGRESS")
EVERY = 1.0
_last = 0.0


def beat() -> None:
    """Lets the file grow, at most once a second."""
    global _last
    if not FILE or time.monotonic() - _last < EVERY:
        return
    _last = time.monotonic()
    with open(FILE, "ab") as file:
        file.write(b".")
