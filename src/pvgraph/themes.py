"""The themes of an item: the words that point to them, in the item and in the headings above."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pvgraph.nlp.reading import Passage, TermFound

_WORDS = (0.0, 1.0, 1.7, 2.2)
_HEADS = (0.45, 0.25, 0.15)
_FIRST = 0.15
_SECOND = 0.5
_MOST = 3


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a theme: the words found, and how much they weigh."""

    theme: str
    weight: float
    words: str


def evidence(passage: Passage) -> list[Reason]:
    """What the words of a passage say: the longest words only, shared words shared out."""
    outer = [t for t in passage.themes if not any(_inside(t, o) for o in passage.themes)]
    sharing: dict[int, set[str]] = defaultdict(set)
    for term in outer:
        sharing[term.span.start].add(term.code)
    length = max(1, len(passage.text))
    reasons = []
    for term in outer:
        size = min(len(term.words.split()), len(_WORDS) - 1)
        begun = (term.span.start - passage.at[0]) / length
        weight = _WORDS[size] / len(sharing[term.span.start]) + _FIRST * (1 - begun)
        reasons.append(Reason(term.code, weight, term.words))
    return reasons


def _inside(term: TermFound, other: TermFound) -> bool:
    return other.span.covers(term.span) and other.span != term.span


def scores(own: Sequence[Reason], heads: Sequence[Sequence[Reason]]) -> Mapping[str, float]:
    """How much the item's words and its headings (nearest first) point to each theme."""
    total: dict[str, float] = defaultdict(float)
    for reason in own:
        total[reason.theme] += reason.weight
    for weight, head in zip(_HEADS, heads, strict=False):
        for reason in head:
            total[reason.theme] += weight * reason.weight
    return total


def choose(total: Mapping[str, float]) -> tuple[str, ...]:
    """The best theme first, then those nearly as strong; at most three."""
    ranked = sorted(total, key=lambda t: (-total[t], t))
    if not ranked:
        return ()
    best = total[ranked[0]]
    return tuple(t for t in ranked[:_MOST] if total[t] >= _SECOND * best)
