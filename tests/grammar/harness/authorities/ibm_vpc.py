"""IBM Cloud's VPC API, as its own SDK carries it: the words of IKE and IPsec policies and of connections."""

import re
from functools import lru_cache

from .. import hcl
from ..fault import Fault
from . import sdk

NAME = "ibm-vpc"
VERSION = "0.36.0"
#: what the words of a command are: the model, and its enumeration
COMMANDS = {
    "ike-policy-create": [("IKEPolicy", "AuthenticationAlgorithmsEnum"), None, ("IKEPolicy", "EncryptionAlgorithmsEnum")],
    "ipsec-policy-create": [
        ("IPsecPolicy", "AuthenticationAlgorithmsEnum"),
        ("IPsecPolicy", "EncryptionAlgorithmsEnum"),
        ("IPsecPolicy", "PfsGroupsEnum"),
    ],
}
OPTIONS = {
    "--establish-mode": ("VPNGatewayConnectionPrototype", "EstablishModeEnum"),
    "--dead-peer-detection-action": ("VPNGatewayConnectionDPDPrototype", "ActionEnum"),
}
ARGUMENTS = {
    ("ibm_is_ike_policy", "authentication_algorithm"): ("IKEPolicy", "AuthenticationAlgorithmsEnum"),
    ("ibm_is_ike_policy", "encryption_algorithm"): ("IKEPolicy", "EncryptionAlgorithmsEnum"),
    ("ibm_is_ipsec_policy", "authentication_algorithm"): ("IPsecPolicy", "AuthenticationAlgorithmsEnum"),
    ("ibm_is_ipsec_policy", "encryption_algorithm"): ("IPsecPolicy", "EncryptionAlgorithmsEnum"),
    ("ibm_is_ipsec_policy", "pfs"): ("IPsecPolicy", "PfsGroupsEnum"),
    ("ibm_is_vpn_gateway_connection", "establish_mode"): OPTIONS["--establish-mode"],
    ("ibm_is_vpn_gateway_connection", "action"): OPTIONS["--dead-peer-detection-action"],
}


def _file(path: str, text: str) -> list[Fault]:
    if path.endswith(".tf"):
        body = hcl.read(text)
        return [
            fault
            for (kind, argument), words in ARGUMENTS.items()
            for name, found in hcl.resources(body, kind).items()
            for fault in _word(f"{path}: {kind}.{name}", found.get(argument), words)
        ]
    if path.endswith(".sh"):
        return [fault for number, line in enumerate(text.split("\n"), 1) for fault in _line(f"{path}:{number}", line)]
    return []


check = sdk.checker(_file)


def _line(place: str, line: str) -> list[Fault]:
    faults = []
    for command, places in COMMANDS.items():
        if match := re.search(rf"ibmcloud is {command} (.*)", line):
            for word, words in zip(match[1].split()[1:], places, strict=False):
                faults += _word(place, word, words) if words else []
    for option, words in OPTIONS.items():
        for found in re.findall(rf"{option} (\S+)", line):
            faults += _word(place, found, words)
    return faults


def _word(place: str, word, words: tuple[str, str]) -> list[Fault]:
    return [] if word in listed(*words) else [Fault(place, str(word), f"no word of {'.'.join(words)}")]


@lru_cache(None)
def listed(model: str, enumeration: str) -> frozenset[str]:
    """The words of an enumeration."""
    source = _source()
    start = source.index(f"\nclass {model}:")
    body = source[start : source.find("\nclass ", start + 1)]
    inner = body[body.index(f"class {enumeration}(str, Enum):") :]
    inner = inner[: inner.find("\n    class ", 1)] if "\n    class " in inner[1:] else inner
    return frozenset(re.findall(r"^        \w+ = '([^']+)'", inner, re.MULTILINE))


@lru_cache(None)
def _source() -> str:
    return sdk.installed(NAME, VERSION, "ibm_vpc/vpc_v1.py").read_text()
