"""Takes OPNsense's own model of IPsec out of a clone of opnsense/core, for harness/authorities/opnsense_model.py.

  python3 tests/grammar/sources/opnsense.py CLONE    writes opnsense.json beside this file

For each release, by its tag: the fields of the objects that the API takes, their types, words, numbers and masks
(Swanctl.xml, IPsec.xml), and the lists of proposals (IPsecProposalField.php).
"""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

#: the releases of the target, the oldest first, and the tag that was read for each
TAGS = {"24.1": "24.1", "25.1.6": "25.1.6", "25.1.9": "25.1.9", "26.1.6": "26.1.6", "26.7": "26.7.2"}
FOLDER = "src/opnsense/mvc/app/models/OPNsense/IPsec"
#: the objects by the names that the API gives them: file and place in the model
OBJECTS = {
    "connection": ("Swanctl", "items/Connections/Connection"),
    "local": ("Swanctl", "items/locals/local"),
    "remote": ("Swanctl", "items/remotes/remote"),
    "child": ("Swanctl", "items/children/child"),
    "vti": ("Swanctl", "items/VTIs/VTI"),
    "preSharedKey": ("IPsec", "items/preSharedKeys/preSharedKey"),
}
LIMITS = {"MinimumValue": "least", "MaximumValue": "most", "Mask": "mask"}


def main(clone: str) -> None:
    found = {release: _release(clone, tag) for release, tag in TAGS.items()}
    lines = [f'"{release}": {{\n' + ",\n".join(_lines(one)) + "\n}" for release, one in found.items()]
    Path(__file__).with_suffix(".json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def _lines(one: dict) -> list[str]:
    """An object a line."""
    objects = [f'  "{name}": {json.dumps(fields)}' for name, fields in one.pop("objects").items()]
    rest = [f' "{name}": {json.dumps(value)}' for name, value in one.items()]
    return [*rest, ' "objects": {\n' + ",\n".join(objects) + "\n }"]


def _release(clone: str, tag: str) -> dict:
    models = {name: xml.fromstring(_show(clone, tag, f"{name}.xml")) for name in ("Swanctl", "IPsec")}
    objects = {name: {field.tag: _field(field) for field in models[file].find(place)} for name, (file, place) in OBJECTS.items()}
    commit = _git(clone, "rev-parse", f"{tag}^{{commit}}").strip()
    return {"tag": tag, "commit": commit, "objects": objects, "proposals": _proposals(_show(clone, tag, "FieldTypes/IPsecProposalField.php"))}


def _field(node) -> dict:
    found: dict = {"type": node.get("type").removeprefix(".\\")}
    if node.get("volatile"):
        found["volatile"] = True
    if node.findtext("Required") == "Y" and node.find("Default") is None:
        found["required"] = True
    if (options := node.find("OptionValues")) is not None:
        found["words"] = [one.get("value", one.tag) for one in options]
    return found | {name: node.findtext(tag) for tag, name in LIMITS.items() if node.find(tag) is not None}


def _proposals(text: str) -> dict:
    """The proposals that are named, and the three lists of which every combination is in the list too; without AEAD and curves."""
    named = re.findall(r"'([\w-]+)' => (?:null|'|gettext)", text)
    loops = dict(re.findall(r"foreach \(\[([^\]]+)\] as \$(\w+)\)", text))
    lists = {variable: re.findall(r"'([^']+)'", words) for words, variable in loops.items()}
    groups = re.findall(r"'([\w]+)' => 'DH", text)
    return {
        "named": [one for one in named if one not in groups and not re.search("optgroup|gcm|chacha|ecp|x25519|x448", one)],
        "encryption": lists["encalg"],
        "integrity": lists["intalg"],
        "groups": groups,
    }


def _show(clone: str, tag: str, name: str) -> str:
    return _git(clone, "show", f"{tag}:{FOLDER}/{name}")


def _git(clone: str, *words: str) -> str:
    return subprocess.run(["git", "-C", clone, *words], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main(sys.argv[1])
