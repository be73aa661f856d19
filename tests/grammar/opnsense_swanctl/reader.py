"""Reads the calls for OPNsense back: objects with their relations, as its model keeps them."""

from harness import json_text
from harness.authorities import opnsense_model
from harness.model import SILENT, Identity, Model, Tunnel, Unreadable

GROUPS = {"modp768": 1, "modp1024": 2, "modp1536": 5, "modp2048": 14}


def read(files, context):
    (text,) = [text for path, text in files.items() if path.endswith(".sh")]
    kept = {}
    for path, body in opnsense_model.bodies(text):
        value = json_text.read(body)
        if value:
            ((kind, fields),) = value.items()
            if kind in ("local", "remote", "child") and fields["connection"] not in kept.get("connection", {}):
                raise Unreadable(f"a {kind} before its connection")
            if path.rpartition("/")[2] in kept.setdefault(kind, {}):
                raise Unreadable("two objects with one identifier")
            kept[kind][path.rpartition("/")[2]] = fields
    return Model([_tunnel(kept, uuid, fields) for uuid, fields in kept["connection"].items()], None)


def _of(kept, kind, connection):
    return [fields for fields in kept[kind].values() if fields["connection"] == connection]


def _tunnel(kept, uuid, conn):
    (here,), (there,) = _of(kept, "local", uuid), _of(kept, "remote", uuid)
    children = _of(kept, "child", uuid)
    found = Tunnel(conn["remote_addrs"], conn["local_addrs"], int(conn["version"]))
    found.ike_mode = ("aggressive" if conn["aggressive"] == "1" else "main") if found.ike_version == 1 else None
    found.ike_encryption, found.ike_integrity, group = conn["proposals"].split("-")
    found.ike_group = GROUPS[group]
    # without a PRF in the proposal it is the hash
    found.ike_prf = found.ike_integrity if found.ike_version == 2 else None
    found.ike_lifetime = int(conn["rekey_time"]) + int(conn["over_time"])
    found.device_id, found.cloud_id = Identity.of(here["id"]), Identity.of(there["id"])
    keys = [
        key["Key"]
        for key in kept["preSharedKey"].values()
        if (key["ident"], key["remote_ident"]) == (here["id"], there["id"])
    ]
    if len(keys) != 1 or {here["auth"], there["auth"]} != {"psk"}:
        raise Unreadable(f"{len(keys)} keys for {here['id']} and {there['id']}")
    found.psk = keys[0]
    found.dpd = conn["dpd_delay"] != "0" and all(child["dpd_action"] == "start" for child in children)
    if len({(child["esp_proposals"], child["rekey_time"]) for child in children}) != 1:
        raise Unreadable("children that differ")
    found.esp_encryption, found.esp_integrity, *pfs = children[0]["esp_proposals"].split("-")
    found.pfs = GROUPS[pfs[0]] if pfs else None
    rekey = int(children[0]["rekey_time"])
    # a child says nine tenths of its lifetime, rounded up: two lifetimes may come to one number
    lives = [life for life in range(rekey, rekey * 10 // 9 + 2) if life - life // 10 == rekey]
    found.esp_lifetime = lives[0] if len(lives) == 1 else SILENT
    pairs = [
        (one, other)
        for child in children
        for one in child["local_ts"].split(",")
        for other in child["remote_ts"].split(",")
    ]
    if found.ike_version == 1 and len(pairs) != len(children):
        raise Unreadable("IKEv1 has one pair for each child")
    found.selectors = frozenset(pairs)
    routed = {child["policies"] for child in children} == {"0"}
    if routed:
        vti = [one for one in kept.get("vti", {}).values() if one["remote"] == found.cloud_address]
        if len(vti) != 1 or any(child["reqid"] != vti[0]["reqid"] for child in children):
            raise Unreadable("no tunnel interface with the number of its children")
    elif ("0.0.0.0/0", "0.0.0.0/0") in found.selectors:
        raise Unreadable("a policy that takes the firewall's own traffic along")
    found.bgp = None
    return found
