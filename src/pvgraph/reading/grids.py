"""Tables as grids of spans: HTML; those of Markdown are read in `piped`, tabbed lines in `tabbed`.

Cells are spans of the untouched text. Tags are found by one bounded expression and not by an HTML
parser, because the sources hold fragments (`<ul>` never closed, `<li>` lost) and offsets must stay
those of the file.
"""

import re
from dataclasses import dataclass, field

from pvgraph.model import Span
from pvgraph.reading.lines import Line
from pvgraph.reading.marks import trim

_TAG = re.compile(r"<(/?)(table|thead|tbody|tr|td|th)\b([^<>]{0,300})>", re.IGNORECASE)
_CAPTION = re.compile(r"<caption\b[^<>]{0,200}>([^<>]{1,300})</caption>", re.IGNORECASE)
_SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?(\d{1,3})", re.IGNORECASE)
SEPARATOR = re.compile(r"[\s|:\-–—]*-[\s|:\-–—]*$")


@dataclass(slots=True)
class Grid:
    """Rows of cells; a cell is (column, span). `rule` is the row above which a rule is first drawn
    (« |---|---| »)."""

    start: int
    end: int
    rows: list[list[tuple[int, Span]]] = field(default_factory=list)
    rule: int | None = None
    spanning: bool = False


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

    def start_cell(self, start: int, attributes: str) -> None:
        """A cell whose words start there."""
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
            self.start_cell(tag.end(), tag.group(3))
        self.grid.end = tag.end()

    def close(self, text: str) -> Grid:
        """The grid, an open last cell ended at its line's end."""
        if self.cell is not None:
            stop = text.find("\n", self.cell[1])
            self.end_cell(stop if stop >= 0 else len(text))
            self.grid.end = max(self.grid.end, self.grid.rows[-1][-1][1].end)
        self.grid.end = max(self.grid.end, self.grid.start + len("<table"))
        return self.grid
