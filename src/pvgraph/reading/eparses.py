"""Tables whose cells conversion printed one below the other, white lines between them.

Above stand the headers, each alone on its line; the cells follow row by row, those carried from
the row above printed once, each item of a cell perhaps apart. What a cell says tells its place
(`placement`). An axe's heading amid the rows is one of them, unless the headers come again below.
"""

import re
from dataclasses import dataclass

from pvgraph.model import Span
from pvgraph.reading.cues import BODIES, Cues
from pvgraph.reading.grids import Grid
from pvgraph.reading.lines import Line
from pvgraph.reading.placement import BODY_MAX, LEVELS, Cell, complete, place, sort, tail
from pvgraph.reading.words import Marks

COLUMNS_MIN, COLUMNS_MAX = 3, 12
HEAD_WORDS, HEAD_MAX = 6, 60  # words and signs of a header
ROWS_MIN = 2  # rows with an act and a body, from which such lines are a table
CELL_MAX = 300  # signs of a cell; a longer passage is a paragraph
PROSE_MIN = 14  # words of a sentence that is no cell
COST_MAX = 1.0  # of a cell of a table, on average
CHAPTERS = frozenset({"chapitre", "engagements", "signataires", "liminaire", "generique"})
_NUMBER = re.compile(r"\S+\s+(?:\d|[IVX]+\b|n\s?°|premi)")  # « Article 4 : … »


@dataclass(frozen=True, slots=True)
class _Part:
    """The cells below a heading (or the headers), and the line after them."""

    head: Span | None
    spans: list[Span]
    cells: list[Cell]
    ends: list[int]


def is_header(line: Line, cues: Cues) -> bool:
    """Whether a line is the header of a column, and little more: « Axe 3 » is a heading."""
    words = line.text.strip()
    if len(words) > HEAD_MAX or len(words.split()) > HEAD_WORDS:
        return False
    return not any(c.isdigit() for c in words) and bool(cues.sense("colonne", words))


def read(text: str, lines: list[Line], i: int, cues: Cues, marks: Marks) -> tuple[Grid, int] | None:
    """The table whose first header is on line `i`, and the index of the line after it, if there is
    one."""
    heads, after = _heads(lines, i, cues)
    senses = [cues.sense("colonne", lines[h].text) for h in heads]
    if not _columns(senses):
        return None
    tight = marks if not lines[after - 1].blank else None
    grid = Grid(lines[i].start, lines[i].end)
    grid.rows.append([(n, Span(lines[h].start, lines[h].end)) for n, h in enumerate(heads)])
    last = None
    while after < len(lines):
        part = _part(text, lines, after, (cues, marks), tight)
        end = _lay(grid, part, senses, least=ROWS_MIN if last is None else 1)
        if end is None:
            break
        last = after = end
        if end != part.ends[-1] or not _goes_on(text, lines, after, (cues, marks), tight):
            break
    return (grid, last) if last is not None else None


def _heads(lines: list[Line], i: int, cues: Cues) -> tuple[list[int], int]:
    """The lines that are headers from line `i` on, white ones between them, and the line after; an
    unknown one counts between two known."""
    heads: list[int] = []
    while i < len(lines) and len(heads) <= COLUMNS_MAX:
        if not (lines[i].blank or is_header(lines[i], cues) or _between(lines, i, heads, cues)):
            break
        heads += [] if lines[i].blank else [i]
        i += 1
    return heads, i


def _between(lines: list[Line], i: int, heads: list[int], cues: Cues) -> bool:
    """Whether a short line of words stands between two headers."""
    words = lines[i].text.strip()
    after = next((line for line in lines[i + 1 : i + 3] if not line.blank), None)
    short = len(words.split()) <= HEAD_WORDS // 2 and not any(c.isdigit() for c in words)
    named = short and words[:1].isupper() and words[-1:] not in ".;:,"
    return bool(heads) and named and after is not None and is_header(after, cues)


def _columns(senses: list[str]) -> bool:
    """Whether headers are those of a table of acts and of who does them."""
    return (
        COLUMNS_MIN <= len(senses) <= COLUMNS_MAX
        and not LEVELS.isdisjoint(senses)
        and not BODIES.isdisjoint(senses)
    )


def _part(
    text: str, lines: list[Line], i: int, words: tuple[Cues, Marks], tight: Marks | None
) -> _Part:
    """The cells from line `i` on, to the next heading or what is no cell; `tight`: where no white
    line parts them."""
    first, after = _cell(lines, i, tight)
    head = None
    if first is not None and _names_axe(_words(text, lines, first, after), words):
        head, i = Span(lines[first].start, lines[after - 1].end), after
    part = _Part(head, [], [], [])
    while i < len(lines):
        first, i = _cell(lines, i, tight)
        if first is None or _ends(text, lines, first, i, words):
            break
        span = Span(lines[first].start, lines[i - 1].end)
        part.spans.append(span)
        part.cells.append(sort(text[span.start : span.end], *words))
        part.ends.append(i)
    return part


