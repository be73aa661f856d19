"""What the Linux targets share: proposals, keys, identities, the network script, FRR."""

import base64
import re
import shlex

from harness.model import Bgp, Identity, Model, Tunnel, Unreadable

from . import blocks
from .blocks import network_of

ENCRYPTION = {"des": "des", "3des": "3des", "aes128": "aes128", "aes192": "aes192", "aes256": "aes256"}
INTEGRITY = {
    "md5": "md5", "sha1": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512",
    "sha2_256": "sha256", "sha2_384": "sha384", "sha2_512": "sha512",
}  # fmt: skip
GROUPS = {
    "modp768": 1, "modp1024": 2, "modp1536": 5, "modp2048": 14, "modp3072": 15, "modp4096": 16, "modp2048s256": 24,
    "dh14": 14, "dh5": 5,
}  # fmt: skip


def proposal(text: str) -> tuple[str, str, int | None]:
    """Encryption, integrity, and the group or None of `aes256-sha256-modp2048`; libreswan parts the group by `;`."""
    parts = re.split("[-;]", text)
    if len(parts) not in (2, 3):
        raise Unreadable(f"`{text}` is no single proposal")
    try:
        return ENCRYPTION[parts[0]], INTEGRITY[parts[1]], GROUPS[parts[2]] if parts[2:] else None
    except KeyError as error:
        raise Unreadable(f"{error} in `{text}` is no algorithm") from error


def identity(text: str) -> Identity:
    """strongSwan's and libreswan's reading: an address, or a name behind `fqdn:` or `@`."""
    if text.startswith("fqdn:"):
        return Identity("name", text.removeprefix("fqdn:"))
    if text.startswith("@") and text[1:2] not in "#~[":  # those begin other kinds
        return Identity("name", text[1:])
    found = Identity.of(text)
    if found.kind != "address":
        raise Unreadable(f"`{text}`: a bare name is resolved or guessed at")
    return found


def key(text: str) -> str:
    """0s begins base64, 0x hexadecimal; all else is the key itself, within double quotes or not."""
    try:
        if text[:2] in ("0s", "0S"):
            return base64.b64decode(text[2:], validate=True).decode()
        if text[:2] in ("0x", "0X"):
            return bytes.fromhex(text[2:]).decode()
    except ValueError as error:
        raise Unreadable("the key cannot be decoded") from error
    return text


def seconds(text: str) -> int:
    found = re.fullmatch(r"(\d+)([smhd]?)", text)
    if not found:
        raise Unreadable(f"`{text}` is no time")
    return int(found[1]) * {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}[found[2]]


def network_script(files: dict[str, str], tunnels: list[Tunnel], interfaces: dict[str, str]) -> dict[str, str]:
    """Sets each tunnel's routes from the script that makes interfaces and routes, puts the tunnels into the order of
    their metrics, and gives the inner address of each tunnel. `interfaces`: the cloud's address to the interface."""
    (text,) = [text for path, text in files.items() if path.endswith("-net.sh")]
    values = dict(re.findall(r"^(\w+)=('[^']*')$", text, flags=re.MULTILINE))
    values = {name: shlex.split(value)[0] if value != "''" else "" for name, value in values.items()}
    ends = {
        (value, values.get(f"address_{name.removeprefix('gateway_')}"))
        for name, value in values.items()
        if name.startswith("gateway_")
    }
    if ends != {(tunnel.cloud_address, tunnel.device_address) for tunnel in tunnels}:
        raise Unreadable("the script's gateways and the tunnels' addresses differ")
    metrics, inner = {}, {}
    for tunnel in tunnels:
        name = interfaces.get(tunnel.cloud_address)
        tunnel.routes = frozenset()
        if not name:
            continue
        if not re.search(rf"^ *interface {name} {name.removeprefix('ipsec')} ", text, flags=re.MULTILINE):
            raise Unreadable(f"the script does not make {name}")
        added = re.search(rf"^ *add_routes {name} (\d+)$", text, flags=re.MULTILINE)
        if added:
            tunnel.routes = frozenset(values["cloud_networks"].split())
            metrics[tunnel.cloud_address] = int(added[1])
        given = re.search(rf'^ *ip address replace "\$(\w+)" dev {name}$', text, flags=re.MULTILINE)
        if given:
            inner[tunnel.cloud_address] = values[given[1]]
    tunnels.sort(key=lambda one: metrics.get(one.cloud_address, 0))
    return inner


def bgp(files: dict[str, str], tunnels: list[Tunnel], inner: dict[str, str]) -> frozenset | None:
    """Sets each tunnel's session from FRR's file; what is announced."""
    for tunnel in tunnels:
        tunnel.bgp = None
    found = [text for path, text in files.items() if path.endswith("-frr.conf")]
    if not found:
        return None
    top = blocks.read(found[0], ("!",))
    (process,) = top.all("router bgp")
    (family,) = process.all("address-family ipv4 unicast")
    preferences, let = {}, set()
    for tunnel in tunnels:
        address, _, length = inner[tunnel.cloud_address].partition("/")
        mask = {"30": "255.255.255.252"}[length]
        for line in process.all("neighbor"):
            peer = line.words[1]
            if line.words[2] != "remote-as" or network_of(peer, mask) != network_of(address, mask):
                continue
            if not family.all(f"neighbor {peer} activate"):
                raise Unreadable(f"neighbor {peer} is not activated")
            own = next((one.words[3] for one in process.all(f"neighbor {peer} local-as")), process.words[2])
            key = next((one.words[3] for one in process.all(f"neighbor {peer} password")), None)
            tunnel.bgp = Bgp(int(own), address, int(line.words[3]), peer, key)
            maps = {one.words[4]: one.words[3] for one in family.all(f"neighbor {peer} route-map")}
            preference = top.all(f"route-map {maps['in']} permit")[0].one("set local-preference")
            preferences[tunnel.cloud_address] = -int(preference[0])
            listed = top.all(f"route-map {maps['out']} permit")[0].one("match ip address prefix-list")[0]
            let |= {one.words[6] for one in top.all(f"ip prefix-list {listed}") if one.words[5] == "permit"}
    tunnels.sort(key=lambda one: preferences.get(one.cloud_address, 0))
    return frozenset(line.words[1] for line in family.all("network")) & let


def finish(files: dict[str, str], tunnels: list[Tunnel], interfaces: dict[str, str], passing: set[str]) -> Model:
    inner = network_script(files, tunnels, interfaces)
    return Model(tunnels, bgp(files, tunnels, inner), frozenset(passing))
