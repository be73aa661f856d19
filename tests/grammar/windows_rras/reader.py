"""Reads the PowerShell script back: each call of Add-VpnS2SInterface, its parameters taken as PowerShell binds them."""

import ipaddress
import re

from harness.model import Identity, Model, Tunnel, Unreadable

COMMAND = "Add-VpnS2SInterface"
TOKEN = re.compile(r"\s*(?:'((?:[^']|'')*)'|(@\()|(\))|(,)|([^\s'(),@]+))")
ENCRYPTION = {"DES": "des", "DES3": "3des", "AES128": "aes128", "AES192": "aes192", "AES256": "aes256"}
IKE_HASH = {"MD5": "md5", "SHA1": "sha1", "SHA256": "sha256", "SHA384": "sha384"}
ESP_HASH = {"MD596": "md5", "SHA196": "sha1", "SHA256128": "sha256"}
GROUP = {"Group1": 1, "Group2": 2, "Group14": 14, "Group24": 24}
PFS = {"None": None, "PFS1": 1, "PFS2": 2, "PFS2048": 14, "PFS24": 24}
OUTAGE = {"3", "6", "9", "12", "15", "30", "60", "120", "240", "360", "720", "900"}
SWITCHES = {"CustomPolicy", "Persistent"}
FIXED = {
    "Protocol": "IKEv2",
    "AuthenticationMethod": "PSKOnly",
    "ResponderAuthenticationMethod": "PSKOnly",
    "InitiateConfigPayload": "$false",
    "NumberOfTries": "0",
    "SADataSizeForRenegotiationKilobytes": "33553408",
}
KNOWN = SWITCHES | FIXED.keys() | {
    "Name", "Destination", "SourceIpAddress", "SharedSecret", "EncryptionMethod", "IntegrityCheckMethod", "DHGroup",
    "MMSALifeTimeSeconds", "CipherTransformConstants", "AuthenticationTransformConstants", "PfsGroup", "SALifeTimeSeconds",
    "NetworkOutageTimeSeconds", "IPv4Subnet",
}


def read(files, _context) -> Model:
    text = "\n".join(files.values())
    if "VpnS2SStatus -ne 'Installed'" not in text:
        raise Unreadable("the script does not look for the role")
    lines = [line for line in re.sub(r"`\n", " ", text).splitlines() if line.startswith(COMMAND)]
    made = [_parameters(line.removeprefix(COMMAND)) for line in lines]
    connected = re.findall(r"^try \{ Connect-VpnS2SInterface -Name '([^']*)' \}", text, re.MULTILINE)
    if not made or connected != [one["Name"] for one in made] or len(set(connected)) != len(connected):
        raise Unreadable("what is made and what is connected are not the same")
    ranked = sorted(((_metric(one), _tunnel(one)) for one in made), key=lambda pair: pair[0])
    if len({metric for metric, _ in ranked}) != len(ranked):
        raise Unreadable("two interfaces have one metric")
    return Model([tunnel for _, tunnel in ranked], announced=None)


def _parameters(text: str) -> dict:
    tokens = _tokens(text)
    found: dict[str, object] = {}
    while tokens:
        kind, name = tokens.pop(0)
        if kind != "bare" or not name.startswith("-") or name[1:] not in KNOWN:
            raise Unreadable(f"{COMMAND} has no parameter {name}")
        name = name[1:]
        if name in found:
            raise Unreadable(f"{name} stands twice")
        found[name] = True if name in SWITCHES else _argument(name, tokens)
    for name in SWITCHES | FIXED.keys():
        if found.get(name) != FIXED.get(name, True):
            raise Unreadable(f"{name} is {found.get(name)}")
    if found.get("NetworkOutageTimeSeconds") not in OUTAGE:
        raise Unreadable("NetworkOutageTimeSeconds is none of its list")
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, place = [], 0
    text = text.rstrip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if not match:
            raise Unreadable(f"PowerShell reads nothing in {text[place:]}")
        quoted, opening, closing, comma, bare = match.groups()
        if quoted is not None:
            tokens.append(("text", quoted.replace("''", "'")))
        else:
            tokens.append(("bare" if bare else "mark", bare or opening or closing or comma))
        place = match.end()
    return tokens


def _argument(name: str, tokens: list[tuple[str, str]]):
    kind, value = tokens.pop(0) if tokens else ("", "")
    if kind == "text" or kind == "bare" and not value.startswith("-"):
        return value
    if (kind, value) != ("mark", "@("):
        raise Unreadable(f"{name} has no value")
    items = []
    while tokens:
        kind, value = tokens.pop(0)
        if kind == "text":
            items.append(value)
        if kind == "mark" and value == ")":
            return items
        if not tokens or kind == "bare" or (kind == "text") == (tokens[0][0] == "text"):
            break
    raise Unreadable(f"{name} is no list")


def _subnets(found: dict) -> dict[str, int]:
    routes = {}
    for text in found.get("IPv4Subnet", []):
        network, _, metric = text.rpartition(":")
        if not metric.isdigit():
            raise Unreadable(f"{text} has no metric")
        routes[str(ipaddress.IPv4Network(network))] = int(metric)
    return routes


def _metric(found: dict) -> int:
    metrics = set(_subnets(found).values())
    if len(metrics) != 1:
        raise Unreadable("no metric, or several for one interface")
    return metrics.pop()


def _tunnel(found: dict) -> Tunnel:
    try:
        tunnel = Tunnel(str(ipaddress.IPv4Address(found["Destination"])), device_address=found["SourceIpAddress"])
        tunnel.ike_version, tunnel.ike_mode = 2, None
        tunnel.ike_encryption = ENCRYPTION[found["EncryptionMethod"]]
        tunnel.ike_integrity = IKE_HASH[found["IntegrityCheckMethod"]]
        tunnel.ike_group = GROUP[found["DHGroup"]]
        tunnel.ike_lifetime = int(found["MMSALifeTimeSeconds"])
        tunnel.esp_encryption = ENCRYPTION[found["CipherTransformConstants"]]
        tunnel.esp_integrity = ESP_HASH[found["AuthenticationTransformConstants"]]
        tunnel.pfs = PFS[found["PfsGroup"]]
        tunnel.esp_lifetime = int(found["SALifeTimeSeconds"])
        tunnel.psk = found["SharedSecret"]
    except (KeyError, ValueError) as error:
        raise Unreadable(f"{COMMAND}: {error}") from None
    tunnel.device_id = Identity("address", tunnel.device_address)
    tunnel.cloud_id = Identity("address", tunnel.cloud_address)
    tunnel.selectors = frozenset({("0.0.0.0/0", "0.0.0.0/0")})
    tunnel.routes = frozenset(_subnets(found))
    tunnel.bgp = None
    return tunnel
