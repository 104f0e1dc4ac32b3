"""XLSX for the meeting: one sheet a table, and a last one that says what the columns are (programs
read the first).

The only module on XlsxWriter. Words are never read as formulas; the file carries no clock.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from pvgraph.exports.rows import Row
from pvgraph.exports.tables import Table

_EPOCH = datetime(1980, 1, 1)
"""The date that a ZIP archive cannot go below; the release's date is in its catalogue."""
_MAX_CELL = 32_767
_MAX_LINKS = 60_000
"""Excel refuses a sheet with more than 65,530 links."""
_LINKED = "permalien"
_WIDTHS = {"texte": 40, "iri": 24, "code": 18}


def to_xlsx(tables: Mapping[Table, Sequence[Row]] | Iterable, about: Sequence[str]) -> bytes:
    """One workbook of `tables` (pairs of table and rows); `about` begins the last sheet."""
    pairs = list(tables)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": "pvgraph", "comments": "\n".join(about), "created": _EPOCH})
        bold = book.add_format({"bold": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for table, rows in pairs:
            _sheet(book.add_worksheet(table.name), table, rows, bold)
        _about(book.add_worksheet("À lire"), [t for t, _ in pairs], about, bold, wrap)
    return out.getvalue()


def _about(sheet: Worksheet, tables: list[Table], about: Sequence[str], bold, wrap) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 3, 70, wrap)
    line = 0
    for text in about:
        sheet.write_string(line, 0, text)
        line += 1
    for table in tables:
        line += 1
        sheet.write_string(line, 0, table.name, bold)
        sheet.write_string(line, 2, table.description["fr"])
        sheet.write_string(line, 3, table.description["en"])
        for column in table.columns:
            line += 1
            sheet.write_string(line, 1, column.name)
            sheet.write_string(line, 2, column.title["fr"])
            sheet.write_string(line, 3, column.title["en"])
        line += 1


def _sheet(sheet: Worksheet, table: Table, rows: Sequence[Row], bold) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(table.columns) - 1)
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, _WIDTHS.get(column.type, 11))
        sheet.write_string(0, index, column.name, bold)
    links = {i for i, c in enumerate(table.columns) if c.name == _LINKED}
    linked = bool(links) and len(rows) * len(links) <= _MAX_LINKS
    for line, row in enumerate(rows, 1):
        for index, value in enumerate(row):
            if isinstance(value, bool):
                sheet.write_boolean(line, index, value)
            elif isinstance(value, int | float):
                sheet.write_number(line, index, value)
            elif value and linked and index in links:
                sheet.write_url(line, index, value, string=value)
            elif value:
                sheet.write_string(line, index, value[:_MAX_CELL])
