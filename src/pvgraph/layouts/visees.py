"""Chapters that say what is aimed at (« 2. Nos priorités communes »), before those of promises."""

from pvgraph.layouts.outline import Outline
from pvgraph.layouts.reperes import dotted
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
    after = (b for b in outline.blocks[index + 1 :] if _beside(b, block))
    if any(_promises(outline, b) for b in after):
        outline.aims_chapter = block


def _under(above: Block, block: Block) -> bool:
    if above.level:
        return not 0 < block.level <= above.level
    return not block.marker or len(dotted(block.marker)) > 1


def _beside(other: Block, block: Block) -> bool:
    """Whether two headings are of one rank, by their marks or their numbers."""
    same = other.level == block.level and bool(other.marker) == bool(block.marker)
    return other.kind == "titre" and same


def _promises(outline: Outline, block: Block) -> bool:
    """« 3. Les engagements des signataires »."""
    return outline.cues.sense("titre", block.text) == "engagements"
