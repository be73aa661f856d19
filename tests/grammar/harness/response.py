"""The second reading of a response: JSON in, a neutral model out. It shares no line with the program.

Written from the API's description: a download is told from the device's side, a DescribeVpnConnection from the
cloud's. It judges nothing: what the program refuses is never compared.
"""

import json
from dataclasses import dataclass, replace

from .model import Bgp, Identity, Model, Tunnel

ENCRYPTION = {"aes": "aes128"}
ANY = "0.0.0.0/0"
CLOUD_AS = 45104  # the AS number that the cloud has unless another one is chosen


@dataclass
class Response:
    """One connection; `suffix` is what the program adds to the id of a document that holds several."""

    suffix: str
    model: Model
    device_networks: list[str]
    cloud_networks: list[str]

    @property
    def one_sided(self) -> bool:
        """0.0.0.0/0 at the cloud's end alone: a full tunnel."""
        return self.cloud_networks == [ANY] != self.device_networks


class Fields:
    """An object's fields by name, whatever the case of the first letter; JSON in a text is opened."""

    def __init__(self, value):
        self.all = {key[:1].upper() + key[1:]: item for key, item in value.items()}

    def get(self, name: str, default=None):
        value = self.all.get(name, default)
        if isinstance(value, str) and value[:1] in "{[" and value[-1:] in "}]" and name.endswith(("Config", "Configs")):
            value = json.loads(value)
        return value

    def object(self, name: str) -> "Fields":
        return Fields(self.get(name) or {})

    def text(self, name: str) -> str:
        value = self.get(name)
        return "" if value is None else str(value)

    def list(self, outer: str, inner: str) -> list["Fields"]:
        """A list as {outer: {inner: [...]}}, without the inner level, or with one object in the place of the list."""
        value = self.get(outer) or []
        if isinstance(value, dict) and inner in Fields(value).all:
            value = Fields(value).get(inner)
        if isinstance(value, dict):
            value = [value] if value else []
        return [Fields(item) for item in value]


def read(text: str) -> list[Response]:
    """All connections of a document; none where it is another operation's answer."""
    return _open(json.loads(text))


def _open(value) -> list[Response]:
    if isinstance(value, str):
        return _open(json.loads(value))
    if isinstance(value, list):
        return [
            Response(f"/item {number}", one.model, one.device_networks, one.cloud_networks)
            for number, item in enumerate(value, 1)
            for one in _open(item)
        ]
    fields = Fields(value)
    if fields.text("Peerconf") == "bundle":
        # What no download says stands in the answer beside it.
        beside = Fields(fields.all["DescribeVpnConnection"])
        options = beside.list("TunnelOptionsSpecification", "TunnelOptions") or [beside]
        probed = {one.text("InternetIp"): one.text("EnableDpd").lower() == "true" for one in options}
        answers = _open(fields.all["DownloadVpnConnectionConfig"])
        customer = {one.text("InternetIp"): one.text("CustomerGatewayId") for one in options}
        described = fields.all.get("DescribeCustomerGateway") or []
        several = described if isinstance(described, list) else [described]
        keys = {one.text("CustomerGatewayId"): one.text("AuthKey") for one in map(Fields, several)}
        for tunnel in (tunnel for answer in answers for tunnel in answer.model.tunnels):
            tunnel.dpd = probed[tunnel.cloud_address]
            if tunnel.bgp:
                tunnel.bgp = replace(tunnel.bgp, key=keys.get(customer[tunnel.cloud_address]) or None)
        return answers
    if "Body" in fields.all:
        return _open(fields.all["Body"])
    if "VpnConnections" in fields.all:
        return [
            Response(f"/{item.text('VpnConnectionId')}", one.model, one.device_networks, one.cloud_networks)
            for item in fields.list("VpnConnections", "VpnConnection")
            for one in [_described(item)]
        ]
    if "VpnConnectionConfig" in fields.all:
        return [_downloaded(fields.object("VpnConnectionConfig"))]
    if "TunnelOptionsSpecification" in fields.all or "VpnConnectionId" in fields.all and "IkeConfig" in fields.all:
        return [_described(fields)]
    if "IkeConfig" in fields.all or "TunnelsConfig" in fields.all:
        return [_downloaded(fields)]
    return []


