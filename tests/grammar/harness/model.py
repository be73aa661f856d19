"""What a connection is, in neutral words: what a response says, and what a rendered text says.

Algorithms are des, 3des, aes128, aes192, aes256 and md5, sha1, sha256, sha384, sha512; groups are numbers; networks
are CIDR texts. A reader of a device's text fills the same fields as the reader of the response, and `differences` holds
the one against the other. A field that a text does not say stays SILENT.
"""

import ipaddress
from dataclasses import dataclass, field, fields, replace


class Silent:
    """The text says nothing about this field."""

    def __repr__(self) -> str:
        return "nothing"


SILENT = Silent()


class Unreadable(Exception):
    """A reader cannot make sense of a text: a line is missing, doubled or strange."""


@dataclass(frozen=True)
class Identity:
    """An IKE identity: `address` is ID_IPV4_ADDR on the wire, `name` ID_FQDN, `key` ID_KEY_ID."""

    kind: str
    text: str

    @staticmethod
    def of(text: str) -> "Identity":
        try:
            ipaddress.IPv4Address(text)
        except ValueError:
            return Identity("name", text)
        return Identity("address", text)


@dataclass(frozen=True)
class Bgp:
    device_as: int | None  # None where the text does not say it: a silent field of its own
    device_address: str
    cloud_as: int
    cloud_address: str
    key: str | None = field(default=None, repr=False)  # of TCP MD5, decoded as the device's parser does


@dataclass
class Tunnel:
    cloud_address: str
    device_address: object = SILENT
    ike_version: object = SILENT  # 1 or 2
    ike_mode: object = SILENT  # main or aggressive; None under IKEv2
    ike_encryption: object = SILENT
    ike_integrity: object = SILENT
    ike_prf: object = SILENT  # None under IKEv1
    ike_group: object = SILENT
    ike_lifetime: object = SILENT  # seconds
    device_id: object = SILENT
    cloud_id: object = SILENT
    psk: object = SILENT  # decoded as the device's parser does
    esp_encryption: object = SILENT
    esp_integrity: object = SILENT
    pfs: object = SILENT  # a group; None where there is none
    esp_lifetime: object = SILENT
    dpd: object = SILENT  # True or False
    selectors: object = SILENT  # frozenset of (device's network, cloud's network)
    routes: object = SILENT  # frozenset of networks routed into the tunnel
    bgp: object = SILENT  # a Bgp; None where there is none


@dataclass
class Model:
    """The tunnels, the preferred one first, what BGP announces (None without BGP), and the device's networks that pass
    by the tunnel although they lie inside a network of the cloud (a frozenset; only where a family asks for it)."""

    tunnels: list[Tunnel] = field(default_factory=list)
    announced: object = SILENT
    bypass: object = frozenset()


SECRET = {"psk"}


def differences(expected: Model, found: Model, silent: "set[str] | frozenset[str]") -> list[str]:
    """One sentence for each field that differs. `silent` are fields that this text may leave out."""
    faults = []
    wanted = {tunnel.cloud_address: tunnel for tunnel in expected.tunnels}
    had = {tunnel.cloud_address: tunnel for tunnel in found.tunnels}
    if len(had) != len(found.tunnels):
        faults.append("two tunnels lead to one address of the cloud")
    for address in wanted.keys() | had.keys():
        if address not in had:
            faults.append(f"no tunnel leads to {address}")
        elif address not in wanted:
            faults.append(f"a tunnel leads to {address}, which the response does not name")
        else:
            faults += _tunnel(wanted[address], had[address], silent)
    if "order" not in silent and not faults and list(wanted) != list(had):
        faults.append(f"the order of preference is {', '.join(had)}; the response's is {', '.join(wanted)}")
    faults += _value("bypass", expected.bypass, found.bypass, silent, "")
    faults += _value("announced", expected.announced, found.announced, silent, "")
    return faults


def _tunnel(expected: Tunnel, found: Tunnel, silent) -> list[str]:
    where = f"tunnel to {expected.cloud_address}: "
    if "device_as" in silent and isinstance(found.bgp, Bgp) and found.bgp.device_as is None and isinstance(expected.bgp, Bgp):
        found = replace(found, bgp=replace(found.bgp, device_as=expected.bgp.device_as))
    faults = []
    for item in fields(Tunnel):
        faults += _value(item.name, getattr(expected, item.name), getattr(found, item.name), silent, where)
    return faults


def _value(name: str, expected, found, silent, where: str) -> list[str]:
    if name in silent:
        return [] if found is SILENT or found == expected else [_sentence(where, name, expected, found)]
    if expected is SILENT or found == expected:
        return []
    return [_sentence(where, name, expected, found)]


def _sentence(where: str, name: str, expected, found) -> str:
    if isinstance(expected, Bgp) and isinstance(found, Bgp) and replace(expected, key=found.key) == found:
        return f"{where}the BGP key differs from the response's ({_first_difference(expected.key, found.key)})"
    if name in SECRET:
        return f"{where}{name} differs from the response's ({_first_difference(expected, found)})"
    return f"{where}{name} is {_words(found)}; the response says {_words(expected)}"


def _words(value) -> str:
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(map(str, value))) + "}"
    return str(value)


def _first_difference(expected, found) -> str:
    if not isinstance(expected, str):
        return "there is none in the response"
    if not isinstance(found, str):
        return f"it is {found!r}" if found is None or found is SILENT else "it is no text"
    for number, (one, other) in enumerate(zip(expected, found, strict=False), 1):
        if one != other:
            return f"from character {number} on"
    return f"{len(found)} characters instead of {len(expected)}"
