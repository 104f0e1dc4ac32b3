"""Columns whose header could name an axe (« Orientation ») but hold what is aimed at below one."""

from pvgraph.layouts import devinees
from pvgraph.layouts.outline import Outline
from pvgraph.layouts.reperes import dotted
from pvgraph.model import Block

BELOW_AXE = "sous-axe"  # where `extract/niveaux.csv` says what such a header names below an axe


def below_axe(
    outline: Outline, heads: dict[int, str], senses: dict[int, str], below: devinees.Columns
) -> dict[int, str]:
    """The columns of « orientations » that hold objectifs: they stand below an axe, a heading or
    a column to their left, beside what is done, and say acts."""
    if "objectif" in senses.values() or not devinees.DONE & set(senses.values()):
        return {}
    axes = [c for c, sense in senses.items() if sense in ("axe", "enjeu")]
    return {
        c: "objectif"
        for c in axes
        if outline.cues.sense(BELOW_AXE, heads[c])
        and devinees.say_acts(outline, below.blocks[c])
        and (
            axes[0] < c
            or below.sections
            or devinees.is_under_axe(outline, below.blocks[c])
            or _is_repeated(outline, heads[c])
        )
    }


def _is_repeated(outline: Outline, head: str) -> bool:
    """Whether each heading of the rank of the one above is over such a table: an axe each (« 1. Une
    ville qui soigne »), no chapter (« 4. Programme d'actions »)."""
    above = outline.holder()
    if above is None or above.niveau != "axe" or above.position >= len(outline.blocks):
        return False
    rank = _rank(outline.blocks[above.position])
    over: dict[int, int] = {}
    last = -1
    for index, block in enumerate(outline.blocks):
        if block.kind == "cellule" and block.text == head and block.table is not None:
            over.setdefault(block.table, last)
        elif block.kind == "titre":
            last = index
    several = len({*over.values()}) == len(over) > 1
    return several and all(i >= 0 and _rank(outline.blocks[i]) == rank for i in over.values())


def _rank(block: Block) -> tuple[int, int]:
    return block.level, len(dotted(block.marker))
