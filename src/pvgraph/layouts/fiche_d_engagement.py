"""The chapter of one signatory (« Fiche d'engagement – La CAF »): what it does, then its
« Engagements », perhaps axe by axe: all are its own, though none of these headings names it."""

from dataclasses import replace

from pvgraph.layouts.modes import names_body, promiser
from pvgraph.layouts.outline import Mode, Outline
from pvgraph.model import Block, Source
from pvgraph.reading.words import key

FIRST = 2  # words by which headings of one rank are alike
NEAR = 16  # blocks of a chapter in which its « Engagements » are looked for


def begin(outline: Outline, block: Block, sense: str) -> tuple[Source, ...]:
    """Remember whose commitments the chapter of this heading holds, if it names a body."""
    if sense == "engagements" and names_body(outline, block):
        outline.pledger = (Source(promiser(outline, block), "porteur", "herite"),)
        outline.pledged = len(outline.drafts)
        return outline.pledger
    if sense:
        outline.pledger = ()
    return ()


def presents(outline: Outline, index: int, block: Block) -> bool:
    """Whether such a chapter first tells what the signatory is and does: a heading « Engagements »
    stands further down in it."""
    if not names_body(outline, block):
        return False
    for below in outline.blocks[index + 1 : index + 1 + NEAR]:
        if below.kind != "titre" or below.text.endswith(":"):
            continue
        sense = outline.cues.sense("titre", below.text)
        if sense in ("engagements", "division"):
            own = sense == "engagements" and not (below.marker or names_body(outline, below))
            return own and _divides(block, below) and below is not outline.blocks[index + 1]
    return False


def _divides(block: Block, below: Block) -> bool:
    """Whether a heading can stand under another: by its marks, or in other words (« Les engagements
    communs » come after « Les engagements de l'État »)."""
    if block.level or below.level:
        return 0 < block.level < below.level
    return not set(key(block.text).split()[:FIRST]) & set(key(below.text).split()[:FIRST])


def ends(outline: Outline, block: Block) -> bool:
    """Whether an axe's heading is of the text's own order, not printed again in such a chapter."""
    words = key(block.text)
    axes = (d for d in outline.drafts[: outline.pledged] if d.niveau == "axe")
    return all(key(d.span.of(outline.text)) != words for d in axes)


def is_rubric(outline: Outline, block: Block, sense: str, amorce: str) -> bool:
    """« Engagements 2024-2030 », « Nos engagements » in such a chapter: the first heading of
    commitments in it, that names no other body and is no division of the text."""
    told = sense == "engagements" or (amorce == "action" and not sense)
    if not (told and outline.pledger) or block.marker or outline.pledged != len(outline.drafts):
        return False
    divides = outline.cues.sense("titre", block.text) == "division"
    return not (divides or names_body(outline, block))


def open_rubric(outline: Outline, index: int) -> None:
    """Open such a rubric: what is listed or told below it is the signatory's."""
    outline.set_aside(index, "rubrique")
    outline.zone, outline.committing, outline.speaker = "", True, outline.pledger
    outline.mode = Mode("action", "engagement", 0.9, outline.pledger, position=index,
                        level=outline.blocks[index].level)  # fmt: skip


def bind(outline: Outline, mode: Mode | None) -> Mode | None:
    """The mode of a list that nothing announces: below an axe said again in such a chapter it is
    the signatory's."""
    if mode is None or mode.sources or not (outline.pledger and outline.committing):
        return mode
    return replace(mode, sources=outline.pledger)
