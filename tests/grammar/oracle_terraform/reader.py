"""Reads the resources back by an HCL parser and turns them into the API's fields."""

import re

from harness.model import SILENT, Model, Unreadable
from harness.words import word
from harness import hcl
from shared import oracle, order

#: arguments of the provider and what the API calls them
NAMES = {
    "display_name": "displayName",
    "routing": "routing",
    "ike_version": "ikeVersion",
    "oracle_can_initiate": "oracleInitiation",
    "nat_translation_enabled": "natTranslationEnabled",
}
ONE = {
    "is_custom_phase_one_config": "isCustomPhaseOneConfig",
    "custom_encryption_algorithm": "encryptionAlgorithm",
    "custom_authentication_algorithm": "authenticationAlgorithm",
    "custom_dh_group": "diffieHelmanGroup",
    "lifetime": "lifetimeInSeconds",
}
TWO = {
    "is_custom_phase_two_config": "isCustomPhaseTwoConfig",
    "custom_encryption_algorithm": "encryptionAlgorithm",
    "custom_authentication_algorithm": "authenticationAlgorithm",
    "is_pfs_enabled": "isPfsEnabled",
    "dh_group": "pfsDhGroup",
    "lifetime": "lifetimeInSeconds",
}
BGP = {"oracle_interface_ip": "oracleInterfaceIp", "customer_interface_ip": "customerInterfaceIp", "customer_bgp_asn": "customerBgpAsn"}
DOMAIN = {"oracle_traffic_selector": "oracleTrafficSelector", "cpe_traffic_selector": "cpeTrafficSelector"}
BLOCKS = {
    "phase_one_details": ("phaseOneConfig", ONE),
    "phase_two_details": ("phaseTwoConfig", TWO),
    "bgp_session_info": ("bgpSessionConfig", BGP),
    "encryption_domain_config": ("encryptionDomainConfig", DOMAIN),
    "dpd_config": ("dpdConfig", {"dpd_mode": "dpdMode"}),
}
IPSEC = "compartment_id cpe_id drg_id display_name cpe_local_identifier cpe_local_identifier_type static_routes lifecycle".split()


def read(files, context):
    body, keys = hcl.keyed(files)
    cpes, managed = hcl.resources(body, "oci_core_cpe"), hcl.resources(body, "oci_core_ipsec_connection_tunnel_management")
    tunnels = []
    for name, ipsec in hcl.resources(body, "oci_core_ipsec").items():
        if set(ipsec) - set(IPSEC) or ipsec["cpe_id"] != f"oci_core_cpe.{name}.id":
            raise Unreadable(f"oci_core_ipsec.{name}")
        of = hcl.blocks(body, "data", "oci_core_ipsec_connection_tunnels", name)
        if [one.body for one in of] != [{"ipsec_id": f"oci_core_ipsec.{name}.id"}]:
            raise Unreadable("the tunnels of the connection are not asked for")
        connection = {
            "cpeLocalIdentifier": ipsec["cpe_local_identifier"],
            "cpeLocalIdentifierType": ipsec["cpe_local_identifier_type"],
            "staticRoutes": ipsec["static_routes"],
            "tunnelConfiguration": [
                _tunnel(managed.pop(name), name, 0, keys),
                _tunnel(managed.pop(f"{name}-unused"), name, 1, keys),
            ],
        }
        ends = cpes.pop(name)["ip_address"], *_checked(body, name)
        tunnels.append(oracle.tunnel(connection, ends, context.topology))
    if cpes or managed or keys.unused:
        raise Unreadable(f"left over: {sorted([*cpes, *managed])}")
    order.agree(files, "Oracle", tunnels)
    return Model(tunnels, SILENT)


def _tunnel(body: dict, name: str, number: int, keys: hcl.Keys) -> dict:
    tunnels = f"data.oci_core_ipsec_connection_tunnels.{name}.ip_sec_connection_tunnels"
    if body.pop("ipsec_id") != f"oci_core_ipsec.{name}.id" or body.pop("tunnel_id") != f"{tunnels}[{number}].id":
        raise Unreadable(f"{name} manages another tunnel")
    found = {}
    if "shared_secret" in body:
        found["sharedSecret"] = keys.of(body.pop("shared_secret"))
    for argument, value in body.items():
        if argument in BLOCKS:
            field, names = BLOCKS[argument]
            found[field] = {word(names, one, "the provider"): two for one, two in hcl.one(body, argument).items()}
        else:
            found[word(NAMES, argument, "the provider")] = value
    return found



def _checked(body: dict, name: str) -> tuple[str, str | None]:
    """What the checks hold Oracle's address and AS number against."""
    found = []
    for what in ("address", "asn"):
        several = hcl.blocks(body, "check", f"{name}-oracle-{what}")
        condition = hcl.one(several[0].body, "assert")["condition"] if several else None
        found.append(re.search(r'== "([^"]+)"$', condition)[1] if condition else None)
    return tuple(found)
