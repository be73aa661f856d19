"""Cisco's own YANG models of IOS XE 16.9.3 as a grammar of lines.

The models carry no annotation on how a node is typed, so a line fits if its words can be read as a path: names of nodes,
keys and values, where a list's key, a wrapper's name and a leaf's name may be left out as the command line does it. That is
lenient towards names and strict towards key words, enumerations and ranges.

The models come as a source archive of ydk-models-cisco-ios-xe, pinned in sources/; the tree that pyang makes of them
takes 20 s and is kept below the build folder.
"""

import hashlib
import json
import re
import sys
import tarfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ..fault import Fault
from . import archive

NAME = "Cisco-IOS-XE YANG models"
VERSION = "16.9.3"
MODULES = ("native", "crypto", "tunnel")
#: what is judged: IKE, IPsec and interfaces. Lists, routes and BGP are modelled too far from how they are typed.
ROOTS = {"crypto", "interface"}
NUMBERS = dict(
    zip(
        "one two five fourteen fifteen sixteen nineteen twenty twenty-one twenty-four en-3des a3des".split(),
        "1 2 5 14 15 16 19 20 21 24 3des 3des".split(),
        strict=True,
    )
)


def check(texts) -> list[list[Fault]]:
    tree = _tree()
    return [_text(tree, files) for files, _ in texts]


def _text(tree: dict, files: dict[str, str]) -> list[Fault]:
    faults = []
    for path, text in files.items():
        #: open views: depth of the line, the nodes that the line may lead to (None: rejected, its lines are not judged)
        views: list[tuple[int, list | None]] = [(-1, [tree])]
        for number, line in enumerate(text.split("\n"), 1):
            if not line.strip() or line.lstrip().startswith("!"):
                continue
            depth = len(line) - len(line.lstrip())
            while views[-1][0] >= depth:
                views.pop()
            line = line.strip()
            nodes = views[-1][1]
            words = _as_modelled(line)
            if nodes is None or not depth and words[0] not in ROOTS or line == "exit":
                views.append((depth, None))
                continue
            aims = [aim for node in nodes for aim in _aims(node, tuple(words))]
            if not aims:
                faults.append(Fault(f"{path}:{number}", line, "the models have no such line"))
            views.append((depth, aims or None))
    return faults


def _as_modelled(line: str) -> list[str]:
    """The words of a line, where the models and the command line part them otherwise."""
    line = re.sub(r"^interface ([A-Za-z-]+)(?=\d)", r"interface \1 ", line.removeprefix("no "))
    return line.split()


def _aims(node: dict, words: tuple[str, ...]) -> list[dict]:
    """The nodes that the whole line can lead to."""
    return list({id(aim): aim for aim in _walk(node, words, True)}.values())


def _walk(node: dict, words: tuple[str, ...], fresh: bool = False) -> Iterator[dict]:
    """Where the words lead from a container or list; every step takes a word."""
    if not words:
        yield node
        return
    key = (id(node), words, fresh)
    if key not in _WALKED:
        _WALKED[key] = list({id(aim): aim for aim in _steps(node, words, fresh)}.values())
    yield from _WALKED[key]


_WALKED: dict[tuple[int, tuple[str, ...], bool], list[dict]] = {}


def _steps(node: dict, words: tuple[str, ...], fresh: bool) -> Iterator[dict]:
    named, unnamed = _index(node)
    for child in named.get(words[0], ()):
        if "t" in child:
            for rest in _values(child, words[1:]):
                yield from _walk(node, rest)
        else:
            for rest in _keys(child, words[1:]):
                yield from _walk(child, rest)
    for leaf in unnamed:
        # Its name is left out: `dpd 10 6 periodic`. Free text only in a small wrapper that the line has named, or
        # every word would fit.
        if "empty" not in leaf["t"] and (not _free(leaf["t"]) or not fresh and _small(node) and leaf in node["c"]):
            for rest in _values(leaf, words):
                yield from _walk(node, rest)


_INDEX: dict[int, tuple[dict[str, list[dict]], list[dict]]] = {}


def _index(node: dict) -> tuple[dict[str, list[dict]], list[dict]]:
    """What a line can name inside a node, also through choices and up to two wrappers that it leaves out."""
    if id(node) not in _INDEX:
        named: dict[str, list[dict]] = {}
        unnamed: list[dict] = []
        if node["n"]:
            _gather(node, 0, named, unnamed)
        else:  # the top: the first word is never left out
            named = {child["n"]: [child] for child in node["c"]}
        _INDEX[id(node)] = (named, unnamed)
    return _INDEX[id(node)]


