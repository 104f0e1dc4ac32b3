"""Tables whose headers say nothing known, under an axe: each column told by its cells alone
(« Pari | Initiatives | Cheville ouvrière | Main-forte »)."""

import re

from pvgraph.layouts import actes, devinees
from pvgraph.layouts.colonnes import HEADER_MAX, Table, sense_of
from pvgraph.layouts.outline import Outline
from pvgraph.model import Block

COLUMNS_MIN, ROWS_MIN = 3, 2
WORDS_MIN = 2  # of the cells of what is done, on average
LEVELS = frozenset({"axe", "enjeu", *devinees.DONE})  # whose header was known and yet not enough
LONGER = 1.4  # times the words of any other column that could be
_SEVERAL = re.compile(r"[,;/+]|\bet\b")
_FIGURE = re.compile(r"\d")


def read(outline: Outline, table: Table) -> None:
    """Give the columns of a table their senses by their cells: acts by a verb, bodies in charge
    beside them, and what is done below aims."""
    head = min(table.rows)
    cells = {c: [b for _, b in cell] for c, cell in table.rows[head].items() if cell}
    short = all(len(c) == 1 and len(c[0].text) <= HEADER_MAX for c in cells.values())
    rows = [row for n, row in table.rows.items() if n > head]
    if not short or len(cells) < COLUMNS_MIN or len(rows) < ROWS_MIN or not _is_bound(outline):
        return
    senses = {c: sense_of(outline, blocks[0].text) for c, blocks in cells.items()}
    if any(s.split("-")[0] in LEVELS or "-" in s for s in senses.values()):
        return
    below = devinees.columns(outline, rows, list(senses))
    senses |= _bodies(outline, below, senses)
    found = _levels(outline, below, senses) if "porteur" in senses.values() else {}
    if "action" in found.values():
        table.header = head
        table.senses = {c: s for c, s in (senses | found).items() if s}


def _is_bound(outline: Outline) -> bool:
    """Whether an axe that the text names stands above, and no list of what has been done."""
    mode = outline.mode
    told = mode is not None and mode.niveau not in ("", "action")
    return outline.named() is not None and not (outline.zone or told)


def _bodies(outline: Outline, below: devinees.Columns, senses: dict[int, str]) -> dict[int, str]:
    """The columns all of whose cells name bodies, half of them known: the one that names a body a
    row is of those in charge, the others of those who help."""
    named = [
        c
        for c, sense in senses.items()
        if not sense and devinees.names_bodies(outline, below.blocks[c])
    ]
    alone = not {"porteur", "acteur"} & {*senses.values()}
    lead = [c for c in named if below.cells[c] == below.rows and _one_each(below.blocks[c])]
    first = lead[:1] if alone else []
    return {c: "porteur" if c in first else "partenaire" for c in named}


def _one_each(blocks: list[Block]) -> bool:
    """Whether most cells name one body and no list of them."""
    return 3 * sum(_SEVERAL.search(b.text) is not None for b in blocks) <= len(blocks)


def _levels(outline: Outline, below: devinees.Columns, senses: dict[int, str]) -> dict[int, str]:
    """The aims and what is done below them, or what is done alone."""
    free = [c for c, sense in senses.items() if not sense]
    said = [c for c in free if devinees.say_acts(outline, below.blocks[c])]
    aims = [c for c, sense in senses.items() if sense == "objectif"]
    told = {} if aims else {c: "objectif" for c in said if below.is_carried(c)}
    aims = aims or list(told)
    done = [c for c in said if c not in aims] or _longest(outline, below, [*set(free) - set(said)])
    if len(done) != 1 or len(aims) > 1 or (not aims and done[0] not in said):
        return {}
    counted = [c for c in free if c not in done and actes.all_count(outline, below.blocks[c])]
    return told | {done[0]: "action"} | dict.fromkeys(counted, "indicateur")


def _longest(outline: Outline, below: devinees.Columns, free: list[int]) -> list[int]:
    """Of the columns with words of their own on each row, the one that says clearly more."""
    words = {}
    for column in free:
        blocks = below.blocks[column]
        figures = sum(_FIGURE.search(b.text) is not None for b in blocks)
        whole = bool(blocks) and below.filled[column] == below.rows
        if whole and 2 * figures <= len(blocks) and not actes.all_count(outline, blocks):
            words[column] = sum(len(b.text.split()) for b in blocks) / len(blocks)
    first, *rest = sorted(words, key=lambda c: -words[c]) or [None]
    if first is None or words[first] < WORDS_MIN:
        return []
    return [first] if all(words[first] >= LONGER * words[c] for c in rest) else []
