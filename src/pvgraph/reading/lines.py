"""The physical lines of a text, with their offsets: the ground on which blocks are read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from pvgraph.reading.marks import Peeled

_CELLS = "|<!{"  # first signs of the lines of tables and markup
LONG = 55  # signs from which a line may have been broken by the page's width
MARGIN_MAX = 80  # columns, those of a printed page
SHARE = 0.9  # of the lines that are set in, for the page to have a margin
_LINE = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]*")


@dataclass(slots=True)
class Line:
    """One line: `start` to `end` without its break; `page` where a form feed stands before it."""

    start: int
    end: int
    text: str
    page: bool = False
    furniture: str = ""
    depth: int = 0  # of the list of markup that holds it
    rank: int = 0  # of a wiki's heading (`== Title ==`)
    listed: bool = False  # an item by a wiki's mark (`#`, `**`)
    peeled: Peeled | None = None  # its words without marks, once they are asked for
    set_in: bool = False  # its tabs are those of paragraphs set in, not of cells
    width: int = 0  # signs that the long lines of the text have
    label: int = 0  # signs of the label that it begins with, without a colon
    heads: bool = False  # its mark is that of a heading over items of another
    rubric: bool = False  # it heads the list below it, whatever stands above
    blank: bool = field(init=False)  # asked for more often than anything else

    def __post_init__(self) -> None:
        self.blank = not self.text or self.text.isspace()

    @property
    def indent(self) -> int:
        """Columns of white space before the first sign, a tab or a list of markup for four."""
        return 4 * self.depth or _lead(self.text)


def split_lines(text: str) -> list[Line]:
    """The lines of `text` in order; a form feed ends a line and marks the next as a new page.

    White space before nearly all lines is the margin of the page and belongs to none.
    """
    lines = list(_lines(text))
    solid = [line for line in lines if not line.blank]
    inward = sum(line.text[0] in " \t" for line in solid)
    if inward > SHARE * len(solid):
        leads = sorted(_lead(line.text) for line in solid)
        margin = min(leads[int((1 - SHARE) * len(solid))], MARGIN_MAX)
        for line in solid:
            _leave_margin(line, margin)
    _set_width(solid)
    _mark_set_in(lines)
    return lines


def _mark_set_in(lines: list[Line]) -> None:
    """Know the lines that begin with a tab where those around, up to white ones, have none but
    there: a row has tabs between its cells, or others near it have."""
    for blank, group in groupby(lines, lambda line: line.blank):
        run = [] if blank else list(group)
        if any(line.text[0] == "\t" for line in run):
            apart = not any("\t" in line.text.strip() for line in run)
            for line in run:
                line.set_in = apart


def _leave_margin(line: Line, margin: int) -> None:
    """Begin a line after the white space that takes no more columns than the margin."""
    lead = line.text[:margin]
    lead = lead[: len(lead) - len(lead.lstrip(" \t"))]
    while len(lead.expandtabs(4)) > margin:
        lead = lead[:-1]
    line.start += len(lead)
    line.text = line.text[len(lead) :]


def _set_width(solid: list[Line]) -> None:
    """Tell each line how long those of the text are that a page's width may have broken."""
    plain = (line.text for line in solid if line.text[0] not in _CELLS and "\t" not in line.text)
    long = sorted(len(text) for text in plain if len(text) >= LONG)
    width = long[int(SHARE * len(long))] if long else 0
    for line in solid:
        line.width = width


def _lead(text: str) -> int:
    """Columns of white space before the first sign of a line."""
    return len(text[: len(text) - len(text.lstrip())].expandtabs(4))


def _lines(text: str) -> Iterator[Line]:
    position, page, size = 0, False, len(text)
    while position <= size:
        match = _LINE.match(text, position)
        end = match.end() if match else position
        yield Line(position, end, text[position:end], page)
        page = text[end : end + 1] == "\f"
        position = end + (2 if text.startswith("\r\n", end) else 1)
