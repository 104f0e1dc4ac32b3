"""Tables as grids of spans: tab-separated lines, Markdown pipes, HTML.

A row printed over several lines is one row: its cells are spans of the untouched text, line
breaks included. Tags are found by one bounded expression and not by an HTML parser, because the
sources hold fragments (`<ul>` never closed, `<li>` lost) and offsets must stay those of the file.
"""

import itertools
import re
from dataclasses import dataclass, field

from pvgraph.model import Span
from pvgraph.reading.lines import Line

_TAG = re.compile(r"<(/?)(table|thead|tbody|tr|td|th)\b([^<>]{0,300})>", re.IGNORECASE)
CAPTION = re.compile(r"<caption\b[^<>]{0,200}>([^<>]{1,300})</caption>", re.IGNORECASE)
_SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?(\d{1,3})", re.IGNORECASE)
_SEPARATOR = re.compile(r"[\s|:\-–—]*-[\s|:\-–—]*$")
_MARKED = re.compile(r"(?:[^\w\s<(«\"“]|o(?=\s)|\d{1,2}[.)]|[a-h]\)|[\ue000-\uf8ff])[ \t]+")
_PIPE = re.compile(r"(?<!\\)\|")
_TITLE = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*|[IVX]+|[A-Z])\.?\t+[^\t.;]{3,120}$")
_INLINE = re.compile(r"[-•✓□→]\s|<(?:li|p|br|ul)\b|[a-zéèêàâîôûç(,]")


_OPEN_QUOTE = re.compile(r'(?:^|\t)"[^"\t]*$')
_CLOSED_QUOTE = re.compile(r'[^"\t]*"(?:\t|$)')
QUOTED_MAX = 40  # lines of one quoted cell
ROW_MAX = 300  # a cell's line is no paragraph


@dataclass(slots=True)
class Grid:
    """Rows of cells; a cell is (column, span). `separator` is the row index under the header."""

    start: int
    end: int
    rows: list[list[tuple[int, Span]]] = field(default_factory=list)
    separator: int | None = None
    spanning: bool = False


def is_tabbed(line: Line) -> bool:
    """Whether a line is a row of tab-separated cells: a tab after a list mark makes none."""
    if "\t" not in line.text or line.text.isspace():
        return False
    words = line.text.lstrip()
    mark = _MARKED.match(words)
    if mark:
        return "\t" in words[mark.end() :].strip()
    return "\t" in line.text.strip(" ")


def is_title(lines: list[Line], i: int) -> bool:
    """« 3<tab>Projets structurants » alone between white lines: a heading and its number."""
    near = [lines[j] for j in (i - 1, i + 1) if 0 <= j < len(lines)]
    alone = all(line.blank or bool(line.furniture) for line in near)
    return alone and bool(_TITLE.match(lines[i].text))


def is_piped(line: Line) -> bool:
    text = line.text.strip()
    return text.startswith("|") and text.count("|") >= 2


def read_tabbed(text: str, lines: list[Line], i: int) -> tuple[Grid, int]:
    """The tab-separated table that starts at line `i`, and the index of the line after it."""
    grid = Grid(lines[i].start, lines[i].end)
    width = lines[i].text.count("\t")
    while i < len(lines) and (_belongs(lines[i], width, grid) or _opens(lines, i, width)):
        first, i = i, _row_end(lines, i)
        tabs = sum(line.text.count("\t") for line in lines[first:i])
        while i < len(lines) and _continues(lines[i], tabs, width):
            tabs += lines[i].text.count("\t")
            i += 1
        width = max(width, tabs)
        grid.end = lines[i - 1].end
        _add_tabbed(text, grid, lines[first].start, grid.end)
    return grid, i


def _row_end(lines: list[Line], i: int) -> int:
    """The index after the lines of a row whose quoted cell goes over several, as spreadsheets
    export them (RFC 4180, section 2); the line's own where no quotation is open or none closes."""
    if not _OPEN_QUOTE.search(lines[i].text):
        return i + 1
    for at in range(i + 1, min(len(lines), i + QUOTED_MAX)):
        if _CLOSED_QUOTE.match(lines[at].text):
            return at + 1 if not _OPEN_QUOTE.search(lines[at].text) else _row_end(lines, at)
        if "\t" in lines[at].text or lines[at].blank:
            break
    return i + 1


def _belongs(line: Line, width: int, grid: Grid) -> bool:
    if not grid.rows:
        return is_tabbed(line)
    return "\t" in line.text and not line.blank and not line.furniture


def _opens(lines: list[Line], i: int, width: int) -> bool:
    """A row broken inside its first cell: a line without a tab above the one that has the rest."""
    line = lines[i]
    if line.blank or line.furniture or is_tabbed(line) or i + 1 >= len(lines):
        return False
    after = lines[i + 1]
    whole = is_tabbed(after) and after.text.count("\t") == width and width > 0
    return whole and after.text[:1].islower() and len(line.text) <= ROW_MAX


def _continues(line: Line, tabs: int, width: int) -> bool:
    """Whether `line` goes on with a row that has `tabs` of the `width` tabs of its table."""
    if line.blank or line.furniture or line.text.startswith("\t"):
        return False
    more = line.text.count("\t")
    if tabs < width:
        return tabs + more <= width and (more > 0 or bool(_INLINE.match(line.text.lstrip())))
    return more == 0 and bool(_INLINE.match(line.text.lstrip()))


def _add_tabbed(text: str, grid: Grid, start: int, end: int) -> None:
    row, column, position = [], 0, start
    while True:
        stop = text.find("\t", position, end)
        row.append((column, _unquoted(text, position, stop if stop >= 0 else end)))
        if stop < 0:
            break
        column, position = column + 1, stop + 1
    if _SEPARATOR.fullmatch(text[start:end].replace("\t", " ")):
        grid.separator = len(grid.rows)
    else:
        grid.rows.append(row)


def _unquoted(text: str, start: int, end: int) -> Span:
    """A cell without the quotation marks that a spreadsheet's export puts around its lines."""
    words = text[start:end].strip()
    if len(words) < 2 or not (words[0] == words[-1] == '"') or "\n" not in words:
        return Span(start, end)
    start += text[start:end].index('"')
    return Span(start + 1, start + len(words) - 1)


def read_piped(text: str, lines: list[Line], i: int) -> tuple[Grid, int]:
    """The Markdown table that starts at line `i`, and the index of the line after it."""
    grid = Grid(lines[i].start, lines[i].end)
    while i < len(lines) and is_piped(lines[i]):
        line = lines[i]
        if _SEPARATOR.fullmatch(line.text):
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
