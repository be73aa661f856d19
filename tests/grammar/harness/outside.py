"""The outside schemas: each is a module below `authorities` with NAME, VERSION and `check`; SECTIONS where it judges more
than the configuration."""

import importlib


def of(family):
    """The schema that the family's `outside` names, or several as one; None where there is none."""
    names = family.facts.get("outside", [])
    found = [importlib.import_module(f"harness.authorities.{name}") for name in ([names] if isinstance(names, str) else names)]
    return found[0] if len(found) == 1 else Several(found) if found else None


class Several:
    """Schemas that all must hold."""

    def __init__(self, schemas):
        self._schemas = schemas
        self.NAME = "; ".join(f"{one.NAME} {one.VERSION}" for one in schemas[:-1]) + f"; {schemas[-1].NAME}"
        self.VERSION = schemas[-1].VERSION
        self.SECTIONS = list(dict.fromkeys(section for one in schemas for section in getattr(one, "SECTIONS", ["config"])))

    def check(self, texts):
        each = [one.check(texts) for one in self._schemas]
        return [[fault for faults in of_text for fault in faults] for of_text in zip(*each, strict=True)]
