"""Azure's VPN Gateway: the words of its API, and a connection of it as a neutral tunnel."""

from harness.model import Bgp, Identity, Tunnel, Unreadable
from harness.words import word

ENCRYPTION = {"DES": "des", "DES3": "3des", "AES128": "aes128", "AES192": "aes192", "AES256": "aes256"}
INTEGRITY = {"MD5": "md5", "SHA1": "sha1", "SHA256": "sha256", "SHA384": "sha384"}
GROUP = {"DHGroup1": 1, "DHGroup2": 2, "DHGroup14": 14, "DHGroup2048": 14, "DHGroup24": 24}
PFS = {"None": None, "PFS1": 1, "PFS2": 2, "PFS2048": 14, "PFS24": 24}
ANY = "0.0.0.0/0"

#: arguments of azurerm_virtual_network_gateway_connection and the API's fields (provider azurerm 4, its documentation)
ARGUMENTS = {
    "type": "connectionType",
    "connection_protocol": "connectionProtocol",
    "connection_mode": "connectionMode",
    "shared_key": "sharedKey",
    "dpd_timeout_seconds": "dpdTimeoutSeconds",
    "enable_bgp": "enableBgp",
    "use_policy_based_traffic_selectors": "usePolicyBasedTrafficSelectors",
}
POLICY = {
    "ike_encryption": "ikeEncryption",
    "ike_integrity": "ikeIntegrity",
    "dh_group": "dhGroup",
    "ipsec_encryption": "ipsecEncryption",
    "ipsec_integrity": "ipsecIntegrity",
    "pfs_group": "pfsGroup",
    "sa_lifetime": "saLifeTimeSeconds",
    "sa_datasize": "saDataSizeKilobytes",
}
SELECTOR = {"local_address_cidrs": "localAddressRanges", "remote_address_cidrs": "remoteAddressRanges"}
OTHERS = {"name", "resource_group_name", "location", "virtual_network_gateway_id", "local_network_gateway_id", "lifecycle"}
BLOCKS = {"ipsec_policy": (POLICY, "ipsecPolicies"), "traffic_selector_policy": (SELECTOR, "trafficSelectorPolicies")}


def as_api(body: dict) -> dict:
    """A connection of Terraform in the API's own fields; an argument that the provider does not have is a fault."""
    found = {}
    for name, value in body.items():
        if name in ARGUMENTS:
            found[ARGUMENTS[name]] = value
        elif name in BLOCKS:
            names, field = BLOCKS[name]
            found[field] = [{word(names, key): inner for key, inner in one.body.items()} for one in value]
        elif name == "custom_bgp_addresses":
            (block,) = value
            if not set(block.body) <= {"primary", "secondary"}:
                raise Unreadable("custom_bgp_addresses has primary and secondary only")
            addresses = [block.body[key] for key in ("primary", "secondary") if key in block.body]
            found["gatewayCustomBgpIpAddresses"] = [{"customBgpIpAddress": one} for one in addresses]
        elif name not in OTHERS:
            raise Unreadable(f"azurerm_virtual_network_gateway_connection has no argument {name}")
    return found



def tunnel(found: dict, site: dict, number: int, device_as: int | None, device_address: str | None) -> Tunnel:
    """A connection and its local network gateway, both in the API's fields, the key in place. `number` counts from 0."""
    if found["connectionType"] != "IPsec" or found["connectionMode"] != "Default":
        raise Unreadable("no connection to another site that begins and answers")
    (policy,) = found["ipsecPolicies"]
    if len(policy) != len(POLICY):
        raise Unreadable("a policy names all of its eight values, or the rest is Azure's default")
    version = word({"IKEv1": 1, "IKEv2": 2}, found["connectionProtocol"])
    made = Tunnel(cloud_address=site["gatewayIpAddress"])
    made.ike_version = version
    made.ike_mode = "main" if version == 1 else None
    made.ike_encryption = word(ENCRYPTION, policy["ikeEncryption"])
    made.ike_integrity = word(INTEGRITY, policy["ikeIntegrity"])
    made.ike_group = word(GROUP, policy["dhGroup"])
    made.esp_encryption = word(ENCRYPTION, policy["ipsecEncryption"])
    made.esp_integrity = word(INTEGRITY, policy["ipsecIntegrity"])
    made.pfs = word(PFS, policy["pfsGroup"])
    made.esp_lifetime = policy["saLifeTimeSeconds"]
    if made.esp_lifetime < 300 or policy["saDataSizeKilobytes"] < 1024:
        raise Unreadable("a lifetime below Azure's least: 300 seconds, 1024 KB")
    made.psk = found["sharedKey"]
    if set(made.psk) & set("-~ ") or not made.psk.isascii():
        raise Unreadable("Azure takes no such key")
    seconds = found.get("dpdTimeoutSeconds")
    if seconds is not None and not 9 <= seconds <= 3600:
        raise Unreadable("a time of DPD outside 9 to 3600")
    made.dpd = seconds is not None
    made.cloud_id = Identity("address", made.cloud_address)
    if device_address is not None:
        made.device_address = device_address
        made.device_id = Identity("address", device_address)
    prefixes = site.get("prefixes", [])
    made.bgp = _session(found, site, number, device_as)
    if bool(prefixes) == bool(made.bgp):
        raise Unreadable("a local network gateway has prefixes, or a BGP session that tells them")
    if found.get("usePolicyBasedTrafficSelectors"):
        made.selectors = frozenset(
            (device, cloud)
            for one in found["trafficSelectorPolicies"]
            for device in one["localAddressRanges"]
            for cloud in one["remoteAddressRanges"]
        )
        if version == 1 and len(made.selectors) > 1:
            raise Unreadable("several pairs under IKEv1")
        negotiated = {cloud for _, cloud in made.selectors}
        if negotiated != set(prefixes) and negotiated != {ANY}:
            raise Unreadable("other networks are routed than negotiated")
    else:
        if "trafficSelectorPolicies" in found:
            raise Unreadable("selectors that are not used")
        made.selectors = frozenset({(ANY, ANY)})
        made.routes = frozenset(prefixes)
    return made


def _session(found: dict, site: dict, number: int, device_as: int | None) -> Bgp | None:
    settings = site.get("bgpSettings")
    if bool(settings) != bool(found.get("enableBgp")):
        raise Unreadable("BGP on one of connection and local network gateway only")
    if not settings:
        return None
    own = [one["customBgpIpAddress"] for one in found["gatewayCustomBgpIpAddresses"]]
    return Bgp(device_as, own[number if len(own) > 1 else 0], settings["asn"], settings["bgpPeeringAddress"])