def _networks(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _group(text: str) -> int | None:
    return None if text.lower() == "disabled" or not text else int(text.lower().removeprefix("group"))


def _number(text: str) -> int:
    high, dot, low = text.partition(".")
    return int(high) * 65536 + int(low) if dot else int(high)


def _tunnel(cloud: str, device: str, ike: Fields, esp: Fields, ids: tuple[str, str]) -> Tunnel:
    version = 2 if ike.text("IkeVersion").lower() == "ikev2" else 1
    tunnel = Tunnel(cloud, device)
    tunnel.ike_version = version
    tunnel.ike_mode = ike.text("IkeMode").lower() if version == 1 else None
    tunnel.ike_encryption = ENCRYPTION.get(ike.text("IkeEncAlg"), ike.text("IkeEncAlg"))
    tunnel.ike_integrity = ike.text("IkeAuthAlg")
    tunnel.ike_prf = tunnel.ike_integrity if version == 2 else None
    tunnel.ike_group = _group(ike.text("IkePfs"))
    tunnel.ike_lifetime = _lifetime(ike.text("IkeLifetime"))
    tunnel.device_id, tunnel.cloud_id = Identity.of(ids[0] or device), Identity.of(ids[1] or cloud)
    tunnel.psk = ike.text("Psk")
    tunnel.esp_encryption = ENCRYPTION.get(esp.text("IpsecEncAlg"), esp.text("IpsecEncAlg"))
    tunnel.esp_integrity = esp.text("IpsecAuthAlg")
    tunnel.pfs = _group(esp.text("IpsecPfs"))
    tunnel.esp_lifetime = _lifetime(esp.text("IpsecLifetime"))
    tunnel.bgp = None
    return tunnel


def _lifetime(text: str):
    return int(text) if text.isdigit() else text


def _placeholder(text: str) -> str:
    return "" if text.lower() == "leftid-not-exist" else text


def _downloaded(fields: Fields) -> Response:
    tunnels, by_id = [], {}
    for item in fields.list("TunnelsConfig", "TunnelConfig") or [fields]:
        ike = item.object("IkeConfig")
        ids = _placeholder(ike.text("LocalId")), _placeholder(ike.text("RemoteId"))
        tunnel = _tunnel(item.text("Remote"), item.text("Local"), ike, item.object("IpsecConfig"), ids)
        tunnel.dpd = True  # not in a download; the service's default
        tunnels.append(tunnel)
        by_id[item.text("TunnelId")] = tunnel
    for session in fields.list("BgpConfigs", "BgpConfig"):
        aim = by_id.get(session.text("TunnelId")) or (tunnels[0] if len(tunnels) == 1 else None)
        if not aim or not session.text("LocalAsn"):
            continue
        ends = [(_number(session.text(f"{side}Asn")), session.text(f"{side}BgpIp")) for side in ("Local", "Peer")]
        if ends[0][0] == CLOUD_AS:
            ends.reverse()
        aim.bgp = Bgp(*ends[0], *ends[1])
    return _response(fields, tunnels, "LocalSubnet", "RemoteSubnet")


def _described(fields: Fields) -> Response:
    options = fields.list("TunnelOptionsSpecification", "TunnelOptions")
    tunnels = []
    for item in sorted(options, key=lambda one: one.text("Role") != "master") or [fields]:
        prefix = "Tunnel" if options else ""
        ike, esp = item.object(f"{prefix}IkeConfig"), item.object(f"{prefix}IpsecConfig")
        ids = ike.text("RemoteId"), ike.text("LocalId")
        cloud = item.text("InternetIp") or item.text("InternetIP") or ids[1]
        tunnel = _tunnel(cloud, ids[0], ike, esp, ids)
        tunnel.dpd = item.text("EnableDpd").lower() == "true"
        session = item.object(f"{prefix}BgpConfig" if options else "VpnBgpConfig")
        if session.text("LocalBgpIp"):
            tunnel.bgp = Bgp(
                _number(session.text("PeerAsn")),
                session.text("PeerBgpIp"),
                _number(session.text("LocalAsn")),
                session.text("LocalBgpIp"),
            )
        tunnels.append(tunnel)
    return _response(fields, tunnels, "RemoteSubnet", "LocalSubnet")


def _response(fields: Fields, tunnels: list[Tunnel], device: str, cloud: str) -> Response:
    device, cloud = _networks(fields.text(device)), _networks(fields.text(cloud))
    for tunnel in tunnels:
        tunnel.selectors = frozenset((one, other) for one in device for other in cloud)
    return Response("", Model(tunnels), device, cloud)
