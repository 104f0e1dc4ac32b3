"""Blocks that Markdown quotes (« > » before each line): read as the lines that they hold.

Conversion sets so what a page sets in (CommonMark, section 5.1). The same sign is a list mark where
it stands before one line after the other and no more.
"""

import re
from collections.abc import Iterator

from pvgraph.views import Edit

_STARTS = (">", " >", "  >", "   >")  # of a quoted line
_RUN = re.compile(r"(?m)(?:^[ \t]{0,3}>[^\n]*(?:\n|\Z)){2,}")
_SIGN = re.compile(r"(?m)^[ \t]{0,3}(?:>[ \t]?)+(?=([^\n]*))")
_INNER = re.compile(r"(?m)^[ \t]{0,3}>[ \t]*(?:$|(?:[-*+•–▪]|#{1,6}|\d{1,2}[.)])[ \t])")


def edits(text: str) -> Iterator[Edit]:
    """Nothing for each sign of a quoted block: of lines that one with nothing after its sign, a
    list mark or a heading shows to be no items."""
    if not (text.startswith(_STARTS) or any(f"\n{start}" in text for start in _STARTS)):
        return
    for run in _RUN.finditer(text):
        if _INNER.search(text, run.start(), run.end()):
            for sign in _SIGN.finditer(text, run.start(), run.end()):
                yield Edit(*sign.span(), "")
