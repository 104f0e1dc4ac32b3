"""ODS by odfdo."""

import io

from odfdo import Cell as OdfCell
from odfdo import Document, Row, Table

from pvgraph.documents.model import Cell, Percent, Report, Sheet


def to_ods(report: Report) -> bytes:
    """The report as a spreadsheet: a sheet a table, the notes last."""
    document = Document("spreadsheet")
    document.body.clear()
    about = Sheet("Source", [report.title], [[note] for note in report.notes])
    for sheet in [*report.sheets, about]:
        document.body.append(_table(sheet))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(sheet: Sheet) -> Table:
    name = "".join(" " if c in "[]:*?/\\'" else c for c in sheet.title)
    table = Table(name[:60].strip())
    for cells in [sheet.header, *sheet.rows]:
        row = Row()
        for cell in cells:
            row.append_cell(_cell(cell))
        table.append_row(row)
    return table


def _cell(value: Cell) -> OdfCell:
    if isinstance(value, Percent):
        return OdfCell(round(value.part, 6), cell_type="percentage", text=f"{value.part:.1%}")
    if isinstance(value, int | float):
        return OdfCell(value)
    text = value or ""
    return OdfCell(text, text=text, cell_type="string")
