"""Names that a common noun opens and small letters end: « Fédération médico-sociale », « Cercle
d'escrime »."""

import re
from collections.abc import Mapping, Set

from pvgraph.lexicon.natures import Natures
from pvgraph.words import ascii_key

_WORD = re.compile(r"\s+(?:([dl])['’])?([^\W\d_][\w'’-]*)", re.IGNORECASE)
_MOST = 5  # words of a complement

Words = Mapping[str, Set[str]]


def end(text: str, start: int, at: int, limit: int, natures: Natures, words: Words) -> int:
    """Where the name ends whose first word stands from `start` to `at`: behind the complement
    (« de … », an adjective) of a noun that tells what kind of body it is, else `at`.

    Args:
        limit: where the next known body begins.
    """
    if ascii_key(text[start:at]) not in natures.first:
        return at
    last, opened = at, False
    for _ in range(_MOST):
        found = _WORD.match(text, at, limit)
        if found is None:
            break
        elided, word = found.groups()
        key = ascii_key(word)
        opened = opened or elided is not None
        at = found.end()
        if not elided and key in words["complement"]:
            opened = True
        elif opened or (word.islower() and key.endswith(tuple(words["adjectif-de-nom"]))):
            last, opened = at, False
        else:
            break
    return last
