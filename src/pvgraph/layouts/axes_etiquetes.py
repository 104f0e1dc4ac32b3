"""« Thématique : Emploi », on a line of its own with no number: an axe, outside any sheet."""

from pvgraph.layouts.drafts import Draft
from pvgraph.layouts.outline import ROLES, Outline
from pvgraph.model import MESURES
from pvgraph.reading.words import key

TIMES = 2  # a text orders its axes so, where the label comes again
OF_SHEETS = frozenset({*ROLES, "intitule-action", "intitule-projet", "contenu"})


def opens(outline: Outline, above: Draft | None, index: int, senses: set[str]) -> bool:
    """Whether the value of block `index`, first of a run of labels with these senses, is the name
    of an axe: `above`, the item that labels would describe, is no sheet."""
    block = outline.blocks[index]
    if outline.cues.sense("etiquette", block.label) != "axe" or OF_SHEETS & senses:
        return False
    sheet = above is not None and above.niveau in MESURES and above.regle in ("titre", "fiche")
    if sheet and above is not None and above.niveau != "objectif":
        return False
    label = key(block.label)
    alike = {b.text for b in outline.blocks if b.kind == "valeur" and key(b.label) == label}
    return len(alike) >= TIMES


def take(outline: Outline, index: int) -> Draft:
    """Open the axe that this value names."""
    block = outline.blocks[index]
    outline.mode, outline.zone = None, ""
    outline.title(0, block.text)
    draft = outline.make(block, "axe", "titre", 0.85, None, structural=True, position=index,
                         form=key(block.label))  # fmt: skip
    return outline.push(draft)
