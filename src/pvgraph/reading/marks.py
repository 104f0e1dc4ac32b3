"""Peeling an item: list marks, numbers and emphasis off its words, offsets kept.

Nothing is rewritten: peeling only moves the two ends of a span. Markup between two words of an
item stays in it, so that the words are always those of the file.
"""

import re
from dataclasses import dataclass

from pvgraph.model import Span, fold
from pvgraph.reading.words import Marks

_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad\ufe0f"
_OPEN = re.compile(
    r"(?:#{1,6}(?=[\s*_])|<[a-zA-Z/][^<>]{0,200}>"
    r"|(?:\*{1,3}|_{1,3}|'{2,5})(?=\S)|={1,6}(?=\s)|\[(?=[^\[\]\n]{1,200}$)"
    r"|\[\]\{#[^{}\n]{1,80}\})\s*"  # Pandoc's anchor of a heading (« []{#_Toc12 .anchor}Axe 1 »)
)
_STARS = re.compile(r"(?:\*{1,4}|>)(?=[\s\u200b])")
_EMPHASIS = re.compile(r"[*_]{0,3}")  # that closes after a number: « **Objectif 1.1 :** »
_BOLD_NUMBER = re.compile(  # « **2.1** Rénover », « <b>A1.</b> Rénover »
    r"([A-Z]?\d{1,2}(?:\.\d{1,2})+(?=\.?[*_<])|[A-Z]\.?\d{1,2}(?=[.):]?[*_<])"
    r"|(?:\d{1,2}|[A-Z])(?=[.):]))"
    r"[.):]?(?:[*_]{1,3}|</(?:b|strong|i|em|u)>)\s+(?=[^\W\d_])"
)
_ARROW = re.compile(r"(?:[-=]{1,2}>|>>|--)(?=\s)")  # typed with two signs
_DRAWN_AS = "▪"  # what a letter of symbol fonts stands for: it is no number
_BOX = re.compile(r"\[[ xX]?\]\s+")  # a box to tick, after its list mark
_CLOSE = re.compile(
    r"(?:</?[a-zA-Z][^<>]{0,200}>|[*_]{1,3}|'{2,5}|(?<=\s)=|={2,6}|#{1,6}"
    r"|\]?\{[#.][^{}\n]{1,80}\}"  # Pandoc's attributes of a heading, of a « [span]{.underline} »
    r"|\[\^[^\[\]\s]{1,20}\])$"  # its mark of a footnote
)
_BEFORE = " \t*_#-.)0123456789"  # what may stand before a span that is all of an item
QUOTE_MAX = 400  # signs of a quotation
TAIL_MAX = 40  # signs of what announces a list at the end of an item
_CLOSING = frozenset(">*_#'=}]")  # last signs of what `_CLOSE` finds
_CLOSES = ".;,!?"  # signs that no announcement ends with
_SPACE = re.compile(rf"[\s{_INVISIBLE}]*")
_OPENING = frozenset("#<*_'=[")  # first signs of what `_OPEN` finds


@dataclass(frozen=True, slots=True)
class Peeled:
    """The words of an item (`span`), its list mark and its number as printed."""

    span: Span
    mark: str
    number: str
    nested: bool = False


def trim(text: str, start: int, end: int) -> Span:
    """The span without white space, emphasis or tags at its two ends."""
    end, first = trim_end(text, start, end), start
    while start < end and not text[start].isalnum():  # else words begin here
        start = _SPACE.match(text, start, end).end()
        match = _OPEN.match(text, start, end)
        if not match or match.end() >= end:
            break
        start = match.end()
    if start > first and text[end - 1 : end] in _CLOSING:  # what opened before these words closes
        end = trim_end(text, start, end)
    return Span(start, max(start, end))


def trim_end(text: str, start: int, end: int) -> int:
    """The end of the span without white space, closing emphasis or tags.

    A mark that closes what opens inside the item (`1<sup>er</sup>`) stays.
    """
    while start < end:
        if text[end - 1].isspace() or text[end - 1] in _INVISIBLE:
            end -= 1
            continue
        if text[end - 1] not in _CLOSING:
            break
        match = _CLOSE.search(text, max(start, end - 210), end)
        if not match or _balanced(text, start, match):
            break
        end = match.start()
        if text[end] == "]" and text[start:end].lstrip(_BEFORE)[:1] != "[":
            return end + 1  # « …, avec la [CAF]{.underline} »
    return end


def _balanced(text: str, start: int, match: re.Match[str]) -> bool:
    mark = match.group()
    if mark.startswith("<"):
        name = re.sub(r"\W", "", mark.split()[0]).lower()
        return mark.startswith("</") and text.find(f"<{name}", start, match.start()) - start > 0
    return text.find(mark, start, match.start()) - start > 0


