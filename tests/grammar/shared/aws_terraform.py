"""The provider's arguments of a VPN connection and what EC2's API calls them."""

import re

from harness.model import Unreadable

ANY = "0.0.0.0/0"
LISTS = {
    "ike_versions": "IKEVersions",
    "phase1_encryption_algorithms": "Phase1EncryptionAlgorithms",
    "phase1_integrity_algorithms": "Phase1IntegrityAlgorithms",
    "phase1_dh_group_numbers": "Phase1DHGroupNumbers",
    "phase2_encryption_algorithms": "Phase2EncryptionAlgorithms",
    "phase2_integrity_algorithms": "Phase2IntegrityAlgorithms",
    "phase2_dh_group_numbers": "Phase2DHGroupNumbers",
}
PLAIN = {
    "preshared_key": "PreSharedKey",
    "inside_cidr": "TunnelInsideCidr",
    "phase1_lifetime_seconds": "Phase1LifetimeSeconds",
    "phase2_lifetime_seconds": "Phase2LifetimeSeconds",
    "dpd_timeout_seconds": "DPDTimeoutSeconds",
    "dpd_timeout_action": "DPDTimeoutAction",
    "startup_action": "StartupAction",
}
WHOLE = {"local_ipv4_network_cidr": "LocalIpv4NetworkCidr", "remote_ipv4_network_cidr": "RemoteIpv4NetworkCidr"}
OTHER = {"type", "customer_gateway_id", "vpn_gateway_id", "static_routes_only", "tags", "lifecycle"}


def request(made: dict) -> dict:
    """The resource as the options of CreateVpnConnection; what stands in no tunnel has AWS's default."""
    options = {"StaticRoutesOnly": made["static_routes_only"], "LocalIpv4NetworkCidr": ANY, "RemoteIpv4NetworkCidr": ANY}
    tunnels = [{}, {}]
    for argument, value in made.items():
        named = re.fullmatch(r"tunnel([12])_(\w+)", argument)
        if argument in WHOLE:
            options[WHOLE[argument]] = value
        elif named and named[2] in LISTS:
            tunnels[int(named[1]) - 1][LISTS[named[2]]] = [{"Value": one} for one in value]
        elif named and named[2] in PLAIN:
            tunnels[int(named[1]) - 1][PLAIN[named[2]]] = value
        elif argument not in OTHER:
            raise Unreadable(f"the provider has no {argument}")
    return {**options, "TunnelOptions": tunnels}
