"""A second, independent reading of a DownloadVpnConnectionConfig response.

Written for the tests from the API's description and nothing else, so that an error in the
program's reading shows as a disagreement. It takes well-formed JSON with the documented names;
everything that the program must forgive is tested elsewhere. The response is written from the
device's side: Local is the device, Remote is the cloud.
"""

import ipaddress
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ANY = "0.0.0.0/0"


@dataclass(frozen=True)
class Phase:
    """What one phase negotiates, in the response's own words."""

    encryption: str
    integrity: str
    group: str | None
    lifetime: int


@dataclass(frozen=True)
class Bgp:
    """One tunnel's BGP session; the caller says whose side the response calls local."""

    network: str
    device_address: str
    device_asn: int
    cloud_address: str
    cloud_asn: int


@dataclass(frozen=True)
class Tunnel:
    """One tunnel, its two ends called by what they are."""

    device: str
    cloud: str
    device_id: str
    cloud_id: str
    key: str
    version: int
    aggressive: bool
    ike: Phase
    esp: Phase
    bgp: Bgp | None


@dataclass(frozen=True)
class Connection:
    """One connection: one or two tunnels between the same subnets."""

    device_subnets: tuple[str, ...]
    cloud_subnets: tuple[str, ...]
    tunnels: tuple[Tunnel, ...]

    @property
    def routed(self) -> bool:
        """Destination routing: the selectors say everything, routes decide."""
        return self.device_subnets == (ANY,) and self.cloud_subnets == (ANY,)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every device subnet with every cloud subnet."""
        return [(d, c) for d in self.device_subnets for c in self.cloud_subnets]

    @property
    def passing_pairs(self) -> list[tuple[str, str]]:
        """The pairs that Alibaba's gateway lets through: under IKEv1 only the first."""
        return self.pairs[:1] if self.tunnels[0].version == 1 else self.pairs


def read(path: Path, bgp_local: str = "device") -> Connection:
    """Reads a response; bgp_local says whose addresses BgpConfigs calls local."""
    document = json.loads(path.read_text())
    config = document.get("VpnConnectionConfig", document)
    sessions = {}
    for entry in config.get("BgpConfigs", {}).get("BgpConfig", []):
        sessions[entry.get("TunnelId")] = _bgp(entry, bgp_local)
    tunnels = config.get("TunnelsConfig", {}).get("TunnelConfig", []) or [config]
    return Connection(
        device_subnets=_subnets(config["LocalSubnet"]),
        cloud_subnets=_subnets(config["RemoteSubnet"]),
        tunnels=tuple(_tunnel(t, sessions.get(t.get("TunnelId"))) for t in tunnels),
    )


def _subnets(text: str) -> tuple[str, ...]:
    return tuple(str(ipaddress.ip_network(part.strip())) for part in text.split(",") if part)


def _tunnel(entry: dict[str, Any], bgp: Bgp | None) -> Tunnel:
    ike, esp = entry["IkeConfig"], entry["IpsecConfig"]
    version = {"ikev1": 1, "ikev2": 2}[ike["IkeVersion"]]
    pfs = esp["IpsecPfs"]
    return Tunnel(
        device=entry["Local"],
        cloud=entry["Remote"],
        device_id=ike.get("LocalId") or entry["Local"],
        cloud_id=ike.get("RemoteId") or entry["Remote"],
        key=ike["Psk"],
        version=version,
        aggressive=version == 1 and ike.get("IkeMode") == "aggressive",
        ike=Phase(ike["IkeEncAlg"], ike["IkeAuthAlg"], ike["IkePfs"], int(ike["IkeLifetime"])),
        esp=Phase(
            esp["IpsecEncAlg"],
            esp["IpsecAuthAlg"],
            None if pfs == "disabled" else pfs,
            int(esp["IpsecLifetime"]),
        ),
        bgp=bgp,
    )


def _bgp(entry: dict[str, Any], local: str) -> Bgp:
    near = (entry["LocalBgpIp"], int(entry["LocalAsn"]))
    far = (entry["PeerBgpIp"], int(entry["PeerAsn"]))
    device, cloud = (near, far) if local == "device" else (far, near)
    return Bgp(entry["TunnelCidr"], *device, *cloud)
