"""Reads the worksheet back by the labels in sheet.toml. A gateway is called after its interface, with `_VTIV4`."""

import re

from harness.model import Unreadable
from shared import sheet

GATEWAY = re.compile(r"^(\| (?:Gateway|Name) \| `)(.*?)(_VTIV4)?`", re.MULTILINE)
_read = sheet.reader(__file__)


def _interface(line: re.Match) -> str:
    if not line[3]:
        raise Unreadable(f"{line[2]} is no gateway of a VTI")
    return f"{line[1]}{line[2]}`"


def read(files, context):
    return _read({path: GATEWAY.sub(_interface, text) for path, text in files.items()}, context)
