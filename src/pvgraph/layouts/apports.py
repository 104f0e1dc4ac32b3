"""Chapters divided by the names of bodies, whatever their own words (« Ce que chacun met au pot »):
« L'État », « La Région », « Advivo », each over what it promises."""

from pvgraph.layouts import corps
from pvgraph.layouts.outline import Outline
from pvgraph.layouts.reperes import dotted
from pvgraph.model import Block

KNOWN_MIN = 2  # names of bodies that are known


def is_chapter(outline: Outline, index: int) -> bool:
    """Whether all the headings that divide the chapter of a heading are names of bodies, two of
    them known, and some promise is made below."""
    top, first = outline.blocks[index], None
    known, promised = 0, False
    if not (top.level or dotted(top.marker)):
        return False
    for block in outline.blocks[index + 1 :]:
        heading = _is_heading(block)
        if heading and not _divides(top, block):
            break
        if heading and (first is None or _rank(block) == _rank(first)):
            if not corps.is_body(outline, block.text):
                return False
            first = block
            known += corps.is_known(outline, block.text)
        elif first is not None and block.kind != "cellule":
            promised = promised or outline.cues.promises(block.text)
    return known >= KNOWN_MIN and promised


def _is_heading(block: Block) -> bool:
    """A heading by its marks or its number; « 4.1 L'État » right above its text is one too."""
    number = len(dotted(block.marker))
    return (
        number > 1
        if block.kind == "puce"
        else block.kind == "titre" and bool(block.level or number)
    )


def _rank(block: Block) -> tuple[int, int]:
    return block.level, len(dotted(block.marker))


def _divides(top: Block, block: Block) -> bool:
    """Whether a heading stands below another, by its marks or its number."""
    if top.level or block.level:
        return 0 < top.level < block.level
    own, above = dotted(block.marker), dotted(top.marker)
    return len(own) > len(above) > 0 and own[: len(above)] == above
