"""List marks and numbers that conversion left alone on their line, their words on the next."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from pvgraph.reading.lines import Line
from pvgraph.reading.words import Marks

TIMES = 2  # a sign alone on its line once may be anything
_DOTTED = re.compile(r"(?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2}){1,3}\.?|[A-Z]\.\d{1,2}\.?")
_COUNTED = re.compile(r"(\d{1,2})[.)]")
_WORDS = re.compile(r"[^\W\d_]{2}")


def rejoin(text: str, lines: list[Line], marks: Marks) -> list[Line]:
    """The lines, where each such mark (« • ») or number (« 1.2 », « 3. ») is one line with the
    words below it; where several marks stand above as many acts, each act is an item."""
    alone = {i: words for i, line in enumerate(lines) if 0 < len(words := line.text.strip()) <= 8}
    if not alone:
        return lines
    signs = {i: w for i, w in alone.items() if _is_mark(w, marks)}
    times = Counter(signs.values())
    signs = {i: w for i, w in signs.items() if times[w] >= TIMES}
    numbers = {i for i, w in alone.items() if _DOTTED.fullmatch(w)} | _counted(lines, alone)
    if not (signs or numbers):
        return lines
    return list(_joined(text, lines, set(signs), numbers, marks))


def _is_mark(words: str, marks: Marks) -> bool:
    drawn = words in marks.drawn and words != "."
    sign = len(words) == 1 and (words in marks.glyphs or drawn or "\ue000" <= words <= "\uf8ff")
    return sign and words not in "*>"


def _counted(lines: list[Line], alone: dict[int, str]) -> set[int]:
    """« 1. », « 2. » alone on their lines, that count from one."""
    found = [(i, int(m[1])) for i, w in alone.items() if (m := _COUNTED.fullmatch(w))]
    last, kept = 0, set()
    for i, number in found:
        if number not in (1, last + 1) or _below(lines, i, 1) is None:
            return set()
        last = number
        kept.add(i)
    return kept if len(kept) >= TIMES else set()


def _below(lines: list[Line], i: int, reach: int) -> int | None:
    """The line of words that a mark or number on line `i` opens, at most so many lines below."""
    for at in range(i + 1, min(len(lines), i + 1 + reach)):
        if lines[at].blank and not lines[at].page:
            continue
        whole = "\t" not in lines[at].text and not lines[at].page
        return at if whole and _WORDS.search(lines[at].text) else None
    return None


def _joined(
    text: str, lines: list[Line], signs: set[int], numbers: set[int], marks: Marks
) -> Iterator[Line]:
    i = 0
    while i < len(lines):
        run = i
        while run in signs:
            run += 1
        if run - i > 1:
            _list(lines, run, run - i, marks)
        elif i in signs or i in numbers:
            at = _below(lines, i, 2)
            named = at is not None and (i in signs or lines[at].text.lstrip()[0].isupper())
            if at is not None and named:
                yield _whole(text, lines[i], lines[at])
                i = at + 1
                continue
        yield lines[i]
        i += 1


def _whole(text: str, mark: Line, words: Line) -> Line:
    said = text[mark.start : words.end]
    return replace(words, start=mark.start, text=re.sub(r"\s", " ", said), page=mark.page)


def _list(lines: list[Line], first: int, count: int, marks: Marks) -> None:
    """Know as items the acts below so many marks, where they are as many."""
    while first < len(lines) and lines[first].blank:
        first += 1
    last = first
    while last < len(lines) and not lines[last].blank:
        last += 1
    acts = [line for line in lines[first:last] if marks.acts(line.text)]
    if len(acts) == count and acts[0] is lines[first]:
        for line in acts:
            line.listed = True
