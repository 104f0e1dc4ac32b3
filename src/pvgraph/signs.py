"""Signs that a reader does not see as such: read through, wherever they stand.

Conversion leaves accents beside their letters, letters joined in one sign (« ﬁ »), hyphens that
show only at a line's end, marks of width zero, of direction, of byte order (Unicode Standard,
sections 2.11, 23.2 and 23.3). The words that they stand in are those without them.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from pvgraph.views import Edit

_SHY = "\u00ad"
_ACCENTS = "\u0300-\u036f"
_JOINED = "\ufb00-\ufb06"
_UNSEEN = "\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_HYPHENS = "\u2010\u2011"  # that are typed as such, one of them to keep a name on one line
_QUOTES = "\u00b4\u02b9\u02bc\u2032"  # accents and primes that are set for an apostrophe
_ODD = f"{_SHY}{_ACCENTS}{_JOINED}{_HYPHENS}{_QUOTES}{_UNSEEN}"
_RARE = re.compile(f"[{_ODD}]")
_TAGS = (
    "a|article|aside|b|big|blockquote|body|br|caption|center|col|colgroup|dd|div|dl|dt|em|figcaption"
    "|figure|font|footer|h[1-6]|head|header|hr|html|i|li|main|nav|ol|p|script|section|small|span"
    "|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|u|ul"
)
_CAPITALS = re.compile(rf"</?(?=[a-z]*[A-Z])(?i:{_TAGS})(?=[\s/>])")  # a tag of older pages
_BLANKS = re.compile(r"-(?<=[^\W\d_]-)[ \t]+(?=\r?\n)")  # after a hyphen at a line's end
_ESCAPED = re.compile(r"\\(?=[-+*#>.)'\"])")  # « \- item », « 1\. item » (CommonMark, section 2.4)
_SIGN = re.compile(
    rf"(?P<accented>[^\W\d_]?[{_ACCENTS}](?:[{_ACCENTS}{_UNSEEN}]*[{_ACCENTS}])?)"
    rf"|(?P<joined>[{_JOINED}])"
    rf"|(?P<typed>[{_HYPHENS}])"
    rf"|(?P<quote>(?<=[^\W\d_])[{_QUOTES}](?=[^\W\d_]))"
    rf"|(?:(?<=[^\W\d_]|[,;)»’])(?P<space> )(?P<word>[^\s<|{_ODD}]+))?"
    rf"(?P<cut>{_SHY}[ \t]*(?:\r\n?|\n)(?P<indent>[ \t]*)(?=[^\W\d_]))"
    rf"|(?P<hyphen>{_SHY})"
    rf"|(?P<unseen>[{_UNSEEN}]+)"
    r"|(?P<end>\r\n?)"
    rf"|(?P<tag>{_CAPITALS.pattern})"
    rf"|(?P<blanks>{_BLANKS.pattern})"
    rf"|(?P<escape>{_ESCAPED.pattern})"
)
_NO_LETTERS = "".join(chr(n) for n in range(0x300, 0x370)) + "\u200b\u200c\u200d\u2060"
INDENT_MAX = 40  # signs of white space before the words of a line
_MARK = re.compile(r"[ \t]*[^\w\s«\"“'’(]")  # all that stands on a line before its words


def edits(text: str) -> Iterator[Edit]:
    """What is read for each such sign of the text."""
    if "\r" not in text and not any(
        odd.search(text) for odd in (_RARE, _CAPITALS, _BLANKS, _ESCAPED)
    ):
        return
    position = 0
    while found := _SIGN.search(text, position):
        start, position = found.span()
        kind = found.lastgroup
        if kind == "cut" and text[position].islower():
            yield from _cut(found)
            continue
        if kind == "cut":  # « Seine- », « Saint-Denis » on the line below
            start = found.start("cut")
            position = start + 1
        yield Edit(start, position, _READ[kind](text, start, position))


def _cut(found: re.Match[str]) -> Iterator[Edit]:
    """A word that is cut at a line's end, whole on the line below."""
    if found["word"]:
        yield Edit(*found.span("space"), "\n" + found["indent"])
    yield Edit(*found.span("cut"), "")


def _accented(text: str, start: int, end: int) -> str:
    return _composed(text[start:end])


@lru_cache(maxsize=1024)
def _composed(letter: str) -> str:
    """The letter with its accent, one printed twice counted once."""
    seen = re.sub(f"[{_UNSEEN}]", "", letter)
    return re.sub(f"[{_ACCENTS}]", "", unicodedata.normalize("NFC", seen))


def _letters(text: str, start: int, end: int) -> str:
    return unicodedata.normalize("NFKC", text[start:end])


def _hyphen(text: str, start: int, end: int) -> str:
    """A hyphen where it has to show: as a list mark, in « Saint-Denis », in « 2024-2030 »."""
    before, after = text[max(0, start - 4) : start].rstrip(_NO_LETTERS)[-1:], text[end : end + 1]
    named = before.islower() and after.isupper()
    years = before.isdigit() and after.isdigit()
    mark = after.isspace() and not _before(text, start).strip()
    return "-" if named or years or mark else ""


def _unseen(text: str, start: int, end: int) -> str:
    """A space where it parts a list mark from its words."""
    alone = _MARK.fullmatch(_before(text, start)) and not text[end : end + 1].isspace()
    return " " if alone else ""


def _before(text: str, at: int) -> str:
    """What stands on a line before `at`; of a long line, as much as tells that it has words."""
    near = text[max(0, at - INDENT_MAX) : at]
    begin = max(near.rfind("\n"), near.rfind("\r")) + 1
    return near[begin:] if begin or at <= INDENT_MAX else "…" + near


def _typed(text: str, start: int, end: int) -> str:
    return "-"


def _quote(text: str, start: int, end: int) -> str:
    return "’"


def _tag(text: str, start: int, end: int) -> str:
    return text[start:end].lower()


def _end(text: str, start: int, end: int) -> str:
    return "\n"


def _escape(text: str, start: int, end: int) -> str:
    """Nothing, where what follows is an apostrophe, a line's own mark or the end of its number."""
    if text[end] in "'\"":
        return ""
    before = _before(text, start).strip()
    return "" if (before.isdigit() if text[end] in ".)" else not before) else "\\"


_READ = {
    "accented": _accented,
    "joined": _letters,
    "typed": _typed,
    "blanks": _typed,
    "quote": _quote,
    "tag": _tag,
    "end": _end,
    "cut": _typed,
    "hyphen": _hyphen,
    "unseen": _unseen,
    "escape": _escape,
}
