"""Columns of what is aimed at: below an axe by a header that could name one (« Orientation »),
else, whatever their header (« Cap »), by their cells: acts or numbers carried over rows of actions.
"""

from dataclasses import dataclass

from pvgraph.layouts.outline import Outline
from pvgraph.layouts.reperes import dotted
from pvgraph.model import Block

DONE = frozenset({"action", "projet"})
BELOW_AXE = "sous-axe"  # where `extract/niveaux.csv` says what such a header names below an axe


@dataclass(frozen=True, slots=True)
class Columns:
    """What stands below the headers of a table of so many `rows`: each column's blocks, and in how
    many rows it has some (`filled`)."""

    blocks: dict[int, list[Block]]
    filled: dict[int, int]
    rows: int

    def is_carried(self, column: int) -> bool:
        """Whether some of a column's cells stand over several rows."""
        return 0 < self.filled[column] < self.rows


def below_axe(
    outline: Outline, heads: dict[int, str], senses: dict[int, str], below: Columns
) -> dict[int, str]:
    """The columns of « orientations » that hold objectifs: they stand below an axe, a heading or
    a column to their left, beside what is done, and say acts."""
    if "objectif" in senses.values() or not DONE & set(senses.values()):
        return {}
    axes = [c for c, sense in senses.items() if sense == "axe"]
    return {
        c: "objectif"
        for c in axes
        if outline.cues.sense(BELOW_AXE, heads[c])
        and (axes[0] < c or _under_axe(outline, below.blocks[c]))
        and _acts(outline, below.blocks[c])
    }


def told(
    outline: Outline, senses: dict[int, str], below: Columns, acts: list[int]
) -> dict[int, str]:
    """The column of unknown words that stands over the actions: its cells say acts or have
    numbers, and each stands over rows or before what is done. `acts` are the columns of unknown
    words that say acts."""
    if {"objectif", "axe"} & set(senses.values()):
        return {}
    done = [c for c, sense in senses.items() if sense in DONE]
    plain = [c for c, sense in senses.items() if not sense and below.filled[c]]
    for column in sorted(plain, key=lambda c: (not below.is_carried(c), c)):
        beside = done or [c for c in acts if c != column]
        if not beside or not _stands_over(outline, below, column, min(beside)):
            continue
        blocks = below.blocks[column]
        under = _acts(outline, blocks) or _under_axe(outline, blocks)
        return {column: "objectif" if under else "axe"}
    return {}


def _stands_over(outline: Outline, below: Columns, column: int, done: int) -> bool:
    """Whether a column is over that of what is `done`: to its left, or each cell with its number
    over several rows."""
    blocks, carried = below.blocks[column], below.is_carried(column)
    if not _acts(outline, blocks):
        return carried and column < done and _numbered(blocks)
    return column < done or (carried and _numbered(blocks))


def _acts(outline: Outline, blocks: list[Block]) -> bool:
    """Whether two cells of three say an act by a verb."""
    acts = sum(outline.marks.acts(b.text) for b in blocks)
    return bool(blocks) and 3 * acts >= 2 * len(blocks)


def _numbered(blocks: list[Block]) -> bool:
    """Whether each cell has its own number."""
    numbers = {dotted(b.marker) for b in blocks}
    return len(numbers) == len(blocks) and () not in numbers


def _under_axe(outline: Outline, blocks: list[Block]) -> bool:
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
