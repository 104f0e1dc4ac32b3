"""A text as it is read, and the way back to the text as it is printed.

Signs that change no word (an entity of markup, a hyphen that shows only at a line's end) are read
as what they stand for, in a view of the text. What was found there is put back on the file, whose
offsets and words are kept.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import NamedTuple, TypeVar

from pvgraph.model import Document, Span

T = TypeVar("T")
_WORDS = ("text", "mention")  # fields that hold the words of their span


class Edit(NamedTuple):
    """`sign` is read for what is printed from `start` to `end`."""

    start: int
    end: int
    sign: str


@dataclass(frozen=True, slots=True)
class View:
    """A document to be read for the one `printed`; the same where nothing is read for another."""

    document: Document
    printed: str
    edits: tuple[Edit, ...] = ()
    starts: tuple[int, ...] = ()  # where the sign of each edit stands in the document
    white: re.Pattern[str] | None = None  # what is no word where it ends one

    def back(self, found: T) -> T:
        """`found` (a span, a value that has some, or a tuple of these) with the offsets and the
        words of the file."""
        return self._back(found) if self.edits else found

    def _back(self, found: T) -> T:
        if isinstance(found, Span):
            return self._span(found)
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

    def _span(self, span: Span) -> Span:
        """All that is printed for a span, and nothing that is not read before or after it."""
        start = self._place(span.start, bisect_right(self.starts, span.start) - 1, 0)
        end = self._place(span.end, bisect_left(self.starts, span.end) - 1, 1)
        return Span(start, max(start, end))

    def _place(self, offset: int, number: int, side: int) -> int:
        """What `offset` is in the file, where the edit `number` is the last one before it; inside
        of its sign, `side` is the end of the edit that is meant."""
        if number < 0:
            return offset
        edit = self.edits[number]
        inside = offset - self.starts[number]
        if inside < len(edit.sign):
            return edit[side]
        return edit.end + inside - len(edit.sign)

    def _closed(self, span: Span) -> Span:
        """The span without what is no word at its end."""
        start = max(span.start, span.end - 60)
        tail = self.white.search(self.printed, start, span.end) if self.white else None
        return Span(span.start, tail.start()) if tail and tail.start() > span.start else span


def view(document: Document, edits: Iterable[Edit], white: re.Pattern[str] | None = None) -> View:
    """The document with each edit done; edits are in order and do not meet."""
    printed, done = document.text, tuple(edits)
    if not done:
        return View(document, printed)
    pieces: list[str] = []
    starts: list[int] = []
    position = size = 0
    for start, end, sign in done:
        starts.append(size + start - position)
        pieces += [printed[position:start], sign]
        size, position = starts[-1] + len(sign), end
    text = "".join([*pieces, printed[position:]])
    return View(replace(document, text=text), printed, done, tuple(starts), white)
