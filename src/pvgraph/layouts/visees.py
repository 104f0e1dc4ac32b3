"""Chapters that say what is aimed at (« 2. Nos priorités communes »), before those of promises."""

from pvgraph.layouts.outline import Outline
from pvgraph.layouts.reperes import dotted, rank
from pvgraph.model import Block
from pvgraph.reading.words import key

WORDS_MAX = 6  # of a heading that only names what is aimed at


def remember(outline: Outline, index: int, block: Block, sense: str) -> None:
    """Keep the chapter just opened where it names aims and promises have their own further on; the
    next of its rank ends it."""
    if sense in ("axe", "objectif", "action", "projet") or block.text.endswith(":"):
        return
    above = outline.aims_chapter
    if above is not None and not _under(above, block):
        outline.aims_chapter = None
    if not (block.level or block.marker) or len(dotted(block.marker)) > 1:
        return
    words = key(block.text)
    if len(words.split()) > WORDS_MAX or not outline.cues.aims.search(words):
        return
    if outline.last_promises.get(rank(block), 0) > index:
        outline.aims_chapter = block


def _under(above: Block, block: Block) -> bool:
    if above.level:
        return not 0 < block.level <= above.level
    return not block.marker or len(dotted(block.marker)) > 1
