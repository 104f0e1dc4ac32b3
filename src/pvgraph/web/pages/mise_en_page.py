"""A source text as HTML whose text nodes, one after the other, are the file to the character.

So a passage's offsets are found again in the page by counting. Lines become paragraphs and
headings; markup of the file (`<li>`, `**`, `# `) stays in the page, hidden; what was read is a
link to its fact.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

_MARKUP = re.compile(r"</?[A-Za-z][^<>\n]*>|\*\*|(?<![^\n])#{1,6}[ \t]+|\t")
_HEADING = re.compile(r"(#{1,6})[ \t]")
_DEEPEST_HEADING = 4
_NEW_LINE = ("<li", "<p", "<br", "<tr")


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the text with something to say: `kind` is its class, `address` its fact.

    `data` are the zone's data attributes (codes of acteurs …).
    """

    start: int
    end: int
    kind: str
    address: str = ""
    data: tuple[tuple[str, str], ...] = ()


def zones(found: Iterable[Zone]) -> list[Zone]:
    """`found` cut into stretches that do not overlap; where several cover, the shortest wins."""
    ordered = sorted(found, key=lambda z: (z.start, z.start - z.end))
    edges = sorted({z.start for z in ordered} | {z.end for z in ordered})
    cut: list[Zone] = []
    active: list[Zone] = []
    at = 0
    for start, end in pairwise(edges):
        while at < len(ordered) and ordered[at].start <= start:
            active.append(ordered[at])
            at += 1
        active = [z for z in active if z.end > start]
        if active:
            inner = min(active, key=lambda z: z.end - z.start)
            cut.append(Zone(start, end, inner.kind, inner.address, inner.data))
    return cut


def html(text: str, found: Iterable[Zone]) -> Markup:
    """The whole text as HTML, its zones marked."""
    cut = zones(found)
    starts = [z.start for z in cut]
    out: list[str] = []
    at = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\r\n")
        if body.strip():
            tag = _tag(body)
            inner = "".join(_line(text, at, at + len(body), cut, starts))
            out.append(f"<{tag}>{inner}</{tag}>")
        else:
            out.append(_plain(body))
        out.append(_plain(line[len(body) :]))
        at += len(line)
    return Markup("".join(out))


def _tag(line: str) -> str:
    heading = _HEADING.match(line)
    return f"h{min(_DEEPEST_HEADING, 1 + len(heading[1]))}" if heading else "p"


def _line(
    text: str, start: int, end: int, cut: Sequence[Zone], starts: Sequence[int]
) -> Iterator[str]:
    """The HTML of one line, zone after zone."""
    at = start
    first = max(0, bisect_right(starts, start) - 1)
    for zone in cut[first : bisect_left(starts, end)]:
        left, right = max(zone.start, start), min(zone.end, end)
        if left >= right:
            continue
        yield _shown(text, at, left)
        yield _marked(zone, left, _shown(text, left, right))
        at = right
    yield _shown(text, at, end)


def _marked(zone: Zone, left: int, inner: str) -> str:
    if not zone.address:
        return f'<span class="{zone.kind}">{inner}</span>'
    data = "".join(f' data-{escape(k)}="{escape(v)}"' for k, v in zone.data)
    anchor = f' id="c{left}"' if left == zone.start else ""
    return f'<a class="lu {zone.kind}"{anchor} href="{escape(zone.address)}"{data}>{inner}</a>'


def _shown(text: str, start: int, end: int) -> str:
    """Escaped words; the file's own markup hidden, its items and paragraphs on a new line."""
    out, at = [], start
    for match in _MARKUP.finditer(text, start, end):
        out.append(_plain(text[at : match.start()]))
        mark = match[0]
        if mark == "\t":
            out.append('<span class="case">\t</span>')
        else:
            kind = "puce" if mark.lower().startswith(_NEW_LINE) else "balise"
            out.append(f'<span class="{kind}"><span hidden>{escape(mark)}</span></span>')
        at = match.end()
    out.append(_plain(text[at:end]))
    return "".join(out)


def _plain(text: str) -> str:
    """Escaped; a carriage return is written so that the browser keeps it."""
    return str(escape(text)).replace("\r", "&#13;")
