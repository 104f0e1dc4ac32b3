"""What a text says of its own signs: « Le pilote de chaque action figure entre parenthèses »."""

import re

from pvgraph.model import Block
from pvgraph.reading.cues import BODIES, Cues
from pvgraph.reading.words import key, same_length

_WORD = re.compile(r"[^\W\d_]{4,}")
_STOP = re.compile(r"[.;]\s")
NEAR = 120  # signs between a legend and the word of role that it speaks of


def role(blocks: tuple[Block, ...], cues: Cues) -> str:
    """The role that the first legend of a text gives to the bodies in brackets, or nothing."""
    for block in blocks:
        told = block.kind in ("paragraphe", "puce") and cues.legend.search(key(block.text))
        if not told:  # as most: their keys are known by now
            continue
        plain = same_length(block.text)
        said = cues.legend.search(plain)
        found = _nearest(plain, said, cues) if said else ""
        if found:
            return found
    return ""


def _nearest(plain: str, said: re.Match[str], cues: Cues) -> str:
    """The role nearest to the legend in its own sentence."""
    start = max([m.end() for m in _STOP.finditer(plain, 0, said.start())], default=0)
    stop = _STOP.search(plain, said.end())
    end = stop.start() if stop else len(plain)
    near: dict[int, str] = {}
    for word in _WORD.finditer(plain, start, end):
        sense = cues.sense("etiquette", word.group())
        away = min(abs(word.start() - said.end()), abs(said.start() - word.end()))
        if sense in BODIES and away <= NEAR:
            near[away] = sense
    return near[min(near)] if near else ""
