"""The rows of a table: its cells in place, and the rows that are headings."""

import re
from collections import defaultdict

from pvgraph.layouts.colonnes import Rows, Table
from pvgraph.layouts.outline import Draft, Outline
from pvgraph.layouts.reperes import dotted
from pvgraph.model import Block
from pvgraph.reading.cues import BODIES
from pvgraph.reading.words import key

Row = dict[int, list[tuple[int, Block]]]
ROW = "ligne"  # how a heading that is a row of its table is known
SECTION_MAX = 120  # signs of such a heading
TAG_MAX = 60  # signs of the tag and number before the words of a cell
_HEAD = re.compile(r"(?:\*\*|<(?:b|strong)>|<th\b[^<>]*>)\s*(?:[\w.-]{1,6}\s+)?$")
COLUMNS_MIN = 3
DIVIDING = {"division", "engagements", "generique", "liminaire", "chapitre"}  # of the whole text
HEAD_MAX = 80  # signs of the name of a body above its items


def rows(outline: Outline, first: int, last: int) -> Rows:
    """The cells of blocks `first` to `last` by row and column."""
    rows: Rows = defaultdict(lambda: defaultdict(list))
    for index in range(first, last):
        block = outline.blocks[index]
        if block.kind == "cellule":
            rows[block.row or 0][block.column or 0].append((index, block))
    return rows


def opens_sheet(outline: Outline, table: Table) -> bool:
    """Whether a table begins with the name of a sheet of a workbook (« Onglet 6 – Suivi »)."""
    first = [b for cell in table.rows[min(table.rows)].values() for _, b in cell]
    return len(first) == 1 and outline.cues.sense("titre", first[0].marker) == "feuille"


def is_section(outline: Outline, table: Table, row: Row) -> bool:
    """A row that is a heading: one cell alone, named as an axe (« Axe 2 : Santé »)."""
    filled = [cell for cell in row.values() if cell]
    if len(filled) != 1 or len(filled[0]) != 1 or "axe" in table.senses.values():
        return False
    index, block = filled[0][0]
    words = f"{block.marker} {block.text}" if block.marker else block.text
    sense = outline.cues.sense("titre", words)
    if sense in DIVIDING:  # « ONGLET 4 – Engagements des signataires », above the headers
        outline.set_aside(index, "titre")
        if sense == "division":
            outline.open.clear()
        return True
    if sense in ("axe", "objectif") and _numbered(block.marker):
        form = block.marker.split()[0].lower()
    elif _spans(outline, table, row, block):
        sense, form = "objectif" if outline.marks.acts(block.text) else "axe", ROW
    else:
        return False
    if sense in table.senses.values():
        return False
    outline.push(outline.make(block, sense, "tableau", 0.9, None, structural=sense == "axe",
                              form=form, position=index))  # fmt: skip
    table.carried.clear()
    return True


def _numbered(marker: str) -> bool:
    """« Axe 2 », « Axe C », « Axe transversal »: a word of level and what stands for its number."""
    return any(c.isdigit() for c in marker) or len(marker.split()) > 1


def is_total(outline: Outline, row: Row) -> bool:
    """A row that sums up the ones above (« Total prévisionnel »): none of its cells is an item."""
    cells = [pair for cell in row.values() for pair in cell]
    if not cells or outline.cues.sense("titre", cells[0][1].text) != "total":
        return False
    for index, _ in cells:
        outline.set_aside(index, "total")
    return True


def _spans(outline: Outline, table: Table, row: Row, block: Block) -> bool:
    """Whether a cell alone on its row stands over the rows below: in a column of bodies or dates,
    in bold or as a header where the other cells are not, or alone in its column with a number."""
    column = next(c for c, cell in row.items() if cell)
    if len(block.text) > SECTION_MAX or len(table.senses) < COLUMNS_MIN:
        return False
    sense = table.senses.get(column, "")
    head = _HEAD.search(outline.text, max(0, block.span.start - TAG_MAX), block.span.start)
    if sense in ("porteur", "partenaire", "financeur", "ecart", "numero", "") or head:
        return True
    return bool(dotted(block.marker)) and not any(
        dotted(b.marker)
        for number, other in table.rows.items()
        if number != table.header and sum(map(bool, other.values())) > 1
        for _, b in other.get(column, [])
    )


def is_head(outline: Outline, cell: list[tuple[int, Block]], block: Block) -> bool:
    """Words without a mark above marked items of a cell: « Du côté de l'Etat »."""
    if block.marker not in ("", "<") or len(cell) < 2:
        return False
    rest = [b for _, b in cell if b.span.start > block.span.start]
    if not rest or rest[0].marker in ("", "<") or len(block.text) > HEAD_MAX:
        return False
    gap = outline.text[block.span.end : rest[0].span.start]
    named = "," not in block.text and outline.cues.subject.search(key(block.text))
    apart = named or block.text.endswith(":") or "\n" in gap or "<" in gap
    return bool(apart) and not outline.marks.acts(block.text)


def is_contents(outline: Outline, rows: Rows) -> bool:
    """A table of contents (« Fiche | Intitulé | Page »), which names nobody: none of its cells is
    an item."""
    first = rows[min(rows)]
    heads = {c: outline.cues.sense("colonne", cell[0][1].text) for c, cell in first.items() if cell}
    pages = [c for c, sense in heads.items() if sense == "page"]
    if len(pages) != 1 or BODIES & set(heads.values()):
        return False
    below = [b for n, row in rows.items() if n != min(rows) for _, b in row.get(pages[0], [])]
    refs = all(outline.marks.page_ref.fullmatch(b.text or b.marker) for b in below)
    for index in (i for row in rows.values() for cell in row.values() for i, _ in cell if refs):
        outline.set_aside(index, "sommaire")
    return refs


def leave_row(outline: Outline, row: Row) -> None:
    """Set aside a row of headers, or one above them."""
    for index, _ in (pair for cell in row.values() for pair in cell):
        outline.set_aside(index, "en-tete")


def leave(outline: Outline) -> None:
    """Close what rows of a table opened."""
    outline.open[:] = [d for d in outline.open if d.form != ROW]


def axe_named(outline: Outline, cell: list[tuple[int, Block]]) -> list[Draft]:
    """The axe that a cell names by its number alone (« 2 » under « Priorité »), if one has it."""
    number = dotted(cell[0][1].marker or cell[0][1].text) if len(cell) == 1 else ()
    if not number or any(c.isalpha() for c in cell[0][1].text):
        return []
    found = [d for d in outline.drafts if d.niveau == "axe" and dotted(d.numero) == number]
    if found:
        outline.set_aside(cell[0][0], "numero")
    return found[-1:]


def is_rest(outline: Outline, block: Block) -> bool:
    """Whether a cell of measures goes on with the one above (« Nombre de jeunes » / « suivis »)."""
    return (
        not block.marker
        and block.text[:1].islower()
        and not outline.marks.counted.match(block.text)
    )
