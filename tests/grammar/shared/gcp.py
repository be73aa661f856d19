"""Google Cloud's HA VPN in the words of its API: what gcp/ha-vpn and gcp/terraform write, read back.

`gcloud` has options of its own; which field of the API each of them sets is said here, by the pages of the gcloud
reference: compute external-vpn-gateways create, vpn-tunnels create, routers add-interface, routers add-bgp-peer.
"""

import ipaddress

import yaml

from harness import script
from harness.model import Bgp, Identity, Tunnel, Unreadable
from harness.words import within, word

ANY = "0.0.0.0/0"
GATEWAY, TUNNEL, INTERFACE, PEER = "ExternalVpnGateway", "VpnTunnel", "RouterInterface", "RouterBgpPeer"
KEY = "RouterMd5AuthenticationKey"
#: Cloud Router's inside addresses (Cloud Router documentation, BGP IP addresses)
INSIDE = ipaddress.IPv4Network("169.254.0.0/16")
#: a command: the API's message that it makes, its options as fields of it, and the options that the page calls required
COMMANDS = {
    "external-vpn-gateways create": (GATEWAY, {"--interfaces": "interfaces"}, {"--interfaces"}),
    "vpn-tunnels create": (
        TUNNEL,
        {
            "--region": "region",
            "--vpn-gateway": "vpn_gateway",
            "--interface": "vpn_gateway_interface",
            "--peer-external-gateway": "peer_external_gateway",
            "--peer-external-gateway-interface": "peer_external_gateway_interface",
            "--ike-version": "ike_version",
            "--router": "router",
            "--shared-secret": "shared_secret",
        },
        {"--shared-secret", "--vpn-gateway", "--peer-external-gateway"},
    ),
    "routers add-interface": (
        INTERFACE,
        {"--interface-name": "name", "--vpn-tunnel": "linked_vpn_tunnel", "--ip-address": "ip_range", "--mask-length": "ip_range"},
        {"--interface-name"},
    ),
    "routers add-bgp-peer": (
        PEER,
        {
            "--interface": "interface_name",
            "--peer-name": "name",
            "--peer-asn": "peer_asn",
            "--peer-ip-address": "peer_ip_address",
            "--advertised-route-priority": "advertised_route_priority",
            "--md5-authentication-key": "md5_authentication_key_name",
        },
        {"--interface", "--peer-asn", "--peer-name"},
    ),
}
#: options that say where, not what: the project's region, and a file with further options
PLACES = {"--region", "--flags-file"}
NUMBERS = set("vpn_gateway_interface peer_external_gateway_interface ike_version peer_asn advertised_route_priority".split())
#: how many addresses a kind of external gateway has; gcloud takes the kind from their number
REDUNDANCY = {"SINGLE_IP_INTERNALLY_REDUNDANT": 1, "TWO_IPS_REDUNDANCY": 2, "FOUR_IPS_REDUNDANCY": 4}


def requests(text: str, files: dict[str, str]) -> list[tuple[str, str, dict]]:
    """What each command of a script makes: the message's name, the command's own word (a name), and the fields."""
    found = []
    for words in script.commands(text, "gcloud compute"):
        command, positional, options = " ".join(words[2:4]), words[4], _options(words[5:], files)
        if command.split()[-1].startswith("describe"):
            continue
        model, names, needed = word(COMMANDS, command, "the gcloud reference")
        if needed - set(options) or set(options) - set(names) - PLACES:
            raise Unreadable(f"{command}: options {sorted(options)}")
        found.append((model, positional, _fields(names, options, positional, model)))
    return found


def _options(words: list[str], files: dict[str, str]) -> dict[str, str]:
    """The options of a command, those of its flags file among them."""
    given = script.options(words)
    if 2 * len(given) != len(words):
        raise Unreadable(f"a word that belongs to no option: {words}")
    if name := given.pop("--flags-file", None):
        (text,) = [text for path, text in files.items() if name == f"$here/{path.rpartition('/')[2]}"]
        more = yaml.safe_load(text)
        if set(more) & set(given) or any(not isinstance(value, str) for value in more.values()):
            raise Unreadable("an option twice, or no text")
        given |= more
    return given


def _fields(names: dict, options: dict, positional: str, model: str) -> dict:
    fields: dict = {names[option]: value for option, value in options.items() if option in names and option != "--mask-length"}
    if model in (GATEWAY, TUNNEL):
        fields["name"] = positional
    if "--mask-length" in options:
        fields["ip_range"] = f"{options['--ip-address']}/{options['--mask-length']}"
    if model == GATEWAY:
        pairs = [one.partition("=") for one in options["--interfaces"].split(",")]
        fields["interfaces"] = [{"id": int(number), "ip_address": address} for number, _, address in pairs]
        kinds = {number: kind for kind, number in REDUNDANCY.items()}
        fields["redundancy_type"] = word(kinds, len(pairs), "a number of interfaces")
    return {name: int(value) if name in NUMBERS and value.isdigit() else value for name, value in fields.items()}


def tunnel(gateway: dict, found: dict, interface: dict, peer: dict, ends: tuple[str, int, str | None]) -> Tunnel:
    """A tunnel with its interface and session; `ends` are the address and the AS number that Google must have, and the key."""
    address, number, key = ends
    if interface["linked_vpn_tunnel"] != found["name"] or peer["interface_name"] != interface["name"]:
        raise Unreadable("an interface or a session of another tunnel")
    own = {one["id"]: one["ip_address"] for one in gateway["interfaces"]}
    if len(own) != len(gateway["interfaces"]) or len(own) != word(REDUNDANCY, gateway["redundancy_type"]) or len(set(own.values())) != len(own):
        raise Unreadable("the interfaces of the external gateway")
    made = Tunnel(own[found["peer_external_gateway_interface"]], address)
    within(found["vpn_gateway_interface"], 0, 1)
    made.ike_version = word((1, 2), found["ike_version"])
    made.ike_mode = "main" if made.ike_version == 1 else None
    made.psk = found["shared_secret"]
    made.device_id, made.cloud_id = Identity("address", made.device_address), Identity("address", made.cloud_address)
    made.selectors, made.routes = frozenset({(ANY, ANY)}), frozenset()
    inside, other = ipaddress.IPv4Interface(interface["ip_range"]), ipaddress.IPv4Address(peer["peer_ip_address"])
    if inside.network.prefixlen != 30 or not inside.network.subnet_of(INSIDE) or {inside.ip, other} != set(inside.network.hosts()):
        raise Unreadable(f"{inside} and {other} are not the two hosts of a link-local /30")
    made.bgp = Bgp(number, str(inside.ip), peer["peer_asn"], str(other), key)
    return made


def preferred(tunnels: list[Tunnel], priorities: list[int]) -> list[Tunnel]:
    """The tunnels by the priority of their routes, of which the lowest wins."""
    return [one for _, one in sorted(zip(priorities, tunnels, strict=True), key=lambda pair: pair[0])]
