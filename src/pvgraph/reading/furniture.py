"""Page furniture: page numbers, running headers and footers, dotted tables of contents.

Lines are only marked, never removed: an item that is broken by a page number keeps one
contiguous span over it.
"""

import re
from collections import Counter

from pvgraph.reading import entries
from pvgraph.reading.cues import Cues
from pvgraph.reading.lines import Line
from pvgraph.reading.words import Marks

_DIGITS = re.compile(r"\d+")
_LETTERS = re.compile(r"[^\W\d_]")
_RULE = re.compile(r"\s*[-=_*~·.–—]{3,}\s*$")
_FOOT = re.compile(r"\s*_{8,}\s*$")
_DOTS = re.compile(r"\.\s?\.|…")  # what an entry of contents has before its page
_NOTE = re.compile(r"\s*(?:[\[(]?\d{1,3}\b|[¹²³⁴⁵⁶⁷⁸⁹*†])")
NOTES_MAX = 12  # lines of notes under one rule
HEADER_MAX = 120  # a running header is a short line
WORDS_MIN = 4  # « Annexe 1 », « Axe 2 » are no running headers
WIDE = " " * 8  # between the words at both ends of a line
REPEATS = 2  # seen at least so often, beside a page number or in the middle of a sentence


def mark_furniture(lines: list[Line], marks: Marks, cues: Cues) -> None:
    """Set `furniture` on each line that belongs to the page and not to what it says."""
    solid = [i for i, line in enumerate(lines) if not line.blank]
    for i in solid:
        lines[i].furniture = lines[i].furniture or _own(lines[i].text, marks)
    entries.mark(lines, solid, marks)
    _mark_notes(lines)
    _mark_headers(lines, solid, marks, cues)


def _mark_notes(lines: list[Line]) -> None:
    """The footnotes under a rule of underscores, the first with its mark, to the next white line
    or page furniture."""
    under = 0  # lines that may still be notes
    for line in lines:
        if line.furniture == "filet":
            under = NOTES_MAX if _FOOT.match(line.text) else 0
        elif line.blank or line.furniture:
            under = 0
        elif under and (under < NOTES_MAX or _NOTE.match(line.text)):
            line.furniture = "note"
            under -= 1
        else:
            under = 0


def _own(text: str, marks: Marks) -> str:
    """The rule by which a line alone is furniture, or nothing."""
    short = text.strip()
    if len(short) > HEADER_MAX * 2:
        return ""
    if marks.page.match(short):
        return "numero-de-page"
    if _DOTS.search(short) and marks.leader.match(short):
        return "sommaire"
    if "\t" not in text and not short.startswith("|") and not _LETTERS.search(short):
        return "filet" if _RULE.match(text) else "chiffre"
    return ""


def _mark_headers(lines: list[Line], solid: list[int], marks: Marks, cues: Cues) -> None:
    own = {i: _skeleton(lines[i].text) for i in solid if _could_run(lines[i])}
    for skeleton in _headings(lines, own, marks):
        own = {i: s for i, s in own.items() if s != skeleton}
    times = Counter(own.values())
    repeated = {s for s, n in times.items() if n >= REPEATS}
    if not repeated:
        return
    beside: Counter[str] = Counter()
    for rank, i in enumerate(solid):
        if own.get(i) in repeated and _at_break(lines, solid, rank, marks):
            beside[own[i]] += 1
    running = {s for s in repeated if beside[s] * 2 > times[s] and beside[s] >= REPEATS}
    running |= _counted(lines, {i: s for i, s in own.items() if s in repeated}, marks)
    for i, skeleton in own.items():
        if skeleton in running and not _announces(lines[i].text.strip(), skeleton, marks, cues):
            lines[i].furniture = "titre-courant"


def _announces(text: str, skeleton: str, marks: Marks, cues: Cues) -> bool:
    """Whether a line that comes again announces a list (« Axe 1 : nos actions »)."""
    label = marks.labelled.match(text)
    return bool(cues.sense("amorce", text[label.end() :] if label else skeleton))


def _headings(lines: list[Line], own: dict[int, str], marks: Marks) -> set[str]:
    """Lines that differ by their number and are but a word of level (« ORIENTATION 1 », at the top
    of a page): headings, each over its name, where no number comes twice."""
    seen: dict[str, list[str]] = {}
    for i, skeleton in own.items():
        text = lines[i].text.strip()
        label = marks.labelled.match(text)
        if label and not text[label.end() :].strip(" :.–—-"):
            seen.setdefault(skeleton, []).append(text)
    return {s for s, texts in seen.items() if len(set(texts)) == len(texts) > 1}


def _counted(lines: list[Line], repeated: dict[int, str], marks: Marks) -> set[str]:
    """Repeated lines that carry their page number at one end, growing from page to page.

    Numbered headings grow too, but from one and with a word or a colon that says so.
    """
    pages: dict[str, list[int]] = {}
    for i, skeleton in repeated.items():
        text = lines[i].text.strip()
        if len(skeleton.split()) < WORDS_MIN:
            continue
        if not (":" in text or marks.labelled.match(text) or marks.bare.match(text)):
            ends = [_DIGITS.findall(text.split()[0]), _DIGITS.findall(text.split()[-1])]
            number = next((n[0] for n in (ends[1], ends[0]) if n), None)
            pages.setdefault(skeleton, []).append(int(number) if number else -1)
    return {
        s
        for s, seen in pages.items()
        if seen[0] > 1 and len(set(seen)) == len(seen) > 1 and seen == sorted(seen)
    }


def _could_run(line: Line) -> bool:
    text = line.text.strip()
    closed = text.endswith((":", ";")) or "\t" in line.text or text[:1] in "#|-•✓□<"
    return not line.furniture and len(text) <= HEADER_MAX and not closed


def _skeleton(text: str) -> str:
    return _DIGITS.sub("#", " ".join(text.split()))


def _at_break(lines: list[Line], solid: list[int], rank: int, marks: Marks) -> bool:
    """Whether this line stands at a page break or cuts a sentence in two."""
    line = lines[solid[rank]]
    before = lines[solid[rank - 1]] if rank else None
    after = lines[solid[rank + 1]] if rank + 1 < len(solid) else None
    near = [x for x in (before, after) if x is not None]
    if line.page or (after is not None and after.page):
        return True
    if any(x.furniture == "numero-de-page" for x in near):
        return True
    if before is None and WIDE in line.text.strip():  # words at both ends of the first line
        return True
    if before is None or after is None or before.furniture:
        return False
    open_end = marks.unfinished(before.text) or len(before.text) > 60
    return open_end and before.text.rstrip()[-1:] not in ".:;!?" and _lower(after.text)


def _lower(text: str) -> bool:
    return text.lstrip()[:1].islower()
