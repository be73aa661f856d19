"""A client of charon's VICI socket: the daemon's own account of its SAs, not a printed one.

Only what the tests ask for; the protocol is described in strongSwan's vici plugin README.
"""

import socket
import struct
from pathlib import Path
from typing import Any

REQUEST, RESPONSE, REGISTER, UNREGISTER, CONFIRM, EVENT = 0, 1, 3, 4, 5, 7
SECTION, SECTION_END, VALUE, LIST, ITEM, LIST_END = 1, 2, 3, 4, 5, 6

Message = dict[str, Any]


class Vici:
    """One connection to one daemon."""

    def __init__(self, path: Path) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(90)
        self.socket.connect(str(path))

    def close(self) -> None:
        self.socket.close()

    def ask(self, command: str, **arguments: Any) -> Message:
        """One request, one answer."""
        self._send(bytes([REQUEST]) + _name(command) + _encode(arguments))
        kind, body = self._receive()
        if kind != RESPONSE:
            raise ConnectionError(f"{command}: the daemon does not know this command")
        return _decode(body)

    def stream(self, command: str, event: str, **arguments: Any) -> list[Message]:
        """One request that is answered by a number of events."""
        self._send(bytes([REGISTER]) + _name(event))
        self._receive()
        self._send(bytes([REQUEST]) + _name(command) + _encode(arguments))
        events = []
        while True:
            kind, body = self._receive()
            if kind != EVENT:
                break
            events.append(_decode(body[1 + body[0] :]))
        self._send(bytes([UNREGISTER]) + _name(event))
        self._receive()
        return events

    def _send(self, packet: bytes) -> None:
        self.socket.sendall(struct.pack("!I", len(packet)) + packet)

    def _receive(self) -> tuple[int, bytes]:
        size = struct.unpack("!I", self._exactly(4))[0]
        packet = self._exactly(size)
        return packet[0], packet[1:]

    def _exactly(self, size: int) -> bytes:
        parts = b""
        while len(parts) < size:
            part = self.socket.recv(size - len(parts))
            if not part:
                raise ConnectionError("the daemon closed its socket")
            parts += part
        return parts


def _name(text: str) -> bytes:
    raw = text.encode()
    return bytes([len(raw)]) + raw


def _value(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("!H", len(raw)) + raw


def _encode(message: Message) -> bytes:
    out = b""
    for key, value in message.items():
        # Python's keyword arguments cannot hold the protocol's hyphens
        name = _name(key.replace("_", "-"))
        if isinstance(value, dict):
            out += bytes([SECTION]) + name + _encode(value) + bytes([SECTION_END])
        elif isinstance(value, list):
            items = b"".join(bytes([ITEM]) + _value(str(v)) for v in value)
            out += bytes([LIST]) + name + items + bytes([LIST_END])
        else:
            out += bytes([VALUE]) + name + _value(str(value))
    return out


def _decode(raw: bytes) -> Message:
    root: Message = {}
    stack: list[Any] = [root]
    at = 0

    def text(width: int) -> str:
        nonlocal at
        size = int.from_bytes(raw[at : at + width], "big")
        at += width + size
        return raw[at - size : at].decode(errors="replace")

    while at < len(raw):
        kind = raw[at]
        at += 1
        if kind in (SECTION, LIST):
            inner: Any = {} if kind == SECTION else []
            stack[-1][text(1)] = inner
            stack.append(inner)
        elif kind == VALUE:
            key = text(1)
            stack[-1][key] = text(2)
        elif kind == ITEM:
            stack[-1].append(text(2))
        else:
            stack.pop()
    return root
