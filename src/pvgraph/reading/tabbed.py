"""Tables of tab-separated lines as grids of spans.

A row printed over several lines is one row: its cells are spans of the untouched text, line
breaks included.
"""

import re
from collections.abc import Iterator

from pvgraph.model import Span
from pvgraph.reading import captions
from pvgraph.reading.cues import Cues
from pvgraph.reading.grids import SEPARATOR, Grid
from pvgraph.reading.lines import Line

_MARKED = re.compile(r"(?:[^\w\s<(«\"“]|o(?=\s)|\d{1,2}[.)]|[a-h]\)|[\ue000-\uf8ff])[ \t]+")
_INLINE = re.compile(r"[-•✓□→]\s|<(?:li|p|br|ul)\b|[a-zéèêàâîôûç(,]")
_TAB = re.compile("\t")
_OPEN_QUOTE = re.compile(r'(?:^|\t)"[^"\t]*$')
_CLOSED_QUOTE = re.compile(r'[^"\t]*"(?:\t|$)')
QUOTED_MAX = 40  # lines of one quoted cell
ROW_MAX = 300  # a cell's line is no paragraph
HEADERS = 2  # known words of columns that make a row a header
WIDTH_MIN, HEAD_MAX = 2, 120  # tabs of a table, signs of a row that is a heading in it


def is_tabbed(line: Line) -> bool:
    """Whether a line is a row of tab-separated cells: a tab after a list mark makes none."""
    if "\t" not in line.text or line.set_in or line.text.isspace():
        return False
    words = line.text.lstrip()
    mark = _MARKED.match(words)
    if mark:
        return "\t" in words[mark.end() :].strip()
    return "\t" in line.text.strip(" ")


def read_tabbed(text: str, lines: list[Line], i: int, cues: Cues) -> tuple[Grid, int]:
    """The tab-separated table that starts at line `i`, and the index of the line after it."""
    grid = Grid(lines[i].start, lines[i].end)
    width = lines[i].text.count("\t")
    while i < len(lines) and (
        _is_empty_row(lines, i, width, grid, cues)
        or _belongs(lines[i], width, grid)
        or _opens(lines, i, width)
        or _heads(lines, i, width, grid)
    ):
        if grid.rows and captions.is_title(lines, i, cues):
            break
        if lines[i].blank:
            i += 1
            continue
        head = _heads(lines, i, width, grid)
        first, i = i, _row_end(lines, i)
        tabs = sum(line.text.count("\t") for line in lines[first:i])
        while not head and i < len(lines) and _continues(lines[i], tabs, width):
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


def _is_empty_row(lines: list[Line], i: int, width: int, grid: Grid, cues: Cues) -> bool:
    """A row of a sheet with nothing in it, above another of the same table: as wide, no header."""
    if not (grid.rows and lines[i].blank and 0 < width == lines[i].text.count("\t")):
        return False
    after = lines[i + 1] if i + 1 < len(lines) else None
    if after is None or after.furniture or after.text.count("\t") not in range(1, width + 1):
        return False
    cells = [cell for cell in after.text.split("\t") if cell.strip()]
    return len(cells) > 1 and sum(bool(cues.sense("colonne", cell)) for cell in cells) < HEADERS


def _opens(lines: list[Line], i: int, width: int) -> bool:
    """A row broken inside its first cell, quoted or not: a line without a tab above the one that
    has the rest."""
    line = lines[i]
    if width and line.text[:1] == '"' and _row_end(lines, i) > i + 1:
        return True
    if line.blank or line.furniture or is_tabbed(line) or i + 1 >= len(lines):
        return False
    after = lines[i + 1]
    whole = is_tabbed(after) and after.text.count("\t") == width and width > 0
    return whole and after.text[:1].islower() and len(line.text) <= ROW_MAX


def _heads(lines: list[Line], i: int, width: int, grid: Grid) -> bool:
    """A row of one cell between two whole ones: a line without a tab that begins and ends as a
    heading does."""
    words, after = lines[i].text.strip(), lines[i + 1] if i + 1 < len(lines) else None
    if not grid.rows or width < WIDTH_MIN or after is None or lines[i].furniture:
        return False
    plain = words[:1].isupper() and len(words) <= HEAD_MAX and words[-1] not in ".;:,"
    whole = not after.furniture and after.text.count("\t") == width
    return plain and whole and not after.text.lstrip()[:1].islower()


def _continues(line: Line, tabs: int, width: int) -> bool:
    """Whether `line` goes on with a row that has `tabs` of the `width` tabs of its table."""
    if line.blank or line.furniture or line.text.startswith("\t"):
        return False
    more = line.text.count("\t")
    if tabs < width:
        return tabs + more <= width and (more > 0 or bool(_INLINE.match(line.text.lstrip())))
    return more == 0 and bool(_INLINE.match(line.text.lstrip()))


def _add_tabbed(text: str, grid: Grid, start: int, end: int) -> None:
    if not SEPARATOR.fullmatch(text[start:end].replace("\t", " ")):
        grid.rows.append([(n, _unquoted(text, a, b)) for n, (a, b) in _parts(text, start, end)])


def cells(text: str, line: Line) -> list[tuple[int, Span]]:
    """The cells of one row."""
    return [(n, Span(a, b)) for n, (a, b) in _parts(text, line.start, line.end)]


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, tuple[int, int]]]:
    tabs = [m.start() for m in _TAB.finditer(text, start, end)]
    return enumerate(zip([start, *(t + 1 for t in tabs)], [*tabs, end], strict=True))


def _unquoted(text: str, start: int, end: int) -> Span:
    """A cell without the quotation marks that a spreadsheet's export puts around its lines."""
    words = text[start:end].strip()
    if len(words) < 2 or not (words[0] == words[-1] == '"') or "\n" not in words:
        return Span(start, end)
    start += text[start:end].index('"')
    return Span(start + 1, start + len(words) - 1)
