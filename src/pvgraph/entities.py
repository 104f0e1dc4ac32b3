"""Entities of markup (`&nbsp;`, `&rsquo;`, `&#233;`): read as the signs that they stand for.

Texts saved from pages hold them anywhere: in names, in numbers, between a word and its colon. The
text is read with each one as its sign, and what was found is put back on the file, whose offsets
and words are kept (HTML Living Standard, section 13.5).
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, fields, is_dataclass, replace
from html import unescape
from itertools import accumulate
from typing import TypeVar

from pvgraph.model import Document, Span

T = TypeVar("T")
_ENTITY = re.compile(
    r"&(?:amp;)*(?:(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{2,7}|#[xX][0-9a-fA-F]{2,6});|nbsp(?![a-zA-Z;]))"
)
_STRUCTURE = frozenset("<>|\t\n\r\f\v\x85\u2028\u2029")  # signs by which text is divided
_WHITE_END = re.compile(r"(?:\s|&(?:amp;)*(?:nbsp|#160|#xa0|#8239|#x202f|thinsp);)+[;,]?$", re.I)
_WORDS = ("text", "mention")  # fields that hold the words of their span


@dataclass(frozen=True, slots=True)
class Plain:
    """A document with signs for entities; `back` puts on the file what was found in it."""

    document: Document
    printed: str
    at: list[int]  # offsets of the signs that stand for entities
    longer: list[int]  # signs more that the file has before each, and after the last

    def back(self, found: T) -> T:
        """`found` (a span, a value that has some, or a tuple of these) with the offsets and the
        words of the file."""
        return self._back(found) if self.at else found

    def _back(self, found: T) -> T:
        if isinstance(found, Span):
            return Span(self._place(found.start), self._place(found.end))
        if isinstance(found, tuple):
            return tuple(self._back(one) for one in found)
        if not is_dataclass(found):
            return found
        values = {f.name: getattr(found, f.name) for f in fields(found)}
        held = {n: v for n, v in values.items() if isinstance(v, tuple) or is_dataclass(v)}
        new = {n: self._back(v) for n, v in held.items()}
        words = next((n for n in _WORDS if n in values), "")
        if words and new.get("span") is not None:
            new["span"] = self._closed(new["span"])
            new[words] = new["span"].of(self.printed)
        return replace(found, **new)

    def _place(self, offset: int) -> int:
        return offset + self.longer[bisect_left(self.at, offset)]

    def _closed(self, span: Span) -> Span:
        """The span without an entity of white space, and the sign behind it, at its end."""
        tail = _WHITE_END.search(self.printed, max(span.start, span.end - 60), span.end)
        if tail is None or "&" not in tail.group() or tail.start() == span.start:
            return span
        return Span(span.start, tail.start())


def plain(document: Document) -> Plain:
    """The document to be read: itself where it holds no entity. One that stands for a sign by which
    text is divided (`&lt;`, `&#124;`) is left."""
    printed = document.text
    if "&" not in printed:
        return Plain(document, printed, [], [0])
    pieces: list[str] = []
    at: list[int] = []
    lengths: list[int] = []
    position = size = 0
    for entity in _ENTITY.finditer(printed):
        sign = _sign(entity.group())
        if not sign:
            continue
        piece = printed[position : entity.start()]
        pieces += [piece, sign]
        at.append(size + len(piece))
        lengths.append(entity.end() - entity.start() - 1)
        size, position = size + len(piece) + 1, entity.end()
    if not at:
        return Plain(document, printed, [], [0])
    text = "".join([*pieces, printed[position:]])
    return Plain(replace(document, text=text), printed, at, [0, *accumulate(lengths)])


def signs(words: str) -> str:
    """Words of the file as they are read, to be shown."""
    return _ENTITY.sub(lambda m: _sign(m.group()) or m.group(), words) if "&" in words else words


def _sign(entity: str) -> str:
    """The one sign that an entity stands for; nothing where it is none or divides the text."""
    sign = unescape(entity)
    while sign != entity and _ENTITY.fullmatch(sign):
        entity, sign = sign, unescape(sign)
    return sign if len(sign) == 1 and sign not in _STRUCTURE else ""
