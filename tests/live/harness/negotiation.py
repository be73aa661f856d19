"""libreswan where the kernel has no ESP: everything but the packets.

pluto agrees on both SAs with the cloud's daemon, and then its kernel refuses the second. So what
is looked at is what the cloud's daemon agreed to: its log names both proposals.
"""

import re

from . import agreed, expect, policy
from .shell import wait_until


class Negotiation(policy.Batch):
    """A batch that ends when the proposals are agreed."""

    def run(self) -> None:
        try:
            self.device.without_updown()
            self._load()
            wait_until(lambda: self._agreed(), self.patience * 2, 1)
            heard = agreed.offers(self.network, self.cloud.log())
            lifetime_faults = self.device.lifetimes()
            chosen = self._chosen()
            for m in self.members:
                wanted = {
                    expect.ike_proposal(m.tunnel),
                    expect.esp_proposal(m.tunnel, first_ikev2=m.tunnel.version == 2),
                }
                got = chosen.get(m.name, set())
                m.row.check("both proposals agreed from the device", got == wanted, f"{got}")
                numbers = self._numbers().get(m.name, set())
                sas = {m.name: [{"uniqueid": number} for number in numbers]}
                agreed.offered(m.row, sas, m.name, m.tunnel, m.own, heard)
                faults = lifetime_faults(m.tunnel)
                m.row.check("lifetimes", not faults, faults)
        finally:
            self.network.close()

    def _agreed(self) -> bool:
        chosen = self._chosen()
        return all(len(chosen.get(m.name, ())) >= 2 for m in self.members)

    def _numbers(self) -> dict[str, set[str]]:
        """The numbers of the IKE SAs by connection: the first lines of each carry no name yet."""
        numbers: dict[str, set[str]] = {}
        for name, number in re.findall(r"<([^|>]+)\|(\d+)> selected proposal: ESP", self.cloud.log()):
            numbers.setdefault(name, set()).add(number)
        return numbers

    def _chosen(self) -> dict[str, set[str]]:
        """What was selected, by connection."""
        by_number: dict[str, set[str]] = {}
        line = r"<(?:[^|>]*\|)?(\d+)> selected proposal: (.*)"
        for number, proposal in re.findall(line, self.cloud.log()):
            by_number.setdefault(number, set()).add(proposal)
        return {
            name: set().union(*(by_number[n] for n in numbers))
            for name, numbers in self._numbers().items()
        }
