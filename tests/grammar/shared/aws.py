"""A VPN connection of AWS in the words of its API: what aws/vpn and aws/terraform write, read back."""

from harness.model import SILENT, Bgp, Identity, Tunnel, Unreadable

ANY = "0.0.0.0/0"
ENCRYPTION = {"AES128": "aes128", "AES256": "aes256"}
INTEGRITY = {"SHA1": "sha1", "SHA2-256": "sha256", "SHA2-384": "sha384", "SHA2-512": "sha512"}
#: the longest lifetimes that AWS takes; a response's longer ones are cut to them
LONGEST = {"ike_lifetime": 28800, "esp_lifetime": 3600}
QUIET = {"StartupAction": "add"}


def tunnel(options: dict, ends: tuple[str, str], session: tuple[int, int, str] | None, routes: list[str]) -> Tunnel:
    """`options` as in CreateVpnConnection; `ends` are the customer gateway's address and AWS's; `session` both AS numbers
    (the device's, the cloud's) and the device's inside address."""
    used, unused = options["TunnelOptions"]
    if unused != QUIET:
        raise Unreadable("the other tunnel of the connection is not quiet")
    cloud, device = ends
    found = Tunnel(cloud, device)
    found.device_id, found.cloud_id = Identity("address", device), Identity("address", cloud)
    found.psk = used["PreSharedKey"]
    found.ike_version = {"ikev1": 1, "ikev2": 2}[_only(used, "IKEVersions")]
    found.ike_mode = "main" if found.ike_version == 1 else None
    found.ike_encryption = ENCRYPTION[_only(used, "Phase1EncryptionAlgorithms")]
    found.ike_integrity = INTEGRITY[_only(used, "Phase1IntegrityAlgorithms")]
    found.ike_prf = found.ike_integrity if found.ike_version == 2 else None
    found.ike_group = _only(used, "Phase1DHGroupNumbers")
    found.esp_encryption = ENCRYPTION[_only(used, "Phase2EncryptionAlgorithms")]
    found.esp_integrity = INTEGRITY[_only(used, "Phase2IntegrityAlgorithms")]
    found.pfs = _only(used, "Phase2DHGroupNumbers")
    found.ike_lifetime = _lifetime("ike_lifetime", used["Phase1LifetimeSeconds"])
    found.esp_lifetime = _lifetime("esp_lifetime", used["Phase2LifetimeSeconds"])
    if used["Phase2LifetimeSeconds"] == used["Phase1LifetimeSeconds"] - 60:
        found.esp_lifetime = SILENT  # cut to what AWS asks for: phase 2 ends before phase 1
    if used["Phase2LifetimeSeconds"] >= used["Phase1LifetimeSeconds"]:
        raise Unreadable("phase 2 must end before phase 1")
    found.dpd = used["DPDTimeoutAction"] != "none"
    if used["StartupAction"] != {1: "add", 2: "start"}[found.ike_version]:
        raise Unreadable("AWS begins under IKEv2 and only there")
    found.selectors = frozenset({(options["RemoteIpv4NetworkCidr"], options["LocalIpv4NetworkCidr"])})
    found.routes, found.bgp = frozenset(routes), None
    if options["StaticRoutesOnly"] is (session is not None) or bool(routes) is (session is not None):
        raise Unreadable("static routes or BGP, never both nor neither")
    if options["LocalIpv4NetworkCidr"] != ANY and routes != [options["LocalIpv4NetworkCidr"]]:
        raise Unreadable("the static route is not the network that the connection names")
    if session:
        device_as, cloud_as, inside = session
        found.bgp = Bgp(device_as, inside, cloud_as, _other(used["TunnelInsideCidr"], inside))
    return found


def _only(used: dict, name: str):
    (one,) = used[name]
    return one["Value"]


def _lifetime(field: str, seconds: int):
    return SILENT if seconds == LONGEST[field] else seconds


def _other(network: str, inside: str) -> str:
    """The other host of a /30."""
    start, _, length = network.partition("/")
    head, _, last = start.rpartition(".")
    hosts = {f"{head}.{int(last) + 1}", f"{head}.{int(last) + 2}"}
    if length != "30" or inside not in hosts:
        raise Unreadable(f"{inside} is no host of {network}")
    (other,) = hosts - {inside}
    return other
