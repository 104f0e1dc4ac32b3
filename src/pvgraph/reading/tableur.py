"""A spreadsheet saved with semicolons between its cells, read as one with tabs."""

import re

SEPARATORS_MIN = 3  # semicolons on a row of such a sheet
TIGHT_MIN = 2  # where no white space stands beside them
ROWS_MIN = 3
SHARE = 0.5  # of the lines that have as many, at least
_CELL = re.compile(r'(?:(?<=;)|(?<=[\r\n])|\A)"(?:[^"]|"")*"(?=;|\r?\n|\Z)|;')


def tabbed(text: str) -> str:
    """`text` with a tab for each semicolon between two cells and white space for the quotation
    marks of a cell on one line, sign for sign; itself where it is no such sheet. A semicolon
    inside a quoted cell (RFC 4180, section 2) is one of its words."""
    if "\t" in text or text.count(";") < ROWS_MIN * TIGHT_MIN:
        return text
    lines = [line for line in text.splitlines() if line.strip()]
    rows = sum(line.count(";") >= SEPARATORS_MIN or _tight(line) for line in lines)
    if rows < max(ROWS_MIN, SHARE * len(lines)):
        return text
    return _CELL.sub(_cell, text)


def _tight(line: str) -> bool:
    """Whether semicolons stand right between words, as no sentence has them."""
    return line.count(";") >= TIGHT_MIN and "; " not in line and " ;" not in line


def _cell(found: re.Match[str]) -> str:
    words = found.group()
    if words == ";":
        return "\t"
    return words if "\n" in words or "\r" in words else f" {words[1:-1]} "
