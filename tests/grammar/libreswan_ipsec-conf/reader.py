"""Reads libreswan's ipsec.conf and ipsec.secrets back."""

from harness.model import Unreadable
from shared import ipsec_conf, linux


def _fill(tunnel, conn) -> None:
    tunnel.ike_version = _version(conn)
    tunnel.ike_mode = {"yes": "aggressive", "no": "main"}[conn.get("aggressive", "no")] if tunnel.ike_version == 1 else None
    if conn["type"] != "tunnel" or conn["authby"] != "secret":
        raise Unreadable("no tunnel, or not by the key")
    tunnel.ike_encryption, tunnel.ike_integrity, tunnel.ike_group = linux.proposal(conn["ike"])
    tunnel.ike_prf = tunnel.ike_integrity if tunnel.ike_version == 2 else None  # libreswan takes the same for both
    tunnel.esp_encryption, tunnel.esp_integrity, group = linux.proposal(conn["esp"])
    if (conn["pfs"] == "yes") != (group is not None):
        raise Unreadable("pfs= and the group in esp= contradict each other")
    tunnel.pfs = group
    tunnel.ike_lifetime, tunnel.esp_lifetime = linux.seconds(conn["ikelifetime"]), linux.seconds(conn["salifetime"])
    if 2 * linux.seconds(conn["rekeymargin"]) >= min(tunnel.ike_lifetime, tunnel.esp_lifetime):
        raise Unreadable("an SA dies before it is rekeyed: rekeymargin is doubled by rekeyfuzz")
    tunnel.dpd = linux.seconds(conn.get("dpddelay", "0")) > 0


def _version(conn) -> int:
    if "keyexchange" in conn:
        return {"ikev1": 1, "ikev2": 2}[conn["keyexchange"]]
    return {"no": 1, "yes": 2, "insist": 2}[conn["ikev2"]]


def read(files, context):
    found = ipsec_conf.tunnels(files, _fill)
    interfaces = {}
    for tunnel, conns in found:
        tunnel.selectors = ipsec_conf.pairs(tunnel, conns, one_pair_each=True)
        if context.topology == "route":
            interfaces[tunnel.cloud_address] = f"ipsec{conns[0]['ipsec-interface']}"
    passing = ipsec_conf.passing(files, "ondemand")
    return linux.finish(files, [tunnel for tunnel, _ in found], interfaces, passing)
