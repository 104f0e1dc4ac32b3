"""Tables as grids of spans: Markdown pipes, HTML; tab-separated lines are read in `tabbed`.

Cells are spans of the untouched text. Tags are found by one bounded expression and not by an HTML
parser, because the sources hold fragments (`<ul>` never closed, `<li>` lost) and offsets must stay
those of the file.
"""

import itertools
import re
from dataclasses import dataclass, field

from pvgraph.model import Span
from pvgraph.reading.lines import Line
from pvgraph.reading.marks import trim

_TAG = re.compile(r"<(/?)(table|thead|tbody|tr|td|th)\b([^<>]{0,300})>", re.IGNORECASE)
_CAPTION = re.compile(r"<caption\b[^<>]{0,200}>([^<>]{1,300})</caption>", re.IGNORECASE)
_SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?(\d{1,3})", re.IGNORECASE)
SEPARATOR = re.compile(r"[\s|:\-–—]*-[\s|:\-–—]*$")
_PIPE = re.compile(r"(?<!\\)\|")


@dataclass(slots=True)
class Grid:
    """Rows of cells; a cell is (column, span). `separator` is the row index under the header."""

    start: int
    end: int
    rows: list[list[tuple[int, Span]]] = field(default_factory=list)
    separator: int | None = None
    spanning: bool = False


def is_piped(line: Line) -> bool:
    text = line.text.strip()
    return text.startswith("|") and text.count("|") >= 2


def read_piped(text: str, lines: list[Line], i: int) -> tuple[Grid, int]:
    """The Markdown table that starts at line `i`, and the index of the line after it."""
    grid = Grid(lines[i].start, lines[i].end)
    while i < len(lines) and is_piped(lines[i]):
        line = lines[i]
        if SEPARATOR.fullmatch(line.text):
            grid.separator = len(grid.rows)
        else:
            grid.rows.append(_pipe_row(text, line))
        grid.end = line.end
        i += 1
    return grid, i


def _pipe_row(text: str, line: Line) -> list[tuple[int, Span]]:
    bars = [m.start() for m in _PIPE.finditer(text, line.start, line.end)]
    if text[bars[-1] + 1 : line.end].strip():
        bars.append(line.end)
    return [(n, Span(a + 1, b)) for n, (a, b) in enumerate(itertools.pairwise(bars))]


def html_starts(line: Line) -> bool:
    return "<table" in line.text.lower()


def read_html(text: str, lines: list[Line], i: int) -> tuple[Grid, int]:
    """The HTML table that opens on line `i`; an unclosed one ends at the next blank-less tag."""
    start = lines[i].start + lines[i].text.lower().index("<table")
    builder = _HtmlGrid(start)
    for tag in _TAG.finditer(text, start):
        builder.take(tag)
        if builder.done:
            break
    grid = builder.close(text)
    while i < len(lines) and lines[i].end < grid.end:
        i += 1
    return grid, i + 1


def caption(text: str, grid: Grid) -> Span | None:
    """The words of the caption of an HTML table, a heading above it."""
    cells = [span.start for row in grid.rows for _, span in row]
    match = _CAPTION.search(text, grid.start, min(cells, default=grid.end))
    return trim(text, match.start(1), match.end(1)) if match and match.group(1).strip() else None


class CellGrid:
    """Rows and cells laid on a grid as they come, `rowspan` and `colspan` honoured."""

    def __init__(self, start: int) -> None:
        self.grid = Grid(start, start)
        self.row, self.next = -1, 0
        self.taken: dict[tuple[int, int], bool] = {}
        self.cell: tuple[int, int] | None = None  # column, where its words start

    def start_row(self) -> None:
        self.grid.rows.append([])

    def start_cell(self, start: int, attributes: str, head: bool) -> None:
        """A cell whose words start there; `head`: it names its column."""
        if not self.grid.rows:
            self.start_row()
        row = len(self.grid.rows) - 1
        column = self.next if self.row == row else 0
        while (row, column) in self.taken:
            column += 1
        spans = {k.lower(): int(v) for k, v in _SPAN.findall(attributes)}
        down, across = min(spans.get("rowspan", 1), 500), min(spans.get("colspan", 1), 50)
        self.grid.spanning |= down > 1
        for r in range(row, row + down):
            for c in range(column, column + across):
                self.taken[r, c] = True
        self.cell = (column, start)
        self.row, self.next = row, column + across
        if head and row == 0:
            self.grid.separator = 1

    def end_cell(self, end: int) -> None:
        if self.cell is not None:
            self.grid.rows[-1].append((self.cell[0], Span(self.cell[1], end)))
            self.cell = None


class _HtmlGrid(CellGrid):
    """The same from table, row and cell tags."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.depth = 0
        self.done = False

    def take(self, tag: re.Match[str]) -> None:
        closing, name = tag.group(1) == "/", tag.group(2).lower()
        if name == "table":
            self.depth += -1 if closing else 1
            self.done = self.depth <= 0
        if self.depth > 1:
            return
        if name in {"td", "th", "tr", "table"}:
            self.end_cell(tag.start())
        if name == "tr" and not closing:
            self.start_row()
        if name in {"td", "th"} and not closing:
            self.start_cell(tag.end(), tag.group(3), name == "th")
        self.grid.end = tag.end()

    def close(self, text: str) -> Grid:
        """The grid, an open last cell ended at its line's end."""
        if self.cell is not None:
            stop = text.find("\n", self.cell[1])
            self.end_cell(stop if stop >= 0 else len(text))
            self.grid.end = max(self.grid.end, self.grid.rows[-1][-1][1].end)
        self.grid.end = max(self.grid.end, self.grid.start + len("<table"))
        return self.grid
