"""The physical lines of a text, with their offsets: the ground on which blocks are read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pvgraph.reading.marks import Peeled

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

    @property
    def blank(self) -> bool:
        return not self.text or self.text.isspace()

    @property
    def indent(self) -> int:
        """Columns of white space before the first sign, a tab or a list of markup for four."""
        lead = self.text[: len(self.text) - len(self.text.lstrip())]
        return 4 * self.depth or len(lead.expandtabs(4))


def split_lines(text: str) -> list[Line]:
    """The lines of `text` in order; a form feed ends a line and marks the next as a new page."""
    return list(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    position, page, size = 0, False, len(text)
    while position <= size:
        match = _LINE.match(text, position)
        end = match.end() if match else position
        yield Line(position, end, text[position:end], page)
        page = text[end : end + 1] == "\f"
        position = end + (2 if text.startswith("\r\n", end) else 1)
