"""The cases: responses from the project's fixtures, each moved to addresses of its own.

So that many can be up in one pair of daemons at once, a case's response is its fixture with the
addresses and subnets replaced, and nothing else.
"""

import ipaddress
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from . import response

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
# Files of the tests' own: what no fixture shows.
OWN = Path(__file__).resolve().parents[1] / "cases"


@dataclass(frozen=True)
class Spec:
    """One line of the table of cases."""

    fixture: str
    proves: str
    # behind a NAT; `open` says that the NAT also lets the cloud begin
    nat: str | None = None
    inputs: dict[str, str] = field(default_factory=dict)
    # values of the fixture to replace, for a daemon that lacks them
    instead: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A case with its response written and read."""

    name: str
    proves: str
    path: Path
    connection: response.Connection
    nat: str | None
    # the device's own address where a NAT hides it
    private: str | None
    inputs: dict[str, str]


POLICY = [
    Spec("single-ikev1", "IKEv1 main mode, the service's old defaults"),
    Spec("single-ikev1-multi-subnet", "IKEv1 with more pairs than the gateway lets through"),
    Spec("single-ikev2", "IKEv2, one pair"),
    Spec("single-ikev2-multi-subnet", "IKEv2, every pair in one CHILD_SA at the gateway"),
    Spec("phases-differ", "other algorithms, groups and lifetimes in phase 1 than in phase 2"),
    Spec("phases-differ-ikev1", "the same with IKEv1"),
    Spec("pfs-disabled", "no PFS"),
    Spec("behind-nat", "behind a NAT that only lets the device begin", nat="shut"),
    Spec("behind-nat", "behind a NAT that maps the address both ways", nat="open"),
    Spec("fqdn-ikev2", "names as identities, IKEv2"),
    Spec("fqdn-aggressive", "names as identities, aggressive mode"),
    Spec("fqdn-aggressive", "the same behind a NAT", nat="shut"),
    Spec("fqdn-main-mode", "names as identities, main mode"),
    Spec("opaque-label", "labels as identities that are no host names"),
    Spec("aggressive-mode", "aggressive mode, addresses as identities"),
    Spec("mode-with-ikev2", "a mode that means nothing"),
    Spec("lifetime-phase2-longer", "short lifetimes, the second phase's longer"),
    Spec("weak-3des-sha1-group5", "3DES, SHA-1, group 5"),
    Spec("hostile-psk", "a key of every legal character"),
    Spec("psk-0s-prefix", "a key that looks like base64"),
    Spec("psk-0x-prefix", "a key that looks like hexadecimal"),
    Spec("psk-quote", "a key in quotes that belong to it"),
    Spec("psk-apostrophe", "the same with apostrophes"),
    Spec("psk-hash", "a key that begins like a comment"),
    Spec("psk-backslash", "a key with backslashes, one at its end"),
    Spec("psk-longest", "a key of 100 characters"),
    Spec("psk-short", "a key of 3 characters"),
]
# libreswan has neither groups 1 and 2 nor DES: its cases say group 14 where the fixture says 2.
# Under IKEv2 it always takes phase 1's group for PFS, so there that case says the same group twice.
GROUP_14 = {"group2": "group14"}
SAME_GROUP = {"group5": "group14"}
POLICY_LIBRESWAN = [
    replace(spec, instead=SAME_GROUP if spec.fixture == "phases-differ" else GROUP_14)
    for spec in POLICY
]

# OpenIKED's Linux build carries packets with SHA-1 and MD5 only; its matrix negotiates the rest.
SHA1 = {"sha256": "sha1", "sha384": "sha1", "sha512": "sha1"}
POLICY_IKED = [replace(spec, instead=SHA1) for spec in POLICY if not spec.nat]


def prepare(specs: list[Spec], folder: Path, *, one_device: bool = False) -> list[Case]:
    """Writes each case's response into the folder and reads it; for a daemon with one address all share the device's."""
    folder.mkdir(parents=True, exist_ok=True)
    cases = []
    for index, spec in enumerate(specs, 1):
        name = spec.fixture + (f"-nat-{spec.nat}" if spec.nat else "")
        path = folder / f"{name}.json"
        document = load(spec.fixture, spec.instead)
        path.write_text(json.dumps(moved(document, index, one_device=one_device), indent=2))
        private = f"10.99.{index}.2" if spec.nat else None
        inputs = dict(spec.inputs) | ({"local_address": private} if private else {})
        cases.append(
            Case(name, spec.proves, path, response.read(path), spec.nat, private, inputs)
        )
    return cases


def version(fixture: str) -> int:
    """The IKE version of a fixture's first tunnel."""
    config = load(fixture, {})["VpnConnectionConfig"]
    tunnel = (config.get("TunnelsConfig", {}).get("TunnelConfig") or [config])[0]
    return int(tunnel["IkeConfig"]["IkeVersion"].removeprefix("ikev"))


def load(fixture: str, instead: dict[str, str]) -> Any:
    """A fixture of the project's, or one of the live tests' own, with some values replaced."""
    source = next(p for p in (OWN, FIXTURES) if (p / f"{fixture}.json").exists())
    text = (source / f"{fixture}.json").read_text()
    for old, new in instead.items():
        text = text.replace(f'"{old}"', f'"{new}"')
    return json.loads(text)


def moved(document: Any, index: int, *, one_device: bool = False) -> Any:
    """The document with the index in every address, or in every one of the cloud's; equal ones stay equal."""
    config = document["VpnConnectionConfig"]
    ends = config.get("TunnelsConfig", {}).get("TunnelConfig") or [config]
    new: dict[str, str] = {}
    for side, nets in (("Local", ["203.0.113", "192.0.2"]), ("Remote", ["198.51.100"] * 2)):
        for n, address in enumerate(dict.fromkeys(e[side] for e in ends)):
            shared = one_device and side == "Local"
            new[address] = f"{nets[n]}.{1 if shared else index + (100 * n if side == 'Remote' else 0)}"
    for side, second in (("LocalSubnet", index), ("RemoteSubnet", index + 100)):
        for n, text in enumerate(part.strip() for part in config[side].split(",")):
            net = ipaddress.ip_network(text)
            if net.prefixlen:
                # no larger than the sixteenth of a /16, so that several fit
                new[text] = f"10.{second}.{n * 16}.0/{max(net.prefixlen, 20)}"

    def walk(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: walk(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [walk(v) for v in value]
        if key in ("LocalSubnet", "RemoteSubnet"):
            return ",".join(new.get(part.strip(), part) for part in value.split(","))
        if key in ("LocalId", "RemoteId") and value and value not in new:
            # daemons know a peer by its name: no two cases may share one
            return f"n{index}-{value}"
        return new.get(value, value) if key in ("Local", "Remote", "LocalId", "RemoteId") else value

    return walk(document)