def _gather(node: dict, hidden: int, named: dict, unnamed: list) -> None:
    for child in node.get("c", ()):
        if child["k"] in ("choice", "case"):
            _gather(child, hidden, named, unnamed)
            continue
        named.setdefault(NUMBERS.get(child["n"], child["n"]), []).append(child)
        if "t" in child:
            if hidden < 2:
                unnamed.append(child)
        elif child["k"] == "container" and hidden < 1 and child["n"] != "default":
            _gather(child, hidden + 1, named, unnamed)


def _small(node: dict) -> bool:
    return node["k"] == "container" and len(node["c"]) <= 8


def _keys(node: dict, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words behind a list's keys."""
    rest = words
    for key in node.get("keys", ()):
        leaf = next((child for child in node["c"] if child["n"] == key), None)
        if not rest or not leaf or not _fits(leaf["t"], rest[0]):
            return
        rest = rest[1:]
    yield rest


def _values(leaf: dict, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if "empty" in leaf["t"]:
        yield words
    elif words and _fits(leaf["t"], words[0]):
        yield words[1:]
        if leaf["n"] == "description" and words[1:]:
            yield ()


def _free(kind: dict) -> bool:
    return "str" in kind or "union" in kind and any(map(_free, kind["union"]))


def _fits(kind: dict, word: str) -> bool:
    if "enum" in kind:
        return word in kind["enum"]
    if "int" in kind:
        return bool(re.fullmatch(r"-?\d+", word)) and any(low <= int(word) <= high for low, high in kind["int"])
    if "union" in kind:
        return any(_fits(one, word) for one in kind["union"])
    if "pattern" in kind:
        return all(_regex(pattern).fullmatch(word) for pattern in kind["pattern"])
    return "str" in kind


@lru_cache(None)
def _regex(pattern: str) -> re.Pattern:
    return re.compile(pattern.replace(r"\p{N}", r"\d").replace(r"\p{L}", "A-Za-z").replace(r"\i", "A-Za-z_"))


# -- making the tree --


@lru_cache(None)
def _tree() -> dict:
    folder = Path(sys.prefix).parent
    state = hashlib.sha256(archive.pin("yang-cisco").encode() + Path(__file__).read_bytes()).hexdigest()[:16]
    kept = folder / f"yang-cisco-{state}.json"
    if not kept.exists():
        models = _models(folder)
        print("reading Cisco's YANG models, once", flush=True)
        kept.write_text(json.dumps(_flatten(models)))
    return json.loads(kept.read_text())


def _models(folder: Path) -> Path:
    """Unpacks the models out of the source archive; nothing of it is run or installed."""
    models = folder / f"yang-cisco-{VERSION}"
    if not models.exists():
        new = models.with_suffix(".new")
        new.mkdir(exist_ok=True)
        with tarfile.open(archive.fetch("yang-cisco")) as packed:
            for member in packed:
                if "/_yang/" in member.name and member.name.endswith(".yang"):
                    (new / Path(member.name).name).write_bytes(packed.extractfile(member).read())
        new.rename(models)
    return models


def _flatten(models: Path) -> dict:
    from pyang import context, repository

    every = context.Context(repository.FileRepository(str(models), use_env=False))
    every.strict = False
    for name in MODULES:
        every.search_module(None, f"Cisco-IOS-XE-{name}")
    every.validate()
    native = next(
        child for child in every.get_module("Cisco-IOS-XE-native").i_children if child.arg == "native"
    )
    return {"k": "container", "n": "", "c": [_node(child) for child in native.i_children if child.arg in ROOTS]}


def _node(statement) -> dict:
    node = {"k": statement.keyword, "n": statement.arg}
    if statement.keyword in ("leaf", "leaf-list"):
        node["t"] = _type(getattr(statement.search_one("type"), "i_type_spec", None))
        return node
    kinds = ("container", "list", "leaf", "leaf-list", "choice", "case")
    node["c"] = [_node(child) for child in statement.i_children if child.keyword in kinds]
    if statement.keyword == "list":
        node["keys"] = [key.arg for key in getattr(statement, "i_key", [])]
    return node


def _type(spec) -> dict:
    match type(spec).__name__:
        case "EnumTypeSpec":
            return {"enum": [name for name, *_ in spec.enums]}
        case "BooleanTypeSpec":
            return {"enum": ["true", "false"]}
        case "EmptyTypeSpec":
            return {"empty": True}
        case "IntTypeSpec":
            return {"int": [[spec.min, spec.max]]}
        case "RangeTypeSpec" if all(isinstance(low, int) for low, _ in spec.ranges):
            return {"int": [[low, low if high is None else high] for low, high in spec.ranges]}
        case "UnionTypeSpec":
            return {"union": [_type(one.i_type_spec) for one in spec.types]}
        case "PatternTypeSpec":
            return {"pattern": [one.spec for one in spec.res]}
    return {"str": True}


