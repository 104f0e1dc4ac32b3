"""The rows of a table: its cells in place, and the rows that are headings."""

from collections import defaultdict

from pvgraph.layouts.colonnes import Rows, Table
from pvgraph.layouts.outline import Outline
from pvgraph.model import Block


def rows(outline: Outline, first: int, last: int) -> Rows:
    """The cells of blocks `first` to `last` by row and column."""
    rows: Rows = defaultdict(lambda: defaultdict(list))
    for index in range(first, last):
        block = outline.blocks[index]
        if block.kind == "cellule":
            rows[block.row or 0][block.column or 0].append((index, block))
    return rows


def is_section(outline: Outline, table: Table, row: dict[int, list[tuple[int, Block]]]) -> bool:
    """A row that is a heading: one cell alone, named as an axe (« Axe 2 : Santé »)."""
    filled = [cell for cell in row.values() if cell]
    if len(filled) != 1 or len(filled[0]) != 1 or "axe" in table.senses.values():
        return False
    index, block = filled[0][0]
    words = f"{block.marker} {block.text}" if block.marker else block.text
    sense = outline.cues.sense("titre", words)
    if sense not in ("axe", "objectif") or not any(c.isdigit() for c in block.marker):
        return False
    if sense in table.senses.values():
        return False
    form = block.marker.split()[0].lower()
    outline.push(outline.make(block, sense, "tableau", 0.9, None, structural=True, form=form,
                              position=index))  # fmt: skip
    table.carried.clear()
    return True
