"""Bullets that say what is counted (« ✓ Nombre de … »): indicators, where no known word announces
them: of another mark than the list above, or below a heading in words of its own."""

import re
from collections.abc import Sequence

from pvgraph.layouts.outline import Draft, Mode, Outline
from pvgraph.model import Block

_MEASURES = {"indicateur", "resultat"}
SHARE = 0.5  # of the bullets of the run, at least, say what is counted
ALONE_MIN = 2  # bullets below a heading that announces nothing by a colon
_LED = re.compile(r"(?:l[ae]s? |l['’])", re.IGNORECASE)  # « le nombre de … »
_FIGURE = re.compile(r"^\d|[:(]\s?[+-]?\d|\d\s?[%€]")  # « Taux de chômage : 31 % » is a finding


def begins(outline: Outline, first: int, index: int) -> bool:
    """Whether at `index` of the list that starts at `first` the mark changes, and the bullets of
    the new mark say what is counted."""
    block, before = outline.blocks[index], _bullet_before(outline, first, index)
    if outline.mode is not None and outline.mode.niveau in _MEASURES:
        return False
    if block.kind != "puce" or before is None or before.marker == block.marker:
        return False
    if block.level < before.level or _digits(block) or not outline.marks.counted.match(block.text):
        return False
    run = [b for b in outline.blocks[index : index + length(outline, index)] if b.kind == "puce"]
    counts = sum(_counts(outline, b) for b in run)
    return counts >= SHARE * len(run)


def announced(outline: Outline, index: int, block: Block) -> bool:
    """Whether words that are no cue (« Pour mesurer les progrès : ») stand right above bullets all
    of which say what is counted, under a heading of commitments; figures are a diagnosis."""
    below = outline.blocks[index + 1 : index + 2]
    if not below or below[0].kind != "puce" or not outline.marks.indicator.match(below[0].text):
        return False
    if outline.zone or outline.examples or outline.named() is None or block.marker:
        return False
    run = outline.bullets_below(index)
    figures = sum(_FIGURE.search(b.text) is not None for b in run)
    colon = block.text.rstrip("*_ ").endswith(":")
    told = colon or (block.kind == "titre" and not block.level and len(run) >= ALONE_MIN)
    counted = all(outline.marks.indicator.match(b.text) for b in run)
    acts = sum(outline.marks.names_act(_LED.sub("", b.text)) for b in run)
    return told and counted and 2 * max(figures, acts) < len(run)


def length(outline: Outline, index: int) -> int:
    """How many blocks the bullets of the mark of `index` take, page furniture among them."""
    mark, end = outline.blocks[index].marker, index
    for at in range(index, len(outline.blocks)):
        block = outline.blocks[at]
        if block.kind == "puce" and block.marker == mark:
            end = at + 1
        elif block.kind != "mobilier":
            break
    return end - index


def mode(outline: Outline, above: Draft | None, listed: Sequence[Draft]) -> Mode:
    """What such a run holds: indicators of what the items `listed` right above stand under."""
    while above is not None and above in listed:
        above = above.parent
    return Mode("indicateur", "liste-indicateur", 0.85, owner=above or outline.holder())


def _bullet_before(outline: Outline, first: int, index: int) -> Block | None:
    bullets = (b for b in reversed(outline.blocks[first:index]) if b.kind == "puce")
    return next(bullets, None)


def _counts(outline: Outline, block: Block) -> bool:
    """« Nombre de places », not « Création de places », which says an act."""
    marks = outline.marks
    return bool(marks.counted.match(block.text)) and not marks.names_act(block.text)


def _digits(block: Block) -> bool:
    return block.marker[:1].isdigit()
