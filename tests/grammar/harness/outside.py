"""The outside schemas: each is a module below `authorities` with NAME, VERSION and `check`."""

import importlib


def of(family):
    """The schema that the family's `outside` names; None where there is none."""
    name = family.facts.get("outside")
    return importlib.import_module(f"harness.authorities.{name}") if name else None
