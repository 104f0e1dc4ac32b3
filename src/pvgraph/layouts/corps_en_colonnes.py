"""Tables whose columns or rows are bodies or themes: « État | Ville | Département » over what each
does, with no header that says what the cells hold."""

import re

from pvgraph.layouts import actes, corps
from pvgraph.layouts.colonnes import HEADER_MAX, Table
from pvgraph.layouts.outline import Outline
from pvgraph.model import Block, Source
from pvgraph.reading.words import key

COLUMNS_MIN = 2  # bodies side by side
ROWS_MIN = 2
LABEL_MAX = 60  # signs of the theme that opens a row
_ACRONYM = re.compile(r"\b[A-ZÀ-Þ][A-ZÀ-Þ0-9]{1,}\b")
Cells = dict[int, list[Block]]


def read_names(outline: Outline, table: Table) -> None:
    """Where no header says what the columns hold: bodies or themes over the columns, or at the
    head of the rows, beside cells that say acts."""
    rows = [
        {c: [b for _, b in cell] for c, cell in row.items() if cell}
        for _, row in sorted(table.rows.items())
    ]
    mode = outline.mode
    told = mode is not None and mode.niveau not in ("", "action")  # « Bilan », « Indicateurs »
    if outline.zone or told or len(rows) < ROWS_MIN:
        return
    if not _read_columns(outline, table, rows):
        _read_rows(outline, table, rows)


def _read_columns(outline: Outline, table: Table, rows: list[Cells]) -> bool:
    head, first = rows[0], min(c for row in rows for c in row)
    beside = first not in head or bool(_level(outline, head[first][0]))
    named = {c: cell[0] for c, cell in head.items() if not (beside and c == first)}
    one = all(len(head[c]) == 1 and _is_label(outline, b) for c, b in named.items())
    below = [b for row in rows[1:] for c in named for b in row.get(c, [])]
    opens = [b for row in rows[1:] for b in row.get(first, [])] if beside else []
    short = all(len(b.text) <= LABEL_MAX for b in opens)
    if len(named) < COLUMNS_MIN or not (one and short and actes.most_cells(outline, below)):
        return False
    table.header = min(table.rows)
    table.senses = dict.fromkeys(named, "action")
    if opens:
        table.senses[first] = _level(outline, head[first][0]) if first in head else "axe"
    if _are_bodies(outline, list(named.values())):
        table.bodies = {c: Source(b.span, "porteur", "herite") for c, b in named.items()}
    elif not opens:
        for column, block in named.items():
            table.tops[column] = outline.make(block, "axe", "tableau", 0.85, outline.holder(),
                                              structural=True)  # fmt: skip
    return True


def _read_rows(outline: Outline, table: Table, rows: list[Cells]) -> None:
    """« La CAF | – ouvrir une crèche – … »: two columns, the first of names or themes."""
    columns = sorted({c for row in rows for c in row})
    if len(columns) != COLUMNS_MIN:
        return
    left, right = columns
    if not actes.most_cells(outline, rows[0].get(right, [])):
        table.header, rows = min(table.rows), rows[1:]
    names = [row[left][0] for row in rows if len(row.get(left, [])) == 1 and row.get(right)]
    acts = [b for row in rows for b in row.get(right, [])]
    whole = len(names) == len(rows) >= COLUMNS_MIN and all(_is_label(outline, b) for b in names)
    if whole and actes.most_cells(outline, acts):
        table.senses = {left: "porteur" if _are_bodies(outline, names) else "axe", right: "action"}
    else:
        table.header = None


def _level(outline: Outline, block: Block) -> str:
    """The level that the header of the rows' labels names (« Thème », « Axe »), if any."""
    sense = outline.cues.sense("colonne", block.text)
    return sense if sense in ("axe", "objectif") else ""


def _is_label(outline: Outline, block: Block) -> bool:
    """A few words that begin with a capital and say no act."""
    words = block.text
    known = outline.cues.sense("colonne", words) or outline.cues.sense("titre", words) == "total"
    plain = len(words) <= HEADER_MAX and not block.marker and not words.endswith((".", ":"))
    return plain and words[:1].isupper() and not known and not outline.marks.acts(words)


def _are_bodies(outline: Outline, blocks: list[Block]) -> bool:
    """Whether labels are bodies and not themes: all of them names, one of them known or told by
    its capitals (« SIA Habitat » shows that « Norévie » is one)."""
    sure = any(
        outline.cues.subject.search(key(b.text)) or _ACRONYM.search(b.text) or _proper(b.text)
        for b in blocks
    )
    return sure and all(corps.is_body(outline, b.text) for b in blocks)


def _proper(words: str) -> bool:
    return sum(w[0].isupper() for w in words.split()) > 1
