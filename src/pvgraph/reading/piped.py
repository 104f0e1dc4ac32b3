"""Markdown tables as grids of spans: with or without a bar at the two ends of their rows, and those
that Pandoc draws (« +---+---+ » between rows of several lines).

What a cell of a drawn table continues on the lines below is a cell of its own in the same row:
between the two stand the words of the other columns.
"""

import itertools
import re

from pvgraph.model import Span
from pvgraph.reading import captions
from pvgraph.reading.cues import Cues
from pvgraph.reading.grids import SEPARATOR, Grid
from pvgraph.reading.lines import Line

_PIPE = re.compile(r"(?<!\\)\|")
_DRAWN = re.compile(r"\s*\+(?:[-=:]{2,}\+)+\s*$")
BARS_MIN = 2  # of a row that nothing else shows to be one


def is_piped(line: Line) -> bool:
    """Whether a line is a row by itself: it begins with a bar and has another."""
    text = line.text.strip()
    return text.startswith("|") and text.count("|") >= BARS_MIN


def is_drawn(line: Line) -> bool:
    """Whether a line is the rule between two rows of a drawn table."""
    return line.text.lstrip().startswith("+") and _DRAWN.match(line.text) is not None


def opens_drawn(lines: list[Line], i: int) -> bool:
    """Whether line `i` is the rule above the first row of a drawn table."""
    return is_drawn(lines[i]) and i + 1 < len(lines) and is_piped(lines[i + 1])


def starts(lines: list[Line], i: int, cues: Cues) -> bool:
    """Whether a table starts at line `i`: a row, a drawn rule, or the headers « Action | Pilote »
    above their rule or above a row of as many cells."""
    text = lines[i].text
    if "|" not in text:
        return opens_drawn(lines, i)
    if is_piped(lines[i]):
        return True
    after = lines[i + 1] if i + 1 < len(lines) else None
    if after is None or _is_rule(after.text):
        return after is not None
    bars = text.count("|")
    alike = bars >= BARS_MIN and after.text.count("|") == bars
    return alike and captions.names_columns(_words(text), cues)


def _words(text: str) -> list[tuple[int, str]]:
    return [(n, cell.strip()) for n, cell in enumerate(_PIPE.split(text)) if cell.strip()]


def _is_rule(text: str) -> bool:
    return "|" in text and SEPARATOR.fullmatch(text) is not None


def read(text: str, lines: list[Line], i: int) -> tuple[Grid, int]:
    """The table that starts at line `i`, and the index of the line after it."""
    grid = Grid(lines[i].start, lines[i].end)
    drawn = is_drawn(lines[i])
    bare = 0 if drawn or is_piped(lines[i]) else lines[i].text.count("|")
    ruled = True
    while i < len(lines) and _belongs(lines[i], bare, grid, drawn):
        line, i = lines[i], i + 1
        grid.end = line.end
        if is_drawn(line) or SEPARATOR.fullmatch(line.text):
            ruled = True
            grid.rule = len(grid.rows) if grid.rule is None else grid.rule
        elif drawn and not ruled:
            grid.rows[-1] += _row(text, line, bare)
        else:
            grid.rows.append(_row(text, line, bare))
            ruled = False
    return grid, i


def _belongs(line: Line, bare: int, grid: Grid, drawn: bool) -> bool:
    if is_piped(line) or _is_rule(line.text) or (drawn and is_drawn(line)):
        return True
    return bool(bare or grid.rows) and "|" in line.text


def _row(text: str, line: Line, bare: int) -> list[tuple[int, Span]]:
    """The cells of a row; in a table of `bare` bars, one more says that a bar closes its end."""
    bars = [m.start() for m in _PIPE.finditer(text, line.start, line.end)]
    outer = text[line.start : bars[0]].isspace() or bars[0] == line.start
    if not outer or len(bars) == bare:
        bars.insert(0, line.start - 1)
    if text[bars[-1] + 1 : line.end].strip() or len(bars) == 1:
        bars.append(line.end)
    return [(n, Span(a + 1, b)) for n, (a, b) in enumerate(itertools.pairwise(bars))]
