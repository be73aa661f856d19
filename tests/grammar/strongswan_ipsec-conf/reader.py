"""Reads strongSwan's ipsec.conf and ipsec.secrets back."""

from harness.model import Unreadable
from shared import ipsec_conf, linux


def _fill(tunnel, conn) -> None:
    tunnel.ike_version = {"ikev1": 1, "ikev2": 2}[conn["keyexchange"]]
    tunnel.ike_mode = {"yes": "aggressive", "no": "main"}[conn["aggressive"]] if tunnel.ike_version == 1 else None
    if conn["type"] != "tunnel" or {conn["leftauth"], conn["rightauth"]} != {"psk"}:
        raise Unreadable("no tunnel, or not by the key")
    if not (conn["ike"].endswith("!") and conn["esp"].endswith("!")):
        raise Unreadable("without the mark of exclamation the default proposals are offered too")
    tunnel.ike_encryption, tunnel.ike_integrity, tunnel.ike_group = linux.proposal(conn["ike"][:-1])
    tunnel.ike_prf = tunnel.ike_integrity if tunnel.ike_version == 2 else None
    tunnel.esp_encryption, tunnel.esp_integrity, tunnel.pfs = linux.proposal(conn["esp"][:-1])
    tunnel.ike_lifetime, tunnel.esp_lifetime = linux.seconds(conn["ikelifetime"]), linux.seconds(conn["lifetime"])
    if 2 * linux.seconds(conn["margintime"]) >= min(tunnel.ike_lifetime, tunnel.esp_lifetime):
        raise Unreadable("an SA dies before it is rekeyed: margintime is doubled by rekeyfuzz")
    if tunnel.ike_version == 2 and conn["reauth"] != "no":
        raise Unreadable("the tunnel is torn down to be rekeyed")
    tunnel.dpd = conn.get("dpdaction") == "restart" and linux.seconds(conn["dpddelay"]) > 0


def read(files, context):
    found = ipsec_conf.tunnels(files, _fill)
    for tunnel, conns in found:
        tunnel.selectors = ipsec_conf.pairs(tunnel, conns, one_pair_each=True)
        if {conn["auto"] for conn in conns} != {"route"}:
            raise Unreadable("packets would leave in clear while the tunnel is down")
    return linux.finish(files, [tunnel for tunnel, _ in found], {}, ipsec_conf.passing(files, "route"))
