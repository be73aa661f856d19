"""Reads the JSON files back as the command line does, and from the script which CPE each of them is for."""

import json
import re
import shlex

from harness.model import SILENT, Model, Unreadable
from shared import oracle, order

FIELDS = {"displayName", "cpeLocalIdentifier", "cpeLocalIdentifierType", "staticRoutes", "tunnelConfiguration"}


def read(files, context):
    (script,) = [text for path, text in files.items() if path.endswith(".sh")]
    parsed = {path.rpartition("/")[2]: json.loads(text, object_pairs_hook=_once) for path, text in files.items() if path.endswith(".json")}
    commands = _commands(script)
    tunnels = []
    for number, words in enumerate(commands):
        if words[:4] != ["oci", "network", "cpe", "create"]:
            continue
        options = _options(words)
        made = _options(commands[number + 1])
        if commands[number + 1][:4] != ["oci", "network", "ip-sec-connection", "create"] or made["--cpe-id"] != "$cpe":
            raise Unreadable("no IPSec connection follows the CPE")
        file = made["--from-json"].rpartition("/")[2]
        connection = parsed.pop(file)
        if set(connection) != FIELDS or connection["displayName"] != options["--display-name"]:
            raise Unreadable(f"{file} is not for this CPE")
        device, asn = _expected(script, len(tunnels) + 1)
        tunnels.append(oracle.tunnel(connection, (options["--ip-address"], device, asn), context.topology))
    if parsed:
        raise Unreadable(f"nothing reads {', '.join(parsed)}")
    order.agree(files, "Oracle", tunnels)
    return Model(tunnels, SILENT)


def _once(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise Unreadable("a field occurs twice")
    return dict(pairs)


def _commands(script: str) -> list[list[str]]:
    """The words of each command of oci, out of its $( ), as a shell splits them."""
    joined = script.replace("\\\n", " ")
    found = []
    for line in joined.split("\n"):
        if match := re.match(r"(?:\w+=\$\()?(oci .*?)\)?$", line.strip()):
            found.append(shlex.split(match[1].replace('$(', '(')))
    return found


def _options(words: list[str]) -> dict:
    return {one: two for one, two in zip(words, words[1:], strict=False) if one.startswith("--")}


def _expected(script: str, number: int) -> tuple[str, str | None]:
    """What the script holds Oracle's address and AS number of a tunnel against."""
    parts = re.split(r"^# Tunnel \d+:", script, flags=re.MULTILINE)
    address = re.findall(r'^if \[ "\$address" != (\S+) \]; then$', parts[number], re.MULTILINE)
    asn = re.findall(r'^if \[ "\$asn" != (\d+) \]; then$', parts[number], re.MULTILINE)
    if len(address) != 1 or len(asn) > 1:
        raise Unreadable("the script does not compare Oracle's address")
    return address[0], asn[0] if asn else None
