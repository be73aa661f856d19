"""Reads the sheet that says how the tunnels of both clouds pair, and holds it against what the other files say."""

import re

from harness.model import Bgp, Identity, Tunnel, Unreadable

#: how labels begin, and what they are; {} is the other cloud's name
LABELS = {
    "Address of Alibaba Cloud": "cloud_address",
    "Address of {}": "device_address",
    "{}'s address": "device_address",
    "Identity of Alibaba Cloud": "cloud_id",
    "Identity of {}": "device_id",
    "Inside address of Alibaba Cloud": "cloud_inside",
    "Inside address of {}": "device_inside",
    "AS number of Alibaba Cloud": "cloud_as",
    "AS number of {}": "device_as",
}


def read(files: dict, name: str) -> list[dict]:
    """The values of each tunnel's table, by what they are."""
    (text,) = [text for path, text in files.items() if path.endswith("-order.md")]
    found = []
    for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        values: dict = {}
        for label, value in re.findall(r"^\| ([^|]+?) \| `([^`]+)`[^|]*\|$", part.split("\n## ")[0], re.MULTILINE):
            what = next((word for start, word in LABELS.items() if label.startswith(start.format(name))), None)
            if what in values:
                raise Unreadable(f"the sheet says {what} twice")
            if what:
                values[what] = value
        found.append(values)
    return found


def agree(files: dict, name: str, tunnels: list[Tunnel]) -> None:
    """A sheet that says something else than the files beside it is a fault; it is what tells the AS number of a side."""
    sheets = read(files, name)
    if len(sheets) != len(tunnels):
        raise Unreadable(f"the sheet has {len(sheets)} tunnels")
    for tunnel, sheet in zip(tunnels, sheets, strict=True):
        if isinstance(tunnel.bgp, Bgp):
            said = int(sheet["device_as"]), sheet["device_inside"], int(sheet["cloud_as"]), sheet["cloud_inside"]
            own = tunnel.bgp.device_as or said[0], tunnel.bgp.device_address, tunnel.bgp.cloud_as, tunnel.bgp.cloud_address
            if said != own:
                raise Unreadable("the sheet has another session")
            tunnel.bgp = Bgp(*said, tunnel.bgp.key)
        if (sheet["cloud_address"], sheet["device_address"]) != (tunnel.cloud_address, tunnel.device_address):
            raise Unreadable("the sheet has other addresses")
        for field in ("cloud_id", "device_id"):
            identity = getattr(tunnel, field)
            if field in sheet and isinstance(identity, Identity) and sheet[field] != identity.text:
                raise Unreadable("the sheet has other identities")
