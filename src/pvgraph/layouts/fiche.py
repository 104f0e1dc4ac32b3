"""Sheets: a title, then labels with their values (« Pilote : », « Indicateurs de réussite »)."""

from pvgraph.layouts.outline import Draft, Outline
from pvgraph.layouts.pieces import split_bullets, split_indicators
from pvgraph.model import Block, Source, Span

_BODIES = ("porteur", "partenaire", "financeur")
_ITEMS = ("indicateur", "resultat", "objectif", "action")


def attach(outline: Outline, holder: Draft, sense: str, blocks: list[tuple[int, Block]]) -> None:
    """Bind the values under one label to the item that the sheet describes."""
    if sense in _BODIES:
        for index, block in blocks:
            holder.sources.append(Source(block.span, sense, "explicite"))
            outline.set_aside(index, sense)
    elif sense in _ITEMS:
        for _, block in blocks:
            _add_items(outline, holder, sense, block)
    elif sense == "modalites" and _acts(outline, blocks):
        for _, block in blocks:
            _add_items(outline, holder, "action", block)
    else:
        _describe(outline, holder, "description" if sense == "modalites" else sense, blocks)


def _acts(outline: Outline, blocks: list[tuple[int, Block]]) -> bool:
    """Whether the values under a label are a list, each item of which says an act."""
    listed = [block for _, block in blocks if block.kind == "puce"]
    return (
        bool(listed)
        and len(listed) == len(blocks)
        and all(outline.marks.acts(block.text) for block in listed)
    )


def _add_items(outline: Outline, holder: Draft, sense: str, block: Block) -> None:
    for span in _items(outline, sense, block):
        if span.end <= span.start:
            continue
        part = Block(block.kind, 0, span, span.of(outline.text), "")
        outline.make(part, sense, "fiche", 0.9, holder)


def _describe(outline: Outline, holder: Draft, sense: str, blocks: list[tuple[int, Block]]) -> None:
    for index, _ in blocks:
        outline.set_aside(index, f"fiche-{sense or 'autre'}")
    if not blocks:
        return
    whole = Span(blocks[0][1].span.start, blocks[-1][1].span.end)
    if sense == "description" and holder.description is None:
        holder.description = whole
    elif sense == "registre":
        holder.registre = whole.of(outline.text).rstrip(".")


def _items(outline: Outline, sense: str, block: Block) -> list[Span]:
    spans = split_bullets(outline, block.span)
    if sense != "indicateur" or len(spans) > 1 or block.kind == "puce":
        return spans
    return split_indicators(outline, block.span)
