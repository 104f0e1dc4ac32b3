"""Lists that nothing introduces: what they hold by what stands above and by their own words."""

from collections.abc import Sequence

from pvgraph.layouts.engagements import named_act, own_source
from pvgraph.layouts.outline import Mode, Outline
from pvgraph.layouts.sujets import subject
from pvgraph.model import Block
from pvgraph.reading.words import key

PRESENT = "liste-au-present"


def implied(outline: Outline, first: int, last: int) -> Mode | None:
    """What a list holds that nothing introduces: actions under an axe or objectif that is named.

    Under a heading without a word of structure the bullets must all say an act; so must they
    after a sentence that announces them in other words than those of `extract/niveaux.csv`.
    """
    if outline.zone or outline.examples:
        return None
    holder = outline.holder()
    before = outline.blocks[first - 1] if first else None
    run = [b for b in outline.blocks[first:last] if b.kind == "puce"]
    acts = [outline.marks.acts(b.text) or named_act(outline, b) is not None for b in run]
    nouns = [outline.marks.names_act(b.text) for b in run]
    named = outline.named() is not None
    if before is not None and before.kind != "puce" and before.text.endswith(":"):
        aims = outline.cues.aims.search(key(before.text))
        niveau = "objectif" if aims else "action"
        binding = named or outline.committing
        own = sum(own_source(outline, b.span) is not None for b in run)
        several = own * 2 > len(run) if outline.speaker else own == len(run)
        if (binding and all(acts)) or several:
            return Mode(niveau, "liste-annoncee", 0.8)
        return None
    either = all(a or n for a, n in zip(acts, nouns, strict=True))
    if named and (sum(acts) * 2 >= len(acts) or either):
        aims = outline.aims_chapter is not None and not _led(outline, last)
        return Mode("objectif" if aims else "action", "liste-sous-axe", 0.85)
    if named and _each_acts(outline, run):
        return Mode("action", PRESENT, 0.85)
    if _under_aim(outline) and _led(outline, last):
        return Mode("action", "liste-sous-axe", 0.85)  # « Jardins partagés » / « Pilote : Ville »
    if holder is not None and holder.bare_number and all(acts):
        return Mode("action", "liste-sous-numero", 0.85)
    return _below_words(outline, before, len(run)) if all(acts) else None


def _under_aim(outline: Outline) -> bool:
    """Whether the nearest heading is that of an objectif, by its word."""
    named = outline.named()
    return named is not None and named.niveau == "objectif"


def _led(outline: Outline, last: int) -> bool:
    """Whether right below a list a label says who leads (« Pilote : Ville »): it is done."""
    below = outline.blocks[last : last + 1]
    label = below[0].label if below and below[0].kind == "valeur" else ""
    return bool(label) and outline.cues.sense("etiquette", label) == "porteur"


def _each_acts(outline: Outline, run: Sequence[Block]) -> bool:
    """Whether each bullet says what a body does (« la CAF finance … »), half of them or more a body
    by its name."""
    named = [subject(outline, b.span, True) for b in run]
    if 2 * sum(found is not None for found in named) < len(run):
        return False
    return all(
        found or subject(outline, b.span, True, True) for b, found in zip(run, named, strict=True)
    )


def _below_words(outline: Outline, before: Block | None, count: int) -> Mode | None:
    """Acts below a heading without a word of structure, or below its paragraph where one with such
    a word stands above."""
    if before is None or outline.holder() is None or before.text.endswith(":"):
        return None
    under = outline.named_above() is not None
    headed = before.kind == "titre" and (count > 1 or under)
    told = before.kind == "paragraphe" and count > 1 and under
    return Mode("action", "liste-sous-titre", 0.75) if headed or told else None
