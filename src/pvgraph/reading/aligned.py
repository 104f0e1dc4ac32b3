"""Where sheets begin whose labels and values are only aligned by spaces, as conversion leaves them.

« Pilote          CAF »: a label, then its value two spaces or more to the right or set in on the
line below, and other labels not far below with their values in the same column. A label is one of
the list, or words that stand so again elsewhere in the text, as those of every sheet do.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from pvgraph.model import Span
from pvgraph.reading.cues import Cues
from pvgraph.reading.lines import Line
from pvgraph.reading.words import key

_MARK = re.compile(r"[^\w\s«\"“‘'(<\[:]\s")  # that opens an item of a value
_PAGE = re.compile(r"\d{1,3}\s*")
_ARTICLE = len("les ")  # signs before the word that says a body
_CELL = re.compile(r"\S+(?: \S+)*")
FIRST, NEAR = 8, 20  # lines below in which the next label is looked for, and the others
WORDS_MAX, LABEL_MAX = 6, 48  # words and signs of a label of no list
DRIFT = 3  # signs by which a value may start left or right of the others
INWARD = 24  # signs by which a label may be set in
SET_IN = 8  # those by which a value's list may be
TWICE = 4  # cells of two labels on one line with their values
HANGING = 12  # columns from which a value below its label is set in
KNOWN_MIN, ALIKE_MIN = 2, 3  # other labels of the list, or labels in all, that show a sheet


@dataclass(frozen=True, slots=True)
class Label:
    """The words of a label, where they begin on their line and where the value does."""

    words: str
    indent: int
    column: int


def cells(line: Line) -> list[tuple[int, int]]:
    """Where the words of a line start and end that two spaces part."""
    return [(m.start(), m.end()) for m in _CELL.finditer(line.text)]


def spans(line: Line) -> list[Span]:
    """The same in the text."""
    return [Span(line.start + a, line.start + b) for a, b in cells(line)]


def is_plain(words: str) -> bool:
    """Whether words may be a label: a few, the first with a capital, no sentence."""
    short = len(words) <= LABEL_MAX and len(words.split()) <= WORDS_MAX
    return short and words[:1].isupper() and words[-1:] not in ".,;"


def goes_on(words: str) -> bool:
    """Whether words of a label go on with those above; « o Ouvrir » is an item."""
    small = words[:1].islower() and not (words[1:2] == " " and words[2:3].isupper())
    return small or words[:1] in "(/&"


class Sheets:
    """The labels of one text that have their values beside them."""

    def __init__(self, lines: list[Line], cues: Cues) -> None:
        self.lines, self.cues = lines, cues

    @cached_property
    def again(self) -> frozenset[str]:
        """The words that stand twice or more as a label does."""
        found = (self.label(i) for i in range(len(self.lines)))
        times = Counter(key(label.words.rstrip(" :")) for label in found if label is not None)
        return frozenset(words for words, n in times.items() if n > 1)

    @cached_property
    def inner(self) -> frozenset[str]:
        """The words that stand so twice or more as a second label on the line of another."""
        apart = [line for line in self.lines if "  " in line.text.strip()]
        rows = ((line.text, cells(line)) for line in apart)
        third = [text[slice(*row[2])] for text, row in rows if len(row) == TWICE]
        times = Counter(key(words.rstrip(" :")) for words in third if is_plain(words))
        return frozenset(words for words, n in times.items() if n > 1)

    def is_inner(self, words: str) -> bool:
        """Whether words are a second label on a line."""
        return self.cues.is_label(words) or key(words.rstrip(" :")) in self.inner

    def is_label(self, words: str) -> bool:
        """Whether words are a label of the list, or stand so again elsewhere."""
        return self.cues.is_label(words) or key(words.rstrip(" :")) in self.again

    def label(self, i: int) -> Label | None:
        """The label on line `i` and the column of its value, where the line may hold them."""
        line = self.lines[i]
        if line.blank or line.furniture or line.indent > INWARD or "\t" in line.text:
            return None
        if "  " not in line.text.strip():
            return self._hanging(i)
        (start, end), (column, _), *more = cells(line)
        words = line.text[start:end]
        if not more and _PAGE.fullmatch(line.text, column):  # an entry of contents
            return None
        second = len(more) == TWICE - 2 and self.is_inner(line.text[slice(*more[0])])
        plain = is_plain(words) and (not more or second)
        return Label(words, start, column) if plain or self.cues.is_label(words) else None

    def _hanging(self, i: int) -> Label | None:
        """A label alone on its line, its value set in on the next, or beside the label's own rest
        (« Ce que l'on » / « prévoit         Un bus »)."""
        line, after = self.lines[i], self.next(i)
        words = line.text.strip()
        if after is None or not is_plain(words):
            return None
        column = after.indent
        if "  " in after.text.strip() and abs(column - line.indent) <= 1:
            rest, value, *_ = cells(after)
            column = value[0] if goes_on(after.text[slice(*rest)]) else column
        return Label(words, line.indent, column) if column >= line.indent + HANGING else None

    def next(self, i: int) -> Line | None:
        """The line below, if it is neither white nor of the page."""
        after = self.lines[i + 1] if i + 1 < len(self.lines) else None
        return None if after is None or after.blank or after.furniture else after

    def first(self, i: int) -> int:
        """The line of the first label, where a value that begins on line `i` may stand above it."""
        line = self.lines[i]
        raised = line.indent >= HANGING and "  " not in line.text.strip() and not line.furniture
        below = self.label(i + 1) if raised and self.next(i) is not None else None
        return i + 1 if below is not None and abs(below.column - line.indent) <= DRIFT else i

    def starts(self, i: int) -> bool:
        """Whether line `i` is a label with its value and others stand below: one of the list where
        it is itself of the list, else several, set alike (« FICHE N° 3 » is of no list)."""
        if not any("  " in line.text for line in self.lines[i : i + 2]):
            return False
        i = self.first(i)
        own = self.label(i)
        if own is None:
            return False
        near = enumerate(self.below(i))
        below = [(n, b) for n, at in near if (b := self.label(at)) is not None and beside(own, b)]
        known = sum(self.cues.is_label(b.words) for _, b in below)
        if self.cues.is_label(own.words) and (known or key(own.words.rstrip(" :")) in self.again):
            return True
        if not below or below[0][0] > FIRST or not _set_alike(own, below[0][1]):
            return False
        bodies = self.commits(i) and any(self.names_body(b.words) for _, b in below)
        return known >= KNOWN_MIN or bodies or self._alike([own, *(b for _, b in below)])

    def below(self, i: int, most: int = NEAR) -> list[int]:
        """The lines below that are neither white nor of the page."""
        found: list[int] = []
        for at in range(i + 1, len(self.lines)):
            if len(found) == most:
                break
            if not (self.lines[at].blank or self.lines[at].furniture):
                found.append(at)
        return found

    def commits(self, i: int) -> bool:
        """Whether line `i` begins with the name of a body, beside the first item of a list."""
        own = self.label(i)
        listed = own is not None and _MARK.match(self.lines[i].text, own.column) is not None
        return listed and own is not None and self.names_body(own.words)

    def names_body(self, words: str) -> bool:
        """Whether words begin with a known sort of body (« La CAF », « Région Bretagne »)."""
        found = self.cues.subject.search(key(words))
        return found is not None and found.start() <= _ARTICLE

    def _alike(self, labels: list[Label]) -> bool:
        """Whether several labels stand again elsewhere in the text."""
        found = {key(label.words.rstrip(" :")) for label in labels if self.is_label(label.words)}
        return len(found) >= ALIKE_MIN


def _set_alike(own: Label, other: Label) -> bool:
    """Whether two labels are set in alike, each from the margin of its page."""
    shift = other.indent - own.indent
    return shift in (0, other.column - own.column)


def beside(own: Label, other: Label) -> bool:
    """Whether the values of two labels start in one column, or as far from their labels where the
    margin of a page is another."""
    far = other.column - other.indent - (own.column - own.indent)
    return abs(other.column - own.column) <= DRIFT or abs(far) <= 1
