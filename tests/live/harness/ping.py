"""Pings many pairs of addresses at once, from inside a site.

The sockets are opened in the site's network namespace; no program is started, which in the guest
would take longer than the pings.
"""

import select
import socket
import struct
import threading
import time

from . import inside
from .network import Site

EVERY = 0.5
# After the last ping of a stream: how long nothing may come before what is still out counts as lost.
REST = 5.0


def from_site(site: Site, pairs: list[tuple[str, str]], seconds: float = 3.0) -> list[bool]:
    """Which of the (source, destination) pairs answer within so many seconds' worth of pings.

    Each is asked again every half second until it answers.
    """
    answered = [False] * len(pairs)
    inside.within(site.keeper.pid, "net", lambda: _ping(pairs, seconds, answered))
    return answered


def _ping(pairs: list[tuple[str, str]], seconds: float, answered: list[bool]) -> None:
    """One unprivileged ICMP socket a pair; the kernel matches answers to sockets."""
    waiting = {}
    for number, (source, destination) in enumerate(pairs):
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)
        sock.bind((source, 0))
        sock.setblocking(False)
        waiting[sock.fileno()] = (number, sock, destination)
    for sequence in range(1, max(1, round(seconds / EVERY)) + 1):
        if not waiting:
            break
        packet = struct.pack("!BBHHH", 8, 0, 0, 0, sequence) + b"peerconf live test"
        for _, sock, destination in waiting.values():
            try:
                sock.sendto(packet, (destination, 0))
            except OSError:
                pass  # no route yet, or the last ping was refused: ask again
        again = time.monotonic() + EVERY
        poll = select.poll()
        for fileno in waiting:
            poll.register(fileno, select.POLLIN)
        while waiting and (left := again - time.monotonic()) > 0:
            for fileno, _ in poll.poll(left * 1000):
                number, sock, _ = waiting[fileno]
                try:
                    answered[number] = sock.recv(512)[0] == 0
                except OSError:
                    continue
                poll.unregister(fileno)
                sock.close()
                del waiting[fileno]
    for _, sock, _ in waiting.values():
        sock.close()


def stream(site: Site, pair: tuple[str, str], end: threading.Event) -> list[bool]:
    """Pings twice a second until the end, and tells which were ever answered: on a busy machine late is not lost."""
    answered: list[bool] = []
    inside.within(site.keeper.pid, "net", lambda: _stream(pair, end, answered))
    return answered


def _stream(pair: tuple[str, str], end: threading.Event, answered: list[bool]) -> None:
    source, destination = pair
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP) as sock:
        sock.bind((source, 0))
        while not end.is_set():
            packet = struct.pack("!BBHHH", 8, 0, 0, 0, len(answered) % 0x10000) + b"peerconf live test"
            answered.append(False)
            try:
                sock.sendto(packet, (destination, 0))
            except OSError:
                pass  # no way just now: lost
            _hear(sock, EVERY, answered, until_all=False)
        while not all(answered) and _hear(sock, REST, answered, until_all=True):
            pass


def _hear(sock: socket.socket, seconds: float, answered: list[bool], *, until_all: bool) -> bool:
    """Takes the answers that come within so many seconds; whether there were any."""
    before, until = sum(answered), time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and not (until_all and all(answered)):
        sock.settimeout(left)
        try:
            said = sock.recv(512)
        except OSError:
            continue  # nothing yet, or an error that answers an older ping
        if said[0] == 0:
            answered[int.from_bytes(said[6:8], "big")] = True
    return sum(answered) > before
