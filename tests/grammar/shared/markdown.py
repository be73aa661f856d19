"""The tables of a worksheet, by a Markdown parser that others wrote: under which heading and menu each stands, and its rows."""

from dataclasses import dataclass, field

from markdown_it import MarkdownIt

from harness.model import Unreadable

PARSER = MarkdownIt("commonmark").enable("table")
#: what may follow a value: a blank, the next one of a list, the rest of a sentence
AFTER_CODE = (" ", ",", ";", "、", "；", "，", "。")


@dataclass(frozen=True)
class Cell:
    """`codes` are the values written as code, `words` the text outside them, `led` whether a code stands first."""

    codes: tuple[str, ...]
    words: str
    led: bool

    @property
    def text(self) -> str:
        """The value: the code that stands first, or what is written in words."""
        return self.codes[0] if self.led else self.words


@dataclass(frozen=True)
class Row:
    label: str
    value: Cell


@dataclass
class Table:
    headings: tuple[str, ...]
    menu: tuple[str, ...]
    columns: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)


@dataclass
class Sheet:
    """The tables in their order, and the keys that stand at the end, each under its title."""

    tables: list[Table]
    keys: dict[str, str]


def read(text: str) -> Sheet:
    """Every table of a sheet: one for each menu. Where a heading has no menu below it, it stands for one."""
    headings: list[str] = []
    menu: tuple[str, ...] = ()
    fresh = True
    sheet = Sheet([], {})
    paragraph, cells = "", []
    tokens = PARSER.parse(text)
    for number, token in enumerate(tokens):
        inside = tokens[number + 1] if token.type.endswith("_open") and number + 1 < len(tokens) else None
        if token.type == "heading_open":
            depth = int(token.tag[1])
            headings = [*headings[: depth - 1], _words(inside)]
            menu, fresh = (headings[-1],), True
        elif token.type == "paragraph_open":
            paragraph = _words(inside)
            if named := _menu(inside):
                menu, fresh = named, True
        elif token.type == "code_block":
            if paragraph in sheet.keys:
                raise Unreadable("a key stands twice at the end of the sheet")
            sheet.keys[paragraph] = token.content.removesuffix("\n")
        elif token.type == "table_open":
            if not headings:
                raise Unreadable("a table stands under no heading")
            if fresh:
                sheet.tables.append(Table(tuple(headings), menu))
            sheet.tables[-1].columns, fresh = (), False
        elif token.type in ("th_open", "td_open"):
            cells.append(_cell(inside))
        elif token.type == "tr_close":
            _close(sheet.tables[-1], cells)
            cells = []
    return sheet


def _close(table: Table, cells: list[Cell]) -> None:
    if len(cells) != 2:
        raise Unreadable(f"a table of {len(cells)} columns")
    if not table.columns:
        table.columns = tuple(cell.words for cell in cells)
        return
    label = cells[0].text
    if not label or not (cells[1].codes or cells[1].words):
        raise Unreadable(f"a line without a label or a value under {table.menu[-1]}")
    table.rows.append(Row(label, cells[1]))


def _cell(token) -> Cell:
    children = token.children
    codes = tuple(child.content for child in children if child.type == "code_inline")
    for one, after in zip(children, children[1:], strict=False):
        if one.type == "code_inline" and after.content[:1] not in AFTER_CODE:
            raise Unreadable("words stick to a value")
    words = "".join("" if child.type == "code_inline" else child.content for child in children)
    return Cell(codes, words.strip(), bool(children) and children[0].type == "code_inline")


def _words(token) -> str:
    return "".join(child.content for child in token.children).strip()


def _menu(token) -> tuple[str, ...]:
    """The parts of a paragraph that is bold as a whole."""
    shown = [child for child in token.children if child.content or child.type.startswith("strong")]
    if [shown[0].type, shown[-1].type] != ["strong_open", "strong_close"]:
        return ()
    return tuple(part.strip() for part in _words(token).split("›"))
