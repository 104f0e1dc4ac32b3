"""Items whose list mark conversion lost."""

from pvgraph.layouts import emphase, rangs
from pvgraph.layouts.engagements import named_act
from pvgraph.layouts.outline import Draft, Mode, Outline
from pvgraph.model import Block, Source

HEAD_WORDS = 3
SHORT = 120  # an unmarked line this short may be an item of the list that it follows


def unmarked(outline: Outline, index: int, block: Block) -> Draft | None:
    """The item that a line without a mark is: of the list announced above, or a body's act."""
    mode = outline.mode
    found = _orphan(outline, index, block, mode) if mode is not None else None
    return found or _promised(outline, block)


def _orphan(outline: Outline, index: int, block: Block, mode: Mode) -> Draft | None:
    """« La Région s'engage à : » and then one line whose bullet was lost; below « Indicateurs »,
    each line that says what is counted."""
    if mode.niveau in ("indicateur", "reussite"):
        return _counted(outline, block, mode)
    acts = outline.marks.acts(block.text) and not block.marker and not block.level
    listed = mode.niveau in ("action", "objectif") and block.text != block.text.upper()
    alone = listed and not rangs.leads(outline, index)
    near = mode.position == index - 1 or _follows(outline, index, mode)
    if not near or not acts or not alone or block.text.endswith(":"):
        return None
    mode.last = index
    owner = mode.owner or outline.holder()
    draft = outline.make(block, mode.niveau, mode.regle, mode.confiance, owner)
    draft.sources += mode.sources
    return draft


def _follows(outline: Outline, index: int, mode: Mode) -> bool:
    """Whether a line stands right below such an item: each of a list lost its mark."""
    if not index or mode.last != index - 1:
        return False
    between = outline.blocks[index - 1].span.end, outline.blocks[index].span.start
    return outline.text.count("\n", *between) == 1


def heads(outline: Outline, index: int, sense: str) -> bool:
    """Whether a word alone on its line (« Objectifs »), under a named heading, is over lines that
    say acts and have no mark."""
    if sense not in ("objectif", "action") or outline.named() is None or outline.zone:
        return False
    below = next((b for b in outline.blocks[index + 1 : index + 2]), None)
    words = outline.blocks[index].text.split()
    plain = below is not None and below.kind == "paragraphe" and len(words) <= HEAD_WORDS
    return plain and below is not None and outline.marks.acts(below.text)


def _counted(outline: Outline, block: Block, mode: Mode) -> Draft | None:
    """« Nombre de places ouvertes. » alone on its lines: a measure that no mark lists."""
    alone = not (block.level or block.marker) and block.text.count(". ") == 0
    if not alone or len(block.text) > 2 * SHORT or block.text.endswith(":"):
        return None
    if not outline.marks.counted.match(block.text) or outline.cues.sense("titre", block.text):
        return None
    owner = mode.owner or outline.measured(outline.holder())
    return outline.make(block, "indicateur", mode.regle, min(mode.confiance, 0.85), owner)


def lost_bullet(outline: Outline, block: Block) -> Draft | None:
    """An item whose list mark conversion lost: an act alone on its lines, under a named axe
    or objectif, that ends as items do."""
    mode = outline.mode
    named = outline.named() is not None
    if mode is not None and mode.niveau in ("reussite", "politiques"):
        return None
    if outline.zone or not (named or (mode is not None and mode.niveau in ("action", "objectif"))):
        return None
    apart = emphase.stated(outline, block)
    if apart is not None and not block.marker:
        return _made(outline, *apart)
    item = not block.text.endswith((".", ":")) or (
        block.text.count(". ") == 0 and len(block.text) <= 2 * SHORT
    )
    if not item or not outline.marks.acts(block.text) or block.marker:
        return None
    return _made(outline, block, [])


def _promised(outline: Outline, block: Block) -> Draft | None:
    """« Engagement de la CAF : financer une crèche », a line of its own under an axe or among
    commitments: its act, for that body."""
    bound = outline.named() is not None or outline.committing
    if outline.zone or not bound or block.level or block.marker or block.text.endswith(":"):
        return None
    named = named_act(outline, block)
    if named is None or not outline.marks.acts(named[1].text):
        return None
    draft = outline.make(named[1], "action", "puce-perdue", 0.8, outline.holder())
    draft.sources.append(named[0])
    return draft


def _made(outline: Outline, block: Block, sources: list[Source]) -> Draft:
    """The item of such a line, under what is open, for those bodies or those of the list's own."""
    mode = outline.mode
    niveau = mode.niveau if mode is not None and mode.niveau else "action"
    owner = (mode.owner if mode is not None else None) or outline.holder()
    draft = outline.make(block, niveau, "puce-perdue", 0.75, owner)
    draft.sources += sources or (mode.sources if mode is not None else ())
    return draft
