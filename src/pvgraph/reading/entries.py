"""Tables of contents without dotted leaders: lines that end with their page (« p. 3 »)."""

import re

from pvgraph.reading.lines import Line
from pvgraph.reading.words import Marks

_CLOSE = re.compile(r"(?:\s|</?[a-zA-Z][^<>]{0,80}>|[*_|)\]])*$")
_FAR = re.compile(r"(?:\s{3,}|\t)(\d{1,3})$")
_LAST = frozenset(")>|*_]")  # what may stand after the page
_LEAD = re.compile(r"(?:\s|</?[a-zA-Z][^<>]{0,80}>|[-*•|▪·])*")
SAID_MIN, ALONE_MIN = 2, 3  # lines that make a table, with « p. » and without
LINE_MAX = 240
NEAR_END = 24  # signs at the end of a line among which its page is
REFERENCE_MAX = 48
WRAPPED = 1  # lines of a long title before the one with its page


def mark(lines: list[Line], solid: list[int], marks: Marks) -> None:
    """Set `furniture` on the lines of such tables: runs of lines whose pages grow; where nothing
    says that a number is a page, each line has the number of its heading too."""
    run: list[int] = []
    said, page, gap = False, 0, 0
    for rank, i in enumerate(solid):
        found = None if lines[i].furniture else _entry(lines[i].text, marks)
        if found and found[1] >= page and (not run or found[0] == said):
            run, said, page, gap = [*run, rank], found[0], found[1], 0
            continue
        gap += 1
        if run and said and gap <= WRAPPED and not lines[i].furniture and not found:
            continue
        _close(lines, solid, run, said)
        run, said, page, gap = ([rank], *found, 0) if found else ([], False, 0, 0)
    _close(lines, solid, run, said)


def _close(lines: list[Line], solid: list[int], run: list[int], said: bool) -> None:
    if len(run) < (SAID_MIN if said else ALONE_MIN):
        return
    for rank in range(run[0], run[-1] + 1):
        lines[solid[rank]].furniture = "sommaire"


def _entry(text: str, marks: Marks) -> tuple[bool, int] | None:
    """Whether a line says its page (« p. 3 », else a number far to the right), and the page."""
    last = text.rstrip()[-1:]
    if not (last.isdigit() or last in _LAST) or len(text) > LINE_MAX:
        return None
    end = _CLOSE.search(text)
    start = _LEAD.match(text)
    words = text[start.end() if start else 0 : end.start() if end else len(text)]
    said = marks.page_said.match(words[-REFERENCE_MAX:])
    if said:
        return True, int(said.group(1))
    far = _FAR.search(words[-NEAR_END:])
    if far is None or not (marks.labelled.match(words) or marks.bare.match(words)):
        return None
    return False, int(far.group(1))
