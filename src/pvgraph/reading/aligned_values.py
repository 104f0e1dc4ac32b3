"""The value of a label of a sheet aligned by spaces, in as many stretches as it has items or as
the page cuts it."""

import re
from dataclasses import dataclass

from pvgraph.model import Span, fold
from pvgraph.reading.lines import Line
from pvgraph.reading.words import Marks

_MARK = re.compile(r"(?:[^\w\s«\"“‘'(<\[:]|\d{1,2}\s?[.)/])\s")  # that opens an item of a value
_COLON = re.compile(r":\s*")
ROOM, WIDTH = 0.75, 60  # of the text's width, that of a text of short lines
OPEN = 24  # signs at the end of words that may leave them open


@dataclass(frozen=True, slots=True)
class Between:
    """What stands between a line of a value and the one above it: that line, white lines (`gap`),
    a page's furniture, the rest of the label at the left."""

    above: Line
    gap: bool
    page: bool
    rest: bool


class Values:
    """The values of one text."""

    def __init__(self, text: str, marks: Marks) -> None:
        self.text, self.marks = text, marks

    def add(self, value: list[Span], right: Span, here: Between) -> None:
        """Add the words of a line to a value, as a stretch of their own or at the end of one."""
        if not value:
            colon = _COLON.match(self.text, right.start, right.end)
            right = Span(colon.end(), right.end) if colon else right
            if right.end > right.start:
                value.append(right)
        elif self._parts(right, value[-1], here):
            value.append(right)
        else:
            value[-1] = Span(value[-1].start, right.end)

    def _parts(self, right: Span, above: Span, here: Between) -> bool:
        """Whether a stretch of its own begins: an item with its mark, an act below an act, or where
        the rest of a label or a page cuts the value after words that end."""
        words = self.text[right.start : right.end]
        acts = words[0].isupper() and self.marks.acts(words)
        if self._is_marked(right) or (acts and self.marks.acts(above.of(self.text))):
            return True
        if words[0].isupper() and self._is_apart(words, above, here):
            return True
        last = fold(self.text[max(above.start, above.end - OPEN) : above.end])
        stopped = last[-1:] in ".,;:"
        if not here.rest:
            return here.page and stopped
        return stopped or not (words[0].islower() or self.marks.unfinished(last))

    def _is_marked(self, span: Span) -> bool:
        """Whether words begin with a list's mark, or with the letter that its font draws."""
        first, after = self.text[span.start], self.text[span.start + 1 : span.start + 3]
        drawn = first in self.marks.drawn and after[:1].isspace() and after[1:].isupper()
        return drawn or _MARK.match(self.text, span.start) is not None

    def _is_apart(self, words: str, above: Span, here: Between) -> bool:
        """Whether a line is one of several below one another: a white line stands between, or the
        line above, without a mark, leaves room for the first word of this one."""
        if self._is_marked(above):
            return here.gap and not here.page
        before = here.above.text.rstrip()
        length = len(before) + 1 + len(words.split(maxsplit=1)[0])
        closed = before[-1:] in ",-" or self.marks.unfinished(before)
        return not closed and length < ROOM * max(here.above.width, WIDTH)
