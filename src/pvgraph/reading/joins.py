"""Sentences broken over a blank line, a page number or a running header, made one block again."""

from dataclasses import replace

from pvgraph.model import Block, Span
from pvgraph.reading.words import Marks

JOIN_MIN = 30  # a heading this short is never the first half of a broken sentence
_ENDS = (".", ";", "!", "?", ":", "…")


def join(text: str, blocks: list[Block], forms: Marks) -> list[Block]:
    """Blocks with a sentence broken over a blank line or page furniture made one again."""
    out: list[Block] = []
    i = 0
    while i < len(blocks):
        block = blocks[i]
        i += 1
        back = _bracketed(text, out, block) if out else None
        if back is not None:
            out[back] = _longer(text, out[back], block)
            del out[back + 1 :]
            continue
        if out and _may_go_on(out, block) and not (block.marker or block.level):
            back = _last_words(out)
            if block.kind == "titre" and not _cut_by_page(out, back, forms):
                back = None
            if back is not None and _broken(text, out[back], block, forms, len(out) - 1 - back):
                out[back] = _longer(text, out[back], block)
                del out[back + 1 :]
                continue
        out.append(block)
    return out


def _may_go_on(out: list[Block], block: Block) -> bool:
    """Whether a block can be the end of a sentence: running words, or the rest of a value that a
    page cut, under its label (« … pour les femmes sans / 14 / véhicule »)."""
    if block.kind != "valeur":
        return block.kind in ("paragraphe", "titre")
    back = _last_words(out)
    if back is None or back == len(out) - 1:
        return False
    return out[back].label == block.label and block.text[:1].islower()


def _longer(text: str, first: Block, last: Block) -> Block:
    """The first block with the words up to the end of the last."""
    span = Span(first.span.start, last.span.end)
    return replace(first, kind=_kind(first), span=span, text=span.of(text))


def _bracketed(text: str, out: list[Block], block: Block) -> int | None:
    """Where the item stands whose bracket, open at the end of a page, this block closes (« (pilote
    : CAF ; » / « partenaires : PJJ) »)."""
    closed = block.text.find(")")
    if closed < 0 or block.kind not in ("valeur", "paragraphe", "titre"):
        return None
    back = _last_words(out)
    if back is None or back == len(out) - 1:
        return None
    first = out[back]
    item = first.kind == "puce" or (first.kind == "valeur" and first.marker != "")
    if not item or first.text.rfind("(") <= first.text.rfind(")"):
        return None
    return back if "(" not in block.text[:closed] else None


def _kind(first: Block) -> str:
    """What a sentence is by its first half: an item under its number, no heading else."""
    if first.kind != "titre":
        return first.kind
    return "puce" if first.marker[:1].isdigit() else "paragraphe"


def _cut_by_page(out: list[Block], back: int | None, forms: Marks) -> bool:
    """Whether page furniture stands between a line and words that end on « avec le »."""
    return back is not None and back < len(out) - 1 and forms.unfinished(out[back].text)


def _last_words(out: list[Block]) -> int | None:
    """The last block that is no furniture, at most four back."""
    for back in range(len(out) - 1, max(-1, len(out) - 5), -1):
        if out[back].kind != "mobilier":
            return back
    return None


def _broken(text: str, before: Block, after: Block, forms: Marks, between: int) -> bool:
    turned = before.kind == "valeur" and between > 0
    known = turned or before.kind in {"puce", "paragraphe", "titre"}
    if not known or len(before.text) < JOIN_MIN:
        return False
    if before.kind == "titre" and before.level:
        return False
    gap = text[before.span.end : after.span.start]
    if between == 0 and gap.count("\n") > 2:
        return False
    if before.text.endswith(_ENDS):
        return False
    first = after.text[:1]
    return first.islower() or first in ")»," or forms.unfinished(before.text)
