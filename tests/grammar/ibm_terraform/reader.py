"""Reads the resources back by an HCL parser."""

import re

from harness.model import Model, Unreadable
from harness import hcl
from shared import ibm, order

IKE = {
    "ike_version": "version",
    "encryption_algorithm": "encryption",
    "authentication_algorithm": "integrity",
    "dh_group": "group",
    "key_lifetime": "lifetime",
}
IPSEC = {"encryption_algorithm": "encryption", "authentication_algorithm": "integrity", "pfs": "pfs", "key_lifetime": "lifetime"}
CONNECTION = set(
    "name vpn_gateway preshared_key ike_policy ipsec_policy admin_state_up establish_mode action interval timeout peer local".split()
)


def read(files, context):
    body, keys = hcl.keyed(files)
    policies = hcl.resources(body, "ibm_is_ike_policy"), hcl.resources(body, "ibm_is_ipsec_policy")
    routes = list(hcl.resources(body, "ibm_is_vpc_routing_table_route").values())
    tunnels = []
    for name, found in hcl.resources(body, "ibm_is_vpn_gateway_connection").items():
        own = [one for one in routes if one["next_hop"] == f"ibm_is_vpn_gateway_connection.{name}.gateway_connection"]
        routes = [one for one in routes if one not in own]
        priority = 3 if tunnels else 1
        if any((one["action"], one["priority"]) != ("deliver", priority) for one in own):
            raise Unreadable("a route's action or priority")
        told = _connection(name, found, keys, policies) | {"routes": [one["destination"] for one in own], "device_address": _checked(body, name)}
        tunnels.append(ibm.tunnel(told, context.topology))
    if routes or policies[0] or policies[1] or keys.unused:
        raise Unreadable("something is left over")
    order.agree(files, "IBM Cloud", tunnels)
    return Model(tunnels, None)


def _connection(name: str, found: dict, keys: hcl.Keys, policies) -> dict:
    if set(found) - CONNECTION:
        raise Unreadable(f"the provider has no {sorted(set(found) - CONNECTION)}")
    if (found["ike_policy"], found["ipsec_policy"]) != (f"ibm_is_ike_policy.{name}.id", f"ibm_is_ipsec_policy.{name}.id"):
        raise Unreadable("the policies of another tunnel")
    peer, local = hcl.one(found, "peer"), hcl.one(found, "local") or {}
    identity = hcl.one(peer, "ike_identity")
    return {
        "ike": _named(policies[0].pop(name), IKE),
        "ipsec": _named(policies[1].pop(name), IPSEC),
        "peer": peer["address"],
        "psk": keys.of(found["preshared_key"]),
        "up": found["admin_state_up"],
        "establish": found["establish_mode"],
        "action": found["action"],
        "peer_identity": (identity["type"], identity["value"]),
        "local_identities": [(one.body["type"], one.body["value"]) for one in hcl.blocks(local, "ike_identities")],
        "local_cidrs": local.get("cidrs", []),
        "peer_cidrs": peer.get("cidrs", []),
    }


def _named(policy: dict, names: dict) -> dict:
    if set(policy) - {"name"} != set(names):
        raise Unreadable(f"a policy has {sorted(policy)}")
    return {names[field]: value for field, value in policy.items() if field != "name"}


def _checked(body: dict, name: str) -> str:
    (check,) = hcl.blocks(body, "check", f"{name}-address")
    return re.search(r'public_ip_address, "([^"]+)"\)$', hcl.one(check.body, "assert")["condition"])[1]
