"""Reads Terraform's files for the provider huaweicloud back by an HCL parser, and goes on in shared/huaweicloud.py."""

from harness.model import Model, Unreadable
from shared import hcl, huaweicloud

KIND = "huaweicloud_vpn_connection"
PEER = "huaweicloud_vpn_customer_gateway"
PEER_ARGUMENTS = {"name", "id_type", "id_value", "asn"}


def read(files, context):
    (main,) = (hcl.read(text) for path, text in files.items() if path.endswith(".tf"))
    (keys,) = (hcl.read(text) for path, text in files.items() if path.endswith(".auto.tfvars"))
    declared = {block.labels[0]: block.body for block in hcl.blocks(main, "variable")}
    if set(declared) != set(keys) or any(body.get("sensitive") is not True for body in declared.values()):
        raise Unreadable("the keys are declared sensitive, and all are given")
    peers = hcl.resources(main, PEER)
    connections = {name: huaweicloud.as_api(body) for name, body in hcl.resources(main, KIND).items()}
    huaweicloud.preferred(list(connections.values()))
    tunnels, used = [], set()
    for name, found in connections.items():
        if found["cgw_id"] != f"{PEER}.{name}.id" or name not in peers:
            raise Unreadable("a connection without its customer gateway")
        key = str(found["psk"]).removeprefix("var.")
        if not isinstance(found["psk"], hcl.Expression) or key not in keys:
            raise Unreadable("a connection without its key")
        used.add(key)
        tunnels.append(huaweicloud.tunnel(found, _peer(peers[name]), keys[key]))
    if used != set(keys) or len(peers) != len(tunnels):
        raise Unreadable("something is made that no connection uses")
    return Model(tunnels)


def _peer(body: dict) -> dict:
    if not set(body) <= PEER_ARGUMENTS or body["id_type"] != "ip":
        raise Unreadable(f"{PEER} of another kind: {sorted(body)}")
    return {"address": body["id_value"], "as": body.get("asn")}
