"""Huawei Cloud's VPN: the words of its API, and a connection of it as a neutral tunnel."""

from harness.model import Bgp, Identity, Tunnel, Unreadable
from harness.words import within, word

from harness import hcl

ENCRYPTION = {"3des": "3des", "aes-128": "aes128", "aes-192": "aes192", "aes-256": "aes256"}
INTEGRITY = {"md5": "md5", "sha1": "sha1", "sha2-256": "sha256", "sha2-384": "sha384", "sha2-512": "sha512"}
GROUP = {"group1": 1, "group2": 2, "group5": 5, "group14": 14}
IDENTITY = {"ip": "address", "fqdn": "name"}
ANY = "0.0.0.0/0"
SPECIAL = set("~!@#$%^()-_+={},./:;")

#: arguments of huaweicloud_vpn_connection that have another name in the API
ARGUMENTS = {"gateway_id": "vgw_id", "gateway_ip": "vgw_ip", "vpn_type": "style", "customer_gateway_id": "cgw_id"}


def as_api(body: dict) -> dict:
    """A connection of Terraform in the API's own fields. Blocks become objects; the only list of them is policy_rules."""
    found = {}
    for name, value in body.items():
        if isinstance(value, list) and value and isinstance(value[0], hcl.Block):
            inner = [one.body for one in value]
            if name != "policy_rules" and len(inner) > 1:
                raise Unreadable(f"{name} occurs {len(inner)} times")
            value = inner if name == "policy_rules" else inner[0]
        found[ARGUMENTS.get(name, name)] = value
    return found



def tunnel(found: dict, peer: dict, psk: str) -> Tunnel:
    """A connection in the API's fields and its customer gateway (address, AS number or None)."""
    ike, esp = found["ikepolicy"], found["ipsecpolicy"]
    if ike["authentication_method"] != "pre-share" or (esp["transform_protocol"], esp["encapsulation_mode"]) != ("esp", "tunnel"):
        raise Unreadable("no ESP in tunnel mode with a pre-shared key")
    made = Tunnel(cloud_address=peer["address"])
    made.ike_version = word({"v1": 1, "v2": 2}, ike["ike_version"])
    if (made.ike_version == 1) != ("phase1_negotiation_mode" in ike):
        raise Unreadable("the mode of phase 1 belongs to IKEv1")
    made.ike_mode = ike.get("phase1_negotiation_mode")
    if made.ike_mode not in (None, "main", "aggressive"):
        raise Unreadable("no mode of phase 1")
    made.ike_encryption = word(ENCRYPTION, ike["encryption_algorithm"])
    made.ike_integrity = word(INTEGRITY, ike["authentication_algorithm"])
    made.ike_group = word(GROUP, ike["dh_group"])
    made.ike_lifetime = within(ike["lifetime_seconds"], 60, 604800)
    made.device_id = Identity(word(IDENTITY, ike["local_id_type"]), ike["local_id"])
    made.cloud_id = Identity(word(IDENTITY, ike["peer_id_type"]), ike["peer_id"])
    if made.cloud_id.kind == "address" and made.cloud_id.text != peer["address"]:
        raise Unreadable("the peer's identity is another address than the customer gateway's")
    made.esp_encryption = word(ENCRYPTION, esp["encryption_algorithm"])
    made.esp_integrity = word(INTEGRITY, esp["authentication_algorithm"])
    made.pfs = word(GROUP, esp["pfs"])
    made.esp_lifetime = within(esp["lifetime_seconds"], 480, 604800)
    made.psk = _key(psk)
    if found["enable_nqa"] is not False:
        raise Unreadable("NQA pings an address that Alibaba Cloud does not answer, and stops forwarding")
    _networks(made, found, peer)
    return made


def _networks(made: Tunnel, found: dict, peer: dict) -> None:
    style, networks = found["style"], found.get("peer_subnets")
    made.bgp = None
    if (style == "bgp") != ("tunnel_local_address" in found) or (style == "bgp") != (peer["as"] is not None):
        raise Unreadable("inside addresses and the peer's AS number belong to BGP")
    if style == "bgp":
        own, other = found["tunnel_local_address"], found["tunnel_peer_address"]
        if not own.endswith("/30") or not other.endswith("/30") or networks is not None:
            raise Unreadable("inside addresses have /30, and BGP tells the networks")
        made.bgp = Bgp(None, own.removesuffix("/30"), peer["as"], other.removesuffix("/30"))
    if style == "policy":
        rules = found["policy_rules"]
        if [rule["rule_index"] for rule in rules] != list(range(1, len(rules) + 1)):
            raise Unreadable("rules without their order")
        made.selectors = frozenset((rule["source"], cloud) for rule in rules for cloud in rule["destination"])
        if {cloud for _, cloud in made.selectors} != set(networks):
            raise Unreadable("other networks are routed than negotiated")
        return
    if style not in ("static", "bgp") or "policy_rules" in found:
        raise Unreadable(f"style {style}")
    made.selectors = frozenset({(ANY, ANY)})
    made.routes = frozenset(networks or [])


def preferred(connections: list[dict]) -> None:
    """Roles are given to both connections, the first as the master, or to none."""
    roles = [one.get("ha_role") for one in connections]
    if roles not in ([None], [None, None], ["master", "slave"]):
        raise Unreadable(f"roles {roles}")



def _key(psk: str) -> str:
    if not 8 <= len(psk) <= 128 or any(not (one.isascii() and one.isalnum()) and one not in SPECIAL for one in psk):
        raise Unreadable("Huawei Cloud takes no such key")
    return psk
