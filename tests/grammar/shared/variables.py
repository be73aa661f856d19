"""The connection in neutral words, as terraform/vars and ansible/vars write it: values in, a model out."""

from harness.model import Bgp, Identity, Model, Tunnel, Unreadable

CONNECTION = (
    "name topology routing two_tunnels behind_nat bgp mtu mss lan_router device_subnets cloud_subnets device_routes "
    "cloud_routes device_subnets_inside_cloud pairs health_check tunnels"
).split()
TUNNEL = (
    "index name id role device_address local_address behind_nat cloud_address gateway_next_hop nat_traversal device_id cloud_id "
    "ike esp dpd preference bgp"
).split()
IKE = "version mode prf encryption integrity dh_group lifetime".split()
ESP = "encryption integrity pfs_group lifetime".split()
BGP = "network device_asn device_address cloud_asn cloud_address".split()


def model(connection: dict, keys: dict, topology: str) -> Model:
    """What the two values say."""
    _whole(connection, CONNECTION, "the connection")
    if connection["topology"] != topology:
        raise Unreadable(f"topology is {connection['topology']}")
    several = connection["tunnels"]
    if connection["two_tunnels"] is not (len(several) == 2):
        raise Unreadable("two_tunnels does not fit the tunnels")
    if list(keys) != [one["name"] for one in several]:
        raise Unreadable("the keys are those of other tunnels")
    pairs = frozenset((_net(one["device"]), _net(one["cloud"])) for one in connection["pairs"])
    lists = frozenset((one, other) for one in connection["device_subnets"] for other in connection["cloud_subnets"])
    if pairs != lists or len(pairs) != len(connection["pairs"]):
        raise Unreadable("pairs and subnets differ")
    tunnels = [_tunnel(number, one, keys[one["name"]], connection) for number, one in enumerate(several, 1)]
    for tunnel in tunnels:
        tunnel.selectors = pairs
        tunnel.routes = frozenset() if tunnel.bgp else frozenset(map(_net, connection["cloud_routes"]))
    announced = frozenset(map(_net, connection["device_routes"])) if connection["bgp"] else None
    return Model(tunnels, announced, frozenset(connection["device_subnets_inside_cloud"]))


def _tunnel(number: int, one: dict, key: dict, connection: dict) -> Tunnel:
    _whole(one, TUNNEL, "a tunnel")
    _whole(one["ike"], IKE, "ike")
    _whole(one["esp"], ESP, "esp")
    _whole(key, ["psk", "bgp_key"], "a key")
    ike, esp, session = one["ike"], one["esp"], one["bgp"]
    if one["index"] != number:
        raise Unreadable("the index of a tunnel")
    if one["role"] not in ({"single"}, {"active", "standby", "shared"})[len(connection["tunnels"]) - 1]:
        raise Unreadable(f"role {one['role']}")
    if one["behind_nat"] is not (one["device_address"] != one["local_address"]):
        raise Unreadable("behind_nat does not fit the addresses")
    if one["dpd"]["timeout"] != one["dpd"]["interval"] * (one["dpd"]["retries"] + 1):
        raise Unreadable("the timeout of dead peer detection")
    tunnel = Tunnel(one["cloud_address"], one["local_address"])
    tunnel.ike_version, tunnel.ike_mode, tunnel.ike_prf = ike["version"], ike["mode"], ike["prf"]
    tunnel.ike_encryption, tunnel.ike_integrity, tunnel.ike_group = ike["encryption"], ike["integrity"], ike["dh_group"]
    tunnel.ike_lifetime, tunnel.esp_lifetime = ike["lifetime"], esp["lifetime"]
    tunnel.device_id, tunnel.cloud_id = _identity(one["device_id"]), _identity(one["cloud_id"])
    tunnel.psk = key["psk"]
    tunnel.esp_encryption, tunnel.esp_integrity, tunnel.pfs = esp["encryption"], esp["integrity"], esp["pfs_group"]
    tunnel.dpd = one["dpd"]["enabled"]
    tunnel.bgp = None
    if session is not None:
        _whole(session, BGP, "bgp")
        ends = session["device_asn"], session["device_address"], session["cloud_asn"], session["cloud_address"]
        tunnel.bgp = Bgp(*ends, key["bgp_key"])
    elif key["bgp_key"] is not None:
        raise Unreadable("a key of a session that is not there")
    return tunnel


def _identity(value: dict) -> Identity:
    _whole(value, ["type", "value"], "an identity")
    kinds = {"ipv4": "address", "fqdn": "name", "label": "name"}
    return Identity(kinds[value["type"]], value["value"])


def _net(value) -> str:
    if not isinstance(value, str) or "/" not in value:
        raise Unreadable(f"{value} is no network")
    return value


def _whole(value, names: list[str], what: str) -> None:
    if not isinstance(value, dict) or set(value) != set(names):
        raise Unreadable(f"{what} has other fields")
