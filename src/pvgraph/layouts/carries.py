"""What is done, told by where it stands: below aims that each stand over several of its rows,
beside bodies in charge, under words that nothing knows and in cells that need not say acts."""

from pvgraph.layouts import corps, devinees
from pvgraph.layouts.outline import Outline
from pvgraph.model import Block
from pvgraph.reading.cues import BODIES

WORDS_MIN = 3  # of the cells, on average: fewer tell a place, a date, a state
AIMS = ("", "description", "ecart")  # headers that may stand over aims (« Cible », « Visée »)


def done_below(outline: Outline, below: devinees.Columns, senses: dict[int, str]) -> dict[int, str]:
    """The one column of unknown words that is filled in each row below the aims, and the aims
    themselves where their header does not say it: « Cible | Intervention prévue | Organisme »."""
    given = set(senses.values())
    if "-" in "".join(given) or given & devinees.DONE or not given & BODIES:
        return {}
    aims = [c for c, sense in senses.items() if sense == "objectif"]
    told = not aims and "axe" not in given
    if told:
        aims = [c for c, s in senses.items() if s in AIMS and _are_aims(outline, below, c)]
    if len(aims) != 1:
        return {}
    free = [c for c, s in senses.items() if not s and c not in aims and _tells(outline, below, c)]
    if len(free) != 1 or not (below.is_carried(aims[0]) or below.lists(free[0])):
        return {}
    return {free[0]: "action"} | ({aims[0]: "objectif"} if told else {})


def _are_aims(outline: Outline, below: devinees.Columns, column: int) -> bool:
    """Whether each cell says an act by a verb and some stand over several rows."""
    said = devinees.say_acts(outline, below.blocks[column])
    return said and below.is_carried(column) and not below.lists(column)


def _tells(outline: Outline, below: devinees.Columns, column: int) -> bool:
    """Whether each row has its own words here, which are neither names, figures nor measures."""
    blocks = below.blocks[column]
    if not blocks or below.filled[column] < below.rows:
        return False
    words = sum(len(b.text.split()) for b in blocks)
    other = sum(_is_other(outline, b) for b in blocks)
    return words >= WORDS_MIN * len(blocks) and 3 * other <= len(blocks)


def _is_other(outline: Outline, block: Block) -> bool:
    """A body, what is counted, a date or a sum."""
    figures = any(c.isdigit() for c in block.text)
    counted = outline.marks.counted.match(block.text) is not None
    return figures or counted or corps.is_body(outline, block.text)
