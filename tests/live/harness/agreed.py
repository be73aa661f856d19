"""What two daemons agreed on, held against what the response promises."""

import re
from typing import Any

from . import expect
from .network import Network
from .report import Row
from .response import Tunnel

Sa = dict[str, Any]
# The cloud's IKE SAs by their names.
Sas = dict[str, list[Sa]]

ALGORITHMS = "algorithms, groups and identities"


def by_name(sas: list[Sa]) -> Sas:
    found: Sas = {}
    for sa in sas:
        found.setdefault(sa["name"], []).append(sa)
    return found


def established(sas: Sas, name: str) -> list[Sa]:
    return [sa for sa in sas.get(name, []) if sa["state"] == "ESTABLISHED"]


def children(sas: Sas, name: str) -> list[Sa]:
    some = [child for sa in established(sas, name) for child in sa["children"]]
    return [child for child in some if child["state"] == "INSTALLED"]


def compare(row: Row, sas: Sas, name: str, tunnel: Tunnel, *, udp: bool) -> None:
    """Both SAs right after the first exchange, as the cloud's daemon reports them."""
    for sa in established(sas, name):
        wrong = expect.differences(expect.algorithms(tunnel.ike, prf=True), sa)
        if sa["version"] != str(tunnel.version):
            wrong += f" IKEv{sa['version']}"
        if (sa["local-id"], sa["remote-id"]) != (tunnel.cloud_id, tunnel.device_id):
            wrong += f" ids {sa['local-id']} and {sa['remote-id']}"
        row.check(ALGORITHMS, not wrong, f"IKE SA: {wrong}")
    several = children(sas, name)
    for child in several:
        wanted = expect.algorithms(tunnel.esp, prf=False)
        # an IKE_AUTH exchange has no group of its own; those behind the first have
        if tunnel.version == 2 and (len(several) == 1 or not child.get("dh-group")):
            wanted["dh-group"] = None
        wrong = expect.differences(wanted, child)
        row.check(ALGORITHMS, not wrong, f"CHILD_SA: {wrong}")
        row.check("tunnel mode", child["mode"] == "TUNNEL", child["mode"])
        row.check("UDP only where it has to be", (child.get("encap") == "yes") == udp)


def selectors(row: Row, sas: Sas, name: str, wanted: set[tuple[str, str]]) -> None:
    """The traffic selectors: every pair of subnets that was asked for, and no other."""
    got = {
        (device, cloud)
        for child in children(sas, name)
        for device in child["remote-ts"]
        for cloud in child["local-ts"]
    }
    row.check("traffic selectors", got == wanted, f"{got}, not {wanted}")


def pfs(row: Row, sas: Sas, name: str, tunnel: Tunnel, old: set[str]) -> None:
    """The algorithms of rekeyed CHILD_SAs: under IKEv2 the first that show the PFS group."""
    wanted = expect.algorithms(tunnel.esp, prf=False)
    for child in children(sas, name):
        if child["uniqueid"] not in old:
            wrong = expect.differences(wanted, child)
            row.check("PFS as the response says", not wrong, wrong)


def proposals(log: str) -> dict[str, list[str]]:
    """What the device proposed, by the number of the cloud's IKE SA, as its log prints it."""
    found: dict[str, list[str]] = {}
    for number, proposal in re.findall(r"<(?:[^|>]*\|)?(\d+)> received proposals: (.*)", log):
        found.setdefault(number, []).append(proposal)
    return found


def offered(row: Row, sas: Sas, name: str, tunnel: Tunnel, heard: dict[str, list[str]]) -> None:
    """The device must offer one proposal, the response's: the gateway takes no other."""
    esp = {expect.esp_proposal(tunnel, first_ikev2=tunnel.version == 2)}
    for sa in sas.get(name, []):
        if len(sa.get("children", ())) > 1:
            # the CHILD_SAs behind the first have exchanges of their own, which carry the group
            esp.add(expect.esp_proposal(tunnel, first_ikev2=False))
        for kind, wanted in (("IKE", {expect.ike_proposal(tunnel)}), ("ESP", esp)):
            said = [p for p in heard.get(sa["uniqueid"], []) if p.startswith(f"{kind}:")]
            ok = said and set(said) <= wanted
            row.check("offers exactly one proposal", ok, f"{said}, not {wanted}")


def offered_lifetimes(network: Network) -> dict[tuple[str, str], set[int]]:
    """The lifetimes in the device's first messages of IKEv1, which are in clear, by the two ends."""
    text = network.sent("device", "udp port 500", verbose=True)
    found: dict[tuple[str, str], set[int]] = {}
    message = r"([\d.]+)\.500 > ([\d.]+)\.500: isakmp 1\.0 msgid 00000000: phase 1 I[^\n]*\n"
    for match in re.finditer(message + r"((?: {4}\S.*\n| {8,}.*\n)+)", text):
        device_end, cloud_end, body = match.groups()
        for value in re.findall(r"type=lifeduration (?:len=4 )?value=([0-9a-f]+)", body):
            found.setdefault((device_end, cloud_end), set()).add(int(value, 16))
    return found


def lifetime(row: Row, tunnel: Tunnel, own: str, heard: dict[tuple[str, str], set[int]]) -> None:
    """Phase 1 of IKEv1 names its lifetime to the peer: the response's."""
    if tunnel.version == 1:
        said = heard.get((own, tunnel.cloud), set())
        row.check("lifetimes", said == {tunnel.ike.lifetime}, f"phase 1 offered with {said} s")
