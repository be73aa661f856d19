"""Makes the virtual environment with what comes from PyPI, below the build folder, and goes on in it.

It is made anew when requirements.txt changes. Every package is pinned with its hash.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .render import ROOT


def enter(here: Path) -> None:
    """Runs this program again with the environment's python, unless that is done already."""
    folder = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "grammar" / "venv"
    if Path(sys.prefix).resolve() == folder.resolve():
        return
    requirements = here / "requirements.txt"
    mark, state = folder / "made-from", hashlib.sha256(requirements.read_bytes()).hexdigest()
    if not mark.exists() or mark.read_text() != state:
        _need_venv()
        print("making the Python environment for the outside grammars", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run(
            [folder / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            + ["--require-hashes", "--no-deps", "-r", str(requirements)],
            check=True,
        )
        mark.write_text(state)
    os.execv(folder / "bin/python", [folder / "bin/python", *sys.argv])


def _need_venv() -> None:
    """Debian keeps what `venv` needs in a package of its own: installs it where that is possible."""
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise SystemExit("tests/grammar/run: install python3-venv") from None
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "python3-venv"], check=True)
