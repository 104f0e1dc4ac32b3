"""Labels of sheets that no list has (« Ce qu'on va bricoler : »), told by where they stand."""

from pvgraph.layouts.outline import SHEET, Draft, Outline
from pvgraph.model import Block
from pvgraph.reading.words import key

WORDS_MAX = 8
VALUES_MAX = 12  # blocks that the value of a label takes
_SHEETS = ("action", "projet")


def is_label(outline: Outline, draft: Draft, index: int, block: Block) -> bool:
    """Whether a heading inside a sheet is one of its labels: known as nothing else, it stands above
    a value and a known label of the same sheet, or comes again in other sheets."""
    if draft.niveau not in _SHEETS or draft.regle not in ("titre", "fiche"):
        return False
    if block.marker or (block.level and block.level <= draft.level):
        return False
    words = block.text.rstrip(" :")
    if len(words.split()) > WORDS_MAX or words == words.upper() or outline.marks.acts(words):
        return False
    if outline.cues.sense("titre", block.text) or outline.cues.sense("amorce", block.text):
        return False
    inside = bool(draft.sources) or _is_known(outline, outline.blocks[index - 1])
    return _over_label(outline, index) or (inside and key(block.text) in outline.rubrics)


def _over_label(outline: Outline, index: int) -> bool:
    """Whether below a heading comes what it labels, then another label of sheets."""
    told = False
    for block in outline.blocks[index + 1 : index + 1 + VALUES_MAX]:
        if _is_known(outline, block):
            return told
        if block.kind not in ("puce", "paragraphe", "mobilier"):
            return False
        told = told or block.kind != "mobilier"
    return False


def _is_known(outline: Outline, block: Block) -> bool:
    alone = block.kind == "titre" and not block.marker and outline.cues.is_label(block.text)
    label = block.label if block.kind == "valeur" else block.text if alone else ""
    return bool(label) and outline.cues.sense("etiquette", label) in (*SHEET, "indicateur", "ecart")
