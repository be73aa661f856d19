"""What came out of one file that a line grammar read: faults, and the names that it makes, uses and removes."""

from collections import defaultdict

from .fault import Fault


class Reading:
    """What came out of one file: faults, and the names that it makes, uses and removes."""

    def __init__(self, path: str, made: set, device: set, whole: bool):
        self.path = path
        self.device = device
        self.whole = whole
        self.made = made
        self.faults: list[Fault] = []
        self.uses: list[tuple[tuple[str, str], str, str]] = []
        self.removed: set[tuple[str, str]] = set()
        self.own: dict[tuple[str, str], str] = {}

    def fault(self, place: str, line: str, what: str) -> None:
        self.faults.append(Fault(place, line.strip(), what))

    def names(self, names, place: str, line: str) -> None:
        for how, kind, name in names:
            key = (kind, name)
            match how:
                case "=":
                    self.made.add(key)
                    self.own.setdefault(key, place)
                case "@":
                    self.uses.append((key, place, line))
                case "@@":
                    if key not in self.made and name not in self.device:
                        self.fault(place, line, f"{kind} {name} is used before it is made")
                case "-":
                    if key not in self.made and name not in self.device:
                        self.fault(place, line, f"removes {kind} {name}, which nobody made")
                    self.removed.add(key)

    def settle(self) -> None:
        for (kind, name), place, line in self.uses:
            if (kind, name) not in self.made and name not in self.device:
                self.fault(place, line, f"there is no {kind} {name}")


def left_over(config: list[Reading], cleanup: list[Reading], stays: set[str], device: set[str]) -> list[Fault]:
    """Names that the configuration made and the clean-up does not remove; those in `device` were there before."""
    removed = set().union(*(reading.removed for reading in cleanup)) if cleanup else set()
    counts = defaultdict(list)
    for reading in config:
        for (kind, name), place in reading.own.items():
            if kind not in stays and name not in device and (kind, name) not in removed:
                counts[kind].append((name, place))
    return [
        Fault(place, "", f"the clean-up leaves {kind} {name} behind")
        for kind, names in counts.items()
        for name, place in names
    ]
