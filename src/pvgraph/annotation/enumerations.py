"""Lists of bodies behind a colon: « Partenaires à mobiliser : CAF, clubs, service jeunesse »."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from pvgraph.nlp.reading import CueFound, Passage

_COLON = re.compile(r"\s?:\s?")
_STOP = re.compile(r"[.;](?:\s|$)|\.\.|…|\setc\b")


def found(passage: Passage) -> Iterator[tuple[CueFound, int, int]]:
    """Each cue that a colon and a list of bodies follow (« Partenaires : CAF, clubs »), with the
    places in the passage where the list begins and ends."""
    for cue in passage.cues:
        start = bisect_left(passage.at, cue.span.end)
        colon = _COLON.match(passage.text, start)
        opened = passage.text[:start].rstrip().endswith(":")
        if not cue.role or cue.side == "avant" or not cue.firm or not (colon or opened):
            continue
        start = colon.end() if colon else start
        stop = _STOP.search(passage.text, start)
        end = stop.start() if stop else len(passage.text)
        if "," in passage.text[start:end]:
            yield cue, start, end
