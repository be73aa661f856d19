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
    """One point; both phases use the same algorithms."""

    mode: str
    encryption: str
    integrity: str
    group: str
    # the group of PFS; None when it is off
    pfs: str | None

    def __str__(self) -> str:
        words = [self.mode, self.encryption, self.integrity, self.group]
        return " ".join([*words, f"PFS {self.pfs}" if self.pfs else "no PFS"])

    @property
    def two_groups(self) -> bool:
        """Whether PFS takes another group than phase 1."""
        return self.pfs not in (None, self.group)

    @property
    def kind(self) -> str:
        """The row of the table that it belongs to."""
        pfs = "PFS of another group" if self.two_groups else "PFS" if self.pfs else "no PFS"
        return f"{self.mode}, {pfs}"


def combinations() -> list[Combination]:
    """All algorithms with each group, PFS of that group or none; in an order that never changes."""
    found = []
    for mode, cipher, digest, group in itertools.product(MODES, ENCRYPTION, INTEGRITY, GROUPS):
        found += [Combination(mode, cipher, digest, group, pfs) for pfs in (group, None)]
    return found


def two_groups() -> list[Combination]:
    """Each group with PFS of each other group."""
    points = itertools.product(MODES, GROUPS, GROUPS)
    found = [Combination(mode, "aes256", "sha256", group, pfs) for mode, group, pfs in points]
    return [point for point in found if point.two_groups]


def prepare(
    points: list[Combination], folder: Path, *, one_device: bool = False
) -> dict[Combination, Case]:
    """Writes a response for each point, with addresses and subnets of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    template = json.loads((FIXTURES / "single-ikev2.json").read_text())
    cases = {}
    for number, point in enumerate(points):
        high, low = divmod(number, 250)
        version, _, mode = point.mode.partition(" ")
        device, cloud = f"203.0.113.{low + 1}", f"198.51.100.{high + 1}"
        if one_device:
            device, cloud = "203.0.113.1", f"198.51.{100 + high}.{low + 1}"
        ike = dict(template["VpnConnectionConfig"]["IkeConfig"])
        ike.update(IkeVersion=version, IkeMode=mode or "main", LocalId=device, RemoteId=cloud)
        ike.update(IkeEncAlg=point.encryption, IkeAuthAlg=point.integrity, IkePfs=point.group)
        esp = dict(template["VpnConnectionConfig"]["IpsecConfig"])
        esp.update(IpsecEncAlg=point.encryption, IpsecAuthAlg=point.integrity)
        esp.update(IpsecPfs=point.pfs or "disabled")
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


def sample(without: set[str]) -> list[Combination]:
    """Every value once in every mode, but for those that a daemon lacks."""
    kept = []
    for point in combinations():
        others = [
            point.encryption != "aes256",
            point.integrity != "sha256",
            point.group != "group14",
        ]
        if sum(others) == 0 or (sum(others) == 1 and point.pfs):
            kept.append(point)
    some = kept + two_groups()
    return [p for p in some if not without & {p.encryption, p.group, p.pfs}]


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
    all_points = [*combinations(), *two_groups()]
    blamed = []
    for kind, order in KINDS.items():
        for value in order:
            having = [p for p in all_points if value in (getattr(p, kind), p.pfs)]
            if set(having) <= set(refused):
                blamed.append(value)
    return f" (all with {', '.join(blamed)})" if blamed else ""
