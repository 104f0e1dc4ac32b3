"""How alike two sentences are: the cosine of their stems, rare stems weighing more (TF-IDF).

Said with its score and never mixed with facts: likeness of words is not likeness of commitment.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pvgraph.search.words import empty_words, words

Vector = Mapping[str, float]
#: Below this, two sentences share too little to be shown as close.
CLOSE = 0.3
#: On one theme of two contrats, less is enough to set two sentences face to face.
FACING = 0.12


@dataclass(frozen=True)
class Weights:
    """How rare each stem is: `documents` sentences, of which `having[stem]` hold the stem."""

    documents: int
    having: Mapping[str, int]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Weights":
        """The weights that these sentences give."""
        having: dict[str, int] = {}
        documents = 0
        for text in texts:
            documents += 1
            for stem in _stems(text):
                having[stem] = having.get(stem, 0) + 1
        return cls(documents, having)

    def vector(self, text: str) -> dict[str, float]:
        """The sentence as weights of its stems, of length 1 (empty where it says nothing)."""
        raw = {s: math.log((self.documents + 1) / self.having.get(s, 1)) for s in _stems(text)}
        length = math.sqrt(sum(w * w for w in raw.values()))
        return {s: w / length for s, w in raw.items()} if length else {}


def _stems(text: str) -> set[str]:
    return {w.stem for w in words(text) if w.plain not in empty_words()}


def likeness(one: Vector, other: Vector) -> float:
    """Between 0 (no stem in common) and 1 (the same stems)."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other.get(stem, 0.0) for stem, weight in one.items())


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence of the left, the closest of the right still free, and how close; either may
    stand alone (None)."""

    left: int | None
    right: int | None
    score: float = 0.0


def facing(left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    """The sentences of two lists set face to face, closest pairs first, each used once."""
    weights = Weights.of([*left, *right])
    rights = [weights.vector(text) for text in right]
    holding: dict[str, list[int]] = {}
    for number, vector in enumerate(rights):
        for stem in vector:
            holding.setdefault(stem, []).append(number)
    scored = []
    for i, text in enumerate(left):
        vector = weights.vector(text)
        for j in {n for stem in vector for n in holding.get(stem, ())}:
            score = likeness(vector, rights[j])
            if score >= FACING:
                scored.append((-score, i, j))
    pairs, taken_left, taken_right = [], set(), set()
    for score, i, j in sorted(scored):
        if i not in taken_left and j not in taken_right:
            pairs.append(Pair(i, j, -score))
            taken_left.add(i)
            taken_right.add(j)
    pairs += [Pair(i, None) for i in range(len(left)) if i not in taken_left]
    return pairs + [Pair(None, j) for j in range(len(right)) if j not in taken_right]
