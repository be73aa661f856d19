"""A tunnel of Tencent Cloud in the words of CreateVpnConnection: what tencentcloud/vpn and tencentcloud/terraform write, read back."""

from harness.model import Bgp, Identity, Tunnel, Unreadable
from harness.words import within, word

ANY = "0.0.0.0/0"
ENCRYPTION = {"DES-CBC": "des", "3DES-CBC": "3des", "AES-CBC-128": "aes128", "AES-CBC-192": "aes192", "AES-CBC-256": "aes256"}
IKE_INTEGRITY = {"MD5": "md5", "SHA": "sha1", "SHA-256": "sha256", "SHA-512": "sha512"}
ESP_INTEGRITY = {"MD5": "md5", "SHA1": "sha1", "SHA-256": "sha256"}
GROUPS = {f"GROUP{number}": number for number in (1, 2, 5, 14, 24)}
PFS = {"NULL": None, **{f"DH-GROUP{number}": number for number in (1, 2, 5, 14, 24)}}


def tunnel(request: dict, customer: dict, address: str, routes: list[str], topology: str) -> Tunnel:
    """The tunnel of a request; `customer` is CreateCustomerGateway's, `routes` what the gateway routes into the tunnel."""
    ike, esp = request["IKEOptionsSpecification"], request["IPSECOptionsSpecification"]
    found = Tunnel(customer["IpAddress"], address)
    found.psk = request["PreShareKey"]
    if request["NegotiationType"] != "active":
        raise Unreadable("Tencent Cloud does not begin")
    found.dpd = request["DpdEnable"] == 1
    if found.dpd and (request["DpdAction"] != "restart" or not 30 <= int(request["DpdTimeout"]) <= 60):
        raise Unreadable("dead peer detection")
    _ike(found, ike)
    found.esp_encryption = word(ENCRYPTION, esp["EncryptAlgorithm"], "the API")
    found.esp_integrity = word(ESP_INTEGRITY, esp["IntegrityAlgorithm"], "the API")
    found.pfs = word(PFS, esp["PfsDhGroup"], "the API")
    found.esp_lifetime = within(esp["IPSECSaLifetimeSeconds"], 180, 604800)
    if within(esp["IPSECSaLifetimeTraffic"], 2560, 4294967295) < 1_000_000_000:
        raise Unreadable("the lifetime in kilobytes ends the SA before the seconds do")
    _networks(found, request, customer, routes, topology)
    return found


def _ike(found: Tunnel, ike: dict) -> None:
    found.ike_version = word({"IKEV1": 1, "IKEV2": 2}, ike["IKEVersion"], "the API")
    mode = word({"MAIN": "main", "AGGRESSIVE": "aggressive"}, ike["ExchangeMode"], "the API")
    found.ike_mode = mode if found.ike_version == 1 else None
    found.ike_encryption = word(ENCRYPTION, ike["PropoEncryAlgorithm"], "the API")
    found.ike_integrity = word(IKE_INTEGRITY, ike["PropoAuthenAlgorithm"], "the API")
    found.ike_prf = found.ike_integrity if found.ike_version == 2 else None
    found.ike_group = word(GROUPS, ike["DhGroupName"], "the API")
    found.ike_lifetime = within(ike["IKESaLifetimeSeconds"], 60, 604800)
    found.device_id, found.cloud_id = _identity(ike, "Local"), _identity(ike, "Remote")


def _identity(ike: dict, side: str) -> Identity:
    kind = word({"ADDRESS": "address", "FQDN": "name"}, ike[f"{side}Identity"], "the API")
    field, other = (f"{side}Address", f"{side}FqdnName") if kind == "address" else (f"{side}FqdnName", f"{side}Address")
    if other in ike:
        raise Unreadable(f"{side}: an address and a name")
    return Identity(kind, ike[field])


def _networks(found: Tunnel, request: dict, customer: dict, routes: list[str], topology: str) -> None:
    kind = request["RouteType"]
    if (kind == "Policy") != (topology == "policy") or kind not in ("Policy", "StaticRoute", "Bgp"):
        raise Unreadable(f"RouteType {kind}")
    found.selectors, found.routes, found.bgp = frozenset({(ANY, ANY)}), frozenset(routes), None
    if kind == "Policy":
        found.selectors = frozenset(
            (entry["LocalCidrBlock"], cloud) for entry in request["SecurityPolicyDatabases"] for cloud in entry["RemoteCidrBlock"]
        )
    if kind == "Bgp":
        config = request["BgpConfig"]
        found.bgp = Bgp(0, config["LocalBgpIp"], int(customer["BgpAsn"]), config["RemoteBgpIp"])
    if (kind == "StaticRoute") != bool(routes):
        raise Unreadable("routes of the gateway are there for StaticRoute alone")
    if (kind == "Bgp") != ("BgpConfig" in request and "BgpAsn" in customer):
        raise Unreadable("what BGP needs")
