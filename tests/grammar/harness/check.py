"""Holds one rendered text against everything that a family has: line grammar, outside schema, read-back."""

import copy
import ipaddress
import multiprocessing
import re

from . import response
from .family import Context, Family
from .fault import Fault
from .model import SILENT, Model, Unreadable, differences
from .reading import left_over
from .render import FIXTURES, MARKER, Text

_RESPONSES: dict[str, dict[str, response.Response]] = {}

#: Families run beside each other; the processes are forked from one, so that they share it.
_ALONE = multiprocessing.get_context("fork").Lock()


def of_grammar(family: Family, text: Text) -> list[Fault]:
    """Line grammar of the configuration and the clean-up, and the family's own checks."""
    faults, readings, made = [], {"config": [], "verify": [], "cleanup": []}, set()
    stays: set[str] = set()
    device = {str(value) for value in family.context(text).values.values()}
    for section in readings:
        for path, content in text.section(section).items():
            if MARKER in content:
                faults.append(Fault(path, "", "a marker is left: give the value in values.toml or in a variant"))
            for grammar in family.grammars_of(path, section):
                stays |= grammar.stays
                whole = section == "config"
                reading = grammar.check(path, grammar.lines(content), text.release, made, device, whole)
                readings[section].append(reading)
                if whole:
                    made |= reading.made
                faults += reading.faults
    if readings["cleanup"]:
        faults += left_over(readings["config"], readings["cleanup"], stays, device)
    if family.checker:
        faults += family.checker.check(text.section("config"), family.context(text))
    return faults


def of_read_back(family: Family, text: Text) -> list[str]:
    """The text read back, held against the response."""
    context = family.context(text)
    expected = expectation(text.fixture, context)
    try:
        found = family.reader.read(text.section("config"), context)
    except Unreadable as error:
        return [f"cannot be read back: {error}"]
    versions = {tunnel.ike_version for tunnel in expected.tunnels}
    if context.topology not in family.facts.get("bypass", []):
        expected.bypass = found.bypass = frozenset()
    return differences(expected, found, family.silent_fields(context, versions))


def of_outside(family: Family, outside, texts: list[Text]) -> dict[int, list[Fault]]:
    """What the outside schema rejects, by the text's place in the list; what an exception covers is left out."""
    with _ALONE:  # what the first one fetches and makes is there for the next
        found = outside.check([(_judged(outside, text), family.context(text)) for text in texts])
    kept: dict[int, list[Fault]] = {}
    for number, faults in enumerate(found):
        rest = [fault for fault in faults if not _excepted(family, fault)]
        if rest:
            kept[number] = rest
    return kept


def _judged(outside, text: Text) -> dict[str, str]:
    """The files that a schema reads: the configuration, and what it names in SECTIONS."""
    return {
        path: content
        for section in getattr(outside, "SECTIONS", ["config"])
        for path, content in text.section(section).items()
    }


def _excepted(family: Family, fault: Fault) -> bool:
    for entry in family.exceptions:
        if re.fullmatch(entry["line"], fault.line):
            entry["used"] = entry.get("used", 0) + 1
            return True
    return False


def expectation(fixture: str, context: Context) -> Model:
    """What the response says, as this text was asked for: local address, networks behind 0.0.0.0/0, topology."""
    name, _, suffix = fixture.partition("/")
    if name not in _RESPONSES:
        document = (FIXTURES / f"{name}.json").read_text()
        _RESPONSES[name] = {one.suffix: one for one in response.read(document)}
    answer = _RESPONSES[name][f"/{suffix}" if suffix else ""]
    model = copy.deepcopy(answer.model)
    cloud = context.cloud_prefixes if answer.cloud_networks == [response.ANY] else answer.cloud_networks
    device = context.device_prefixes if answer.device_networks == [response.ANY] else answer.device_networks
    for tunnel in model.tunnels:
        if address := context.values.get("local_address"):
            tunnel.device_address = address
        if context.topology == "route":
            tunnel.routes = frozenset() if tunnel.bgp else frozenset(cloud)
        if context.topology == "policy" or answer.one_sided:  # nothing says what a full tunnel routes
            tunnel.routes = SILENT
    model.bypass = frozenset(
        one for one in answer.device_networks if any(within(one, other) for other in answer.cloud_networks)
    )
    model.announced = frozenset(device) if any(tunnel.bgp for tunnel in model.tunnels) else None
    return model


def within(one: str, other: str) -> bool:
    """Whether a network lies inside a larger one."""
    return one != other and ipaddress.IPv4Network(one).subnet_of(ipaddress.IPv4Network(other))
