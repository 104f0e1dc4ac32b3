"""Lines that are a label and its value: « Pilote : CAF – Partenaires : Ville » as two blocks."""

import re
from collections.abc import Iterator

from pvgraph.model import Block, Span, fold
from pvgraph.reading import bylines, who_lines
from pvgraph.reading.cues import BODIES, LABEL_END, LABEL_MAX, Cues
from pvgraph.reading.lines import Line
from pvgraph.reading.marks import peel, trim, trim_end
from pvgraph.reading.words import Marks
from pvgraph.reading.wraps import Draft

_NEXT_LABEL = re.compile(r"\s*(?:[;|/–—.]|\s-)\s*(?=[*_]{0,3}[^\W\d_][^:;\n]{2,40}:)")


def bare_values(text: str, draft: Draft, cues: Cues) -> list[Block]:
    """« Pilote Ville de Givors », told to be a label and its value by the lines around."""
    said = draft.lines[0].text[: draft.lines[0].label].rstrip()
    if not said[-1:].isalnum():  # « ↳ », « Tenu par : »
        return who_lines.values(text, draft.lines[0], draft.end, cues)
    start = draft.lines[0].start
    at = start + draft.lines[0].label
    span = trim(text, at, draft.end)
    return [Block("valeur", 0, span, span.of(text), "", label=fold(text[start:at]))]


def _names(sense: str) -> bool:
    """Whether a label gives the item's own name: « Objectif : … », « Intitulé : … »."""
    return sense == "objectif" or sense.startswith("intitule-")


def labelled(line: Line, cues: Cues) -> bool:
    """Whether a line starts with a label of sheets and a colon, or its value, or says by whom."""
    head = line.text.lstrip(" -•*_#")
    if line.label or (head[:1].isupper() and bylines.opens(head, cues)):
        return True
    return bool(LABEL_END.search(head, 0, LABEL_MAX + 1)) and bool(cues.label(head)[0])


def values(text: str, block: Block, cues: Cues, marks: Marks, below: bool) -> Iterator[Block]:
    """The values of a line, `below` another or not: « Pilote : CAF – Partenaires : Ville » is two,
    so is « Porté par la CAF, avec la Ville »."""
    first = _value(text, block, cues, marks)
    if first.kind != "valeur":
        yield from bylines.values(text, first, cues, marks, below) or [first]
        return
    yield from chained(text, first, cues, marks)


def chained(text: str, first: Block, cues: Cues, marks: Marks) -> Iterator[Block]:
    """A value, cut where other labels stand in it with theirs (« CAF / Partenaires : Ville »)."""
    start = first.span.start
    for match in _NEXT_LABEL.finditer(text, start, first.span.end):
        if not cues.label(text[match.end() : match.end() + LABEL_MAX])[0]:
            continue
        part = Span(start, trim_end(text, start, match.start()))
        if part.end > part.start:
            yield Block("valeur", 0, part, part.of(text), "", label=first.label)
        rest = Span(match.end(), first.span.end)
        first = _value(text, Block("paragraphe", 0, rest, rest.of(text)), cues, marks)
        start = first.span.start
    rest = Span(start, first.span.end)
    yield Block("valeur", 0, rest, rest.of(text), "", label=first.label)


def _value(text: str, block: Block, cues: Cues, marks: Marks) -> Block:
    """« Pilote : CAF » as a value with its label; other blocks as they are."""
    if not LABEL_END.search(block.text, 0, LABEL_MAX + 1):
        return block
    sense, rest = cues.label(block.text)
    if not sense or not rest.strip(" *_") or (sense in BODIES and rest.rstrip("*_ ")[-1] == ":"):
        return block  # « Sous la conduite de la CAF : » stands over what it will do
    # « 3.1. Orientation n° 1 : Agir »
    numbered = block.kind == "puce" and block.marker[:1].isdigit() and rest.lstrip()[0].isupper()
    axe = sense == "axe" and (block.kind == "titre" or numbered)
    if block.kind == "titre" and block.level and not _names(sense) and not axe:
        return block
    colon = LABEL_END.search(text, block.span.start, block.span.end)
    if colon is None:
        return block
    peeled = peel(text, colon.end(), block.span.end, marks)
    start = min(peeled.span.start, block.span.end)
    if peeled.number:
        start = colon.end()
        start += len(text[start : block.span.end]) - len(text[start : block.span.end].lstrip())
    span = Span(start, block.span.end)
    label = fold(text[block.span.start : colon.start()]).strip("*_ ")
    if axe:
        level = 0 if numbered else block.level
        return Block("titre", level, span, span.of(text), label)
    return Block("valeur", 0, span, span.of(text), "", label=label)
