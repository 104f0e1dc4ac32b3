"""Sheets: a title, then labels with their values (« Pilote : », « Indicateurs de réussite »)."""

from pvgraph.layouts import actes, renvois
from pvgraph.layouts.outline import Draft, Outline
from pvgraph.layouts.pieces import cut, split_acts, split_bullets, split_indicators
from pvgraph.model import Block, Source, Span
from pvgraph.reading.words import key

_BODIES = ("porteur", "partenaire", "financeur")
UNKNOWN = "inconnu"  # the sense of a label that no list has
_TOLD = ("contenu", "description", "modalites")  # in prose a description, in a list what is done
_LISTING = ("contenu", "modalites")  # of which an act alone is an item where others have lists
_CUT = ("contenu", "modalites", "objectif", "action", UNKNOWN)  # may have items on one line
_ITEMS = ("indicateur", "resultat", "objectif", "action")


def attach(outline: Outline, holder: Draft, sense: str, blocks: list[tuple[int, Block]]) -> None:
    """Bind the values under one label to the item that the sheet describes."""
    sense = _guessed(outline, holder, sense, [block for _, block in blocks])
    if renvois.place(outline, holder, sense, [block for _, block in blocks]):
        sense = "renvoi"
    if sense in _CUT:
        blocks = [(i, part) for i, block in blocks for part in _parts(outline, sense, block)]
    if sense in _BODIES:
        for index, block in blocks:
            holder.sources.append(Source(block.span, sense, "explicite"))
            outline.set_aside(index, sense)
    elif sense in _ITEMS:
        for _, block in blocks:
            _add_items(outline, holder, sense, block)
    elif sense in (*_TOLD, UNKNOWN) and _acts(outline, sense, blocks):
        _add_acts(outline, holder, blocks)
    else:
        _describe(outline, holder, "description" if sense in _TOLD else sense, blocks)


def late_indicators(outline: Outline, index: int, holder: Draft | None) -> int:
    """Take indicators printed below a sheet whose label was lost or moved by conversion; the block
    after them."""
    while holder is not None and index < len(outline.blocks):
        block = outline.blocks[index]
        plain = block.kind == "paragraphe" or (block.kind == "titre" and not block.level)
        label = block.text.endswith(":") or outline.cues.is_label(block.text)
        if not plain or label or not outline.marks.counted.match(block.text):
            break
        attach(outline, holder, "indicateur", [(index, block)])
        index += 1
    return index


def _add_acts(outline: Outline, holder: Draft, blocks: list[tuple[int, Block]]) -> None:
    for index, block in blocks:
        listed = _is_listed(block) or _is_first(outline, block)
        if block.text.rstrip("*_ ").endswith(":") or not listed:
            outline.set_aside(index, "introduction")
        else:
            _add_items(outline, holder, "action", block)


def _guessed(outline: Outline, holder: Draft, sense: str, blocks: list[Block]) -> str:
    """The sense of a label; an unknown one over what is counted holds indicators, as does one set
    aside (« Suivi ») where they are listed, without figures, below the bodies of the sheet; one
    set aside (« Moyens d'agir ») over acts that name their bodies in brackets holds actions."""
    if sense == "indicateur" and len(blocks) == 1 and _is_prose(outline, blocks[0]):
        return "ecart"
    listed = bool(blocks) and all(map(_is_listed, blocks))
    if sense not in (UNKNOWN, "ecart") or not actes.all_count(outline, blocks):
        acts = sense == "ecart" and listed and actes.most_items(outline, blocks)
        return "action" if acts and actes.piloted(outline, blocks) else sense
    figures = any(c.isdigit() for block in blocks for c in block.text)
    late = bool(holder.sources) and not figures and listed
    return "indicateur" if sense == UNKNOWN or late else sense


def _is_prose(outline: Outline, block: Block) -> bool:
    """« Évaluation : un bilan est dressé. Il est rendu public. »: how, and nothing measured."""
    sentences = block.text.split(". ")
    told = not _is_listed(block) and block.text.endswith(".") and len(sentences) > 1
    return told and not any(outline.marks.counted.match(s) for s in sentences)


def _parts(outline: Outline, sense: str, block: Block) -> list[Block]:
    """The items of a value printed on one line: between bullets, or between semicolons where each
    says an act."""
    text = outline.text
    if _is_listed(block):
        return [block]
    spans = split_bullets(outline, block.span)
    if len(spans) < 2:
        spans = split_acts(text, block.span)
        verbs = all(outline.marks.acts(s.of(text)) for s in spans)
        nouns = sense == "contenu" and all(actes.says(outline, s.of(text)) for s in spans)
        spans = spans if verbs or nouns else [block.span]
    elif spans[0].of(text).endswith((".", ":")):
        spans = [block.span]
    return [cut(block, s, text, "<") for s in spans] if len(spans) > 1 else [block]


def _is_listed(block: Block) -> bool:
    return block.kind == "puce" or (block.kind == "valeur" and bool(block.marker))


def _is_first(outline: Outline, block: Block) -> bool:
    """« Ouvrir un lieu<br>Former des relais »: one act on a line, which only the next lines show
    to be the first of a list."""
    one = block.kind == "valeur" and ". " not in block.text
    return one and not block.text.endswith(":") and outline.marks.acts(block.text)


def _acts(outline: Outline, sense: str, blocks: list[tuple[int, Block]]) -> bool:
    """Whether the values under a label are a list of what will be done: most items say an act,
    any list under « Contenu », but one of figures."""
    listed = [block for _, block in blocks if _is_listed(block)]
    told = [block for _, block in blocks if not _is_listed(block)]
    alone = told[0] if len(blocks) == len(told) == 1 else None
    if alone is not None and sense in _LISTING and _is_first(outline, alone):
        return key(alone.label) in outline.listing_labels
    if not listed or (told and sense != "contenu"):
        return False
    if sense == "contenu":
        figures = 2 * sum(block.text[:1].isdigit() for block in listed) > len(listed)
        first = all(_is_first(outline, block) for block in told[:1])
        return not figures and all(block.text.endswith(":") for block in told[first:])
    told_of = sense in _TOLD and len(listed) > 1
    return actes.most_things(outline, listed) if told_of else actes.most_items(outline, listed)


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
