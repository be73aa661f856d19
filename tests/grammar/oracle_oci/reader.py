"""Reads the JSON files back as the command line does, and from the script which CPE each of them is for."""

from harness import json_text, script
from harness.model import SILENT, Model, Unreadable
from shared import oracle, order

FIELDS = {"displayName", "cpeLocalIdentifier", "cpeLocalIdentifierType", "staticRoutes", "tunnelConfiguration"}


def read(files, context):
    text = script.of(files)
    parsed = json_text.files(files)
    commands = script.commands(text, "oci")
    tunnels = []
    for number, words in enumerate(commands):
        if words[:4] != ["oci", "network", "cpe", "create"]:
            continue
        options = script.options(words)
        made = script.options(commands[number + 1])
        if commands[number + 1][:4] != ["oci", "network", "ip-sec-connection", "create"] or made["--cpe-id"] != "$cpe":
            raise Unreadable("no IPSec connection follows the CPE")
        file = made["--from-json"].rpartition("/")[2]
        connection = parsed.pop(file)
        if set(connection) != FIELDS or connection["displayName"] != options["--display-name"]:
            raise Unreadable(f"{file} is not for this CPE")
        device, asn = _expected(text, len(tunnels) + 1)
        tunnels.append(oracle.tunnel(connection, (options["--ip-address"], device, asn), context.topology))
    if parsed:
        raise Unreadable(f"nothing reads {', '.join(parsed)}")
    order.agree(files, "Oracle", tunnels)
    return Model(tunnels, SILENT)




def _expected(text: str, number: int) -> tuple[str, str | None]:
    """What the script holds Oracle's address and AS number of a tunnel against."""
    part = script.tunnels(text)[number]
    address, asn = script.compared(part, "address"), script.compared(part, "asn")
    if len(address) != 1 or len(asn) > 1:
        raise Unreadable("the script does not compare Oracle's address")
    return address[0], asn[0] if asn else None
