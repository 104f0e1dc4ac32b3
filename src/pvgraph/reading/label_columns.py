"""Sheets that conversion read column by column: all labels, then as many values, in their order."""

from collections.abc import Sequence

from pvgraph.model import Block
from pvgraph.reading.cues import BODIES

LABELS_MIN, LABELS_MAX = 2, 8
VALUE_MAX = 160  # signs of a value


def paired(blocks: list[Block], senses: list[str]) -> tuple[list[Block], list[str]]:
    """The blocks, such values with their labels, and the sense that each has as a label alone."""
    out: list[Block] = []
    own: list[str] = []
    index = 0
    while index < len(blocks):
        values = _pair(blocks, senses, index) if senses[index] else []
        out += values or [blocks[index]]
        own += [""] * len(values) or [senses[index]]
        index += 2 * len(values) or 1
    return out, own


def _pair(blocks: Sequence[Block], senses: Sequence[str], index: int) -> list[Block]:
    """The values of the labels that follow one another from `index`, where as many blocks stand
    below them before another label, a heading with its number or a list; else nothing."""
    labels = _run(senses, index)
    if not LABELS_MIN <= len(labels) <= LABELS_MAX or not BODIES & set(labels):
        return []
    start = index + len(labels)
    end = start
    while end < len(blocks) and not senses[end] and _is_value(blocks[end]):
        end += 1
    if end - start != len(labels) or (end < len(blocks) and _goes_on(blocks[end])):
        return []
    below = blocks[start:end]
    named = (b.text for b, sense in zip(below, labels, strict=True) if sense in BODIES)
    if not all(words[:1].isupper() and not words.endswith(".") for words in named):
        return []
    heads = (block.text.rstrip(" :") for block in blocks[index:start])
    return [
        Block("valeur", 0, b.span, b.text, "", label=head)
        for b, head in zip(below, heads, strict=True)
    ]


def _run(senses: Sequence[str], index: int) -> list[str]:
    end = index
    while end < len(senses) and senses[end]:
        end += 1
    return list(senses[index:end])


def _is_value(block: Block) -> bool:
    dated = block.kind == "mobilier" and block.marker == "chiffre"
    plain = block.kind in ("titre", "paragraphe") and not (block.level or block.marker)
    return dated or (plain and len(block.text) <= VALUE_MAX)


def _goes_on(block: Block) -> bool:
    """A list right below is of the last label, whose words stand elsewhere."""
    return block.kind in ("puce", "valeur") and not block.marker[:1].isalnum()
