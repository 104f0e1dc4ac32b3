"""Sheets printed as tables of two columns: a label, and its value to the right."""

import re
from collections.abc import Iterator

from pvgraph.model import Block, Span, fold
from pvgraph.reading.aligned_rows import Entry
from pvgraph.reading.cells import split_cell
from pvgraph.reading.cues import Cues
from pvgraph.reading.grids import Grid
from pvgraph.reading.marks import trim
from pvgraph.reading.sheets import LISTED
from pvgraph.reading.values import chained
from pvgraph.reading.words import Marks, key

_ITEM = re.compile(r"<li\b[^<>]*>\s*$", re.IGNORECASE)
TAG_MAX = 60  # signs of the tag that opens an item, before its words
LABEL_MAX = 80
LABELS_MIN = 2
INNER_MAX = 5  # words of a label in whose cell conversion left its value


def is_sheet(text: str, grid: Grid, cues: Cues, marks: Marks) -> bool:
    """Two columns whose first holds labels of sheets (« Pilote », « Partenaires associés »), names
    of sheets (« FICHE-ACTION N° 2 ») among them."""
    if any(len(row) > 2 for row in grid.rows):
        return False
    filled = list(filter(None, (_head(text, row) for row in grid.rows)))
    labels = [h for h in filled if cues.sense("etiquette", h) and len(h) <= LABEL_MAX]
    own = [h for h in labels if not _names(h, cues, marks)]
    if len(grid.rows) == 1 and own:  # alone on its line, or left so by a page's end
        value = text[grid.rows[0][-1][1].start : grid.end].strip()
        return len(grid.rows[0]) > 1 and cues.is_label(own[0]) and not cues.sense("colonne", value)
    return len(own) >= LABELS_MIN and len(labels) * 3 >= len(filled) * 2


def blocks(text: str, grid: Grid, cues: Cues, marks: Marks) -> Iterator[Block]:
    """The values of a sheet with their labels; right of a sheet's number, its name as a heading."""
    label = ""
    for row in filter(None, grid.rows):
        head = _head(text, row)
        value = trim(text, row[-1][1].start, row[-1][1].end) if len(row) > 1 else None
        label = head or label
        if value is None or value.end <= value.start:
            value, label = _inner_value(text, row[0][1], label, cues)
        if value is None or value.end <= value.start:
            continue
        if head and _names(head, cues, marks):
            yield Block("titre", 0, value, value.of(text), head)
        else:
            yield from _values(text, [value], label, marks)


def entries(text: str, found: list[Entry], cues: Cues, marks: Marks) -> Iterator[Block]:
    """The values of a sheet aligned by spaces; right of its number, its name as a heading."""
    labels = [" ".join(span.of(text) for span in entry.label).strip(" :*_") for entry in found]
    heads = set(_headings(labels, cues, marks))
    for n, (label, entry) in enumerate(zip(labels, found, strict=True)):
        value = [trim(text, span.start, span.end) for span in entry.value]
        numbered = f"{label} {value[0].of(text)}" if value else ""
        if value and n in heads:
            span = Span(value[0].start, value[-1].end)
            yield Block("titre", 0, span, span.of(text), label)
        elif numbered[-1:].isdigit() and _names(numbered, cues, marks):
            yield Block("titre", 0, Span(value[0].end, value[0].end), "", numbered)
        elif value and label:
            for block in _values(text, value, label, marks):
                yield from [block] if block.marker else chained(text, block, cues, marks)


def promises(text: str, found: list[Entry], marks: Marks) -> Iterator[Block]:
    """Bodies at the left, what each commits to at the right: each over its list."""
    for entry in found:
        if entry.label and entry.value:
            name = Span(entry.label[0].start, entry.label[-1].end)
            if name.end > entry.value[0].start:
                name = entry.label[0]
            yield Block("titre", 0, name, name.of(text))
            for piece in (p for span in entry.value for p in split_cell(text, span, marks)):
                peeled = piece.peeled
                kind = "puce" if peeled.mark else "paragraphe"
                yield Block(kind, 4, peeled.span, peeled.span.of(text), peeled.mark)


def _headings(labels: list[str], cues: Cues, marks: Marks) -> Iterator[int]:
    """Which labels are the numbers of headings: those of sheets, and of what is over a sheet
    (« Axe 1 », « Objectif 1.1 » above « Action 1.1.1 »), not what a sheet says it is part of."""
    start = 0
    while start < len(labels):
        end = start
        while end < len(labels) and marks.labelled.fullmatch(labels[end]):
            end += 1
        names = [n for n in range(start, end) if _names(labels[n], cues, marks)]
        if names:
            yield from range(start, names[0])
            yield from names
        elif start == 0 or end == len(labels) or _alike(labels, start, cues, marks):
            yield from range(start, end)
        start = end + 1


def _alike(labels: list[str], n: int, cues: Cues, marks: Marks) -> bool:
    """Whether the numbers of no sheets order these labels, and one of them opens with the word that
    label `n` does (« Axe 1 », « Axe 2 »)."""
    first, own = marks.level_word.match(labels[0]), marks.level_word.match(labels[n])
    same = first is not None and own is not None and key(first.group()) == key(own.group())
    return same and not any(_names(label, cues, marks) for label in labels)


def _head(text: str, row: list[tuple[int, Span]]) -> str:
    if not row:
        return ""
    span = row[0][1]
    return trim(text, span.start, span.end).of(text).strip("*_ ")


def _names(head: str, cues: Cues, marks: Marks) -> bool:
    """Whether words are the number of a sheet; one of a theme (« Fiche thématique 2 ») is a sheet
    too, by its first word."""
    if marks.labelled.fullmatch(head) is None:
        return False
    senses = (cues.sense("titre", head), cues.sense("titre", head.split()[0]))
    return senses[0] in ("action", "projet") or any(s.startswith("fiche-") for s in senses)


def _values(text: str, value: list[Span], label: str, marks: Marks) -> Iterator[Block]:
    """The value of a label; the items that markup or list marks part are as many values."""
    pieces = [piece for span in value for piece in split_cell(text, span, marks)]
    if not pieces:
        return
    marked = [p.frank or p.peeled.number != "" for p in pieces]
    listed = len(pieces) > 1 and sum(marked) * 2 >= len(pieces)
    listed = listed or (len(pieces) == 1 and pieces[0].peeled.mark != "")
    start = value[0].start
    marked[0] |= _ITEM.search(text[max(0, start - TAG_MAX) : start]) is not None
    parts = [(p.peeled.span, LISTED if own else "") for p, own in zip(pieces, marked, strict=True)]
    acts = len(value) > 1 and all(marks.acts(text[s.start : s.end]) for s in value)
    plain = [(span, LISTED if acts else "") for span in value]
    for span, mark in parts if listed else plain:
        if span.end > span.start:
            yield Block("valeur", 0, span, span.of(text), mark, label=label)


def _inner_value(text: str, cell: Span, label: str, cues: Cues) -> tuple[Span | None, str]:
    """A value that conversion left in the cell of its label (« Registre Essaimage »)."""
    span = trim(text, cell.start, cell.end)
    words = list(re.finditer(r"\S+", text[span.start : span.end]))
    for count in range(min(len(words) - 1, INNER_MAX), 0, -1):
        cut = span.start + words[count].start()
        head = fold(text[span.start : cut])
        if cues.sense("etiquette", head) and text[cut].isupper():
            return Span(cut, span.end), head
    return None, label
