"""What the words of a passage say of its themes: trigger words of `ontology/themes.ttl`."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pvgraph.nlp.reading import Passage, TermFound
from pvgraph.words import stem

_WORDS = (0.0, 1.0, 1.7, 2.2)  # weight of a trigger of one, two, three or more words
_PUBLIC = 0.7  # for whom it is says less than what is done
_AIM = 0.6  # what a measure is for weighs less than what it is
_WHERE = 0.6  # so does where it is done


class Reason(NamedTuple):
    """Words that point to a theme, how much they weigh, and how early they stand (0 to 1)."""

    theme: str
    weight: float
    words: str
    at: float

    @property
    def key(self) -> str:
        """What the learned reliability of these words is kept under."""
        return _key(self.theme, self.words)


@lru_cache(maxsize=8192)
def _key(theme: str, words: str) -> str:
    return f"{theme}:{' '.join(stem(w) for w in words.split())}"


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of one passage: its triggers and its stems."""

    reasons: tuple[Reason, ...]
    stems: tuple[str, ...]

    @classmethod
    def of(cls, passage: Passage) -> "Seen":
        """The triggers of a passage weighed (`evidence`), and its stems."""
        return cls(tuple(evidence(passage)), passage.stems)


@dataclass(frozen=True, slots=True)
class Clues:
    """What is seen of one item: its own triggers and stems, the triggers of what it stands under
    (nearest first), the stems of the nearest, and the triggers of the items beside it."""

    own: tuple[Reason, ...]
    stems: tuple[str, ...]
    heads: tuple[tuple[Reason, ...], ...] = ()
    above: tuple[str, ...] = ()
    beside: tuple[tuple[Reason, ...], ...] = ()


def clues(own: Seen, heads: Sequence[Seen], beside: Sequence[Seen]) -> Clues:
    """An item's clues from what is seen of it, of what it stands under and of its neighbours."""
    return Clues(
        own.reasons,
        own.stems,
        tuple(h.reasons for h in heads),
        heads[0].stems if heads else (),
        tuple(b.reasons for b in beside),
    )


def evidence(passage: Passage) -> list[Reason]:
    """What the trigger words of a passage say: the longest only, shared words shared out."""
    if not passage.themes:
        return []
    outer = _outer(passage.themes)
    publics = [p.span for p in passage.publics]
    sharing: dict[int, set[str]] = defaultdict(set)
    for term in outer:
        sharing[term.span.start].add(term.code)
    length = max(1, passage.at[-1] - passage.at[0]) if passage.at else 1
    reasons = []
    for term in outer:
        size = min(len(term.words.split()), len(_WORDS) - 1)
        weight = _WORDS[size] / len(sharing[term.span.start])
        if passage.aim is not None and term.span.start > passage.aim:
            weight *= _AIM
        if publics and any(public.covers(term.span) for public in publics):
            weight *= _PUBLIC
        if term.where:
            weight *= _WHERE
        at = (term.span.start - passage.at[0]) / length
        reasons.append(Reason(term.code, weight, term.words, at))
    return reasons


def _outer(found: Sequence[TermFound]) -> list[TermFound]:
    """Those that stand in no longer one (they come in reading order, the longest first)."""
    outer: list[TermFound] = []
    for term in found:
        if not outer or term.span.end > outer[-1].span.end or term.span == outer[-1].span:
            outer.append(term)
    return outer
