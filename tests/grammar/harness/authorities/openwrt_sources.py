"""What OpenWrt's own programs read: strongSwan's settings of swanctl.conf, fw4's options, netifd's routes and xfrm interfaces.

sources/openwrt.json is made from the public sources by sources/openwrt.py. netifd's names are few and stand here.
"""

import ipaddress
import json
import re
from functools import lru_cache

from shared import swanctl

from .. import script
from ..fault import Fault
from ..model import Unreadable
from . import sdk
from .archive import SOURCES

NAME = "openwrt/firewall4, openwrt/netifd, strongswan/strongswan"
VERSION = "as OpenWrt 22.03 and 23.05 have them"
#: netifd, interface-ip.c, route_attr; package/network/config/xfrm/files/xfrm.sh, proto_xfrm_init_config, beside interface.c's `proto`
NETWORK = {
    "route": {
        "interface": "string", "target": "network", "netmask": "string", "gateway": "address", "metric": "int", "mtu": "int",
        "table": "string", "valid": "int", "source": "string", "onlink": "bool", "type": "string",
    },
    "interface": {"proto": "string", "mtu": "int", "tunlink": "string", "zone": "string", "ifid": "int", "multicast": "bool"},
}  # fmt: skip
#: options of UCI that take several values: by add_list, or in one text with blanks
LISTS = {("zone", "network"), ("rule", "proto"), ("rule", "src_ip"), ("rule", "dest_port")}
SET = re.compile(r"(set|add_list) (network|firewall)\.(\w+)(?:\.(\w+))?='([^']*)'")
POLICIES = {"accept", "reject", "drop"}
TARGETS = POLICIES | {"mark", "notrack", "helper", "dscp"}


def check(texts) -> list[list[Fault]]:
    return [[fault for path, text in files.items() for fault in _file(path, text, context.release)] for files, context in texts]


def _file(path: str, text: str, release: str) -> list[Fault]:
    try:
        found = _source()[release]
        if path.endswith(".conf"):
            return _settings(path, found["swanctl"], swanctl.sections(text))
        return _uci(path, found["firewall"], text) if path.endswith("-install.sh") else []
    except Unreadable as error:
        return [Fault(path, "", str(error))]


def _settings(path: str, known: dict, tree: dict) -> list[Fault]:
    """Each section by its way from the top, the names that the user gives in angle brackets."""
    faults = []
    for name, conn in tree.get("connections", {}).items():
        faults += _section(f"{path}: {name}", known, "connections.<conn>", conn)
        for side in [one for one in conn if re.match("local|remote", one) and isinstance(conn[one], dict)]:
            faults += _section(f"{path}: {name}.{side}", known, f"connections.<conn>.{side[:6].rstrip('-0123456789')}<suffix>", conn[side])
        for child, inner in conn.get("children", {}).items():
            faults += _section(f"{path}: {name}.{child}", known, "connections.<conn>.children.<child>", inner)
    for name, inner in tree.get("secrets", {}).items():
        faults += _section(f"{path}: {name}", known, f"secrets.{name.partition('-')[0]}<suffix>", inner)
    return faults + [Fault(path, name, "no section of swanctl.conf") for name in tree.keys() - {"connections", "secrets"}]


def _section(place: str, known: dict, section: str, body: dict) -> list[Fault]:
    if section not in known:
        return [Fault(place, section, "no such section")]
    plain = {re.sub(r"^id(-\w+)$", "id<suffix>", name): value for name, value in body.items() if not isinstance(value, dict)}
    kinds = {name: _kind(kind, name) for name, kind in known[section].items()}
    return sdk.Models(lambda _: kinds).held(place, section, plain)


def _kind(kind, name: str) -> sdk.Kind:
    if isinstance(kind, list):
        combined = any("|" in word for word in kind)
        single = {word for word in kind if "|" not in word}
        return sdk.Kind(str, rule=lambda value: "" if set(value.split("|") if combined else [value]) <= single else f"no word of {name}")
    forms = {"bool": "yes|no", "number": r"\d+", "time": r"\d+[smhd]?"}
    return sdk.Kind(str, rule=lambda value: "" if kind == "text" or re.fullmatch(forms[kind], value) else f"{name} takes a {kind}")


def _uci(path: str, firewall: dict, text: str) -> list[Fault]:
    """The lines of `uci batch`; a section has its type before its options."""
    batch = re.search(r"^uci batch <<'END'\n(.*?)^END$", script.joined(text), re.MULTILINE | re.DOTALL)
    if not batch:
        return [Fault(path, "", "no uci batch")]
    types: dict[tuple[str, str], str] = {}
    faults = []
    for line in batch[1].splitlines():
        found = SET.fullmatch(line)
        if not found:
            faults.append(Fault(path, line, "no line of uci batch"))
            continue
        verb, config, section, option, value = found.groups()
        kinds = NETWORK if config == "network" else firewall
        if option is None:
            types[config, section] = value
            faults += [] if value in kinds else [Fault(path, line, f"no section of type {value} here")]
        elif (kind := types.get((config, section))) is None:
            faults.append(Fault(path, line, "an option before its section"))
        elif option not in kinds.get(kind, {}):
            faults.append(Fault(path, line, f"a {kind} has no option {option}"))
        else:
            several = (kind, option) in LISTS
            good = (several or verb == "set") and all(_fits(kinds[kind][option], one) for one in (value.split() if several else [value]))
            faults += [] if good else [Fault(path, line, f"{option} is a {kinds[kind][option]}")]
    return faults


def _fits(kind: str, value: str) -> bool:
    if kind in ("network", "address"):
        try:
            return bool(ipaddress.IPv4Network(value)) and (kind == "network" or "/" not in value)
        except ValueError:
            return False
    forms = {"bool": "[01]", "int": r"\d+", "port": r"\d{1,5}(-\d{1,5})?", "identifier": r"[a-zA-Z_]\w*", "protocol": "udp|tcp|esp|ah|all|any|icmp"}
    lists = {"policy": POLICIES, "target": TARGETS}
    if kind in lists:
        return value.lower() in lists[kind]
    return bool(re.fullmatch(forms.get(kind, ".+"), value))


@lru_cache(None)
def _source() -> dict:
    return json.loads((SOURCES / "openwrt.json").read_text())
