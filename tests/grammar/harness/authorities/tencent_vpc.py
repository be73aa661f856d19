"""The models of Tencent Cloud's API, as its own SDK carries them: names of fields, words and ranges in their descriptions."""

import json
import re
from functools import lru_cache
from html import unescape

from shared import tencent_terraform

from .. import hcl
from ..fault import Fault
from . import sdk

NAME = "tencentcloud-sdk-python-vpc"
VERSION = "3.1.193"
REQUEST = "CreateVpnConnectionRequest"
PLAIN = {"str": str, "int": int, "bool": bool}
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


def _file(path: str, text: str) -> list[Fault]:
    if path.endswith(".json"):
        return MODELS.held(path, REQUEST, json.loads(text))
    if path.endswith(".tf"):
        requests = tencent_terraform.requests(hcl.read(text)).items()
        return [fault for name, one in requests for fault in MODELS.held(f"{path}: {name}", REQUEST, one)]
    return []


check = sdk.checker(_file)


@lru_cache(None)
def _fields(model: str) -> dict[str, sdk.Kind]:
    """The fields of a model by their descriptions, which the SDK has in Chinese."""
    source = _source()
    start = source.index(f"\nclass {model}(AbstractModel):")
    body = source[start : source.find("\nclass ", start + 1)]
    found = re.findall(r'@property\s+def (\w+)\(self\):(.*?)return self\._', body, re.DOTALL)
    return {name: _kind(name, unescape(text)) for name, text in found if "is deprecated" not in text}


def _kind(name: str, description: str) -> sdk.Kind:
    kind = re.search(r":rtype: (.+)", description)[1].strip()
    if name in INNER:
        return sdk.Kind(model=INNER[name], many=name == "SecurityPolicyDatabases")
    return sdk.Kind(PLAIN.get(kind, list), named=kind, rule=lambda value: _told(name, description, value))


def _told(name: str, description: str, value) -> str:
    if name in LISTED and not re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", description):
        return f"no word of {name}"
    found = re.search(r"\[(\d+), (\d+)\]", description)
    if found and not int(found[1]) <= value <= int(found[2]):
        return f"{name} is from {found[1]} to {found[2]}"
    return ""


@lru_cache(None)
def _source() -> str:
    return sdk.installed(NAME, VERSION, "tencentcloud/vpc/v20170312/models.py").read_text()


MODELS = sdk.Models(_fields)
