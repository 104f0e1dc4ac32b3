"""XLSX by XlsxWriter: texts written as texts, never as formulas."""

import io

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pvgraph.documents.model import Cell, Percent, Report, Sheet, is_link, is_run

_WIDEST = 70
_NAME_LENGTH = 31
_LONGEST_LINK = 2000


def to_xlsx(report: Report) -> bytes:
    """The report as a workbook: a sheet a table, the notes last."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": report.title, "comments": "\n".join(report.notes)})
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "bottom": 1}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            # What Excel keeps a text even where somebody edits the cell.
            "inert": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
            "percent": book.add_format({"num_format": "0.0%", "valign": "top"}),
            "link": book.get_default_url_format(),
        }
        for sheet in [*report.sheets, _about(report)]:
            _write(book.add_worksheet(_name(sheet.title)), sheet, formats)
    return out.getvalue()


def _about(report: Report) -> Sheet:
    return Sheet("Source", [report.title], [[note] for note in report.notes])


def _name(title: str) -> str:
    """A sheet's name as spreadsheets allow it."""
    kept = "".join(" " if c in "[]:*?/\\'" else c for c in title)
    return kept[:_NAME_LENGTH].strip()


def _write(page: Worksheet, sheet: Sheet, formats: dict) -> None:
    page.write_row(0, 0, sheet.header, formats["head"])
    page.freeze_panes(1, 1)
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row):
            _cell(page, (number, column), value, formats)
    for column, head in enumerate(sheet.header):
        longest = max((len(str(r[column])) for r in sheet.rows), default=0)
        page.set_column(column, column, min(_WIDEST, max(len(head), longest, 8) + 2))


def _cell(page: Worksheet, place: tuple[int, int], value: Cell, formats: dict) -> None:
    if isinstance(value, Percent):
        page.write_number(*place, value.part, formats["percent"])
    elif isinstance(value, int | float):
        page.write_number(*place, value)
    elif is_link(value) and len(str(value)) < _LONGEST_LINK:
        page.write_url(*place, str(value), formats["link"], str(value))
    elif value is not None:
        page.write_string(*place, value, formats["inert" if is_run(value) else "text"])
