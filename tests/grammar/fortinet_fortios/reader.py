"""Reads what is written for FortiOS back, as a FortiGate would understand it."""

import ipaddress

from harness.model import Bgp, Identity, Model, Tunnel, Unreadable
from shared import fortios

PROPOSALS = {"des", "3des", "aes128", "aes192", "aes256"}


def read(files, context):
    (text,) = files.values()
    tables = fortios.tables(text)
    phase1 = tables.get("vpn ipsec phase1-interface", [])
    phase2 = tables.get("vpn ipsec phase2-interface", [])
    if {entry.one("phase1name") for entry in phase2} != {entry.name for entry in phase1}:
        raise Unreadable("a phase 2 names no phase 1, or a phase 1 has none")
    routes = _routes(tables, {entry.name for entry in phase1})
    _policies(tables, {entry.name for entry in phase1}, context)
    sessions = _sessions(tables)
    found = [_tunnel(entry, phase2, routes, sessions, tables, context) for entry in phase1]
    found.sort(key=lambda pair: pair[0])
    announced = frozenset(
        _network(*entry.values["prefix"])
        for entry in _inner(tables, "router bgp", "network")
    )
    return Model([tunnel for _, tunnel in found], announced if sessions else None)


def _tunnel(entry, phase2, routes, sessions, tables, context):
    encryption, integrity = _proposal(entry.one("proposal"))
    version = int(entry.one("ike-version"))
    if entry.one("peertype") != "any":
        raise Unreadable("a PSK peer with a fixed address needs peertype any")
    kind = {"address": "address", "fqdn": "name"}[entry.one("localid-type")]
    children = [child for child in phase2 if child.one("phase1name") == entry.name]
    first = children[0]
    esp_encryption, esp_integrity = _proposal(first.one("proposal"))
    if first.one("keylife-type") != "seconds" or first.one("auto-negotiate") != "enable":
        raise Unreadable("phase 2 counts bytes, or does not start by itself")
    selectors = frozenset(
        (_network(*child.values["src-subnet"]), _network(*child.values["dst-subnet"])) for child in children
    )
    pfs = {"enable": True, "disable": False}[first.one("pfs")]
    session = sessions.get(entry.name)
    metric, networks = routes.get(entry.name, (0, frozenset()))
    bgp = None
    if session:
        inner = next(one for one in tables["system interface"] if one.name == entry.name)
        address, mask = inner.values["ip"]
        if mask != "255.255.255.255" or inner.values["remote-ip"][0] != session[0].name:
            raise Unreadable("the inner addresses do not fit the neighbour")
        own = session[0].maybe("local-as") or session[1]
        key = session[0].maybe("password")
        bgp = Bgp(int(own), address, int(session[0].one("remote-as")), session[0].name, key)
        metric = session[2]
    tunnel = Tunnel(
        cloud_address=entry.one("remote-gw"),
        ike_version=version,
        ike_mode=entry.one("mode") if version == 1 else None,
        ike_encryption=encryption,
        ike_integrity=integrity,
        ike_prf=None if version == 1 else integrity,
        ike_group=int(entry.one("dhgrp")),
        ike_lifetime=int(entry.one("keylife")),
        device_id=Identity(kind, entry.one("localid")),
        psk=_psk(entry.one("psksecret")),
        esp_encryption=esp_encryption,
        esp_integrity=esp_integrity,
        pfs=int(first.one("dhgrp")) if pfs else None,
        esp_lifetime=int(first.one("keylifeseconds")),
        dpd=entry.one("dpd") == "on-idle" and entry.maybe("dpd-retryinterval") is not None,
        selectors=selectors,
        routes=frozenset() if session else networks,
        bgp=bgp,
    )
    if not pfs and "dhgrp" in first.values:
        raise Unreadable("dhgrp is refused where pfs is disabled")
    if entry.maybe("local-gw"):
        tunnel.device_address = entry.one("local-gw")
    return metric, tunnel


def _routes(tables, names):
    """By tunnel interface: its place in the order, and the networks. A black hole must stand below each."""
    found, holes = {}, set()
    for entry in tables.get("router static", []):
        network = _network(*entry.values["dst"])
        if entry.maybe("blackhole") == "enable":
            if entry.one("distance") != "254":
                raise Unreadable("the black hole must stand below the routes")
            holes.add(network)
        elif entry.one("device") in names:
            place = int(entry.maybe("priority") or 0)
            _, networks = found.get(entry.one("device"), (place, frozenset()))
            found[entry.one("device")] = (place, networks | {network})
        elif not entry.maybe("gateway") or not network.endswith("/32"):
            raise Unreadable("a route that is neither for a tunnel nor for its gateway")
    if holes != set().union(*(networks for _, networks in found.values())):
        raise Unreadable("routes and black holes are not of the same networks")
    return found


def _policies(tables, names, context):
    """One policy each way, between the LAN and every tunnel."""
    lan = context.values["lan_interface"]
    ways = {(tuple(one.values["srcintf"]), tuple(one.values["dstintf"])) for one in tables["firewall policy"]}
    both = {(lan,), tuple(sorted(names))}
    if {frozenset(map(tuple, map(sorted, way))) for way in ways} != {frozenset(both)} or len(ways) != 2:
        raise Unreadable("there must be one policy each way between the LAN and the tunnels")
    for one in tables["firewall policy"]:
        if one.name != "0" or one.one("action") != "accept" or one.maybe("nat") == "enable":
            raise Unreadable("a policy edits an existing one, denies, or translates")
        for group in one.values["srcaddr"] + one.values["dstaddr"]:
            if group != "all" and group not in {entry.name for entry in tables["firewall addrgrp"]}:
                raise Unreadable(f"nobody makes the group {group}")


def _sessions(tables):
    """By tunnel interface: the neighbour, the process's AS and how far back it stands in the order."""
    own = next((entry for entry in tables.get("router bgp", []) if entry.name == ""), None)
    maps = {entry.name: entry for entry in tables.get("router route-map", [])}
    found = {}
    for neighbor in _inner(tables, "router bgp", "neighbor"):
        inward = maps[neighbor.one("route-map-in")].tables["rule"][0]
        outward = maps[neighbor.one("route-map-out")].tables["rule"][0]
        asn = own.values["as"][0] if own and "as" in own.values else None
        place = -int(inward.one("set-local-preference"))
        prepended = outward.maybe("set-aspath")
        if bool(prepended) != (place > -200):
            raise Unreadable("what comes in and what goes out prefer another tunnel")
        found[neighbor.one("interface")] = (neighbor, asn, place)
    return found


def _inner(tables, table, inner):
    return [one for entry in tables.get(table, []) for one in entry.tables.get(inner, [])]


def _proposal(text):
    encryption, _, integrity = text.partition("-")
    if encryption not in PROPOSALS or not integrity:
        raise Unreadable(f"no proposal of FortiOS: {text}")
    return encryption, integrity


def _psk(text):
    if text.lower().startswith(("0x", "00x")):
        raise Unreadable("a key that begins with 0x is read as hexadecimal")
    return text


def _network(address, mask):
    return str(ipaddress.IPv4Network(f"{address}/{mask}"))
