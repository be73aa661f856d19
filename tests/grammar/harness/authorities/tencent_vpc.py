"""The models of Tencent Cloud's API, as its own SDK carries them: names of fields, words and ranges in their descriptions.

The SDK is read as text, for an import would need its other packages.
"""

import json
import re
from functools import lru_cache
from html import unescape
from importlib.metadata import distribution

from shared import hcl, tencent_terraform

from ..fault import Fault
from ..model import Unreadable

NAME = "tencentcloud-sdk-python-vpc"
VERSION = "3.1.193"
INNER = {
    "IKEOptionsSpecification": "IKEOptionsSpecification",
    "IPSECOptionsSpecification": "IPSECOptionsSpecification",
    "BgpConfig": "BgpConfig",
    "SecurityPolicyDatabases": "SecurityPolicyDatabase",
}
#: fields whose description lists every word
LISTED = set(
    "RouteType NegotiationType DpdAction PropoEncryAlgorithm PropoAuthenAlgorithm ExchangeMode LocalIdentity RemoteIdentity "
    "DhGroupName IKEVersion EncryptAlgorithm IntegrityAlgorithm PfsDhGroup".split()
)


def check(texts) -> list[list[Fault]]:
    return [[fault for path, text in files.items() for fault in _file(path, text)] for files, _ in texts]


def _file(path: str, text: str) -> list[Fault]:
    try:
        if path.endswith(".json"):
            return _object(path, "CreateVpnConnectionRequest", json.loads(text))
        if path.endswith(".tf"):
            requests = tencent_terraform.requests(hcl.read(text)).items()
            return [fault for name, one in requests for fault in _object(f"{path}: {name}", "CreateVpnConnectionRequest", one)]
    except (Unreadable, ValueError) as error:
        return [Fault(path, "", str(error))]
    return []


def _object(place: str, model: str, value: dict) -> list[Fault]:
    fields, faults = described(model), []
    for name, inner in value.items():
        if name not in fields:
            faults.append(Fault(place, name, f"{model} has no field {name}"))
        elif name in INNER:
            for one in inner if isinstance(inner, list) else [inner]:
                faults += _object(f"{place}.{name}", INNER[name], one)
        else:
            faults += _value(f"{place}.{name}", name, inner, fields[name])
    return faults


def _value(place: str, name: str, value, description: str) -> list[Fault]:
    kind = re.search(r":rtype: (.+)", description)[1].strip()
    if isinstance(value, hcl.Expression):
        return []
    if not isinstance(value, {"str": str, "int": int, "bool": bool}.get(kind, list)) or isinstance(value, bool) != (kind == "bool"):
        return [Fault(place, str(value), f"the API takes {kind}")]
    if name in LISTED and not re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", description):
        return [Fault(place, value, f"no word of {name}")]
    if found := re.search(r"\[(\d+), (\d+)\]", description):
        if not int(found[1]) <= value <= int(found[2]):
            return [Fault(place, str(value), f"{name} is from {found[1]} to {found[2]}")]
    return []


@lru_cache(None)
def described(model: str) -> dict[str, str]:
    """For each field of a model its description, which the SDK has in Chinese."""
    source = _source()
    start = source.index(f"\nclass {model}(AbstractModel):")
    body = source[start : source.find("\nclass ", start + 1)]
    found = re.findall(r'@property\s+def (\w+)\(self\):(.*?)return self\._', body, re.DOTALL)
    return {name: unescape(text) for name, text in found if "is deprecated" not in text}


@lru_cache(None)
def _source() -> str:
    files = distribution(NAME).files
    return next(one for one in files if str(one).endswith("vpc/v20170312/models.py")).read_text()
