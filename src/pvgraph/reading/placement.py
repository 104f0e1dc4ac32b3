"""In which row and column of its table stands each of the cells that follow one another.

What a cell says (an act, a body, a measure, a date) suits some columns; within a row cells go from
left to right. Among all ways to lay the cells out the one that costs least is kept, found column
by column in one pass; work grows with the number of cells.
"""

import re
from dataclasses import dataclass

from pvgraph.model import fold
from pvgraph.reading.cues import BODIES, Cues
from pvgraph.reading.marks import peel
from pvgraph.reading.words import Marks, key

LEVELS = frozenset({"axe", "objectif", "action", "projet"})
MEASURES = frozenset({"indicateur", "resultat"})
BODY_MAX = 120
CLEAR = 0.01  # by which an earlier column is kept, all else equal
_DATED = re.compile(r"\D{0,25}\d[\d\s/.,–-]*(?:\D{0,4}\d[\d\s/.,–-]*)?\D{0,10}")
_NAMED = re.compile(
    r"(?:[A-ZÀ-Þ][\w'’()&-]*[\s,;/+]*(?:d[eu]s?\s|la\s|l['’]|et\s|[a-z]+[,;]?\s?)?){1,8}"
)
# What a cell costs in a column, by what it says and what the column holds.
COSTS = {
    "acte": {"niveau": 0.0, "mesure": 1.5, "organisme": 2.5, "autre": 1.5},
    "nom": {"niveau": 0.2, "mesure": 0.4, "organisme": 2.5, "autre": 1.0},
    "mesure": {"niveau": 2.0, "mesure": 0.0, "organisme": 3.0, "autre": 1.5},
    "organisme": {"niveau": 1.2, "mesure": 2.0, "organisme": 0.0, "autre": 1.0},
    "date": {"niveau": 3.0, "mesure": 2.5, "organisme": 2.5, "autre": 0.0},
    "inconnu": {"niveau": 0.5, "mesure": 0.6, "organisme": 1.5, "autre": 0.5},
}
EMPTY = {"niveau": 0.9, "mesure": 0.6, "organisme": 0.6, "autre": 0.5}  # of a cell left empty
CARRIED = 0.3  # of a level that goes on from the row above
AGAIN = {"niveau": 0.9, "mesure": 0.2, "organisme": 0.8, "autre": 0.8}  # of a second paragraph
LISTED_OUT = 1.0  # of an item with a list mark in the outermost of several levels
NUMBERED_IN = 1.5  # of a number of two parts (« 1.2 ») elsewhere than there
APART = 1.5  # of an item with a mark below words without one


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell is by its words: its sort, whether it has a list mark, a number « 1.2 »."""

    sort: str
    marked: bool
    numbered: bool
    announces: bool


def sort(words: str, cues: Cues, marks: Marks) -> Cell:
    """What a cell says."""
    words = fold(words)
    peeled = peel(words, 0, len(words), marks)
    plain = words[peeled.span.start : peeled.span.end] if peeled.mark or peeled.number else words
    numbered = len(peeled.number.split()[-1:]) == 1 and peeled.number[-1:].isdigit()
    return Cell(_sort(plain, cues, marks), bool(peeled.mark), numbered, plain.endswith(":"))


def _sort(words: str, cues: Cues, marks: Marks) -> str:
    if marks.acts(words):
        return "acte"
    subject = cues.subject.search(key(words))
    if subject is not None and subject.start() <= len("les ") and len(words) <= BODY_MAX:
        return "organisme"
    if marks.names_act(words):
        return "nom"
    if marks.counted.match(words):
        return "mesure"
    if _DATED.fullmatch(words):
        return "date"
    return "organisme" if len(words) <= BODY_MAX and _NAMED.fullmatch(words) else "inconnu"


def place(cells: list[Cell], senses: list[str]) -> tuple[list[tuple[int, int]], float]:
    """The row and the column of each cell, and what the whole costs."""
    kinds = [_kind(sense) for sense in senses]
    outer = next((n for n, kind in enumerate(kinds) if kind == "niveau"), 0)
    outer = outer if kinds.count("niveau") > 1 else -1
    costs: list[list[float]] = []
    before: list[list[tuple[int, bool]]] = []
    for rank, cell in enumerate(cells):
        own = [_own(cell, kind, n, outer) + CLEAR * n for n, kind in enumerate(kinds)]
        if not rank:
            costs.append([_left(kinds, n, first=True) + own[n] for n in range(len(kinds))])
            before.append([(-1, True)] * len(kinds))
            continue
        found = [_reach(costs[-1], cells[rank - 1], cell, kinds, n) for n in range(len(kinds))]
        costs.append([cost + own[n] for n, (cost, _, _) in enumerate(found)])
        before.append([(column, new) for _, column, new in found])
    return _trace(costs, before, kinds)


def _kind(sense: str) -> str:
    if sense in LEVELS:
        return "niveau"
    if sense in BODIES or sense == "acteur":
        return "organisme"
    return "mesure" if sense in MEASURES else "autre"


def _own(cell: Cell, kind: str, column: int, outer: int) -> float:
    cost = COSTS[cell.sort][kind]
    if kind == "niveau" and outer >= 0:
        cost += LISTED_OUT * (cell.marked and column == outer)
        cost += NUMBERED_IN * (cell.numbered and column != outer)
    return cost


def _left(kinds: list[str], column: int, first: bool) -> float:
    """What it costs that a row begins in this column: levels go on from the row above."""
    carried = {} if first else {"niveau": CARRIED}
    return sum(carried.get(kind, EMPTY[kind]) for kind in kinds[:column])


def _reach(
    costs: list[float], above: Cell, cell: Cell, kinds: list[str], column: int
) -> tuple[float, int, bool]:
    """The cheapest way to a column from those of the cell before: cost, column, a new row."""
    ways = []
    for last, cost in enumerate(costs):
        if last < column:
            ways.append((cost + sum(EMPTY[k] for k in kinds[last + 1 : column]), last, False))
        elif last == column:
            ways.append((cost + _again(above, cell, kinds[column]), last, False))
        rest = sum(EMPTY[kind] for kind in kinds[last + 1 :])
        ways.append((cost + rest + _left(kinds, column, first=False), last, True))
    return min(ways)


def _again(above: Cell, cell: Cell, kind: str) -> float:
    """What it costs that a cell is but another paragraph of the one before."""
    if above.marked and cell.marked:
        return 0.0
    if cell.marked:
        return CARRIED if above.announces else APART
    return AGAIN[kind] + APART * (above.marked or cell.numbered)


def _trace(
    costs: list[list[float]], before: list[list[tuple[int, bool]]], kinds: list[str]
) -> tuple[list[tuple[int, int]], float]:
    if not costs:
        return [], 0.0
    ends = [c + sum(EMPTY[k] for k in kinds[n + 1 :]) for n, c in enumerate(costs[-1])]
    column = min(range(len(ends)), key=ends.__getitem__)
    least, places = ends[column], []
    for rank in range(len(costs) - 1, -1, -1):
        last, new = before[rank][column]
        places.append((column, new))
        column = last
    rows, row = [], -1
    for column, new in reversed(places):
        row += new
        rows.append((row, column))
    return rows, least


def complete(places: list[tuple[int, int]], senses: list[str]) -> int:
    """How many rows hold an item and a body."""
    found: dict[int, set[str]] = {}
    for row, column in places:
        found.setdefault(row, set()).add(_kind(senses[column]))
    return sum({"niveau", "organisme"} <= kinds for kinds in found.values())


def tail(cells: list[Cell], places: list[tuple[int, int]], senses: list[str]) -> int:
    """How many cells at the end are what follows the table: alone in a row of their own, or one
    more paragraph where the last column is full, without a mark, a number or an act."""
    count = 0
    for rank in range(len(cells) - 1, -1, -1):
        row, column = places[rank]
        above = places[rank - 1] if rank else (-1, -1)
        below = places[rank + 1][0] if rank + 1 < len(cells) else row + 1
        plain = not (cells[rank].marked or cells[rank].numbered) and cells[rank].sort != "acte"
        alone = _kind(senses[column]) == "niveau" and above[0] != row != below
        more = above == (row, column) or _kind(senses[column]) == "autre"
        more = more and cells[rank].sort not in ("mesure", "date")
        if not (plain and (alone or more)):
            break
        count += 1
    return count
