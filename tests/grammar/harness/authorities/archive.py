"""Packages that are unpacked for the schemas in them, never installed or run; each is pinned in ../../sources."""

import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "sources"


def pin(name: str) -> str:
    """What is pinned, to tell whether something made from it is still right."""
    return (SOURCES / f"{name}.txt").read_text()


def fetch(name: str) -> Path:
    """The archive of sources/<name>.txt, below the build folder."""
    folder = Path(sys.prefix).parent / "sources" / name
    if not list(folder.glob("*")):
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
            + ["--no-build-isolation", "--require-hashes", "-d", str(folder), "-r", str(SOURCES / f"{name}.txt")],
            check=True,
        )
    (archive,) = folder.glob("*")
    return archive
