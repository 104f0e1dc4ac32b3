"""Tables: columns take their meaning from their headers, rows from the columns."""

from pvgraph.layouts import corps_en_colonnes, deux_niveaux, lignes, par_les_cases
from pvgraph.layouts.colonnes import Table, is_repeated_header, read_header, same_width, settle
from pvgraph.layouts.outline import Outline
from pvgraph.layouts.rangee import RowReader


def take_table(
    outline: Outline, first: int, last: int, before: Table | None, outside: bool
) -> Table | None:
    """Read the cells of blocks `first` to `last`; `before` is the table that this one goes on
    with after a page break, `outside` says that only a table with pilots binds here. Returns
    the table when its columns are understood."""
    table = Table(lignes.rows(outline, first, last), first=first)
    if not table.rows or lignes.is_contents(outline, table.rows):
        return None
    read_header(outline, table)
    if lignes.opens_sheet(outline, table):
        before = None
    if table.header is None and before is not None and same_width(table, before):
        table.senses, table.carried = before.senses, before.carried
        table.bodies, table.tops, table.over = before.bodies, before.tops, before.over
    elif table.header is None:
        corps_en_colonnes.read_names(outline, table)
        if not table.senses:
            par_les_cases.read(outline, table)
    bound = not outside or {"porteur", "action"} <= set(table.senses.values())
    if not table.senses or not bound:
        return None
    _read_rows(outline, table)
    return table


def _read_rows(outline: Outline, table: Table) -> None:
    deux_niveaux.split(table)
    settle(table)
    heads = deux_niveaux.heads(outline, table)
    for number, row in sorted(table.rows.items()):
        if number == table.header or is_repeated_header(table, number):
            lignes.leave_row(outline, row)
        elif number in heads:
            _read_head(outline, table, row, *heads[number])
        elif lignes.is_total(outline, row) or lignes.is_section(outline, table, row):
            continue
        elif table.header is not None and number < table.header:
            lignes.leave_row(outline, row)
        else:
            RowReader(outline, table, row).read()
    lignes.leave(outline)
    deux_niveaux.close(outline)


def _read_head(outline: Outline, table: Table, cells: lignes.Row, column: int, upper: str) -> None:
    """Read a row that stands over those below it, and leave its item open over them."""
    deux_niveaux.close(outline)
    lower, table.senses[column] = table.senses[column], upper
    row = RowReader(outline, table, cells)
    row.read()
    table.senses[column] = lower
    table.carried.pop(column, None)
    own = [d for d in row.made if d.niveau == upper]
    if own:
        own[0].form = deux_niveaux.HEAD
        outline.open.append(own[0])


def after_furniture(outline: Outline, index: int, table: int | None) -> int:
    """The block from which a table goes on after a page's furniture; else `index`."""
    blocks, last = outline.blocks, index
    while last < len(blocks) and blocks[last].kind == "mobilier":
        last += 1
    if last == index or last == len(blocks) or blocks[last].table != table:
        return index
    for i in range(index, last):
        outline.set_aside(i, blocks[i].marker or "mobilier")
    return last
