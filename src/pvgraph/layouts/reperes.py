"""What the headings of a text have in common: their numbers, first words, rubrics, sheets."""

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise

from pvgraph.model import Block
from pvgraph.reading.cues import Cues
from pvgraph.reading.words import key

WORD_MIN = 2  # signs of a mark that is no word with a number
OFTEN = 3  # times that a heading without a number is printed, to be a rubric
ALIKE = 3  # words that two headings of one rank begin with
PROJECTS = "fiche-projet"
_PAGE = re.compile(r"[ .,;:(–—-]*(?:p\.|pp\.|pages?)?[ .0-9]*\)?$", re.IGNORECASE)
_DIGITS = "0123456789 .°nN"  # what stands after the name of a sheet
_LETTER = re.compile(r"[A-Za-z]|[IVX]{1,5}")  # « A.1 », « 1.1.a », « II.3 »
_GLUED = re.compile(r"(?<=[A-H])(?=\d)|(?<=\d)(?=[A-Za-z]\b)")  # « A1 » is the first of « A »
_SIGN = re.compile(r"^n\s*[°ºo]", re.IGNORECASE)


def opening(text: str) -> str:
    """The first words of a heading, by which headings of one rank are alike."""
    words = key(text).split()
    return " ".join(words[:ALIKE]) if len(words) > ALIKE + 1 else ""


def kin(blocks: tuple[Block, ...]) -> set[str]:
    """First words that begin several different headings (« Un habitant des QPV, c'est … »)."""
    texts = {key(b.text) for b in blocks if b.kind == "titre"}
    counts = Counter(opening(t) for t in texts)
    return {words for words, n in counts.items() if words and n > 1}


def rubrics(blocks: tuple[Block, ...]) -> set[str]:
    """The headings that come again and again, twice above a list, below a numbered heading or with
    another number (« 1.2 La volonté des partenaires », « 2.2 La volonté des partenaires »):
    rubrics, no axes."""
    above = [
        key(b.text)
        for b, after in pairwise(blocks)
        if b.kind == "titre" and (after.kind == "puce" or len(dotted(b.marker)) > 1)
    ]
    below = [
        key(b.text)
        for a, b in pairwise(blocks)
        if a.kind == b.kind == "titre" and a.marker and not b.marker and b.text != a.text
    ]
    plain = Counter(key(b.text) for b in blocks if b.kind == "titre" and not b.marker)
    often = {text for text, n in plain.items() if n >= OFTEN and text}
    twice = (*Counter(above).items(), *Counter(below).items())
    return often | {text for text, n in twice if n > 1 and text}


def contents(blocks: tuple[Block, ...]) -> set[str]:
    """The headings that a table of contents names, without their page numbers."""
    named = set()
    for block in blocks:
        if block.kind == "mobilier" and block.marker == "sommaire":
            for line in block.text.split("…"):
                named.add(key(_PAGE.sub("", line)))
    return named


def over_numbers(blocks: tuple[Block, ...]) -> frozenset[int]:
    """Where the items of one number start under which items of two begin (« 1. … », then « 1.1.
    … »): they are headings, however many lines they take."""
    found = set()
    ahead: Block | None = None  # the next item that has a number of its own
    for block in reversed(blocks):
        own = dotted(block.marker) if block.marker[:1].isdigit() else ()
        below = ahead is not None and dotted(ahead.marker) == (*own, "1")
        if block.kind == "puce" and len(own) == 1 and below:
            found.add(block.span.start)
        named = len(block.marker) > WORD_MIN and block.marker[0].isalpha()
        ahead = block if own else None if named else ahead
    return frozenset(found)


def names_projects(blocks: tuple[Block, ...], cues: Cues) -> bool:
    """Whether some sheets of a text are those of projects by name (« Fiche projet »)."""
    words = (b.marker or b.label or b.text for b in blocks if b.kind == "titre" or b.label)
    return any(
        cues.sense("titre", w) == PROJECTS and cues.is_heading(w.rstrip(_DIGITS)) for w in words
    )


@lru_cache(maxsize=4096)
def dotted(numero: str | None) -> tuple[str, ...]:
    """The digits of a number: « 1.2 » and « Objectif 1.2 » → ("1", "2")."""
    if not numero:
        return ()
    last = _SIGN.sub("", numero.split()[-1]).strip("./°º")
    parts = tuple(_GLUED.sub(".", last).replace("-", ".").split("."))
    return parts if all(p.isdigit() or _LETTER.fullmatch(p) for p in parts) else ()


def rank(block: Block) -> tuple[int, bool]:
    """The rank of a heading, by its marks or its number."""
    return block.level, bool(block.marker)


def last_promises(blocks: tuple[Block, ...], cues: Cues) -> dict[tuple[int, bool], int]:
    """Where the last heading of each rank stands that opens promises (« 3. Les engagements des
    signataires »)."""
    heads = ((i, b) for i, b in enumerate(blocks) if b.kind == "titre")
    return {rank(b): i for i, b in heads if cues.sense("titre", b.text) == "engagements"}
