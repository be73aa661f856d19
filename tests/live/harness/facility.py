"""What this machine's kernel can do, found out by trying in a namespace that goes away again."""

import os

from .shell import attempt, run

NAME = f"peerconf-{os.getpid()}-try"
PROBES = {
    "ESP": (
        "ip xfrm state add src 192.0.2.1 dst 192.0.2.2 proto esp spi 0x1000 mode tunnel "
        "enc cbc(aes) 0x00112233445566778899aabbccddeeff "
        "auth-trunc hmac(sha256) 0x00112233445566778899aabbccddeeff 128"
    ),
    "XFRM interfaces": "ip link add x0 type xfrm dev lo if_id 1",
    "veth interfaces": "ip link add v0 type veth peer name v1",
    "nftables": "nft add table ip x",
}
# What the tests cannot do without; the rest can be had from the guest.
ALWAYS = ("veth interfaces", "nftables")


def lacking() -> list[str]:
    """The facilities that this kernel has not."""
    run("ip", "netns", "add", NAME)
    try:
        enter = ("ip", "netns", "exec", NAME)
        return [n for n, probe in PROBES.items() if attempt(*enter, *probe.split()).returncode]
    finally:
        attempt("ip", "netns", "del", NAME)


def userspace(missing: list[str]) -> bool:
    """Whether ESP has to be done by the daemon."""
    return "ESP" in missing
