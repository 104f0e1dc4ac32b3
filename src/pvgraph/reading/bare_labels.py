"""Labels whose value follows on the line with no colon between (« Pilote Ville de Givors »), as
conversion leaves the rows of a sheet."""

import re
from itertools import pairwise

from pvgraph.reading.cues import BODIES, LABEL_WORDS, Cues
from pvgraph.reading.lines import Line
from pvgraph.reading.words import key

NEAR = 3  # lines within which another such label stands
_NAMES = re.compile(r"\s+(?=[A-ZÀ-Þ0-9«])")
SEEN = BODIES | {"indicateur", "ecart", "resultat", "contenu", "description"}


def mark_bare_labels(lines: list[Line], cues: Cues) -> None:
    """Set `label` (its signs, from the start of the line) on such lines, where two of them that
    name bodies in two roles stand near each other."""
    solid = [line for line in lines if not line.blank and not line.furniture]
    begin = [i for i, line in enumerate(solid) if _first(line.text) in cues.label_words]
    found = [(i, *said) for i in begin if (said := _said(solid[i], cues)) is not None]
    bodies = [(i, sense) for i, _, sense in found if sense in BODIES]
    near = {
        i
        for (a, one), (b, other) in pairwise(bodies)
        if one != other and b - a <= NEAR
        for i in (a, b)
    }
    for i, size, sense in found:
        beside = any(j in near for j in range(i - NEAR, i + NEAR + 1))
        if i in near or (beside and sense not in BODIES):
            solid[i].label = size


def _first(text: str) -> str:
    """The first word of a line that begins with a capital and has more than it."""
    word, _, rest = text.partition(" ")
    return key(word) if rest and word[:1].isupper() and word.isalpha() else ""


def _said(line: Line, cues: Cues) -> tuple[int, str] | None:
    """How many signs the label takes at the start of a line, and its sense."""
    text = line.text
    if ":" in text or "\t" in text:
        return None
    cuts = [m.start() for m in _NAMES.finditer(text)][:LABEL_WORDS]
    for cut in cuts:
        if cues.is_label(text[:cut]):
            sense = cues.sense("etiquette", text[:cut])
            shouted = text.isupper() and sense not in BODIES  # « AXES TRANSVERSAUX » is a heading
            return (cut, sense) if sense in SEEN and not shouted else None
    return None
