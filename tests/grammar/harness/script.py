"""Reads shell scripts: the commands of one program, their words as a shell splits them, and their options."""

import re
import shlex

from .model import Unreadable


def of(files: dict[str, str]) -> str:
    """The only script among the files."""
    scripts = [text for path, text in files.items() if path.endswith(".sh")]
    if len(scripts) != 1:
        raise Unreadable(f"{len(scripts)} scripts")
    return scripts[0]


def joined(text: str) -> str:
    """The script with each command on one line."""
    return text.replace("\\\n", " ")


def commands(text: str, program: str) -> list[list[str]]:
    """The words of each command that begins with `program`, out of its $( )."""
    found = []
    for line in joined(text).split("\n"):
        if match := re.match(rf"(?:\w+=\$\()?({program} .*?)\)?$", line.strip()):
            found.append(shlex.split(match[1].replace("$(", "(")))
    return found


def options(words: list[str]) -> dict[str, str]:
    """The words behind those that begin with `--`."""
    pairs = [(one, two) for one, two in zip(words, words[1:], strict=False) if one.startswith("--")]
    if len(dict(pairs)) != len(pairs):
        raise Unreadable("an option occurs twice")
    return dict(pairs)


def compared(text: str, variable: str) -> list[str]:
    """What the script holds a variable against before it goes on."""
    return re.findall(rf'^if \[ "\${variable}" != (\S+) \]; then$', text, re.MULTILINE)


def tunnels(text: str) -> list[str]:
    """The part of each tunnel, which a comment begins; what stands before the first one comes first."""
    return re.split(r"^# Tunnel \d+:", text, flags=re.MULTILINE)
