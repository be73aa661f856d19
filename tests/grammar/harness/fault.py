"""What a checker has to say about one line of a rendered text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    place: str
    line: str
    what: str

    def __str__(self) -> str:
        line = f"  `{self.line}`" if self.line else ""
        return f"{self.place}: {self.what}{line}"
