"""CSV that spreadsheets open without harm: UTF-8 with its mark, CRLF, every cell quoted.

A cell that a spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage
return, and is no plain number) gets a leading apostrophe (OWASP, CSV injection). The Parquet and
SQLite files hold the exact words.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from pvgraph.exports.rows import Value

BOM = "\ufeff"
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """The rows as CSV bytes."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def cell(value: Value) -> str:
    """The value as a spreadsheet may safely show it; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
