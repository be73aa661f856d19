"""Reads ipsec.conf and ipsec.secrets, in strongSwan's and in libreswan's dialect."""

import re

from harness.model import Tunnel, Unreadable

from . import linux


def sections(text: str) -> dict[str, dict[str, str]]:
    """Sections begin in the first column, their settings are indented; `also` is not followed here."""
    found: dict[str, dict[str, str]] = {}
    inner: dict[str, str] | None = None
    for line in text.split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            if not re.fullmatch(r"(conn|config) \S+", line) or line in found:
                raise Unreadable(f"`{line}` begins no section, or one that was there")
            inner = found[line] = {}
            continue
        setting = re.fullmatch(r"\s+([a-z0-9-]+)=(\S+)", line)
        if not setting or inner is None or setting[1] in inner:
            raise Unreadable(f"`{line.strip()}` is no setting, or one that was there")
        inner[setting[1]] = setting[2]
    return found


def connections(text: str) -> list[dict[str, str]]:
    """The conns that are started, with what `also` gives them."""
    every = {name.split()[1]: conn for name, conn in sections(text).items() if name.startswith("conn ")}
    whole = []
    for conn in every.values():
        base = every.get(conn.get("also"), {}) if "also" in conn else {}
        if "also" in conn and not base:
            raise Unreadable(f"there is no conn {conn['also']}")
        merged = {**base, **conn}
        if "auto" in merged and ("auto" in conn):
            whole.append(merged)
    if not whole:
        raise Unreadable("no conn is started")
    return whole


def secret(text: str, ids: tuple[str, str]) -> str:
    """The key of these two identities; the colon stands between blanks."""
    found = []
    for line in text.split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        parts = re.fullmatch(r"(\S+) (\S+) : PSK (\S+|\"[^\"]*\"|'[^']*')", line)
        if not parts:
            raise Unreadable("a line of the secrets cannot be read")
        if (parts[1], parts[2]) == ids:
            found.append(parts[3])
    if len(found) != 1:
        raise Unreadable(f"{len(found)} secrets of {ids}")
    quoted = found[0][0] in "\"'"
    return found[0][1:-1] if quoted else linux.key(found[0])


def part(files: dict[str, str], ending: str) -> str:
    names = [name for name in files if name.endswith(ending) and not re.search(r"-(frr|aggressive|retransmit)\.conf$", name)]
    if len(names) != 1:
        raise Unreadable(f"{len(names)} files that end in {ending}")
    return files[names[0]]


def tunnels(files: dict[str, str], fill) -> list[tuple[Tunnel, list[dict[str, str]]]]:
    """A tunnel for each peer, filled by `fill(tunnel, conn)`; the conns of one peer may differ in networks only."""
    by_peer: dict[str, list[dict[str, str]]] = {}
    for conn in connections(part(files, ".conf")):
        if conn["type"] == "passthrough":
            continue
        by_peer.setdefault(conn["right"], []).append(conn)
    found = []
    for cloud, conns in by_peer.items():
        tunnel = Tunnel(cloud, conns[0]["left"])
        fill(tunnel, conns[0])
        own = {"leftsubnet", "rightsubnet", "leftsubnets", "rightsubnets", "also", "auto"}
        rest = {tuple(sorted((k, v) for k, v in conn.items() if k not in own)) for conn in conns}
        if len(rest) != 1:
            raise Unreadable(f"conns to {cloud} differ")
        ids = conns[0]["leftid"], conns[0]["rightid"]
        tunnel.device_id, tunnel.cloud_id = map(linux.identity, ids)
        tunnel.psk = secret(part(files, ".secrets"), ids)
        found.append((tunnel, conns))
    return found


def passing(files: dict[str, str], auto: str) -> set[str]:
    """The networks that pass by the tunnel; such a conn has no peer and no key."""
    found = set()
    for conn in connections(part(files, ".conf")):
        if conn["type"] != "passthrough":
            continue
        if conn["authby"] != "never" or conn["auto"] != auto or conn["leftsubnet"] != conn["rightsubnet"]:
            raise Unreadable("a conn that passes by the tunnel is not whole")
        found.add(conn["leftsubnet"])
    return found


def pairs(tunnel: Tunnel, conns: list[dict[str, str]], one_pair_each: bool) -> frozenset:
    found = set()
    for conn in conns:
        ends = []
        for side in ("left", "right"):
            text = conn.get(f"{side}subnet") or conn.get(f"{side}subnets", "").strip('"{}')
            ends.append([net for net in re.split(r"[,\s]+", text) if net])
        several = len(ends[0]) * len(ends[1]) > 1
        if tunnel.ike_version == 1 and several and "leftsubnet" in conn and one_pair_each:
            raise Unreadable("under IKEv1 a conn has one pair of networks")
        found |= {(one, other) for one in ends[0] for other in ends[1]}
    return frozenset(found)
