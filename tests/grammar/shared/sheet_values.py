"""What the lines of one tunnel's tables say, in the words of the neutral model."""

import ipaddress
import re

from harness.model import SILENT, Bgp, Identity, Tunnel, Unreadable

from .markdown import Cell
from .sheet_links import Entry, Page

SWITCH = {"on": True, "开启": True, "off": False, "关闭": False}
UNITS = {"minutes": 60, "hours": 3600}
#: which list of words a field's values come from
LISTS = {
    "ike_encryption": "encryption",
    "esp_encryption": "encryption",
    "ike_integrity": "integrity",
    "esp_integrity": "integrity",
    "ike_prf": "integrity",
    "ike_group": "group",
    "pfs": "group",
    "ike_version": "version",
    "ike_mode": "mode",
    "selectors": "type",  # of a policy: `any` has 0.0.0.0/0 on both sides
    "device_id.kind": "kind",
    "cloud_id.kind": "kind",
}
TEXTS = {"cloud_address", "device_address", "device_id", "cloud_id", "bgp.device_address", "bgp.cloud_address"}
NUMBERS = {"bgp.device_as", "bgp.cloud_as"}
SECRETS = {"psk", "bgp.key"}
NETWORKS = {"local", "remote", "route", "announced"}
#: what says which tunnel is preferred, each turned so that the smaller number is the better one
RANKS = {"metric": int, "local_preference": lambda it: -it, "prepend": int, "preferred": lambda it: not it, "standby": int}
RANK_NUMBERS = {"metric", "local_preference", "prepend"}


class Words:
    """The product's words for algorithms and the like, each to the neutral one; `switch` adds to on and off."""

    def __init__(self, lists: dict[str, dict]):
        self.lists = {**lists, "switch": {**SWITCH, **lists.get("switch", {})}}

    def of(self, kind: str, cell: Cell):
        """The word that is the code, or that stands at the beginning of words, before an explanation."""
        known = self.lists.get(kind, {})
        text = cell.codes[0] if cell.codes and kind != "switch" else cell.text
        if text in known:
            return known[text]
        if cell.led:
            raise Unreadable(f"`{text}` is no {kind} of this product")
        fitting = [word for word in known if text.startswith((f"{word} ", f"{word}；", f"{word}，", f"{word};", f"{word},"))]
        if not fitting:
            raise Unreadable(f"`{text}` is no {kind} of this product")
        return known[max(fitting, key=len)]


