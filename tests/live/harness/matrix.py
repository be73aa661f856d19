"""Every combination of versions, modes, algorithms, groups and PFS that the service knows."""

import itertools
import json
from dataclasses import dataclass
from pathlib import Path

from . import response
from .cases import FIXTURES, Case
from .report import Row

MODES = ("ikev1 main", "ikev1 aggressive", "ikev2")
ENCRYPTION = ("aes", "aes192", "aes256", "3des", "des")
INTEGRITY = ("md5", "sha1", "sha256", "sha384", "sha512")
GROUPS = ("group1", "group2", "group5", "group14", "group24")
KINDS = {"encryption": ENCRYPTION, "integrity": INTEGRITY, "group": GROUPS}


@dataclass(frozen=True)
class Combination:
    """One point; both phases use the same algorithms and, with PFS, the same group."""

    mode: str
    encryption: str
    integrity: str
    group: str
    pfs: bool

    def __str__(self) -> str:
        pfs = "PFS" if self.pfs else "no PFS"
        return f"{self.mode} {self.encryption} {self.integrity} {self.group} {pfs}"


def combinations() -> list[Combination]:
    """All of them, in an order that never changes."""
    points = itertools.product(MODES, ENCRYPTION, INTEGRITY, GROUPS, (True, False))
    return [Combination(*point) for point in points]


def prepare(points: list[Combination], folder: Path) -> dict[Combination, Case]:
    """Writes a response for each point, with addresses and subnets of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    template = json.loads((FIXTURES / "single-ikev2.json").read_text())
    cases = {}
    for number, point in enumerate(points):
        high, low = divmod(number, 250)
        version, _, mode = point.mode.partition(" ")
        device, cloud = f"203.0.113.{low + 1}", f"198.51.100.{high + 1}"
        ike = dict(template["VpnConnectionConfig"]["IkeConfig"])
        ike.update(IkeVersion=version, IkeMode=mode or "main", LocalId=device, RemoteId=cloud)
        ike.update(IkeEncAlg=point.encryption, IkeAuthAlg=point.integrity, IkePfs=point.group)
        esp = dict(template["VpnConnectionConfig"]["IpsecConfig"])
        esp.update(IpsecEncAlg=point.encryption, IpsecAuthAlg=point.integrity)
        esp.update(IpsecPfs=point.group if point.pfs else "disabled")
        config = {
            "Local": device,
            "Remote": cloud,
            "LocalSubnet": f"10.{high}.{low}.0/24",
            "RemoteSubnet": f"172.{16 + high}.{low}.0/24",
            "IkeConfig": ike,
            "IpsecConfig": esp,
        }
        # short, because devices limit the length of names
        name = f"m{number:03}"
        path = folder / f"{name}.json"
        path.write_text(json.dumps({"VpnConnectionConfig": config}, indent=1))
        read = response.read(path)
        cases[point] = Case(name, str(point), path, read, nat=None, private=None, inputs={})
    return cases


def sample() -> list[Combination]:
    """Every value once in every mode: for where a tunnel takes long."""
    kept = []
    for point in combinations():
        usual = (point.encryption, point.integrity, point.group) == ("aes256", "sha256", "group14")
        others = [
            point.encryption != "aes256",
            point.integrity != "sha256",
            point.group != "group14",
        ]
        if usual or (sum(others) == 1 and point.pfs):
            kept.append(point)
    return kept


def spread(points: dict[str, Combination], rows: list[Row]) -> str:
    """How many of each kind a number of rows covers: what a row of the table says of them."""
    some = [points[row.case] for row in rows]
    kinds = {
        "encryption": {p.encryption for p in some},
        "integrity": {p.integrity for p in some},
        "group": {p.group for p in some},
    }
    words = [" ".join(v for v in order if v in kinds[k]) for k, order in KINDS.items()]
    return f"{len(some)} combinations of {' / '.join(words)}"


def common_words(refused: list[Combination]) -> str:
    """The values that explain a set of refusals: each of the refused has one of them."""
    all_points = combinations()
    blamed = []
    for kind, order in KINDS.items():
        for value in order:
            having = [p for p in all_points if getattr(p, kind) == value]
            if set(having) <= set(refused):
                blamed.append(value)
    return f" (all with {', '.join(blamed)})" if blamed else ""
