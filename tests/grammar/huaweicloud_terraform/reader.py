"""Reads Terraform's files for the provider huaweicloud back by an HCL parser, and goes on in shared/huaweicloud.py."""

from harness.model import Model, Unreadable
from harness import hcl
from shared import huaweicloud

KIND = "huaweicloud_vpn_connection"
PEER = "huaweicloud_vpn_customer_gateway"
PEER_ARGUMENTS = {"name", "id_type", "id_value", "asn"}


def read(files, context):
    main, keys = hcl.keyed(files)
    peers = hcl.resources(main, PEER)
    connections = {name: huaweicloud.as_api(body) for name, body in hcl.resources(main, KIND).items()}
    huaweicloud.preferred(list(connections.values()))
    tunnels = []
    for name, found in connections.items():
        if found["cgw_id"] != f"{PEER}.{name}.id" or name not in peers:
            raise Unreadable("a connection without its customer gateway")
        tunnels.append(huaweicloud.tunnel(found, _peer(peers[name]), keys.of(found["psk"])))
    if keys.unused or len(peers) != len(tunnels):
        raise Unreadable("something is made that no connection uses")
    return Model(tunnels)


def _peer(body: dict) -> dict:
    if not set(body) <= PEER_ARGUMENTS or body["id_type"] != "ip":
        raise Unreadable(f"{PEER} of another kind: {sorted(body)}")
    return {"address": body["id_value"], "as": body.get("asn")}
