"""Tunnels of OCI in the words of its API: what oracle/oci and oracle/terraform write, read back and held against the API's lists."""

from harness.model import Bgp, Identity, Tunnel, Unreadable
from harness.words import known, word

ANY = "0.0.0.0/0"
ENCRYPTION = {"AES_128_CBC": "aes128", "AES_192_CBC": "aes192", "AES_256_CBC": "aes256"}
IKE_INTEGRITY = {"SHA1_96": "sha1", "SHA2_256": "sha256", "SHA2_384": "sha384"}
ESP_INTEGRITY = {"HMAC_SHA1_128": "sha1", "HMAC_SHA2_256_128": "sha256"}
GROUPS = {f"GROUP{number}": number for number in (2, 5, 14, 19, 20, 24)}
#: names of the tunnel's fields in oci 2.189.0, CreateIPSecConnectionTunnelDetails and what it holds
TUNNEL = set(
    "displayName routing ikeVersion sharedSecret bgpSessionConfig oracleInitiation natTranslationEnabled phaseOneConfig "
    "phaseTwoConfig dpdConfig encryptionDomainConfig".split()
)
ONE = set("isCustomPhaseOneConfig encryptionAlgorithm authenticationAlgorithm diffieHelmanGroup lifetimeInSeconds".split())
TWO = set("isCustomPhaseTwoConfig encryptionAlgorithm authenticationAlgorithm isPfsEnabled pfsDhGroup lifetimeInSeconds".split())
BGP = set("oracleInterfaceIp customerInterfaceIp customerBgpAsn".split())
DOMAIN = {"oracleTrafficSelector", "cpeTrafficSelector"}


def tunnel(connection: dict, ends: tuple[str, str, str], topology: str) -> Tunnel:
    """A tunnel of a connection in the API's fields; `ends` are the CPE's address, Oracle's and Oracle's AS number."""
    cloud, device, oracle_asn = ends
    used, unused = connection["tunnelConfiguration"]
    known(used, TUNNEL)
    _unused(used, unused)
    kind = word({"IP_ADDRESS": "address", "HOSTNAME": "name"}, connection["cpeLocalIdentifierType"], "the API")
    found = Tunnel(cloud, device)
    found.device_id, found.cloud_id = Identity("address", device), Identity(kind, connection["cpeLocalIdentifier"])
    found.ike_version = word({"V1": 1, "V2": 2}, used["ikeVersion"], "the API")
    found.ike_mode = "main" if found.ike_version == 1 else None
    _phases(found, used["phaseOneConfig"], used["phaseTwoConfig"])
    found.psk = used["sharedSecret"]
    if not found.psk.replace(" ", "").isalnum() or not found.psk.isascii():
        raise Unreadable("a key of letters, digits and blanks is asked for")
    if used["oracleInitiation"] != "INITIATOR_OR_RESPONDER" or used["natTranslationEnabled"] not in ("AUTO", "DISABLED"):
        raise Unreadable("who begins, or NAT traversal")
    found.dpd = word({"INITIATE_AND_RESPOND": True, "RESPOND_ONLY": False}, used["dpdConfig"]["dpdMode"], "the API")
    _networks(found, connection, used, oracle_asn, topology)
    return found


def _phases(found: Tunnel, one: dict, two: dict) -> None:
    known(one, ONE)
    known(two, TWO)
    if one["isCustomPhaseOneConfig"] is not True or two["isCustomPhaseTwoConfig"] is not True:
        raise Unreadable("without `custom` Oracle proposes its own lists")
    found.ike_encryption = word(ENCRYPTION, one["encryptionAlgorithm"], "the API")
    found.ike_integrity = word(IKE_INTEGRITY, one["authenticationAlgorithm"], "the API")
    found.ike_prf = found.ike_integrity if found.ike_version == 2 else None
    found.ike_group = word(GROUPS, one["diffieHelmanGroup"], "the API")
    found.ike_lifetime, found.esp_lifetime = one["lifetimeInSeconds"], two["lifetimeInSeconds"]
    found.esp_encryption = word(ENCRYPTION, two["encryptionAlgorithm"], "the API")
    found.esp_integrity = word(ESP_INTEGRITY, two["authenticationAlgorithm"], "the API")
    if two["isPfsEnabled"] is not ("pfsDhGroup" in two):
        raise Unreadable("PFS and its group")
    found.pfs = word(GROUPS, two["pfsDhGroup"], "the API") if two["isPfsEnabled"] else None


def _networks(found: Tunnel, connection: dict, used: dict, oracle_asn: str, topology: str) -> None:
    routing, found.bgp = used["routing"], None
    if (routing == "POLICY") != (topology == "policy"):
        raise Unreadable(f"routing is {routing}")
    found.selectors = frozenset({(ANY, ANY)})
    found.routes = frozenset(connection["staticRoutes"])
    if routing == "POLICY":
        domain = used["encryptionDomainConfig"]
        known(domain, DOMAIN)
        found.selectors = frozenset((one, two) for one in domain["oracleTrafficSelector"] for two in domain["cpeTrafficSelector"])
    elif routing == "BGP":
        session = used["bgpSessionConfig"]
        known(session, BGP)
        device, cloud = (session[end].removesuffix("/30") for end in ("oracleInterfaceIp", "customerInterfaceIp"))
        found.bgp = Bgp(int(oracle_asn), device, int(session["customerBgpAsn"]), cloud)
        found.routes = frozenset()
    elif routing != "STATIC":
        raise Unreadable(f"routing is {routing}")
    if routing != "BGP" and not 1 <= len(connection["staticRoutes"]) <= 10:
        raise Unreadable("static routing wants one to ten routes")


def _unused(used: dict, unused: dict) -> None:
    """The other tunnel of a connection: of the same routing, it only answers, and has a name that says so."""
    known(unused, TUNNEL)
    same = unused["routing"] == used["routing"] and unused["displayName"] == used["displayName"] + "-unused"
    if not same or unused["oracleInitiation"] != "RESPONDER_ONLY" or unused.get("sharedSecret"):
        raise Unreadable("the other tunnel of the connection is not quiet")
    if used["routing"] == "BGP" and unused["bgpSessionConfig"]["oracleInterfaceIp"] == used["bgpSessionConfig"]["oracleInterfaceIp"]:
        raise Unreadable("both tunnels of the connection have one inside address")
