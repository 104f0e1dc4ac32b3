"""Whether the items of a list or the cells of a column, under unknown words, say acts."""

import re

from pvgraph.layouts.outline import ROLES, Outline
from pvgraph.model import Block
from pvgraph.reading.words import same_length

_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,200})[)\]]")


def says(outline: Outline, text: str) -> bool:
    """« Ouvrir … », « Mise en place … », « plantation de 300 arbres »: a verb in the infinitive or
    a noun of action without its article, not of a state (« vieillissement »)."""
    marks = outline.marks
    plain = text.lstrip('«"“( ')
    if marks.acts(text) or marks.names_act(text):
        return True
    return bool(marks.nominal.match(plain)) and not marks.counted.match(plain)


def most_cells(outline: Outline, blocks: list[Block]) -> bool:
    """Whether two cells of three say what will be done, in the present in a chapter of engagements
    only, and none is a figure."""
    verbs = [outline.marks.future]
    verbs += [outline.cues.presently] if outline.committing else []
    said = [
        outline.marks.acts(b.text)
        or outline.marks.names_act(b.text)
        or any(v.match(same_length(b.text)) for v in verbs)
        for b in blocks
    ]
    worded = all(any(c.isalpha() for c in b.text) for b in blocks)
    return worded and bool(blocks) and 3 * sum(said) >= 2 * len(blocks)


def most_items(outline: Outline, blocks: list[Block]) -> bool:
    """Whether two items of three of a list say acts, none of them a figure."""
    figures = any(b.text[:1].isdigit() for b in blocks)
    said = sum(says(outline, b.text) for b in blocks)
    return bool(blocks) and not figures and 3 * said >= 2 * len(blocks)


def most_things(outline: Outline, blocks: list[Block]) -> bool:
    """The same below a label that tells what is done (« Descriptif »), where things to be set up
    have their article (« Un sas de préparation », « L'ouverture de la cour »)."""
    figures = any(b.text[:1].isdigit() for b in blocks)
    said = sum(says(outline, b.text) or _is_thing(outline, b.text) for b in blocks)
    return bool(blocks) and not figures and 3 * said >= 2 * len(blocks)


def _is_thing(outline: Outline, text: str) -> bool:
    marks = outline.marks
    led = marks.led.match(text)
    if led is None or marks.reached.search(text) or any(c in text for c in "%€"):
        return False
    return led.lastindex is not None or says(outline, text[led.end() :])


def all_count(outline: Outline, blocks: list[Block]) -> bool:
    """Whether each item says what is counted (« Nombre de … », « taux de … »)."""
    return bool(blocks) and all(outline.marks.counted.match(b.text) for b in blocks)


def piloted(outline: Outline, blocks: list[Block]) -> bool:
    """Whether at least half of the items of a list say by whom in brackets (« (pilote : CAF) »)."""
    label = outline.cues.label
    told = sum(any(label(m[1])[0] in ROLES for m in _BRACKET.finditer(b.text)) for b in blocks)
    return bool(blocks) and 2 * told >= len(blocks)
