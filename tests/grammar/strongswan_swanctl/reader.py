"""Reads swanctl.conf back by strongSwan's rules: sections in braces, `name = value`, # comments."""

import re

from harness.model import Tunnel, Unreadable
from shared import linux, swanctl


def read(files, context):
    (text,) = [text for path, text in files.items() if re.fullmatch(r"[^/]*(?<!-frr)(?<!-aggressive)(?<!-retransmit)\.conf", path)]
    top = swanctl.sections(text)
    tunnels, interfaces, passing = [], {}, set()
    for connection in top["connections"].values():
        if all(child.get("mode") == "pass" for child in connection["children"].values()):
            passing |= {_passing(child["local_ts"], child["remote_ts"]) for child in connection["children"].values()}
            continue
        tunnel = _tunnel(connection, top["secrets"])
        tunnels.append(tunnel)
        marks = {child.get("if_id_in") for child in connection["children"].values()}
        marks |= {child.get("if_id_out") for child in connection["children"].values()}
        if len(marks) != 1 or (None in marks) != (context.topology == "policy"):
            raise Unreadable(f"the if_id of both directions must be one: {marks}")
        if None not in marks:
            interfaces[tunnel.cloud_address] = f"ipsec{marks.pop()}"
    if len(set(interfaces.values())) != len(interfaces):
        raise Unreadable("two tunnels share an interface")
    return linux.finish(files, tunnels, interfaces, passing)


def _passing(one: str, other: str) -> str:
    if one != other:
        raise Unreadable("a network passes by the tunnel to another one")
    return one


def _tunnel(connection: dict, secrets: dict) -> Tunnel:
    tunnel = Tunnel(connection["remote_addrs"], connection["local_addrs"])
    tunnel.ike_version = int(connection["version"])
    aggressive = connection.get("aggressive", "no")
    tunnel.ike_mode = {"yes": "aggressive", "no": "main"}[aggressive] if tunnel.ike_version == 1 else None
    tunnel.ike_encryption, tunnel.ike_integrity, tunnel.ike_group = linux.proposal(connection["proposals"])
    tunnel.ike_prf = tunnel.ike_integrity if tunnel.ike_version == 2 else None  # strongSwan takes the integrity's hash
    tunnel.ike_lifetime = linux.seconds(connection["rekey_time"]) + linux.seconds(connection["over_time"])
    if {connection["local"]["auth"], connection["remote"]["auth"]} != {"psk"}:
        raise Unreadable("an end does not authenticate by the key")
    ids = connection["local"]["id"], connection["remote"]["id"]
    tunnel.device_id, tunnel.cloud_id = map(linux.identity, ids)
    keys = [
        one["secret"]
        for name, one in secrets.items()
        if name.startswith("ike") and (one["id-local"], one["id-remote"]) == ids
    ]
    if len(keys) != 1:
        raise Unreadable(f"{len(keys)} secrets of {ids}")
    tunnel.psk = linux.key(keys[0])
    tunnel.dpd = linux.seconds(connection.get("dpd_delay", "0")) > 0
    _children(tunnel, list(connection["children"].values()))
    return tunnel


def _children(tunnel: Tunnel, children: list[dict]) -> None:
    pairs, settings = set(), set()
    for child in children:
        ends = [[net.strip() for net in child[name].split(",")] for name in ("local_ts", "remote_ts")]
        if tunnel.ike_version == 1 and (len(ends[0]), len(ends[1])) != (1, 1):
            raise Unreadable("under IKEv1 a child has one pair of networks")
        pairs |= {(one, other) for one in ends[0] for other in ends[1]}
        settings.add((linux.proposal(child["esp_proposals"]), linux.seconds(child["life_time"])))
        if linux.seconds(child["rekey_time"]) >= linux.seconds(child["life_time"]):
            raise Unreadable("a child dies before it is rekeyed")
        if child["dpd_action"] != ("restart" if tunnel.dpd else "trap") or "trap" not in child["start_action"]:
            raise Unreadable("packets would leave in clear while the tunnel is down")
    if len(settings) != 1:
        raise Unreadable("children of one connection differ")
    ((tunnel.esp_encryption, tunnel.esp_integrity, tunnel.pfs), tunnel.esp_lifetime) = settings.pop()
    tunnel.selectors = frozenset(pairs)
