"""Sheets whose labels and values are only aligned by spaces, as conversion leaves them.

« Pilote          CAF »: a label of the list, then its value two spaces or more to the right, and
another such label not far below with its value in the same column. What is set in that column on
the lines below goes on with the value.
"""

import re
from dataclasses import dataclass

from pvgraph.model import Span
from pvgraph.reading.cues import Cues
from pvgraph.reading.grids import Grid
from pvgraph.reading.lines import Line

_CELL = re.compile(r"\S+(?: \S+)*")
FIRST, WORDS_MAX = 8, 5  # lines to the first known label below an unknown one, its words
NEAR = 16  # lines below in which a second label is looked for
DRIFT = 3  # signs by which a value may start left or right of the others
SET_IN = 8  # signs by which a label, or a value's list, may be set in


@dataclass(frozen=True, slots=True)
class _Row:
    """A line cut at the column of the values: the words left of it and in it."""

    left: Span | None
    right: Span | None
    words: str  # those of `left`
    far: int  # signs from the column to the value


def starts(lines: list[Line], i: int, cues: Cues) -> bool:
    """Whether line `i` is a label with its value, and another one stands below; two others, set
    alike, show that words of no list (« FICHE N° 3 ») are one."""
    line = lines[i]
    if "  " not in line.text.strip() or "\t" in line.text or line.indent > SET_IN:
        return False
    cells = _cells(line)
    known = cues.is_label(line.text[cells[0][0] : cells[0][1]])
    column = cells[1][0]
    if not (known or _may_be_label(line, cells)):
        return False
    below = lines[i + 1 : i + 1 + NEAR]
    found = [n for n, other in enumerate(below) if _is_beside(other, column, cues)]
    if known:
        return bool(found)
    near = found[:1] and found[0] < FIRST and below[found[0]].indent == line.indent
    return len(found) > 1 and bool(near)


def _may_be_label(line: Line, cells: list[tuple[int, int]]) -> bool:
    """Whether a line holds a few words, then others in a column to the right, and no more."""
    words = line.text[cells[0][0] : cells[0][1]]
    short = len(words.split()) <= WORDS_MAX and words[0].isupper() and words[-1] not in ".,;"
    return short and len(cells) == 2


def _is_beside(line: Line, column: int, cues: Cues) -> bool:
    """Whether a line is a label whose value starts in this column."""
    at = _column(line, cues)
    return at is not None and abs(at - column) <= DRIFT


def _column(line: Line, cues: Cues) -> int | None:
    """Where the value starts on a line that begins with a label, if there is one."""
    if "  " not in line.text.strip() or "\t" in line.text or line.indent > SET_IN:
        return None
    cells = _cells(line)
    label = cues.is_label(line.text[cells[0][0] : cells[0][1]])
    return cells[1][0] if label and len(cells) > 1 else None


def _cells(line: Line) -> list[tuple[int, int]]:
    return [(m.start(), m.end()) for m in _CELL.finditer(line.text)]


def read(lines: list[Line], i: int, cues: Cues) -> tuple[Grid, int]:
    """The sheet whose first label is on line `i`, as a table of two columns, and the index of the
    line after it."""
    column = _cells(lines[i])[1][0]
    grid = Grid(lines[i].start, lines[i].end)
    goes_on = False  # whether the line above holds words of the value being read
    while i < len(lines):
        line = lines[i]
        i += 1
        if line.blank or line.furniture:
            continue
        row = _row(line, column)
        if grid.rows and not _belongs(row, cues):
            return grid, i - 1
        _take(grid, line, row, goes_on, cues)
        goes_on = row.right is not None
        grid.end = line.end
    return grid, i


def _row(line: Line, column: int) -> _Row:
    cells = _cells(line)
    at = next((a for a, _ in cells if a >= column - DRIFT), None)
    ends = [b for a, b in cells if at is None or a < at]
    first, last = line.start + cells[0][0], line.start + cells[-1][1]
    left = Span(first, line.start + ends[-1]) if ends else None
    words = line.text[cells[0][0] : ends[-1]] if ends else ""
    right = Span(line.start + at, last) if at is not None else None
    return _Row(left, right, words, (at or column) - column)


def _belongs(row: _Row, cues: Cues) -> bool:
    """Whether a line is of the sheet: a label, a value's next line, or the rest of a label."""
    if cues.is_label(row.words):
        return True
    if row.left is None:
        return row.far <= SET_IN
    rest = row.words[:1].islower() or row.words[:1] in "(/"
    return rest or row.right is not None


def _take(grid: Grid, line: Line, row: _Row, goes_on: bool, cues: Cues) -> None:
    """Add a line: a value's own lines are one span, unless the rest of its label cuts them."""
    if row.left is None and goes_on and row.right is not None:
        column, value = grid.rows[-1][-1]
        grid.rows[-1][-1] = (column, Span(value.start, row.right.end))
        return
    end = Span(line.end, line.end)
    label, cells = row.left, _cells(line)
    if label is None or row.words[:1].islower():
        label = Span(line.start, line.start)
    inner = [n for n, (a, b) in enumerate(cells) if n > 1 and cues.is_label(line.text[a:b])]
    if row.right is None or not inner:
        grid.rows.append([(0, label), (1, row.right or end)])
        return
    # « Pilote   CAF   Partenaires   Ville »: two labels, each with its value, on one line.
    spans = [Span(line.start + a, line.start + b) for a, b in cells]
    for first, after in zip([0, *inner], [*inner, len(cells)], strict=True):
        value = Span(spans[first + 1].start, spans[after - 1].end) if after - first > 1 else end
        grid.rows.append([(0, spans[first]), (1, value)])
