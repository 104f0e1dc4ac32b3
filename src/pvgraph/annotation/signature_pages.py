"""Where a text lists its signatories, and the blocks of such a page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pvgraph.lexicon import Lexicon
from pvgraph.model import Span, fold
from pvgraph.words import ascii_key

MARKS = " \t#*:_-•."
_HEADING = re.compile(r"^(#+)\s*")
_CELL = re.compile(r"[^\t|]+")


@dataclass(frozen=True, slots=True)
class Zone:
    """A list of signatories: its range, and how deep the heading that opens it is."""

    span: Span
    level: int


def zones(text: str, lexicon: Lexicon) -> Iterator[Zone]:
    start, level, at = None, 0, 0
    longest = 2 * max(map(len, lexicon.signature_heads), default=0)  # an accent may stand apart
    for line in text.splitlines(keepends=True):
        heading = _HEADING.match(line) if line[0] == "#" else None
        bare = line.strip()
        title = fold(bare).strip(MARKS) if len(bare) <= 2 * longest else ""
        if title and len(title) <= longest and ascii_key(title) in lexicon.signature_heads:
            start, level = at + len(line), len(heading.group(1)) if heading else 0
        elif start is not None and heading and level and len(heading.group(1)) <= level:
            yield Zone(Span(start, at), level)
            start = None
        at += len(line)
    if start is not None:
        yield Zone(Span(start, at), level)


def blocks(text: str, zone: Span) -> Iterator[list[Span]]:
    """The blocks of a zone (runs of lines without a blank one), each as its lines or cells."""
    block: list[Span] = []
    at = zone.start
    for line in text[zone.start : zone.end].splitlines(keepends=True):
        cells = [
            Span(at + c.start(), at + c.end()) for c in _CELL.finditer(line) if c.group().strip()
        ]
        if not cells and block:
            yield block
            block = []
        block += cells
        at += len(line)
    if block:
        yield block
