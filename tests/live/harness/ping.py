"""Pings many pairs of addresses at once, from inside a site.

As a program: reads JSON, a list of [source, destination], and a number of seconds; answers with a
JSON list of true and false. Each pair is asked again every half second until it answers.
"""

import json
import select
import socket
import struct
import sys
import time
from pathlib import Path


def ping(pairs: list[tuple[str, str]], seconds: float) -> list[bool]:
    """One unprivileged ICMP socket a pair; the kernel matches answers to sockets."""
    answered = [False] * len(pairs)
    waiting = {}
    for number, (source, destination) in enumerate(pairs):
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP)
        sock.bind((source, 0))
        sock.setblocking(False)
        waiting[sock.fileno()] = (number, sock, destination)
    end = time.monotonic() + seconds
    sequence = 0
    while waiting and time.monotonic() < end:
        sequence += 1
        packet = struct.pack("!BBHHH", 8, 0, 0, 0, sequence) + b"peerconf live test"
        for _, sock, destination in waiting.values():
            try:
                sock.sendto(packet, (destination, 0))
            except OSError:
                pass  # no route yet, or the last ping was refused: ask again
        again = time.monotonic() + 0.5
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
    return answered


def from_site(site, pairs: list[tuple[str, str]], seconds: float = 3.0) -> list[bool]:
    """Pings from a site of the tests."""
    program = str(Path(__file__).resolve())
    text = json.dumps({"pairs": pairs, "seconds": seconds})
    return json.loads(site.run("/usr/bin/python3", "-I", program, stdin=text, timeout=120))


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    print(json.dumps(ping([tuple(p) for p in asked["pairs"]], asked["seconds"])))
