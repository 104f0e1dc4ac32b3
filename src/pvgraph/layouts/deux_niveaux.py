"""A column of two levels (« Objectifs et actions »): which of its rows stand over the others."""

from collections.abc import Iterator

from pvgraph.layouts.colonnes import Table
from pvgraph.layouts.outline import Outline
from pvgraph.layouts.reperes import dotted
from pvgraph.model import Block

HEAD = "ligne-tete"  # how a row that stands over those below it is known
_OPENED, _CLOSED = ("**", "__", "<b>", "<strong>"), ("**", "__", "</b>", "</strong>")
TAG_MAX = 8


def split(table: Table) -> None:
    """Give each such column the level of its plain rows; a column without a header to its right
    holds the lower level itself (« Objectifs et actions » over both)."""
    width = max(c for row in table.rows.values() for c in row)
    for column, sense in sorted(table.senses.items()):
        upper, _, lower = sense.partition("-")
        if not lower:
            continue
        beside = column < width and column + 1 not in table.senses
        table.senses[column] = upper if beside else lower
        if beside:
            table.senses[column + 1] = lower
        else:
            table.over[column] = upper


def heads(outline: Outline, table: Table) -> dict[int, tuple[int, str]]:
    """The rows that stand over others: their column and level, by the surest sign that only some
    of the rows have."""
    found: dict[int, tuple[int, str]] = {}
    for column, upper in table.over.items():
        cells = {
            n: row[column][0][1]
            for n, row in table.rows.items()
            if n != table.header and row.get(column)
        }
        for rows in _told(outline, table, column, cells, upper):
            if 0 < len(rows) < len(cells):
                found |= dict.fromkeys(rows, (column, upper))
                break
    return found


def close(outline: Outline) -> None:
    """Close what such a row opened."""
    outline.open[:] = [d for d in outline.open if d.form != HEAD]


def _told(
    outline: Outline, table: Table, column: int, cells: dict[int, Block], upper: str
) -> Iterator[list[int]]:
    """The rows told by bold type, by a word of level, by the depth of their number, by capitals,
    by a cell alone on its row."""
    yield [n for n, b in cells.items() if is_bold(outline, b)]
    yield [n for n, b in cells.items() if _named(outline, b) == upper]
    depths = {n: len(dotted(_number(table, n, column, b))) for n, b in cells.items()}
    least = min(depths.values(), default=0)
    yield [n for n, depth in depths.items() if depth == least > 0]
    yield [n for n, b in cells.items() if b.text == b.text.upper() != b.text.lower()]
    yield [n for n in cells if sum(bool(cell) for cell in table.rows[n].values()) == 1]


def _number(table: Table, row: int, column: int, block: Block) -> str:
    """The number of a cell, its own or that of the column of numbers left of it."""
    left = table.rows[row].get(column - 1, [])
    beside = table.senses.get(column - 1) == "numero" and bool(left)
    return block.marker or (left[0][1].marker or left[0][1].text if beside else "")


def is_bold(outline: Outline, block: Block) -> bool:
    """Whether the words of a cell begin or end in bold."""
    start, end = block.span.start, block.span.end
    before = outline.text[max(0, start - TAG_MAX) : start].rstrip().lower()
    after = outline.text[end : end + TAG_MAX + 2].lstrip(" .:").lower()
    return before.endswith(_OPENED) or after.startswith(_CLOSED)


def _named(outline: Outline, block: Block) -> str:
    word = outline.marks.level_word.match(block.marker)
    return outline.cues.sense("titre", word.group()) if word else ""