def _lay(grid: Grid, part: _Part, senses: list[str], least: int) -> int | None:
    """Add the rows of a part, if it is one of a table, and give the line after its last cell."""
    count = len(part.cells)
    for _ in range(2):
        places, cost = place(part.cells[:count], senses)
        after = tail(part.cells[:count], places, senses)
        if not after:
            break
        count -= after
    if not count or complete(places, senses) < least or cost > COST_MAX * count:
        return None
    if part.head is not None:
        grid.rows.append([(0, part.head)])
    above = len(grid.rows)
    for (row, column), span in zip(places, part.spans, strict=False):
        while len(grid.rows) <= above + row:
            grid.rows.append([])
        grid.rows[above + row].append((column, span))
    grid.end = part.spans[count - 1].end
    return part.ends[count - 1]


def _goes_on(
    text: str, lines: list[Line], i: int, words: tuple[Cues, Marks], tight: Marks | None
) -> bool:
    """Whether the heading of another axe stands below, and no headers right below it."""
    first, after = _cell(lines, i, tight)
    if first is None or not _names_axe(_words(text, lines, first, after), words):
        return False
    below, _ = _cell(lines, after, tight)
    return below is not None and not _is_head(lines, below, words[0])


def _cell(lines: list[Line], i: int, tight: Marks | None = None) -> tuple[int | None, int]:
    """The first line of the next cell and the line after its last: a white line, or where none
    parts the cells one that does not go on with the words above."""
    while i < len(lines) and (lines[i].blank or lines[i].furniture):
        i += 1
    first = i
    while i < len(lines) and not (lines[i].blank or lines[i].furniture):
        if tight and i > first and not _goes_on_with(lines[i - 1], lines[i], tight):
            break
        i += 1
    return (first, i) if i > first else (None, i)


def _goes_on_with(above: Line, line: Line, marks: Marks) -> bool:
    """Whether a line is the rest of the cell that the one above begins."""
    small = line.text.lstrip()[:1]
    return small.islower() or small in "(," or marks.unfinished(above.text.rstrip())


def opens(lines: list[Line], i: int, cues: Cues) -> bool:
    """Whether lines from `i` on, with no white one between, are the headers of such a table."""
    run = lines[i : i + COLUMNS_MIN]
    return len(run) == COLUMNS_MIN and all(not x.blank and is_header(x, cues) for x in run)


def _words(text: str, lines: list[Line], first: int, after: int) -> str:
    return " ".join(text[lines[first].start : lines[after - 1].end].split())


def _names_axe(said: str, words: tuple[Cues, Marks]) -> bool:
    """« Axe 2 – Travailler »"""
    cues, marks = words
    return bool(marks.level_word.match(said)) and cues.sense("titre", said) == "axe"


def _is_head(lines: list[Line], i: int, cues: Cues) -> bool:
    heads, _ = _heads(lines, i, cues)
    return _columns([cues.sense("colonne", lines[h].text) for h in heads])


def _ends(text: str, lines: list[Line], first: int, after: int, words: tuple[Cues, Marks]) -> bool:
    """Whether what stands here is no cell: a paragraph, a heading, what announces a list, another
    table."""
    cues = words[0]
    said = _words(text, lines, first, after)
    shouted = said == said.upper() and len(said.split()) > 1 and "," not in said
    sense = cues.sense("titre", said)
    divides = sense == "division" and _NUMBER.match(said)
    heading = said.startswith("#") or divides or (shouted and len(said) > BODY_MAX // 6)
    heading = heading or (sense in CHAPTERS and _over_prose(text, lines, after, words))
    table = _is_head(lines, first, cues) or "|" in said or "\t" in said
    return bool(heading) or table or _is_told(said, words) or _names_axe(said, words)


def _over_prose(text: str, lines: list[Line], i: int, words: tuple[Cues, Marks]) -> bool:
    """Whether what stands not far below is told, as below the heading of a chapter."""
    for _ in range(2):
        first, i = _cell(lines, i)
        if first is None or _is_told(_words(text, lines, first, i), words):
            return True
    return False


def _is_told(said: str, words: tuple[Cues, Marks]) -> bool:
    """Whether words are a paragraph or announce a list, and no cell; an act may have its details
    below."""
    acts = words[1].acts(said.lstrip("-–—•* "))
    prose = said.endswith(".") and said[:1].isupper() and len(said.split()) >= PROSE_MIN
    return len(said) > CELL_MAX or ((prose or said.endswith(":")) and not acts)
