"""Lines and the lines that are indented below them: the shape of most command lines."""

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass, field

from harness.model import Unreadable


@dataclass
class Block:
    """One line as words, and what is indented below it."""

    words: list[str]
    inner: list["Block"] = field(default_factory=list)

    @property
    def line(self) -> str:
        return " ".join(self.words)

    def starts(self, *words: str) -> bool:
        return self.words[: len(words)] == list(words)

    def all(self, prefix: str) -> list["Block"]:
        """The inner lines that begin with these words."""
        words = prefix.split()
        return [block for block in self.inner if block.starts(*words)]

    def one(self, prefix: str) -> list[str]:
        """The words behind the prefix of the only such inner line."""
        found = self.all(prefix)
        if len(found) != 1:
            raise Unreadable(f"`{self.line}` has {len(found)} lines `{prefix}`")
        return found[0].words[len(prefix.split()) :]

    def maybe(self, prefix: str) -> list[str] | None:
        """As `one`; None where there is none."""
        return self.one(prefix) if self.all(prefix) else None


def read(text: str, comments: tuple[str, ...]) -> Block:
    """The whole text below one block without words."""
    top = Block([])
    open_blocks = [(-1, top)]
    for line in text.split("\n"):
        if not line.strip() or line.lstrip().startswith(comments):
            continue
        depth = len(line) - len(line.lstrip())
        while open_blocks[-1][0] >= depth:
            open_blocks.pop()
        block = Block(line.split())
        open_blocks[-1][1].inner.append(block)
        open_blocks.append((depth, block))
    return top


def by_name(blocks: list[Block], at: int) -> Iterator[tuple[str, Block]]:
    """Blocks by the word at a place; two of one name are merged by the device, so they must not occur."""
    seen = set()
    for block in blocks:
        name = block.words[at]
        if name in seen:
            raise Unreadable(f"`{block.line}` occurs twice")
        seen.add(name)
        yield name, block


def named(top: Block, kind: str, name: str) -> Block:
    """The only block of that kind and name: its name stands behind the words of the kind."""
    at = len(kind.split())
    found = [block for block in top.all(kind) if block.words[at] == name]
    if len(found) != 1:
        raise Unreadable(f"{len(found)} times `{kind} {name}`")
    return found[0]


def once(routes: list[str]) -> frozenset[str]:
    """Routes, none of them twice."""
    if len(set(routes)) != len(routes):
        raise Unreadable("a route twice")
    return frozenset(routes)


def network(address: str, mask: str) -> str:
    """A network in CIDR from its address and a mask: 255.255.255.0."""
    bits = int(_address(mask))
    length = bits.bit_count()
    if bits != (0xFFFFFFFF << (32 - length)) & 0xFFFFFFFF:
        raise Unreadable(f"{mask} is no mask")
    try:
        return str(ipaddress.IPv4Network(f"{address}/{length}"))
    except ValueError as error:
        raise Unreadable(f"{address} {mask} is no network: {error}") from error


def inverse_network(address: str, wildcard: str) -> str:
    """A network in CIDR from its address and a wildcard: 0.0.0.255."""
    return network(address, str(ipaddress.IPv4Address(int(_address(wildcard)) ^ 0xFFFFFFFF)))


def network_of(address: str, mask: str) -> str:
    """The network in which an interface's address lies."""
    return str(ipaddress.IPv4Interface(f"{_address(address)}/{_address(mask)}").network)


def _address(text: str) -> ipaddress.IPv4Address:
    try:
        return ipaddress.IPv4Address(text)
    except ValueError as error:
        raise Unreadable(f"{text} is no address") from error