def cut_tail(text: str, span: Span, marks: Marks) -> Span:
    """The span without what announces a list at its end (« en : », « , c'est : », « : »)."""
    if span.end > span.start and text[span.end - 1] in _CLOSES:
        return span
    window = max(span.start, span.end - TAIL_MAX)
    match = marks.tail.search(text, window, span.end)
    if match and match.start() > span.start:
        return Span(span.start, trim_end(text, span.start, match.start()))
    return span


def peel(text: str, start: int, end: int, marks: Marks) -> Peeled:
    """What remains of `text[start:end]` once list marks, number and emphasis are off."""
    end = trim_end(text, start, end)
    mark = ""
    while start < end:
        if not text[start].isalnum():
            start = _SPACE.match(text, start, end).end()
        glyph = _glyph(text, start, end, marks)
        if glyph:
            letter = text[start] in marks.letters or text[start] in marks.misread
            sign = _DRAWN_AS if letter else text[start]
            mark = sign if not mark or sign != "-" else mark
            start += glyph
            continue
        match = _BOX.match(text, start, end) if mark else None
        if match is None and text[start : start + 1] in _OPENING:
            match = _OPEN.match(text, start, end)
        if not match:
            break
        start = match.end()
    number, start = _number(text, start, end, marks)
    span = trim(text, min(start, end), end)
    return Peeled(span, mark, number, mark in marks.nested)


def _glyph(text: str, start: int, end: int, marks: Marks) -> int:
    """How many signs the list mark at `start` takes; 0 where there is none."""
    sign = text[start : start + 1]
    private = "\ue000" <= sign <= "\uf8ff"
    arrow = _ARROW.match(text, start, end) if sign and sign in "-=>" else None
    if arrow:
        return arrow.end() - start
    if sign == "»":
        return 1 if _opens_item(text, start) else 0
    if sign == "«":
        return 1 if _is_misread(text, start) else 0
    if start >= end or not (private or sign in marks.glyphs):
        return _letter(text, start, end, marks)
    after = text[start + 1 : start + 2].replace("\u200b", " ")
    if sign in "*>":
        run = _STARS.match(text, start, end)
        return run.end() - start if run else 0
    if sign in marks.dashes:
        tagged = after == "<" and _OPEN.match(text, start + 1, end)  # « -<span> </span>Ouvrir »
        return 1 if tagged or after.isspace() or (after.isalpha() and sign == "-") else 0
    return 1


def _opens_item(text: str, start: int) -> bool:
    """Whether « » » at the head of a line closes no quotation: none is open above it."""
    above = text[max(0, start - QUOTE_MAX) : start]
    head = above[above.rfind("\n") + 1 :]
    open_ = above.rfind("«") > above.rfind("»")
    return text[start + 1 : start + 2].isspace() and not head.strip() and not open_


def _heads(text: str, start: int) -> bool:
    """Whether a sign is the first of its line."""
    return not text[max(0, start - QUOTE_MAX) : start].rpartition("\n")[2].strip()


def _is_misread(text: str, start: int) -> bool:
    """Whether « « » at the head of a line is a bullet misread: no « » » ends a quotation on the
    line, which begins in small letters and ends as an item does."""
    stop = text.find("\n", start)
    line = text[start : stop if stop > 0 else len(text)].rstrip()
    item = line[1:3].startswith(" ") and line[2:3].islower() and line.endswith((";", "."))
    return item and "»" not in line and _heads(text, start)


def _letter(text: str, start: int, end: int, marks: Marks) -> int:
    """The bullets of word processors, left by conversion as the letter that their font draws."""
    sign, after = text[start : start + 1], text[start + 1 : start + 2]
    if start + 2 >= end or not sign:
        return 0
    if sign in marks.drawn:
        return 1 if after in {" ", "\t", "\xa0"} or (after == "<" and sign != "o") else 0
    if sign in marks.misread:
        return 1 if after == " " and text[start + 2].isalpha() and _heads(text, start) else 0
    capital = after in {" ", "\t", "\xa0"} and text[start + 2].isupper()
    return 1 if capital and sign in marks.letters else 0


def _number(text: str, start: int, end: int, marks: Marks) -> tuple[str, int]:
    match = marks.labelled.match(text, start, end)
    if match and match.lastindex:
        number = fold(match.group(match.lastindex))
        rest = text[match.end() : end].lstrip()
        if rest.startswith("("):
            return number, start
        if not rest or not match.group().endswith(match.group(match.lastindex)) or _titled(rest):
            return number, _EMPHASIS.match(text, match.end(), end).end()
        return "", start
    bold = _BOLD_NUMBER.match(text, start, end)
    if bold:
        return bold.group(1), bold.end()
    match = marks.bare.match(text, start, end)
    if match and match.lastindex:
        return match.group(match.lastindex).replace(" ", ""), match.end()
    return "", start


def _titled(rest: str) -> bool:
    return rest[:1].isupper() or rest[:1] in '«"“*'
