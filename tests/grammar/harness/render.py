"""Runs the program: every fixture, every release, both topologies, one process for each topology and variant."""

import json
import os
import subprocess
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = ROOT / "tests/fixtures"
# Terraform's documents are no responses of the API: what the program makes of them is held by its own tests. An
# address as the cloud's identity that is not the gateway's is held by limits where a device cannot be told it.
LEFT_OUT = ("terraform-", "cloud-id-other-address")
MARKER = "FILL-IN"
SECTIONS = ("verify", "cleanup")


@dataclass(frozen=True)
class Text:
    """What the program wrote for one response: all its files, by path."""

    target: str
    release: str
    topology: str
    variant: str
    fixture: str  # with the suffix of a connection in a document that holds several
    files: dict[str, str] = field(hash=False)

    @property
    def label(self) -> str:
        return f"{self.fixture} {self.topology} @{self.release}" + (f" ({self.variant})" if self.variant else "")

    def section(self, name: str) -> dict[str, str]:
        """The files of `config`, `verify` or `cleanup`: the latter two carry it in their names."""
        return {path: text for path, text in self.files.items() if _section(path) == name}


def _section(path: str) -> str:
    stem = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return next((name for name in SECTIONS if stem.endswith(f"-{name}")), "config")


def program() -> Path:
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return Path(os.environ.get("PEERCONF", target / "debug" / "peerconf"))


def releases(target: str) -> list[str]:
    """The first release of each range that the target's manifest names, the oldest first."""
    return tomllib.loads((ROOT / f"vendors/{target}.toml").read_text())["versions"]


def inputs(target: str) -> set[str]:
    """The inputs that a target's manifest and its parents declare, without those that it drops."""
    facts = tomllib.loads((ROOT / f"vendors/{target}.toml").read_text())
    own = {entry["name"] for entry in facts.get("input", [])}
    dropped = {name.removeprefix("input.") for name in facts.get("drop", [])}
    return own | ((inputs(facts["parent"]) if "parent" in facts else set()) - dropped)


def fixtures(only: list[str]) -> list[Path]:
    found = sorted(path for path in FIXTURES.glob("*.json") if not path.stem.startswith(LEFT_OUT))
    return [path for path in found if not only or path.stem in only]


def render(target: str, topology: str, variant: dict, values: Path | None, only: list[str]) -> list[Text]:
    """Texts of all releases; what the program refuses is left out, for other tests hold that."""
    command = [str(program()), "render", "--ndjson", "--section", "all", "--topology", topology, *variant["arguments"]]
    for release in releases(target):
        command += ["-t", f"{target}@{release}"]
    if values:
        command += ["-f", str(values)]
    for name, value in variant.get("set", {}).items():
        command += ["--set", f"{name}={value}"]
    chosen = variant.get("fixtures") or only
    lines = "".join(
        json.dumps({"id": path.stem, "response": json.loads(path.read_text())}) + "\n"
        for path in fixtures(chosen)
        if (not only or path.stem in only) and path.stem not in variant.get("without", ())
    )
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 3):
        raise SystemExit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr}")
    texts = []
    for line in done.stdout.splitlines():
        result = json.loads(line)
        if result["status"] == "failed":
            raise SystemExit(f"{target}@{result.get('release')}, {result['id']}: the render failed\n{line[:2000]}")
        if result["status"] == "rendered":
            texts.append(
                Text(target, result["release"], topology, variant["name"], result["id"], result["files"])
            )
    return texts
