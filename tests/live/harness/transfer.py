"""Hosts behind the two ends, and what they send each other through the tunnel."""

import hashlib
import ipaddress
import os
import socket
import threading
from pathlib import Path

from . import inside
from .network import Network, Site, batch
from .response import Connection

SIZE = 2_000_000
PORT = 5001
SECONDS = 120


class Host:
    """A namespace on the LAN of a site, with a route through the site."""

    def __init__(self, site: Site, subnet: str, number: int = 0) -> None:
        net = ipaddress.ip_network(subnet)
        self.address = str(net[10])
        self.site = Site("host", f"{site.namespace}-host{number}", site.folder / f"host{number}")
        line = f"host{number}"
        site.run("ip", "link", "add", line, "type", "veth", "peer", "name", "eth0", "netns", str(self.site.keeper.pid))
        gateway = str(net[1])
        # the gateway's LAN is a pair without anybody at its other end: this host has a line of its own
        batch(site, [f"link set {line} up", f"route add {self.address}/32 dev {line}"])
        site.run("sysctl", "-q", "-w", f"net.ipv4.conf.{line}.proxy_arp=1")
        lines = [f"addr add {self.address}/32 dev eth0", "link set eth0 up", "link set lo up"]
        batch(self.site, [*lines, f"route add {gateway} dev eth0", f"route add default via {gateway}"])

    def ping(self, other: str, size: int) -> str:
        """Pings with packets of a size in all; what went wrong, empty when they answer."""
        done = self.site.attempt("ping", "-q", "-c", "3", "-W", "10", "-s", str(size - 28), other)
        return "" if done.returncode == 0 else done.stdout[-300:]

    def close(self) -> None:
        self.site.close()


def hosts(network: Network, connection: Connection) -> tuple[Host, Host]:
    """One behind the device, one behind the cloud."""
    ends = (network.device, connection.device_subnets[0]), (network.cloud, connection.cloud_subnets[0])
    near, far = (Host(site, subnet) for site, subnet in ends)
    return near, far


def send(host: Host, other: Host) -> tuple[str, int]:
    """Sends two megabytes; what went wrong, and the MSS that the sender was told."""
    data = os.urandom(SIZE)
    got, ready, mss, faults = hashlib.sha256(), threading.Event(), [0], []

    def serve() -> None:
        try:
            with socket.create_server((other.address, PORT)) as server:
                server.settimeout(SECONDS)
                ready.set()
                stream, _ = server.accept()
                with stream:
                    stream.settimeout(SECONDS)
                    while part := stream.recv(65536):
                        got.update(part)
        except OSError as error:
            faults.append(f"server: {error}")
            ready.set()

    def call() -> None:
        try:
            ready.wait(SECONDS)
            with socket.create_connection((other.address, PORT), SECONDS) as stream:
                # what the other end announced, after every gateway on the way
                mss[0] = stream.getsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG)
                stream.sendall(data)
        except OSError as error:
            faults.append(f"client: {error}")

    server = threading.Thread(target=lambda: inside.within(other.site.keeper.pid, "net", serve))
    server.start()
    inside.within(host.site.keeper.pid, "net", call)
    server.join()
    if not faults and got.digest() != hashlib.sha256(data).digest():
        faults.append("not what was sent")
    # timestamps take 12 bytes of each segment, and the kernel counts without them
    return "; ".join(faults), mss[0] + (12 if timestamps() else 0)


def timestamps() -> bool:
    return Path("/proc/sys/net/ipv4/tcp_timestamps").read_text().strip() != "0"
