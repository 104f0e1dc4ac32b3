"""What the columns of a table hold whose header says nothing known: told by their cells."""

from dataclasses import dataclass

from pvgraph.layouts import actes, corps
from pvgraph.layouts.outline import Outline
from pvgraph.layouts.reperes import dotted
from pvgraph.model import Block
from pvgraph.reading.cues import BODIES
from pvgraph.reading.words import key

DONE = frozenset({"action", "projet"})
Row = dict[int, list[tuple[int, Block]]]
SUBJECT_MIN = 3  # words of a cell that says a subject (« L'accès aux soins »)
BODIES_MIN = 2  # cells that name bodies


@dataclass(frozen=True, slots=True)
class Columns:
    """What stands below the headers of a table of so many `rows`: the blocks of each column, in
    how many rows it has words that the row above has not (`filled`), or any (`cells`). Rows that
    are headings (« Axe 2 – Habiter ») are left out; `sections` says that there are some."""

    blocks: dict[int, list[Block]]
    filled: dict[int, int]
    cells: dict[int, int]
    rows: int
    sections: bool

    def is_carried(self, column: int) -> bool:
        """Whether some of a column's cells stand over several rows."""
        return 0 < self.filled[column] < self.rows

    def lists(self, column: int) -> bool:
        """Whether some of a column's cells hold several items."""
        return len(self.blocks[column]) > self.cells[column]

    def numbered(self, column: int) -> bool:
        """Whether each cell has a number, its own."""
        numbers = {b.text: dotted(b.marker) for b in self.blocks[column]}
        return len({*numbers.values()}) == len(numbers) and () not in numbers.values()


def columns(outline: Outline, below: list[Row], heads: list[int]) -> Columns:
    """The columns `heads` of these rows."""
    rows = [row for row in below if not _is_section(outline, row)]
    cells = {c: [[b for _, b in row.get(c, [])] for row in rows] for c in heads}
    filled = {}
    for column, parts in cells.items():
        words = [[b.text for b in cell] for cell in parts if cell]
        filled[column] = sum(w != before for w, before in zip(words, [[], *words], strict=False))
    blocks = {c: [b for cell in parts for b in cell] for c, parts in cells.items()}
    some = {c: sum(map(bool, parts)) for c, parts in cells.items()}
    return Columns(blocks, filled, some, len(rows), len(rows) < len(below))


def _is_section(outline: Outline, row: Row) -> bool:
    """A row of one cell with a word of level and its number that is an axe's."""
    filled = [b for cell in row.values() for _, b in cell if b.text or b.marker]
    word = outline.marks.level_word.match(filled[0].marker) if len(filled) == 1 else None
    return word is not None and outline.cues.sense("titre", word.group()) == "axe"


def guess(outline: Outline, below: Columns, senses: dict[int, str]) -> dict[int, str]:
    """The columns whose header nothing knows, beside one that names bodies or what is done: the
    one whose cells say acts, where no other holds actions (« Qui | Ce qu'on tente | Avec »), the
    one that stands over them, the one whose cells say what is counted."""
    given = set(senses.values())
    if "-" in "".join(given) or not given & (BODIES | DONE):
        return {}
    free = [c for c, s in senses.items() if s in ("", "description")]  # « Comment le verra-t-on ? »
    counted = [c for c in free if actes.all_count(outline, below.blocks[c])]
    acts = [c for c in free if not senses[c] and actes.most_cells(outline, below.blocks[c])]
    found = {counted[0]: "indicateur"} if len(counted) == 1 and given & BODIES else {}
    found |= over_acts(outline, senses | found, below, acts)
    acts = [c for c in acts if c not in found]
    if len(acts) == 1 and given & BODIES and not given & DONE:
        found[acts[0]] = "action"
    return found


def over_acts(
    outline: Outline, senses: dict[int, str], below: Columns, acts: list[int]
) -> dict[int, str]:
    """The column of unknown words that stands over the actions: its cells say acts or have
    numbers, and each stands over rows or before what is done. `acts` are the columns of unknown
    words that say acts."""
    if "objectif" in senses.values():
        return {}
    axes = [c for c, sense in senses.items() if sense == "axe"]
    done = [c for c, sense in senses.items() if sense in DONE]
    plain = [c for c, sense in senses.items() if not sense and below.filled[c]]
    for column in sorted(plain, key=lambda c: (not below.is_carried(c), below.lists(c), c)):
        beside = done or [c for c in acts if c != column]
        if not beside or not _stands_over(outline, below, column, beside):
            continue
        blocks = below.blocks[column]
        under = bool(axes) or below.sections or is_under_axe(outline, blocks)
        return {column: "objectif" if under or say_acts(outline, blocks) else "axe"}
    return {}


def _stands_over(outline: Outline, below: Columns, column: int, done: list[int]) -> bool:
    """Whether a column is over those of what is `done`: to their left, or over several rows of
    theirs."""
    carried, blocks = below.is_carried(column), below.blocks[column]
    if not say_acts(outline, blocks):
        first = carried and column < min(done)
        return first and (below.numbered(column) or _are_subjects(outline, blocks))
    told = below.numbered(column) or (carried and not any(below.is_carried(c) for c in done))
    return column < min(done) or told


def _are_subjects(outline: Outline, blocks: list[Block]) -> bool:
    """Whether each cell is of some words, none of them the name of a body or a place."""
    words = (b.text.split() for b in blocks)
    plain = all(len(w) >= SUBJECT_MIN and w[1][:1].islower() for w in words)
    return plain and not any(corps.is_body(outline, b.text) for b in blocks)


def bodies(outline: Outline, below: Columns, senses: dict[int, str]) -> dict[int, str]:
    """Beside what is done, the columns all of whose cells name bodies, half of them known: the
    first of those in charge where no other is, the others of those who help."""
    found: dict[int, str] = {}
    given = set(senses.values())
    for column in [c for c, sense in senses.items() if not sense] if given & DONE else ():
        if names_bodies(outline, below.blocks[column]):
            alone = not {"porteur", "acteur"} & {*given, *found.values()}
            found[column] = "porteur" if alone else "partenaire"
    return found


def names_bodies(outline: Outline, blocks: list[Block]) -> bool:
    """Whether each cell names bodies, half of them known; where two of three are, others may be of
    a few plain words (« parents d'élèves »)."""
    known = sum(corps.is_known(outline, key(b.text)) for b in blocks)
    if len(blocks) < BODIES_MIN or 2 * known < len(blocks):
        return False
    other = [b.text for b in blocks if not corps.is_body(outline, b.text)]
    few = all(len(t.split()) < SUBJECT_MIN and t[:1].islower() for t in other)
    return not other or (few and 3 * known >= 2 * len(blocks))


def say_acts(outline: Outline, blocks: list[Block]) -> bool:
    """Whether two cells of three say an act by a verb."""
    acts = sum(outline.marks.acts(b.text) for b in blocks)
    return bool(blocks) and 3 * acts >= 2 * len(blocks)


def is_under_axe(outline: Outline, blocks: list[Block]) -> bool:
    """Whether an axe stands above, known by its word or by its number, which those of the cells
    go on with; cells that name their own level (« Axe 1 ») are no part of it."""
    above = outline.named() or outline.holder()
    if above is None or above.niveau != "axe":
        return False
    if any(outline.marks.level_word.match(b.marker) for b in blocks):
        return False
    number = dotted(above.numero)
    extends = bool(number) and all(
        dotted(b.marker)[: len(number)] == number != dotted(b.marker) for b in blocks
    )
    return extends or outline.named() is not None
