"""Tables whose columns are only aligned by spaces, as conversion leaves them.

The header's words tell where each column starts. What a cell continues on the lines below is a
cell of its own in the same row: between the two stand the words of the other columns, and a span
holds the words of the file as they follow one another.
"""

import re

from pvgraph.model import Span
from pvgraph.reading.aligned import Sheets, is_plain
from pvgraph.reading.cues import Cues
from pvgraph.reading.grids import Grid
from pvgraph.reading.lines import Line

_CELL = re.compile(r"\S+(?: \S+)*")
_ITEM = re.compile(r"\s*[-–•]\s")
LABEL_MAX = 60  # signs of a column's header; a justified line has longer runs of words
COLUMNS_MIN = 3  # two words apart may be a signature or a title
KNOWN_MIN = 2  # columns whose header is a known one
ROWS_NEAR, ROWS_MIN = 12, 2  # lines below headers of no list, rows among them
HEAD_MAX = 120  # signs of a row of one cell
NUMBER_MAX = 5  # signs of a heading's number (« VIII. »)
DRIFT = 3  # signs by which a cell may start left of its header
LEVELS = frozenset({"axe", "objectif", "action", "projet"})


def starts(lines: list[Line], i: int, cues: Cues) -> bool:
    """Whether line `i` is the header of such a table, with a row of it right below."""
    found = _cells(lines[i]) if "  " in lines[i].text else []
    if _promises(lines[i], found, cues):
        return i + 1 < len(lines) and len(_cells(_next(lines, i))) > 1
    if len(found) < COLUMNS_MIN or i + 1 >= len(lines) or ":" in lines[i].text:
        return False
    if any(b - a > LABEL_MAX for a, b in found) or _ITEM.match(lines[i].text):
        return False
    known = [cues.sense("colonne", lines[i].text[a:b]) for a, b in found]
    return sum(map(bool, known)) >= KNOWN_MIN and _rows_below(lines, i)


def _promises(line: Line, found: list[tuple[int, int]], cues: Cues) -> bool:
    """« L'État s'engage à :    La Région s'engage à : », two lists printed side by side."""
    heads = [line.text[a:b] for a, b in found]
    return len(heads) > 1 and all(h.endswith(":") and cues.promises(h) for h in heads)


def _next(lines: list[Line], i: int) -> Line:
    """The line below, a white one passed over."""
    return lines[i + 2] if lines[i + 1].blank and i + 2 < len(lines) else lines[i + 1]


def _rows_below(lines: list[Line], i: int) -> bool:
    """Whether a row stands below a header, or a row of one cell over such a row."""
    at = _below_header(lines, i)
    return len(_cells(lines[at])) > 1 or _heads(lines, at)


def _below_header(lines: list[Line], i: int) -> int:
    """The first line below a header, its own second line (« Partenaires » / « associés ») and a
    white one passed over."""
    columns, at = [a for a, _ in _cells(lines[i])], i + 1
    while at + 1 < len(lines) and not lines[at].blank:
        cells = _cells(lines[at])
        small = all(lines[at].text[a].islower() for a, _ in cells)
        if not (small and _stand(cells, columns)):
            break
        at += 1
    return at + 1 if lines[at].blank and at + 1 < len(lines) else at


def _stand(row: list[tuple[int, int]], columns: list[int]) -> bool:
    """Whether all cells of a line start where columns do."""
    return all(any(abs(a - at) <= DRIFT for at in columns) for a, _ in row)


def drawn(lines: list[Line], i: int) -> bool:
    """Whether line `i` holds headers of no list, told by the rows below them: short, each with its
    capital, over several rows as wide whose cells all start where they do."""
    found = _cells(lines[i]) if "  " in lines[i].text else []
    if len(found) < COLUMNS_MIN or i + 1 >= len(lines):
        return False
    heads = [lines[i].text[a:b] for a, b in found]
    if not all(is_plain(h) and not any(c.isdigit() for c in h) for h in heads):
        return False
    columns, at, full = [a for a, _ in found], _below_header(lines, i), 0
    for line in lines[at : at + ROWS_NEAR]:
        cells = [] if line.blank or line.furniture else _cells(line)
        if cells and not _stand(cells, columns):
            break
        full += len(cells) == len(columns)
    return full >= ROWS_MIN


def _heads(lines: list[Line], i: int) -> bool:
    """Whether a line of one cell begins and ends as a heading does, right above a row."""
    words, after = lines[i].text.strip(), lines[i + 1] if i + 1 < len(lines) else None
    if after is None or not words or lines[i].furniture or len(_cells(lines[i])) != 1:
        return False
    plain = words[0].isupper() and len(words) <= HEAD_MAX and words[-1] not in ".;:,"
    small = after.text.lstrip()[:1].islower()
    return plain and not lines[i].indent and not small and len(_cells(after)) > 1


def _cells(line: Line) -> list[tuple[int, int]]:
    return [(m.start(), m.end()) for m in _CELL.finditer(line.text)]


