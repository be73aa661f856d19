"""Turns resources of the provider tencentcloudstack/tencentcloud into the requests of the API that it makes of them."""

from harness.model import Unreadable
from harness import hcl

NAMES = {
    "name": "VpnConnectionName",
    "vpc_id": "VpcId",
    "vpn_gateway_id": "VpnGatewayId",
    "customer_gateway_id": "CustomerGatewayId",
    "pre_share_key": "PreShareKey",
    "negotiation_type": "NegotiationType",
    "dpd_enable": "DpdEnable",
    "dpd_timeout": "DpdTimeout",
    "dpd_action": "DpdAction",
    "route_type": "RouteType",
}
IKE = {
    "ike_version": "IKEVersion",
    "ike_exchange_mode": "ExchangeMode",
    "ike_proto_encry_algorithm": "PropoEncryAlgorithm",
    "ike_proto_authen_algorithm": "PropoAuthenAlgorithm",
    "ike_dh_group_name": "DhGroupName",
    "ike_sa_lifetime_seconds": "IKESaLifetimeSeconds",
    "ike_local_identity": "LocalIdentity",
    "ike_local_address": "LocalAddress",
    "ike_local_fqdn_name": "LocalFqdnName",
    "ike_remote_identity": "RemoteIdentity",
    "ike_remote_address": "RemoteAddress",
    "ike_remote_fqdn_name": "RemoteFqdnName",
}
ESP = {
    "ipsec_encrypt_algorithm": "EncryptAlgorithm",
    "ipsec_integrity_algorithm": "IntegrityAlgorithm",
    "ipsec_pfs_dh_group": "PfsDhGroup",
    "ipsec_sa_lifetime_seconds": "IPSECSaLifetimeSeconds",
    "ipsec_sa_lifetime_traffic": "IPSECSaLifetimeTraffic",
}


def requests(body: dict) -> dict[str, dict]:
    """The request of each tunnel, by the name of its resource."""
    return {name: _request(found) for name, found in hcl.resources(body, "tencentcloud_vpn_connection").items()}


def _request(found: dict) -> dict:
    request = {"IKEOptionsSpecification": {}, "IPSECOptionsSpecification": {}}
    for argument, value in found.items():
        if argument in NAMES:
            request[NAMES[argument]] = str(value) if argument == "dpd_timeout" else value
        elif argument in IKE:
            request["IKEOptionsSpecification"][IKE[argument]] = value
        elif argument in ESP:
            request["IPSECOptionsSpecification"][ESP[argument]] = value
        elif argument == "bgp_config":
            inner = hcl.one(found, argument)
            request["BgpConfig"] = {
                "TunnelCidr": inner["tunnel_cidr"],
                "LocalBgpIp": inner["local_bgp_ip"],
                "RemoteBgpIp": inner["remote_bgp_ip"],
            }
        elif argument == "security_group_policy":
            request["SecurityPolicyDatabases"] = [
                {"LocalCidrBlock": one.body["local_cidr_block"], "RemoteCidrBlock": one.body["remote_cidr_block"]}
                for one in hcl.blocks(found, argument)
            ]
        else:
            raise Unreadable(f"the provider has no {argument}")
    return request
