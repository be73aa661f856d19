"""What OPNsense's model asks of the bodies: known fields, closed lists, numbers in range."""

import json
import re

from harness.fault import Fault
from harness.linegrammar import natural

TIMES = range(500001)
SETS = {
    "enabled": {"0", "1"},
    "version": {"0", "1", "2"},
    "aggressive": {"0", "1"},
    "mobike": {"0", "1"},
    "unique": {"no", "never", "keep", "replace"},
    "auth": {"psk"},
    "policies": {"0", "1"},
    "mode": {"tunnel"},
    "start_action": {"none", "trap|start", "route", "start", "trap"},
    "close_action": {"none", "trap", "start"},
    "dpd_action": {"clear", "trap", "start"},
    "keyType": {"PSK", "EAP"},
}
RANGES = {name: TIMES for name in ("rekey_time", "over_time", "dpd_delay", "dpd_timeout")}
RANGES |= {"reqid": range(1, 65536), "round": range(11), "keyingtries": range(1001)}
FIELDS = {
    "connection": "enabled version aggressive mobike proposals local_addrs remote_addrs rekey_time over_time keyingtries dpd_delay dpd_timeout unique description",
    "local": "enabled connection round auth id",
    "remote": "enabled connection round auth id",
    "child": "enabled connection reqid policies esp_proposals mode local_ts remote_ts start_action close_action dpd_action rekey_time description",
    "preSharedKey": "ident remote_ident keyType Key",
    "vti": "enabled reqid local remote tunnel_local tunnel_remote",
}
#: of the releases from here on, the proposals with an algorithm that is not modern (IPsecProposalField.php)
OLD = [
    ("24.1", "aes128-sha1-modp2048 aes256-sha1-modp2048 aes256-sha512-modp1024 aes256-sha256"),
    ("25.1.6", "aes256-sha256-modp1024"),
    ("25.1.9", "aes256-sha1"),
    ("26.1.6", "aes192-sha1-modp2048 aes128-sha256-modp1536 aes256-sha256-modp1536"),
]
MODERN = re.compile(r"aes(128|192|256)-sha(256|384|512)-modp2048")


def check(files, context):
    faults = []
    known = {word for since, words in OLD if natural(context.release) >= natural(since) for word in words.split()}
    for path, text in files.items():
        for number, line in enumerate(text.split("\n"), 1):
            if not line.startswith('{"'):
                continue
            try:
                ((kind, fields),) = json.loads(line).items()
            except ValueError as error:
                faults.append(Fault(f"{path}:{number}", "", f"no JSON: {error}"))
                continue
            for name, value in fields.items():
                if fault := _field(kind, name, value, known):
                    faults.append(Fault(f"{path}:{number}", f"{kind}.{name}", fault))
    return faults


def _field(kind, name, value, known):
    if name not in FIELDS[kind].split():
        return "the model has no such field"
    if not isinstance(value, str):
        return "a value that is no text"
    if name in SETS and value not in SETS[name]:
        return f"the model has no {value!r}"
    if name in RANGES and not (value.isdigit() and int(value) in RANGES[name]):
        return f"{value!r} is out of range"
    if name.endswith("proposals") and not MODERN.fullmatch(value) and value not in known:
        return f"{value} is not in the list of this release"
    if name == "id" and not re.fullmatch(r"[0-9a-zA-Z.\-,_:@]{1,1024}", value):
        return "signs that the model refuses"
    return None
