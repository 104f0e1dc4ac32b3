"""Signs that a reader does not see as such: read through, wherever they stand.

Conversion leaves accents beside their letters, letters joined in one sign (« ﬁ »), hyphens that
show only at a line's end, marks of width zero, of direction, of byte order (Unicode Standard,
sections 2.11, 23.2 and 23.3). The words that they stand in are those without them.
"""

import re
import unicodedata
from collections.abc import Iterator

from pvgraph.model import Document
from pvgraph.views import Edit, View, view

_SHY = "\u00ad"
_ACCENTS = "\u0300-\u036f"
_JOINED = "\ufb00-\ufb06"
_UNSEEN = "\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_RARE = re.compile(f"[{_SHY}{_ACCENTS}{_JOINED}{_UNSEEN}]")
_SIGN = re.compile(
    rf"(?P<accented>[^\W\d_]?[{_ACCENTS}](?:[{_ACCENTS}{_UNSEEN}]*[{_ACCENTS}])?)"
    rf"|(?P<joined>[{_JOINED}])"
    rf"|(?P<cut>{_SHY}[ \t]*(?:\r\n?|\n)[ \t]*(?=[^\W\d_]))"
    rf"|(?P<hyphen>{_SHY})"
    rf"|(?P<unseen>[{_UNSEEN}]+)"
)
_REST = re.compile(r"[^\s<|]+([ \t]+)")  # of a word that is cut, and the space after it
_NO_LETTERS = "".join(chr(n) for n in range(0x300, 0x370)) + "\u200b\u200c\u200d\u2060"
_MARK = re.compile(r"[ \t]*[^\w\s«\"“'’(]")  # all that stands on a line before its words


def plain(document: Document) -> View:
    """The document as it is seen: itself where it holds none of these signs."""
    if _RARE.search(document.text) is None:
        return View(document, document.text)
    return view(document, _edits(document.text))


def _edits(text: str) -> Iterator[Edit]:
    position = 0
    while found := _SIGN.search(text, position):
        start, position = found.span()
        kind = found.lastgroup
        if kind == "cut" and not text[position].isupper():
            yield Edit(start, position, "")
            rest = _REST.match(text, position)
            if rest and _RARE.search(rest[0]) is None:  # the line ends after the word
                yield Edit(rest.start(1), rest.end(), "\n")
                position = rest.end()
            continue
        if kind == "cut":
            position = start + 1
        yield Edit(start, position, _READ[kind](text, start, position))


def _accented(text: str, start: int, end: int) -> str:
    """The letter with its accent, one printed twice counted once."""
    seen = re.sub(f"[{_UNSEEN}]", "", text[start:end])
    return re.sub(f"[{_ACCENTS}]", "", unicodedata.normalize("NFC", seen))


def _letters(text: str, start: int, end: int) -> str:
    return unicodedata.normalize("NFKC", text[start:end])


def _hyphen(text: str, start: int, end: int) -> str:
    """A hyphen where it has to show: as a list mark, in « Saint-Denis », in « 2024-2030 »."""
    before, after = text[max(0, start - 4) : start].rstrip(_NO_LETTERS)[-1:], text[end : end + 1]
    named = before.islower() and after.isupper()
    years = before.isdigit() and after.isdigit()
    mark = after.isspace() and not text[_line(text, start) : start].strip()
    return "-" if named or years or mark else ""


def _unseen(text: str, start: int, end: int) -> str:
    """A space where it parts a list mark from its words."""
    alone = _MARK.fullmatch(text, _line(text, start), start) and not text[end : end + 1].isspace()
    return " " if alone else ""


def _line(text: str, at: int) -> int:
    """Where the line of `at` begins."""
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


_READ = {
    "accented": _accented,
    "joined": _letters,
    "cut": _hyphen,
    "hyphen": _hyphen,
    "unseen": _unseen,
}
