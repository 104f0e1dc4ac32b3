"""Chapters divided by the names of bodies, whatever their own words (« Ce que chacun met au pot »):
« L'État », « La Région », « Advivo », each over what it promises."""

from pvgraph.layouts import corps
from pvgraph.layouts.outline import Outline
from pvgraph.layouts.reperes import dotted
from pvgraph.model import Block

KNOWN_MIN = 2  # names of bodies that are known
Rank = tuple[int, int, bool]


def is_chapter(outline: Outline, index: int) -> bool:
    """Whether all the headings that divide the chapter of a heading are names of bodies, two of
    them known, and one of them promises below."""
    top = outline.blocks[index]
    if not (top.level or dotted(top.marker) or _shouts(top)):
        return False
    first: Block | None = None
    name, known, promised = "", 0, False
    for at in range(index + 1, len(outline.blocks)):
        block = outline.blocks[at]
        heading = _is_heading(top, block)
        if heading and not _divides(top, block):
            break
        if heading and (first is None or _rank(block) == _rank(first)):
            if not corps.is_body(outline, block.text):
                return False
            first, name = first or block, block.text
            known += corps.is_known(outline, name)
        elif first is not None and block.kind != "cellule":
            promised = promised or corps.promises(outline, name, block.text)
    return known >= KNOWN_MIN and promised


def _is_heading(top: Block, block: Block) -> bool:
    """A heading by its marks or its number (« 4.1 L'État » right above its text is one too), or
    any that ends without a colon in a chapter known by its capitals alone."""
    number = len(dotted(block.marker))
    if block.kind == "puce":
        return number > 1
    plain = not (top.level or top.marker) and not block.text.endswith(":")
    return block.kind == "titre" and bool(block.level or number or plain)


def _rank(block: Block) -> Rank:
    return block.level, len(dotted(block.marker)), _shouts(block)


def _shouts(block: Block) -> bool:
    """Whether a heading without marks is all in capitals."""
    plain = not (block.level or block.marker)
    return plain and block.text == block.text.upper() != block.text.lower()


def _divides(top: Block, block: Block) -> bool:
    """Whether a heading stands below another: by its marks, its number or its small letters."""
    if top.level or block.level:
        return 0 < top.level < block.level
    own, above = dotted(block.marker), dotted(top.marker)
    if not above:
        return not own and _shouts(top) and not _shouts(block)
    return len(own) > len(above) and own[: len(above)] == above
