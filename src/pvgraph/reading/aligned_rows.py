"""The labels and values of a sheet aligned by spaces, line by line to its end.

What is set in the column of the values goes on with the value above; the rest of a label broken
by its own narrow column goes on with the label (« Suivi et » / « évaluation »).
"""

from dataclasses import dataclass, field
from itertools import pairwise

from pvgraph.model import Span
from pvgraph.reading.aligned import (
    DRIFT,
    SET_IN,
    TWICE,
    Sheets,
    beside,
    cells,
    goes_on,
    is_plain,
    spans,
)
from pvgraph.reading.aligned_values import Between, Values
from pvgraph.reading.lines import Line
from pvgraph.reading.words import Marks

TABLE_MIN = 3  # cells of the rows of a table
SECOND = 2  # from which cell of a line on another label may stand


@dataclass(slots=True)
class Entry:
    """A label and its value, each in as many stretches as the page cuts it."""

    label: list[Span] = field(default_factory=list)
    value: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A line cut at the column of the values: the words left of it and in it."""

    left: Span | None
    right: Span | None
    words: str  # those of `left`
    far: int  # signs from the column to the value


def read(text: str, sheets: Sheets, i: int, marks: Marks) -> tuple[list[Entry], int]:
    """The entries of the sheet that begins on line `i`, and the index of the line after it."""
    reader = _Rows(text, sheets, i, marks)
    return reader.entries, reader.run(i)


class _Rows:
    """One pass over the lines of a sheet."""

    def __init__(self, text: str, sheets: Sheets, i: int, marks: Marks) -> None:
        self.text, self.sheets, self.marks = text, sheets, marks
        self.values = Values(text, marks)
        self.first = sheets.label(sheets.first(i))
        self.column = self.first.column if self.first is not None else 0
        self.entries: list[Entry] = []
        self.gap = self.page = False  # white lines, page furniture since the line above
        self.last = i  # the line above that is neither white nor of the page
        self.open = False  # whether a label begun below waits for its words

    def run(self, i: int) -> int:
        """Read the lines from `i` on; the index of the first that is of no sheet."""
        lines = self.sheets.lines
        while i < len(lines):
            line = lines[i]
            if line.blank or line.furniture:
                self.gap, self.page = True, self.page or bool(line.furniture)
            else:
                self.column = self._turned(i) if self.page else self.column
                cut = self._cut(line)
                if self.entries and not self._belongs(i, cut):
                    break
                self._take(i, line, cut)
                self.last = i
                self.gap = self.page = False
            i += 1
        return i

    def _turned(self, i: int) -> int:
        """The column of the values on a page that begins on line `i`, as its first label has it,
        else as what stands alone on it."""
        lines = self.sheets.lines
        for at in range(i, len(lines)):
            if lines[at].furniture:
                break
            label = None if lines[at].blank else self.sheets.label(at)
            if label is not None and self.sheets.is_label(label.words):
                same = self.first is not None and beside(self.first, label)
                return label.column if same else self.column
        near = abs(lines[i].indent - self.column) <= SET_IN
        return lines[i].indent if near else self.column

    def _cut(self, line: Line) -> _Cut:
        found = self._parted(line)
        at = next((a for a, _ in found if a >= self.column - DRIFT), None)
        ends = [b for a, b in found if at is None or a < at]
        left = Span(line.start + found[0][0], line.start + ends[-1]) if ends else None
        words = line.text[found[0][0] : ends[-1]] if ends else ""
        right = Span(line.start + at, line.start + found[-1][1]) if at is not None else None
        return _Cut(left, right, words, (at or self.column) - self.column)

    def _parted(self, line: Line) -> list[tuple[int, int]]:
        """The cells of a line, a label as long as its column cut from its value."""
        found, at = cells(line), self.column
        if len(found) > 1 or not found[0][0] < at < found[0][1] or line.text[at - 1] != " ":
            return found
        words = line.text[:at].strip()
        plain = is_plain(words) and not any(c.isdigit() or c == ":" for c in words)
        label = plain and self.sheets.cues.sense("etiquette", words)
        return [(found[0][0], at - 1), (at, found[0][1])] if label else found

    def _belongs(self, i: int, cut: _Cut) -> bool:
        """Whether a line is of the sheet: a label, the rest of one, or a value's next line."""
        if cut.left is None:
            return cut.far <= SET_IN and not (self.gap and self._is_heading(cut))
        if self._is_rest(cut.words):
            return True
        if self.sheets.is_label(cut.words):
            return cut.right is not None or not self._is_over_list(i)
        if cut.right is not None:
            return is_plain(cut.words) and not self._is_table(i)
        return is_plain(cut.words) and self._is_over_value(i)

    def _is_heading(self, cut: _Cut) -> bool:
        """Whether words set in like a value are a heading that stands in the middle of the page."""
        words = cut.right.of(self.text) if cut.right is not None else ""
        shouted = words == words.upper() and len(words.split()) > 1
        return shouted or self.marks.labelled.match(words) is not None

    def _is_over_list(self, i: int) -> bool:
        """Whether what stands below a label alone is no value of this sheet, but a list or a
        paragraph from the margin."""
        at = next(iter(self.sheets.below(i, 1)), None)
        below = self._cut(self.sheets.lines[at]) if at is not None else None
        if below is None or below.left is None or below.right is not None:
            return False
        return not (goes_on(below.words) or self.sheets.is_label(below.words))

    def _is_over_value(self, i: int) -> bool:
        """Whether the line below holds but a value, or the rest of a label beside one."""
        after = self.sheets.next(i)
        below = self._cut(after) if after is not None else None
        if below is None or below.right is None or below.far > SET_IN:
            return False
        return below.left is None or goes_on(below.words)

    def _is_table(self, i: int) -> bool:
        """Whether line `i` and the next have the cells of a table, no label and value."""
        after = None if self._inner(self.sheets.lines[i]) else self.sheets.next(i)
        rows = [cells(self.sheets.lines[i]), cells(after) if after is not None else []]
        return min(map(len, rows)) >= TABLE_MIN

    def _is_rest(self, words: str) -> bool:
        """Whether words go on with the label above: in small letters, or as the list has both."""
        above = self.entries[-1].label if self.entries else []
        if (self.gap and not self.page) or not above:
            return False
        head = above[-1].of(self.text)
        whole = f"{head} {words}"
        if self.sheets.cues.is_label(whole) and not self.sheets.cues.is_label(words):
            return True
        return goes_on(words)

    def _take(self, i: int, line: Line, cut: _Cut) -> None:
        lines = self.sheets.lines
        inner = self._inner(line) if cut.left is not None and cut.right is not None else []
        if inner:
            self._several(line, inner)
            return
        rest = cut.left is not None and self._is_rest(cut.words)
        if cut.left is not None:
            if not (rest or self.open):
                self.entries.append(Entry())
            self.entries[-1].label.append(cut.left)
            self.open = False
        elif not self.entries or self._is_above_label(i, cut):
            self.entries.append(Entry())
            self.open = True
        if cut.right is not None:
            here = Between(lines[self.last], self.gap, self.page, rest)
            self.values.add(self.entries[-1].value, cut.right, here)

    def _inner(self, line: Line) -> list[int]:
        """The cells of a line, after its first value, that are labels too; two labels side by side
        are headers of a table."""
        found = cells(line)
        if len(found) <= SECOND:
            return []
        is_label = self.sheets.is_inner if len(found) == TWICE else self.sheets.cues.is_label
        labels = [n for n, (a, b) in enumerate(found) if n and is_label(line.text[a:b])]
        apart = all(b - a > 1 for a, b in pairwise(labels))
        return [n for n in labels if n >= SECOND] if apart else []

    def _several(self, line: Line, inner: list[int]) -> None:
        """« Pilote   CAF   Partenaires   Ville »: labels on one line, each with its value."""
        parts = spans(line)
        for first, after in zip([0, *inner], [*inner, len(parts)], strict=True):
            entry = Entry([parts[first]])
            if after - first > 1:
                entry.value.append(Span(parts[first + 1].start, parts[after - 1].end))
            self.entries.append(entry)

    def _is_above_label(self, i: int, cut: _Cut) -> bool:
        """Whether a value begins above its label, that stands in the middle of it: white lines part
        the entries, and one label is in this one."""
        if cut.right is None or not self.gap or self.page or self.open:
            return False
        if cut.right.of(self.text)[:1].islower():
            return False
        above = i - 1
        while above > 0 and self.sheets.lines[above].blank:
            above -= 1
        return self._labels(above, -1) == 1 == self._labels(i, 1)

    def _labels(self, i: int, step: int) -> int:
        """How many labels begin on the lines from `i` to the next white one, up or down."""
        lines, words = self.sheets.lines, []
        while 0 <= i < len(lines) and not (lines[i].blank or lines[i].furniture):
            words.append(self._cut(lines[i]).words)
            i += step
        told = [w for w in words if w]
        return sum(not goes_on(w) for w in told)
