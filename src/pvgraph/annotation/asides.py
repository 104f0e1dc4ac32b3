"""Where an aside between commas ends: « , avec le concours de l'Anah, les copropriétaires … »."""

import re
from collections.abc import Set
from itertools import pairwise

from pvgraph.nlp.reading import Mention, Passage
from pvgraph.words import ascii_key

_JOINED = re.compile(r"\s(?:et|ou)\s|[&/]")


def before_object(passage: Passage, found: list[Mention], new: Set[str]) -> list[Mention]:
    """The bodies of `found` before one that a comma and one of the words `new` open: « ouvrir, avec
    le parquet, une maison de justice »."""
    for number, (one, other) in enumerate(pairwise(found), 1):
        gap = ascii_key(passage.between(one.span.end, other.span.start))
        if gap.lstrip().startswith(",") and gap.split()[-1] in new:
            return found[:number]
    return found


def inside(passage: Passage, found: list[Mention]) -> list[Mention]:
    """The bodies of `found`, in order after the comma that opens an aside, that stand in it.

    Two things with a comma and no « et » between them, and a sentence that goes on after them, are
    no list: the comma ends the aside.
    """
    if not found:
        return found
    gaps = [passage.between(a.span.end, b.span.start) for a, b in pairwise(found)]
    rest = passage.between(found[-1].span.end, passage.at[-1] + 1).lstrip()
    commas = [n for n, gap in enumerate(gaps) if "," in gap]
    joined = any(_JOINED.search(gap) for gap in (*gaps, f" {rest[:4]}"))
    ends = rest[:1].isalpha() and len(commas) == 1 and not joined
    return found[: commas[0] + 1] if ends else found
