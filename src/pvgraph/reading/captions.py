"""Rows of a sheet that are headings: « Onglet 3<tab>Emploi », « AXE 2<tab>Habiter », alone on their
line or above the headers of a table."""

import re
from collections.abc import Callable
from functools import cache

from pvgraph.model import Block, Span, fold
from pvgraph.reading.cues import Cues
from pvgraph.reading.grids import Grid
from pvgraph.reading.lines import Line
from pvgraph.reading.marks import peel, trim
from pvgraph.reading.words import Marks

_NUMBER = r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]+|[A-Z])"
_TITLE = re.compile(rf"\s*{_NUMBER}\.?\t+[^\t.;]{{3,120}}$")
_LEVEL = re.compile(rf"\s*[^\W\d_]{{3,15}}\s*(?:n\s?°\s?)?{_NUMBER}\s?[:.]?\t+[^\t.;]{{3,120}}\s*$")
CELLS_MAX, CELL_MAX, WORDS_MAX = 2, 120, 3  # cells of a heading, signs of one, words of the first
STACK_MAX, WHITE_MAX = 4, 1  # headings one above the other, white lines below
WIDTH_MIN = 2  # tabs of a table, columns that a header names
LEVELS = frozenset({"axe", "objectif", "action", "projet"})
_BREAKS = ".;,"
_Row = list[tuple[int, str]]  # the cells that hold words: column, words


def is_title(lines: list[Line], i: int, cues: Cues) -> bool:
    """« 3<tab>Projets structurants » alone between white lines: a heading and its number; so is
    « AXE 3<tab>Projets structurants » above what is no row or right above a table of more columns,
    and any row of one or two cells over the headers of a table."""
    text = lines[i].text
    if text.rstrip().count("\t") > STACK_MAX or not 0 < len(_cells(text)) <= CELLS_MAX:
        return False
    return _alone(lines, i) or bool(_header(lambda n: _cells(lines[n].text), i, len(lines), cues))


def _alone(lines: list[Line], i: int) -> bool:
    text = lines[i].text
    leveled = bool(_LEVEL.match(text))
    if not leveled and not _TITLE.match(text):
        return False
    near = [lines[j] for j in (i - 1, i + 1) if 0 <= j < len(lines)]
    if all(line.blank or bool(line.furniture) for line in near):
        return True
    before, after = (lines[i - 1] if i else None), near[-1]
    apart = before is None or before.blank or bool(before.furniture) or "\t" not in before.text
    if not (leveled and apart):
        return False
    plain = "\t" not in after.text and not after.text.lstrip()[:1].islower()
    return plain or after.text.count("\t") >= WIDTH_MIN


def heads(text: str, grid: Grid, cues: Cues) -> frozenset[int]:
    """The rows of a table that are headings above its headers, or above other headers below; above
    the same ones printed again (after a page's end), where the first headers have one too."""
    counts = [sum(text[s.start : s.end].strip() != "" for _, s in row) for row in grid.rows]
    size, width = len(counts), 0
    found: set[int] = set()

    @cache
    def row_of(number: int) -> _Row:
        return filled(text, grid.rows[number])

    for number in [n for n, count in enumerate(counts) if count <= CELLS_MAX]:
        row = row_of(number)
        below = _header(row_of, number, size, cues) if row else []
        if not below:
            continue
        above = (row_of(n) for n in range(number - 1, -1, -1) if n not in found)
        named = next((r for r in above if names_columns(r, cues)), [])
        if below != named or (found and len(row) == width):
            width = len(row)
            found.add(number)
    return frozenset(found)


def block(text: str, row: list[tuple[int, Span]], marks: Marks, cues: Cues) -> Block:
    """Such a row as a heading: of two cells the first is its number, and so is the label of one
    (« Pilier : Habiter »)."""
    spans = [s for _, s in row if text[s.start : s.end].strip()]
    peeled = peel(text, spans[-1].start, spans[-1].end, marks)
    span, number = peeled.span, peeled.number
    if len(spans) > 1:
        number = fold(trim(text, spans[0].start, spans[0].end).of(text)).rstrip(" :.")
    sense, rest = ("", "") if number else cues.label(span.of(text))
    colon = text.find(":", span.start, span.end)
    if sense == "axe" and rest.strip() and colon > 0:
        number = fold(text[span.start : colon])
        span = trim(text, colon + 1, span.end)
    return Block("titre", 0, span, span.of(text), number)


def _header(row_of: Callable[[int], _Row], i: int, size: int, cues: Cues) -> _Row:
    """The headers over which this row, and perhaps others like it, stand; nothing elsewhere."""
    above: _Row = []
    for at in range(i, min(size, i + STACK_MAX + WHITE_MAX)):
        row = row_of(at)
        if names_columns(row, cues):
            return row if at > i and _heads(row_of(i), row) else []
        if (at > i and not above) or (row and not _is_heading(row, cues)):
            return []
        above = row
    return []


def _is_heading(row: _Row, cues: Cues) -> bool:
    first, last = row[0][1], row[-1][1]
    whole = len(last) <= CELL_MAX and last[-1] not in _BREAKS
    capital = first[0].isupper() or first[0].isdigit() or first[0] in "«<*#["
    label = cues.sense("etiquette", first) if cues.is_label(first) else ""
    if len(row) > CELLS_MAX or not (whole and capital) or label not in ("", "axe"):
        return False
    return len(row) == 1 or len(first.split()) <= WORDS_MAX


def _heads(row: _Row, header: _Row) -> bool:
    """Whether a row is narrower than the headers below it and begins where they do."""
    return len(row) < len(header) and row[0][0] <= header[0][0]


def names_columns(row: _Row, cues: Cues) -> bool:
    """Whether most cells are headers of columns, one of them of what is aimed at or done."""
    if len(row) < WIDTH_MIN or any(len(c) > CELL_MAX or any(map(str.isdigit, c)) for _, c in row):
        return False
    senses = ("action" if cues.promises(c) else cues.sense("colonne", c) for _, c in row)
    known = [sense for sense in senses if sense]
    return len(known) >= max(WIDTH_MIN, len(row) / 2) and bool(LEVELS & set(known))


def _cells(text: str) -> _Row:
    return [(n, cell.strip()) for n, cell in enumerate(text.split("\t")) if cell.strip()]


def filled(text: str, row: list[tuple[int, Span]]) -> _Row:
    """The cells of a row that hold words."""
    found = ((column, trim(text, span.start, span.end)) for column, span in row)
    return [(column, span.of(text)) for column, span in found if span.end > span.start]
