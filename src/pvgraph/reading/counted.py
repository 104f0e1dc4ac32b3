"""Headings numbered with no sign after the number (« 3 LES ENGAGEMENTS »)."""

import re

from pvgraph.model import Span
from pvgraph.reading.lines import Line
from pvgraph.reading.marks import Peeled
from pvgraph.reading.words import key

COUNT_MIN = 2
HEAD_MAX = 90  # signs of such a line
_NUMBERED = re.compile(r"\s*(\d{1,2})\s+([A-ZÀ-Þ][^.;:\t]{3,}?)\s*$")
_ENTRY = re.compile(r"(.*?)[ .…]*\d*\s*$")  # of a table of contents, without its page


def mark_counted(lines: list[Line]) -> None:
    """Peel the number off such lines, in capitals or named by the table of contents, where they
    count from one without a gap."""
    entries = {key(_ENTRY.match(x.text)[1]) for x in lines if x.furniture == "sommaire"}
    found = [(x, m) for x in lines if (m := _heading(x, entries)) is not None]
    if [int(m[1]) for _, m in found] != list(range(1, len(found) + 1)) or len(found) < COUNT_MIN:
        return
    for line, number in found:
        span = Span(line.start + number.start(2), line.start + number.end(2))
        line.peeled = Peeled(span, "", number[1])


def _heading(line: Line, entries: set[str]) -> re.Match[str] | None:
    if line.furniture or len(line.text) > HEAD_MAX:
        return None
    number = _NUMBERED.match(line.text)
    if number is None:
        return None
    return number if number[2].isupper() or key(line.text) in entries else None
