"""The formats of documents, by suffix."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

from pvgraph.documents.model import Report, is_run, shown

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Format:
    """A suffix, its media type, and the function that writes a report so."""

    suffix: str
    media_type: str
    write: Callable[[Report], bytes]


def to_csv(report: Report) -> bytes:
    """The first sheet, then the notes, as spreadsheets open it without harm."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    sheet = report.sheets[0]
    writer.writerow([inert(name) for name in sheet.header])
    writer.writerows([inert(shown(cell)) for cell in row] for row in sheet.rows)
    return out.getvalue().encode()


def inert(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if is_run(text) else text


def _xlsx(report: Report) -> bytes:
    from pvgraph.documents.workbook import to_xlsx

    return to_xlsx(report)


def _ods(report: Report) -> bytes:
    from pvgraph.documents.opendocument import to_ods

    return to_ods(report)


def _docx(report: Report) -> bytes:
    from pvgraph.documents.letter import to_docx

    return to_docx(report)


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ALL = (
    Format("csv", "text/csv; charset=utf-8", to_csv),
    Format("xlsx", f"{_OFFICE}.spreadsheetml.sheet", _xlsx),
    Format("ods", "application/vnd.oasis.opendocument.spreadsheet", _ods),
    Format("docx", f"{_OFFICE}.wordprocessingml.document", _docx),
)
FORMATS = {f.suffix: f for f in _ALL}
