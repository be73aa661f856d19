"""Reads the variables back by PyYAML as Ansible does: `!unsafe` texts are no templates, any other text may be one."""

import re

import yaml

from harness.model import Unreadable
from shared import variables


class Unsafe(str):
    """A text that Ansible does not read as a template."""


class Loader(yaml.SafeLoader):
    """Ansible's tags, and no key twice."""

    def construct_mapping(self, node, deep=False):
        names = [key.value for key, _ in node.value]
        if len(names) != len(set(names)):
            raise Unreadable("a key occurs twice")
        return super().construct_mapping(node, deep)


Loader.add_constructor("!unsafe", lambda loader, node: Unsafe(loader.construct_scalar(node)))


def read(files, context):
    values = {}
    for path, text in files.items():
        try:
            found = yaml.load(text, Loader)  # noqa: S506  a SafeLoader
        except yaml.YAMLError as error:
            raise Unreadable(f"no YAML: {error}") from error
        if values.keys() & found.keys():
            raise Unreadable("a value is given twice")
        keys = {name for name in found if name.endswith("_keys")}
        if bool(keys) != path.endswith("-keys.yml"):
            raise Unreadable("the keys stand in another file")
        values |= found
    prefixes = {name.rpartition("_")[0] for name in values}
    if len(prefixes) != 1 or len(values) != 2 or not re.fullmatch(r"[A-Za-z_]\w*", *prefixes):
        raise Unreadable(f"the variables are {sorted(values)}")
    _no_template(values)
    prefix = prefixes.pop()
    return variables.model(values[f"{prefix}_connection"], values[f"{prefix}_keys"], context.topology)


def _no_template(value) -> None:
    if isinstance(value, dict):
        for one in value.values():
            _no_template(one)
    elif isinstance(value, list):
        for one in value:
            _no_template(one)
    elif isinstance(value, str) and not isinstance(value, Unsafe) and re.search(r"\{[{%#]", value):
        raise Unreadable("Ansible would read a text as a template")