class Values:
    """The fields of one tunnel, as its entries are taken in."""

    def __init__(self, words: Words, keys: dict[str, str], objects: dict[str, str]):
        self.words, self.keys, self.objects = words, keys, objects
        self.used: set[str] = set()
        self.fields: dict[str, object] = {}
        self.networks: dict[str, list[str]] = {name: [] for name in NETWORKS}

    def take(self, entry: Entry) -> None:
        pending: dict[str, str] = {}
        for page, row in entry.rows:
            if not page.labels:
                self._network(next(iter(page.fields)), row.label, page)
                continue
            for name, labels in page.fields.items():
                if row.label not in labels:
                    continue
                base, _, part = name.partition(".")
                if base in NETWORKS and part == "network":
                    pending[base] = row.value.text
                elif base in NETWORKS and part == "mask":
                    self._network(base, f"{pending.pop(base)}/{row.value.text}", page)
                elif base in NETWORKS:
                    for text in row.value.codes or (row.value.text,):
                        self._network(base, text, page)
                elif name != "inner":
                    self._set(name, self._value(name, row.value))
                elif row.value.led:  # the tunnel interface has the address that BGP has
                    self._set("bgp.device_address", row.value.text)
        if pending:
            raise Unreadable("a network without its mask")

    def _set(self, name: str, value) -> None:
        if self.fields.setdefault(name, value) != value:
            raise Unreadable(f"{name} stands twice, with two values")

    def _network(self, name: str, text: str, page: Page) -> None:
        if text in self.words.lists.get("any", {}):
            text = self.words.lists["any"][text]
        elif text in self.objects:
            self.used.add(text)
            text = self.objects[text]
        try:
            network = str(ipaddress.IPv4Network(text))
        except ValueError as error:
            raise Unreadable(f"{name}: {error}") from None
        if network not in self.networks[name]:
            self.networks[name].append(network)
        elif not page.again:
            raise Unreadable(f"{name}: {network} stands twice")

    def _value(self, name: str, cell):
        base, _, part = name.partition(".")
        if name == "pfs" and self._off(cell):
            return None
        if name in LISTS:
            return self.words.of(LISTS[name], cell)
        if base in ("ike_lifetime", "esp_lifetime"):
            return _seconds(cell, UNITS.get(part, 1))
        if name in NUMBERS | RANK_NUMBERS:
            return _number(cell.text)
        if name in SECRETS:
            return cell.text if cell.led else self._key(cell.words)
        if name in TEXTS:
            return cell.text
        if name == "dpd" or name in RANKS or part == "on":
            return self.words.of("switch", cell)
        raise KeyError(f"sheet.toml: no field `{name}`")

    def _off(self, cell) -> bool:
        try:
            return self.words.of("switch", cell) is False
        except Unreadable:
            return False

    def _key(self, words: str) -> str:
        """A key that no cell can hold stands at the end, under a title that the cell names."""
        fitting = [key for title, key in self.keys.items() if words.endswith(title)]
        if len(fitting) != 1:
            raise Unreadable("a key is neither in its place nor at the end of the sheet")
        return fitting[0]

    @property
    def ranks(self) -> dict[str, int]:
        return {name: int(turned(self.fields[name])) for name, turned in RANKS.items() if name in self.fields}

    @property
    def announced(self) -> list[str]:
        return self.networks["announced"]

    def tunnel(self, always: dict) -> Tunnel:
        """`always`: what the product does without being asked."""
        said = {**always, **self.fields}
        if "cloud_address" not in said:
            raise Unreadable("no address of the cloud")
        tunnel = Tunnel(said["cloud_address"])
        for name in ("device_address", "ike_version", "ike_encryption", "ike_integrity", "ike_group", "psk", "dpd"):
            setattr(tunnel, name, said.get(name, SILENT))
        for name in ("esp_encryption", "esp_integrity"):
            setattr(tunnel, name, said.get(name, SILENT))
        for name in ("ike_lifetime", "esp_lifetime"):
            parts = [name, *(f"{name}.{unit}" for unit in UNITS)]
            setattr(tunnel, name, next((said[part] for part in parts if part in said), SILENT))
        first = tunnel.ike_version == 1
        tunnel.ike_mode = said.get("ike_mode", SILENT) if first else None
        tunnel.ike_prf = None if first else said.get("ike_prf", SILENT)
        tunnel.device_id, tunnel.cloud_id = (_identity(said, name) for name in ("device_id", "cloud_id"))
        tunnel.pfs = _pfs(said)
        tunnel.selectors = self._selectors(said)
        tunnel.routes = frozenset(self.networks["route"])
        tunnel.bgp = _bgp(said)
        return tunnel

    def _selectors(self, said: dict):
        if said.get("selectors") == "any":
            return frozenset({("0.0.0.0/0", "0.0.0.0/0")})
        local, remote = self.networks["local"], self.networks["remote"]
        if not local or not remote:
            raise Unreadable("no networks on one of the sides")
        return frozenset((one, other) for one in local for other in remote)


def _number(text: str) -> int:
    if not text.isdigit():
        raise Unreadable(f"`{text}` is no number")
    return int(text)


def _seconds(cell, unit: int) -> int:
    """Whole minutes or hours; where the response says something else, the words behind them say the seconds."""
    number = _number(cell.text)
    said = re.findall(r"\d+", cell.words) if unit > 1 and cell.led else []
    if not said:
        return number * unit
    if len(said) > 1 or -(-int(said[0]) // unit) != number or int(said[0]) % unit == 0:
        raise Unreadable(f"{said[0]} seconds are no {number} times {unit}")
    return int(said[0])


def _identity(said: dict, name: str):
    if name not in said:
        return SILENT
    kind = said.get(f"{name}.kind")
    return Identity(kind, said[name]) if kind else Identity.of(said[name])


def _pfs(said: dict):
    if said.get("pfs.on") is False:
        return None
    return said.get("pfs", SILENT)


def _bgp(said: dict) -> Bgp | None:
    names = ("device_as", "device_address", "cloud_as", "cloud_address")
    if not any(name.startswith("bgp.") for name in said):
        return None
    missing = [name for name in names if f"bgp.{name}" not in said]
    if missing:
        raise Unreadable(f"BGP without {', '.join(missing)}")
    return Bgp(*(said[f"bgp.{name}"] for name in names), said.get("bgp.key"))
