"""Tables whose cells conversion printed one below the other, white lines between them.

Above stand the headers, each alone on its line; the cells follow row by row, those carried from
the row above printed once. What a cell is says its column: acts fill the columns of levels from
the right, bodies those of bodies from the left, and an act after bodies begins a row.
"""

import re
from dataclasses import dataclass, field

from pvgraph.model import Span, fold
from pvgraph.reading.cues import BODIES, Cues
from pvgraph.reading.grids import Grid
from pvgraph.reading.lines import Line
from pvgraph.reading.words import Marks, key

LEVELS = frozenset({"axe", "objectif", "action", "projet"})
COLUMNS_MIN, COLUMNS_MAX = 3, 12
HEAD_WORDS, HEAD_MAX = 4, 60  # words and signs of a header
ROWS_MIN = 2  # rows with an act and a body, from which such lines are a table
CELL_MAX = 300  # signs of a cell; a longer passage is a paragraph
BODY_MAX = 120
_DATED = re.compile(r"\D{0,25}\d[\d\s/–-]*\D{0,10}")
_NAMED = re.compile(
    r"(?:[A-ZÀ-Þ][\w'’()&-]*[\s,;/+]*(?:d[eu]s?\s|la\s|l['’]|et\s|[a-z]+[,;]?\s?)?){1,8}"
)


@dataclass(slots=True)
class _Row:
    """The cells of one row by what they are: acts, bodies, measures, the rest."""

    acts: list[Span] = field(default_factory=list)
    bodies: list[Span] = field(default_factory=list)
    measures: list[Span] = field(default_factory=list)

    @property
    def closed(self) -> bool:
        return bool(self.bodies or self.measures)


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
    rows: list[_Row] = []
    last = after
    while after < len(lines):
        first, after = _cell(lines, after)
        if first is None or _ends(text, lines, first, after, cues, marks):
            break
        span = Span(lines[first].start, lines[after - 1].end)
        _place(rows, span, _sort(fold(text[span.start : span.end]), cues, marks))
        last = after
    if sum(bool(r.acts and r.bodies) for r in rows) < ROWS_MIN:
        return None
    grid = Grid(lines[i].start, lines[last - 1].end)
    grid.rows.append([(n, Span(lines[h].start, lines[h].end)) for n, h in enumerate(heads)])
    grid.rows += [_cells(row, senses) for row in rows]
    return grid, last


def _heads(lines: list[Line], i: int, cues: Cues) -> tuple[list[int], int]:
    """The lines that are headers from line `i` on, white ones between them, and the line after."""
    heads: list[int] = []
    while i < len(lines) and len(heads) <= COLUMNS_MAX:
        if not (lines[i].blank or is_header(lines[i], cues)):
            break
        heads += [] if lines[i].blank else [i]
        i += 1
    if heads and i < len(lines) and not lines[i - 1].blank:
        return [], i  # the cells stand right below: nothing parts them
    return heads, i


def _columns(senses: list[str]) -> bool:
    """Whether headers are those of a table of acts, then of who does them."""
    levels = [n for n, s in enumerate(senses) if s in LEVELS]
    bodies = [n for n, s in enumerate(senses) if s in BODIES]
    return (
        COLUMNS_MIN <= len(senses) <= COLUMNS_MAX
        and bool(levels and bodies)
        and levels[-1] < bodies[0]
    )


def _cell(lines: list[Line], i: int) -> tuple[int | None, int]:
    """The first line of the next cell and the line after its last."""
    while i < len(lines) and (lines[i].blank or lines[i].furniture):
        i += 1
    first = i
    while i < len(lines) and not (lines[i].blank or lines[i].furniture):
        i += 1
    return (first, i) if i > first else (None, i)


def _ends(text: str, lines: list[Line], first: int, after: int, cues: Cues, marks: Marks) -> bool:
    """Whether what stands here is no cell: a paragraph, a heading, what announces a list, another
    table."""
    words = fold(text[lines[first].start : lines[after - 1].end])
    shouted = words == words.upper() and len(words.split()) > 1 and "," not in words
    named = marks.level_word.match(words) and cues.sense("titre", words) == "axe"
    heading = words.startswith("#") or bool(named) or (shouted and len(words) > BODY_MAX // 6)
    heads, _ = _heads(lines, first, cues)
    head = _columns([cues.sense("colonne", lines[h].text) for h in heads])
    table = head or "|" in words or "\t" in words
    return heading or table or len(words) > CELL_MAX or words.endswith(":")


def _sort(words: str, cues: Cues, marks: Marks) -> str:
    """What a cell is by its words: « acte », « organisme », « mesure » or nothing known."""
    plain = key(words)
    if marks.acts(words):
        return "acte"
    subject = cues.subject.search(plain)
    if subject is not None and subject.start() <= len("les ") and len(words) <= BODY_MAX:
        return "organisme"
    if marks.names_act(words):
        return "acte"
    if marks.counted.match(words):
        return "mesure"
    if _DATED.fullmatch(words):
        return ""
    return "organisme" if len(words) <= BODY_MAX and _NAMED.fullmatch(words) else "acte"


def _place(rows: list[_Row], span: Span, sort: str) -> None:
    if sort == "acte" and (not rows or rows[-1].closed):
        rows.append(_Row())
    if rows and sort == "acte":
        rows[-1].acts.append(span)
    elif rows and sort == "organisme":
        rows[-1].bodies.append(span)
    elif rows and sort == "mesure":
        rows[-1].measures.append(span)


def _cells(row: _Row, senses: list[str]) -> list[tuple[int, Span]]:
    """The cells of a row in their columns, in the order of the text."""
    levels = [n for n, s in enumerate(senses) if s in LEVELS]
    bodies = [n for n, s in enumerate(senses) if s in BODIES]
    measured = [n for n, s in enumerate(senses) if s in ("indicateur", "resultat")]
    gap = len(levels) - len(row.acts)
    cells = [(levels[max(0, min(n + gap, len(levels) - 1))], s) for n, s in enumerate(row.acts)]
    cells += [(bodies[min(n, len(bodies) - 1)], s) for n, s in enumerate(row.bodies)]
    cells += [(measured[0], s) for s in row.measures if measured]
    return sorted(cells, key=lambda cell: cell[1].start)
