"""Takes what OpenWrt's own programs read out of clones, for harness/authorities/openwrt_sources.py.

  python3 tests/grammar/sources/openwrt.py FIREWALL4 STRONGSWAN    writes openwrt.json beside this file

openwrt/firewall4: the options of rules, zones and forwardings with their types (fw4.uc, parse_options).
strongswan/strongswan: the settings of swanctl.conf with their words (swanctl.opt), by the release that OpenWrt ships.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

#: the releases of the target: the date of its first firewall4, and its strongSwan
RELEASES = {"22.03": ("2022-09-03", "5.9.5"), "23.05": ("2023-10-13", "5.9.11")}
SECTIONS = ("rule", "zone", "forwarding")
FILE = "root/usr/share/ucode/fw4.uc"


def main(firewall: str, swan: str) -> None:
    found = {}
    for release, (day, tag) in RELEASES.items():
        commit = _git(firewall, "log", "-1", "--format=%H", f"--until={day}", "--", FILE).strip()
        text = _git(firewall, "show", f"{commit}:{FILE}")
        settings = _settings(_git(swan, "show", f"{tag}:src/swanctl/swanctl.opt"))
        sections = {name: _options(text, name) for name in SECTIONS}
        found[release] = {"firewall4": commit, "strongswan": tag, "firewall": sections, "swanctl": settings}
    lines = [f'"{release}": {{\n' + ",\n".join(_lines(one)) + "\n}" for release, one in found.items()]
    Path(__file__).with_suffix(".json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def _lines(one: dict) -> list[str]:
    """A section a line."""
    parts = []
    for name, value in one.items():
        if isinstance(value, str):
            parts.append(f' "{name}": {json.dumps(value)}')
        else:
            inner = ",\n".join(f"  {json.dumps(key)}: {json.dumps(fields)}" for key, fields in value.items())
            parts.append(f' "{name}": {{\n{inner}\n }}')
    return parts


def _options(text: str, section: str) -> dict[str, str]:
    body = text[text.index(f"parse_{section}: function(data)") :]
    body = body[body.index("parse_options(data, {") : body.index("});")]
    return {name: kind for name, kind, rest in re.findall(r"(\w+): \[ \"(\w+)\"([^\]]*)\]", body) if "UNSUPPORTED" not in rest}


def _settings(text: str) -> dict[str, dict]:
    """For each section of connections and secrets its settings: a list of words, or what the default shows."""
    found: dict[str, dict] = {}
    for name, default, summary in re.findall(r"^((?:connections|secrets)\.\S+) =(.*)\n((?:\t.*\n|\n)*)", text, re.MULTILINE):
        section, _, setting = name.rpartition(".")
        found.setdefault(section, {})[setting] = "time" if re.search("_(time|delay|timeout)$", setting) else _kind(default.strip(), summary)
    return found


def _kind(default: str, summary: str):
    head = " ".join(summary.split("\n\n")[0].split())
    listed = re.search(r"\(([^()]*_\w+_[^()]*)\)", head)
    words = re.findall(r"_(\w+(?:\|\w+)*)_", listed[1]) if listed else []
    if words and default in words:
        return words + re.findall(r"_(\w+\|\w+)_", summary)[:1]
    if default in ("yes", "no"):
        return "bool" if not words else words
    if re.fullmatch(r"\d+[smhd]", default):
        return "time"
    return "number" if default.isdigit() else "text"


def _git(clone: str, *words: str) -> str:
    return subprocess.run(["git", "-C", clone, *words], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