def read(lines: list[Line], i: int, cues: Cues, sheets: Sheets) -> tuple[Grid, int]:
    """The table whose header is line `i`, and the index of the line after it."""
    columns = [a for a, _ in _cells(lines[i])]
    grid = Grid(lines[i].start, lines[i].end)
    first = i
    while i < len(lines) and _belongs(lines, i, first):
        if i > first and (starts(lines, i, cues) or _ends(lines, i, columns, sheets)):
            break
        line = lines[i]
        i += 1
        if line.blank or line.furniture:
            continue
        row = [(_column(columns, a), Span(line.start + a, line.start + b)) for a, b in _cells(line)]
        grid.end = line.end
        apart = lines[i - 2].blank and len(row) > 1 and not line.text.lstrip()[:1].islower()
        apart = apart or _is_row(row, line, lines[i - 2], len(columns))
        rest = (grid.rows and row[0][0] > 0) or _goes_on(grid, row, line, columns[0])
        if rest and not apart:
            _add(grid.rows[-1], row, line)
        else:
            grid.rows.append(row)
    return grid, i


def _ends(lines: list[Line], i: int, columns: list[int], sheets: Sheets) -> bool:
    """Whether below a white line a sheet begins, or a heading whose number stands apart from its
    words (« V.    Fiches-actions »), both in one column, or elsewhere than the second column
    (« Axe 2    Habiter »)."""
    if lines[i].blank or lines[i].furniture or not lines[i - 1].blank:
        return False
    cells = _cells(lines[i])
    if len(cells) == 2 and _is_level(lines[i].text[slice(*cells[0])], sheets.cues):
        after = next((n for n in range(i + 1, len(lines)) if not lines[n].blank), i)
        apart = all(abs(cells[1][0] - at) > DRIFT for at in columns)
        return apart or starts(lines, after, sheets.cues)
    number = len(cells) > 1 and cells[0][1] - cells[0][0] <= NUMBER_MAX
    heading = number and _column(columns, cells[0][0]) == _column(columns, cells[1][0])
    return heading or sheets.starts(i)


def _is_level(words: str, cues: Cues) -> bool:
    """Whether words are but a word of level and its number."""
    return words[-1:].isdigit() and cues.sense("titre", words) in LEVELS


def _add(above: list[tuple[int, Span]], row: list[tuple[int, Span]], line: Line) -> None:
    """Add the cells of a line to the row it goes on with; one alone, in small letters, whose
    column is that of the last cell above goes on with its words."""
    column, span = row[0]
    last = above[-1] if above else None
    small = line.text.lstrip()[:1].islower()
    if last is not None and len(row) == 1 and last[0] == column and small:
        above[-1] = (column, Span(last[1].start, span.end))
    else:
        above += row


def _belongs(lines: list[Line], i: int, first: int) -> bool:
    line = lines[i]
    if line.furniture or i == first:
        return True
    if line.blank:
        after = lines[i + 1] if i + 1 < len(lines) else None
        top = i == first + 1 and _heads(lines, i + 1)
        return top or (after is not None and len(_cells(after)) > 1) or _turns(lines, i, first)
    rest = line.text[:1].islower() and not lines[i - 1].blank  # of the first cell above
    right_below = i == first + 1 or not lines[i - 1].blank or lines[i - 2] is lines[first]
    heads = right_below and _heads(lines, i)
    return len(_cells(line)) > 1 or line.indent > 0 or rest or heads


def _is_row(row: list[tuple[int, Span]], line: Line, before: Line, width: int) -> bool:
    """Whether a line that fills all columns but the first is a row of its own: each cell begins
    with a capital or a mark, below none that ends with a comma."""
    if [column for column, _ in row] != list(range(1, width)) or before.blank:
        return False
    small = any(line.text[span.start - line.start].islower() for _, span in row)
    return not small and not any(before.text[b - 1] == "," for _, b in _cells(before))


def _turns(lines: list[Line], i: int, first: int) -> bool:
    """Whether only white lines and the furniture of a page stand before the next row, whose cells
    all start where the headers do."""
    page = False
    while i < len(lines) and (lines[i].blank or lines[i].furniture):
        page |= bool(lines[i].furniture)
        i += 1
    if not page or i == len(lines):
        return False
    row = _cells(lines[i])
    return len(row) > 1 and _stand(row, [a for a, _ in _cells(lines[first])])


def _goes_on(grid: Grid, row: list[tuple[int, Span]], line: Line, margin: int) -> bool:
    """Whether a line set in from the first header, or in small letters, goes on with the row
    above."""
    if len(grid.rows) < 2:
        return False
    inward = line.indent > margin and len(row) < len(grid.rows[-1])
    return inward or line.text.lstrip()[:1].islower()


def _column(columns: list[int], start: int) -> int:
    """The column in which a cell starts."""
    return max((n for n, at in enumerate(columns) if at <= start + DRIFT), default=0)
