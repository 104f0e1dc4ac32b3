"""Web pages: what of a page is not its text (head, scripts, menus, comments) is furniture.

Elements are those that HTML says are not rendered, and the navigation and footer that every page
of a site repeats (HTML Living Standard, sections 4.2, 4.3 and 4.12).
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from pvgraph.model import Span
from pvgraph.reading import piped, tabbed
from pvgraph.reading.lines import Line

_OPENS = re.compile(
    r"<(?:(?P<name>head|script|style|noscript|template|svg|nav|footer)\b|!--)", re.I
)
RULE = "page-web"


def apart(text: str, lines: list[Line]) -> list[Line]:
    """The lines, cut at the edges of what is not text, with those parts marked as furniture."""
    if "<" not in text:
        return lines
    hidden = list(_hidden(text))
    return list(_cut(lines, hidden)) if hidden else lines


def _hidden(text: str) -> Iterator[Span]:
    """Spans of what is not text, in order; an element that nothing closes hides nothing."""
    unclosed: set[str] = set()
    opens = _OPENS.search(text)
    while opens:
        name = (opens["name"] or "").lower()
        end = -1 if name in unclosed else _end(text, opens.end(), name)
        if end < 0:
            unclosed.add(name)
            end = opens.end()
        else:
            yield Span(opens.start(), end)
        opens = _OPENS.search(text, end)


def _end(text: str, position: int, name: str) -> int:
    """Where the element or comment opened before `position` ends; -1 where nothing closes it."""
    closes = re.compile(rf"</{name}\s*>" if name else "-->", re.I).search(text, position)
    return closes.end() if closes else -1


def _cut(lines: list[Line], hidden: list[Span]) -> Iterator[Line]:
    """Each line in parts within and outside of the hidden spans; white parts are dropped."""
    rank = 0
    for line in lines:
        while rank < len(hidden) and hidden[rank].end <= line.start:
            rank += 1
        if piped.is_piped(line) or tabbed.is_tabbed(line):
            yield line  # a row of a table stays whole
            continue
        position, at = line.start, rank
        while at < len(hidden) and hidden[at].start < line.end:
            yield from _part(line, position, max(position, hidden[at].start), "")
            position = min(hidden[at].end, line.end)
            yield from _part(line, max(line.start, hidden[at].start), position, RULE)
            at += 1
        if position == line.start:
            yield line
        else:
            yield from _part(line, position, line.end, "")


def _part(line: Line, start: int, end: int, furniture: str) -> Iterator[Line]:
    text = line.text[start - line.start : end - line.start]
    if text.strip():
        yield replace(line, start=start, end=end, text=text, furniture=furniture)
