"""Reads the script back as a shell would: the words of each command, the options gathered by `set --`, the keys from their file."""

import json
import re
import shlex

from harness import script
from harness.model import Model, Unreadable
from shared import ibm, order

ROUTE = ["--zone", "--destination", "--action", "--next-hop", "--priority", "--name"]


def read(files, context):
    text = next(text for path, text in files.items() if path.endswith(".sh") and not path.endswith("-keys.sh"))
    keys = dict(_assigned(next(text for path, text in files.items() if path.endswith("-keys.sh"))))
    if f'[ "$(printf %s "$about" | jq -r .mode)" != {context.topology} ]' not in text:
        raise Unreadable("the mode of the gateway is not asked for")
    addresses = re.findall(r"--arg address (\S+) '\[\.members\[\]\.public_ip\.address\] \| index\(\$address\)'", text)
    tunnels = []
    for number, part in enumerate(re.split(r"^# Tunnel \d+$", script.joined(text), flags=re.MULTILINE)[1:]):
        found = _tunnel(part, keys, 1 if number == 0 else 3)
        tunnels.append(ibm.tunnel({**found, "device_address": addresses[number]}, context.topology))
    order.agree(files, "IBM Cloud", tunnels)
    return Model(tunnels, None)


def _assigned(text: str):
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            (word,) = shlex.split(line)
            name, _, value = word.partition("=")
            yield name, value


def _tunnel(part: str, keys: dict, priority: int) -> dict:
    """One tunnel's lines, each of which must be known."""
    found: dict = {"routes": []}
    options: list[str] = []
    if re.findall(r'^given "\$(\w+)"', part, re.MULTILINE) != ["ike", "ipsec", "connection"]:
        raise Unreadable("an id is not looked at before it is used")
    for line in filter(None, (line.strip() for line in part.split("\n"))):
        if words := _command(line, "ike", "ike-policy-create"):
            name, integrity, group, encryption, version, *rest = words
            found["ike"] = {"integrity": integrity, "group": int(group), "encryption": encryption, "version": int(version), "lifetime": _lifetime(rest)}
        elif words := _command(line, "ipsec", "ipsec-policy-create"):
            name, integrity, encryption, pfs, *rest = words
            found["ipsec"] = {"integrity": integrity, "encryption": encryption, "pfs": pfs, "lifetime": _lifetime(rest)}
        elif line.startswith("set -- "):
            words = shlex.split(line)[2:]
            options = options + words[1:] if words[0] == "$@" else words
        elif words := _command(line, "connection", "vpn-gateway-connection-create"):
            name, gateway, found["peer"], key, rest = words
            if (gateway, rest) != ("$gateway", "$@"):
                raise Unreadable(line)
            found["psk"] = keys[key.removeprefix("$")]
        elif line.startswith("ibmcloud is vpc-routing-table-route-create "):
            found["routes"].append(_route(shlex.split(line)[3:], priority))
        elif not line.startswith("given "):
            raise Unreadable(line)
    return found | _options(options)


def _command(line: str, variable: str, command: str) -> list[str] | None:
    match = re.fullmatch(rf"{variable}=\$\(ibmcloud is {command} (.*) --output JSON \| jq -r \.id\)", line)
    return shlex.split(match[1]) if match else None


def _lifetime(rest: list[str]) -> int:
    if len(rest) != 2 or rest[0] != "--key-lifetime":
        raise Unreadable(f"{rest} after a policy")
    return int(rest[1])


def _route(words: list[str], priority: int) -> str:
    if words[:2] != ["$vpc", "$table"] or words[2::2] != ROUTE:
        raise Unreadable("a route's words")
    zone, destination, action, hop, rank, _ = words[3::2]
    if (zone, action, hop, rank) != ("$zone", "deliver", "$connection", str(priority)):
        raise Unreadable("a route's zone, action, next hop or priority")
    return destination


def _options(words: list[str]) -> dict:
    given = script.options(words)
    if 2 * len(given) != len(words):
        raise Unreadable("a word that belongs to no option")
    if (given.pop("--ike-policy"), given.pop("--ipsec-policy")) != ("$ike", "$ipsec"):
        raise Unreadable("the policies of another tunnel")
    identities = json.loads(given.pop("--local-ike-identities", "[]"))
    found = {
        "up": given.pop("--admin-state-up") == "true",
        "establish": given.pop("--establish-mode"),
        "action": given.pop("--dead-peer-detection-action"),
        "peer_identity": (given.pop("--peer-ike-identity-type"), given.pop("--peer-ike-identity-value")),
        "local_identities": [(one["type"], one["value"]) for one in identities],
        "local_cidrs": [value for value in [given.pop("--local-cidr", None)] if value],
        "peer_cidrs": [value for value in [given.pop("--peer-cidr", None)] if value],
    }
    if int(given.pop("--dead-peer-detection-interval")) >= int(given.pop("--dead-peer-detection-timeout")) or given:
        raise Unreadable(f"options {sorted(given)}")
    return found
