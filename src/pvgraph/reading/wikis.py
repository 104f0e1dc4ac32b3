"""Tables of wiki pages (`{|`, `|-`, `| a || b`, `! head`, `|}`) as grids of spans."""

import re
from collections.abc import Iterator

from pvgraph.reading.grids import CellGrid, Grid
from pvgraph.reading.lines import Line

_OPENED = re.compile(r"\s*(?::+\s*)?\{\|")
_CLOSED = re.compile(r"\s*\|\}")
_ROW = re.compile(r"\s*\|-")
_CAPTION = re.compile(r"\s*\|\+")
_CELL = re.compile(r"\s*([|!])")
_NEXT = {"|": re.compile(r"\|\|"), "!": re.compile(r"!!|\|\|")}
_ATTRIBUTES = re.compile(
    r"((?:\s*[a-zA-Z-]{2,20}\s*=\s*(?:\"[^\"\n]{0,200}\"|[\w%-]{1,20}))+)\s*\|(?!\|)"
)


def starts(line: Line) -> bool:
    """Whether a line opens a wiki table."""
    return bool(_OPENED.match(line.text))


def read(text: str, lines: list[Line], i: int) -> tuple[Grid, int]:
    """The wiki table that opens on line `i`, and the index of the line after it.

    Lines that open no cell go on with the one above. A table that nothing closes ends at the
    first white line that no row follows.
    """
    laid = CellGrid(lines[i].start)
    i += 1
    while i < len(lines):
        line = lines[i]
        if _CLOSED.match(line.text) or _ends(lines, i):
            break
        if _ROW.match(line.text) or _CAPTION.match(line.text):
            laid.end_cell(line.start)
            if _ROW.match(line.text) and laid.grid.rows and laid.grid.rows[-1]:
                laid.start_row()
        else:
            _cells(text, laid, line)
        i += 1
    end = lines[i - 1].end if i >= len(lines) or not _CLOSED.match(lines[i].text) else lines[i].end
    laid.end_cell(min(end, lines[i - 1].end))
    laid.grid.end = end
    closed = i < len(lines) and _CLOSED.match(lines[i].text)
    return laid.grid, i + 1 if closed else i


def _ends(lines: list[Line], i: int) -> bool:
    after = lines[i + 1] if i + 1 < len(lines) else None
    return lines[i].blank and (after is None or not _CELL.match(after.text))


def _cells(text: str, laid: CellGrid, line: Line) -> None:
    for start, end in _parts(line):
        laid.end_cell(end)
        told = _ATTRIBUTES.match(text, start, line.end)
        laid.start_cell(told.end() if told else start, told.group(1) if told else "")


def _parts(line: Line) -> Iterator[tuple[int, int]]:
    """Where the cells of a line start, and where the one before each ends."""
    opened = _CELL.match(line.text)
    if opened is None:
        return
    yield line.start + opened.end(), line.start
    for match in _NEXT[opened.group(1)].finditer(line.text, opened.end()):
        yield line.start + match.end(), line.start + match.start()
