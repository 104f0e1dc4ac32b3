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
        if out and block.kind in ("paragraphe", "titre") and not (block.marker or block.level):
            back = _last_words(out)
            if block.kind == "titre" and not _cut_by_page(out, back, forms):
                back = None
            if back is not None and _broken(text, out[back], block, forms, len(out) - 1 - back):
                span = Span(out[back].span.start, block.span.end)
                kind = _kind(out[back])
                out[back] = replace(out[back], kind=kind, span=span, text=span.of(text))
                del out[back + 1 :]
                continue
        out.append(block)
    return out


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
    if before.kind not in {"puce", "paragraphe", "titre"} or len(before.text) < JOIN_MIN:
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
