"""DOCX by python-docx: the table of figures, then the quotes to read aloud."""

import io

from docx import Document
from docx.shared import Pt

from pvgraph.documents.model import Report, Sheet, shown

_WIDE = 7
_MOST_ROWS = 400


def to_docx(report: Report) -> bytes:
    """The report as a text document: narrow sheets as tables, wide ones as paragraphs."""
    document = Document()
    document.core_properties.title = report.title
    document.core_properties.language = report.language
    document.styles["Normal"].font.size = Pt(10)
    document.add_heading(report.title, 0)
    for sheet in report.sheets:
        document.add_heading(sheet.title, 1)
        if len(sheet.header) <= _WIDE or len(sheet.rows) < 2:
            _table(document, sheet)
        else:
            _paragraphs(document, sheet)
    document.add_heading("Source", 1)
    for note in report.notes:
        document.add_paragraph(note)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: Document, sheet: Sheet) -> None:
    table = document.add_table(rows=1, cols=len(sheet.header), style="Light Grid Accent 1")
    for cell, head in zip(table.rows[0].cells, sheet.header, strict=True):
        cell.text = head
    for row in sheet.rows[:_MOST_ROWS]:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = shown(value)
    _said_short(document, sheet)


def _paragraphs(document: Document, sheet: Sheet) -> None:
    """Each row as its first cell, then the others with their heads."""
    for row in sheet.rows[:_MOST_ROWS]:
        document.add_paragraph(shown(row[0]), style="Intense Quote")
        said = [f"{h} : {shown(v)}" for h, v in zip(sheet.header[1:], row[1:], strict=True) if v]
        document.add_paragraph(" · ".join(said))
    _said_short(document, sheet)


def _said_short(document: Document, sheet: Sheet) -> None:
    left = len(sheet.rows) - _MOST_ROWS
    if left > 0:
        document.add_paragraph(f"… {left} de plus dans le tableur (more in the spreadsheet)")
