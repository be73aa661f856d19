"""Reads the script back as a shell and gcloud do, the keys from the files of flags, and goes on in shared/gcp.py."""

import re

from harness import script
from harness.model import Model, Unreadable
from shared import gcp, order

MADE = [gcp.TUNNEL, gcp.INTERFACE, gcp.PEER]
ADDRESS = re.compile(r"'value\(vpnInterfaces\[(\d)\]\.ipAddress\)'\)\nif \[ \"\$address\" != (\S+) \]; then$", re.MULTILINE)


def read(files, context):
    text = script.of(files)
    for name in ("region", "gateway", "router"):
        if f"\n{name}={context.values[name]}\n" not in text:
            raise Unreadable(f"the {name} is another one")
    addresses = dict(ADDRESS.findall(script.joined(text)))
    (number,) = script.compared(text, "asn")
    head, *several = script.tunnels(text)
    ((_, _, gateway),) = gcp.requests(head, files)
    flags = {path for path in files if path.endswith(".yaml")}
    if any(f'"$here/"{path.rpartition("/")[2]}' not in text for path in flags):
        raise Unreadable("a file of flags that no command reads")
    tunnels, priorities = [], []
    for part in several:
        requests = gcp.requests(part, files)
        if [model for model, _, _ in requests] != MADE or {requests[1][1], requests[2][1]} != {"$router"}:
            raise Unreadable("a tunnel, its interface and its session, in this order")
        found, interface, peer = (fields for _, _, fields in requests)
        places = found["vpn_gateway"], found["router"], found["region"], found["peer_external_gateway"]
        if places != ("$gateway", "$router", "$region", gateway["name"]) or part.count('--region "$region"') != len(MADE):
            raise Unreadable("a tunnel of other gateways")
        address = addresses[str(found["vpn_gateway_interface"])]
        ends = address, int(number), peer.get("md5_authentication_key_name")
        tunnels.append(gcp.tunnel(gateway, found, interface, peer, ends))
        priorities.append(peer["advertised_route_priority"])
    if len(gateway["interfaces"]) != len(tunnels):
        raise Unreadable("an address of the external gateway that no tunnel uses")
    order.agree(files, "Google Cloud", tunnels)
    return Model(gcp.preferred(tunnels, priorities))
