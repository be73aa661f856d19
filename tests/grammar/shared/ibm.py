"""A connection of IBM Cloud's VPN for VPC in the provider's fields: what ibm/vpc and ibm/terraform write, read back."""

from harness.model import Identity, Tunnel, Unreadable
from harness.words import within, word

ANY = "0.0.0.0/0"
AES = ("aes128", "aes192", "aes256")
SHA = ("sha256", "sha384", "sha512")
GROUPS = (*range(14, 25), 31)
PFS = {"disabled": None, **{f"group_{number}": number for number in GROUPS}}
KINDS = {"ipv4_address": "address", "fqdn": "name"}


def tunnel(found: dict, topology: str) -> Tunnel:
    """The tunnel of one connection; `found` has what the command line or the provider was told."""
    made = Tunnel(found["peer"], found["device_address"])
    ike, ipsec = found["ike"], found["ipsec"]
    made.ike_version = word((1, 2), ike["version"])
    made.ike_mode = "main" if made.ike_version == 1 else None
    made.ike_encryption, made.ike_integrity = word(AES, ike["encryption"]), word(SHA, ike["integrity"])
    made.ike_prf = made.ike_integrity if made.ike_version == 2 else None
    made.ike_group = word(GROUPS, ike["group"])
    made.ike_lifetime, made.esp_lifetime = within(ike["lifetime"], 1800, 86400), within(ipsec["lifetime"], 1800, 86400)
    made.esp_encryption, made.esp_integrity = word(AES, ipsec["encryption"]), word(SHA, ipsec["integrity"])
    made.pfs = word(PFS, ipsec["pfs"])
    made.psk = found["psk"]
    if not 6 <= len(made.psk) <= 128 or made.psk.startswith(("0x", "0s")):
        raise Unreadable("a key of 6 to 128 characters that does not begin with 0x or 0s")
    if found["up"] is not True or found["establish"] != "bidirectional":
        raise Unreadable("the connection is shut down, or does not begin")
    made.dpd = word({"restart": True, "none": False}, found["action"])
    kind, value = found["peer_identity"]
    made.cloud_id = Identity(word(KINDS, kind), value)
    made.device_id = _own(found["local_identities"], made.device_address, topology)
    made.bgp = None
    _networks(made, found, topology)
    return made


def _own(identities: list, address: str, topology: str) -> Identity:
    """Without identities each member says its address; with them there is one for each member."""
    if not identities:
        return Identity("address", address)
    if len(identities) != (1 if topology == "policy" else 2) or len(set(identities)) != 1:
        raise Unreadable("the identities of the gateway's members")
    kind, value = identities[0]
    return Identity(word(KINDS, kind), value)


def _networks(made: Tunnel, found: dict, topology: str) -> None:
    made.selectors, made.routes = frozenset({(ANY, ANY)}), frozenset(found["routes"])
    if topology == "policy":
        made.selectors = frozenset((one, two) for one in found["local_cidrs"] for two in found["peer_cidrs"])
    if bool(found["routes"]) != (topology == "route") or bool(found["local_cidrs"] or found["peer_cidrs"]) != (topology == "policy"):
        raise Unreadable("a route-based gateway wants routes, a policy-based one networks")
