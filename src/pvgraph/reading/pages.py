"""Tables that go on after the furniture of a page."""

from dataclasses import dataclass

from pvgraph.model import Block
from pvgraph.reading import captions
from pvgraph.reading.cues import Cues
from pvgraph.reading.grids import Grid

FORMS = frozenset({"pipe", "tab"})  # those of which each line is a row


@dataclass(frozen=True, slots=True)
class Above:
    """The table read last, the rows up to its end (of a table that it goes on with too) and the
    blocks up to there."""

    form: str
    grid: Grid
    rows: int
    blocks: int


def rows_above(
    text: str, above: Above | None, grid: Grid, form: str, out: list[Block], cues: Cues
) -> int:
    """How many rows a table goes on from; 0 where it is one of its own.

    Only furniture stands between, the rows are of one form and no wider, and the first is no row
    of headers; the rule below a header may stand after the page.
    """
    if above is None or above.form != form or form not in FORMS or not grid.rows:
        return 0
    between = out[above.blocks :]
    only = between and all(b.kind == "mobilier" and b.marker != "sommaire" for b in between)
    if not only or _width(grid) > _width(above.grid):
        return 0
    header = above.rows == 1 and above.grid.rule is None and grid.rule == 0
    ruled = grid.rule is not None and not header
    named = captions.names_columns(captions.filled(text, grid.rows[0]), cues)
    return 0 if ruled or named else above.rows


def _width(grid: Grid) -> int:
    return max((len(row) for row in grid.rows), default=0)
