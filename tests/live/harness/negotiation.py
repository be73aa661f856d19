"""Everything but the packets, where the device's kernel cannot carry them.

libreswan on a kernel without ESP: pluto agrees on both SAs with the cloud's daemon, and then its kernel refuses the
second. So what is looked at is what the cloud's daemon agreed to: its log names both proposals. OpenIKED on Linux, which
has no SHA-2 for its kernel: the daemon is told to leave the kernel alone, and the SAs stay up at both ends.
"""

import re

from . import agreed, expect, policy
from .shell import wait_for


class Negotiation(policy.Batch):
    """A batch that ends when the proposals are agreed."""

    def run(self) -> None:
        try:
            self.device.without_updown()
            self._load()
            self.device.begin()
            wait_for(self._agreed, len(self.members), self.patience * 2, 1)
            # one look: pluto begins again and again when its kernel has refused
            log = self.cloud.log()
            heard, chosen = agreed.proposals(log), selected(log)
            lifetimes = agreed.offered_lifetimes(self.network)
            lifetime_faults = self.device.lifetimes()
            for m in self.members:
                wanted = {
                    expect.ike_proposal(m.tunnel),
                    expect.esp_proposal(m.tunnel, first_ikev2=m.tunnel.version == 2),
                }
                # 5.x asks for the CHILD_SA once more when its kernel has refused it, now with the group
                again = expect.esp_proposal(m.tunnel, first_ikev2=False)
                mine = chosen.get(m.name, {})
                got = set().union(*mine.values())
                m.row.check("both proposals agreed from the device", wanted <= got <= wanted | {again}, f"{got}")
                sas = {m.name: [{"uniqueid": number, "children": (None, None)} for number in mine]}
                agreed.offered(m.row, sas, m.name, m.tunnel, heard)
                agreed.lifetime(m.row, m.tunnel, m.own, lifetimes)
                faults = lifetime_faults(m.tunnel)
                m.row.check("lifetimes", not faults, faults)
        finally:
            self.network.close()

    def _agreed(self) -> int:
        chosen = selected(self.cloud.log())
        return sum(m.name in chosen for m in self.members)


class Unloaded(policy.Batch):
    """A batch whose device never hands its SAs to a kernel: all of it but packets."""

    def _ping(self, what: str) -> None:
        pass

    def _dead_pairs(self) -> None:
        pass

    def _wire(self) -> None:
        pass


def selected(log: str) -> dict[str, dict[str, set[str]]]:
    """The selected proposals by connection and number of the IKE SA, of those that have both."""
    proposals: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    # the first lines of an IKE SA carry its number only, the later ones its name as well
    for name, number, proposal in re.findall(
        r"<(?:([^|>]*)\|)?(\d+)> selected proposal: (.*)", log
    ):
        proposals.setdefault(number, set()).add(proposal)
        if name:
            names[number] = name
    found: dict[str, dict[str, set[str]]] = {}
    for number, name in names.items():
        if {p.partition(":")[0] for p in proposals[number]} == {"IKE", "ESP"}:
            found.setdefault(name, {})[number] = proposals[number]
    return found
