"""The items of one cell: paragraphs, list items and bullets, nested ones with their level."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pvgraph.model import Span
from pvgraph.reading.marks import Peeled, peel
from pvgraph.reading.words import Marks

_BREAK = re.compile(r"</?(?:p|li|ul|ol|br|div|tr|td)\b[^<>\n]{0,200}>", re.IGNORECASE)
_UPPER = re.compile(r"[\"«“(]?\s?[^\W\d_a-zà-ÿ]")
VERB_NEAR = 60  # signs in which a line says its verb
_DASHES = frozenset("-–—−")
_LOWER = re.compile(
    r"\s*(?![a-h][.)]\s)[a-zà-ÿ,;:]"
)  # what goes on with the words before a line break
_FIRST = re.compile(r"\s*1\s?[.)]\s")
_NEXT = re.compile(r"[\r\n]\s*(?=\d{1,2}\s?[.)]\s)")  # « 2) » on a line of its own
_LINE = re.compile(r"[\r\n]\s*(?=[-–—−•*✓□]\s)")


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a cell; `level` 0, or 1 under the item before; `frank` where markup says it."""

    peeled: Peeled
    level: int
    frank: bool


def split_cell(text: str, cell: Span, marks: Marks) -> list[Piece]:
    """The items of a cell in order; a cell of plain words is one."""
    pieces: list[Piece] = []
    announced = False
    for span, in_list in _by_tags(text, cell, marks):
        for start, end in _by_marks(text, span, marks):
            peeled = peel(text, start, end, marks)
            if peeled.span.start < peeled.span.end or peeled.number:
                level = 1 if pieces and (peeled.nested or (announced and peeled.mark)) else 0
                if not peeled.mark:
                    announced = text[peeled.span.start : end].rstrip().endswith(":")
                pieces.append(Piece(peeled, level, in_list or bool(peeled.mark)))
    return pieces


def _by_tags(text: str, cell: Span, marks: Marks) -> Iterator[tuple[Span, bool]]:
    position, frank = cell.start, False
    for tag in _BREAK.finditer(text, cell.start, cell.end):
        broken = tag.group()[1:3].lower() == "br" and _LOWER.match(text, tag.end(), cell.end)
        if broken and not _is_act(text, Span(position, tag.start()), tag.end(), marks):
            continue
        if tag.start() > position:
            yield Span(position, tag.start()), frank
        position = tag.end()
        frank = not tag.group().startswith("</")
    if position < cell.end:
        yield Span(position, cell.end), frank


def _is_act(text: str, before: Span, start: int, marks: Marks) -> bool:
    """Whether a line in small letters is an act after another (« ouvrir un lieu<br>former … »),
    or comes after a semicolon."""
    words = text[before.start : before.end].strip()
    after = text[start : start + VERB_NEAR]
    acts = words[:1].islower() and marks.acts(words) and marks.acts(after.lstrip())
    return acts or words.endswith(";")


def _by_marks(text: str, span: Span, marks: Marks) -> Iterator[tuple[int, int]]:
    """Cut before each mark that opens an item.

    A frank mark (`•`, `→`) always does; a hyphen only where the stretch itself starts with one,
    outside brackets, before a capital: « suivi - observation » is no list.
    """
    lead = text[span.start : span.end].lstrip()
    dashed = (lead[:1] in _DASHES and lead[1:2].isspace()) or _LINE.search(lead) is not None
    start, depth = span.start, 0
    numbers = {m.end() for m in _numbered(text, span)}
    signs = {m.start() for m in marks.opening.finditer(text, span.start, span.end)}
    for i in sorted(signs | numbers):
        sign = text[i]
        if sign in "()":
            depth = max(0, depth + (1 if sign == "(" else -1))
        elif i > start and (i in numbers or _opens(text, i, span, marks, dashed and not depth)):
            yield start, i
            start = i
    yield start, span.end


def _numbered(text: str, span: Span) -> Iterator[re.Match[str]]:
    """Where the lines « 2) », « 3) » start, in a cell whose first line is « 1) »."""
    first = _FIRST.match(text, span.start, span.end)
    return _NEXT.finditer(text, span.start, span.end) if first else iter(())


def _opens(text: str, i: int, span: Span, marks: Marks, dashed: bool) -> bool:
    sign = text[i]
    if sign in marks.frank or "\ue000" <= sign <= "\uf8ff":
        return text[max(span.start, i - 50) : i].strip() not in {"-", ""}
    if sign not in "-–—−*" or not dashed or not text[i + 1 : i + 2].isspace():
        return False
    before = text[max(span.start, i - 50) : i].rstrip(" \t\r\n")
    if not before or before in _DASHES:
        return False
    own_line = text[max(span.start, i - 50) : i].rstrip(" \t")[-1:] in {"\n", "\r"}
    if sign == "*" and not own_line:
        return False
    after = text[i + 1 : min(span.end, i + 50)].lstrip()[:3]
    spaced = text[i - 1].isspace()
    if not spaced and sign != "-":
        return False
    return own_line or bool(_UPPER.match(after)) or (spaced and _small_list(text, span))


def _small_list(text: str, span: Span) -> bool:
    """A list whose own first item starts with a small letter may go on with small letters."""
    lead = text[span.start : span.start + 60].lstrip().lstrip("-–—− ")
    return lead[:1].islower()
