"""The themes of an item: its own words, those above and beside it, and what annotated texts taught.

Two readers: the rules (`by_rules`) and a linear classifier (`pvgraph.themes.classifier`). `Decider`
weighs both, by weights learned from the annotated contrats (`pvgraph train`); each decision keeps
its reasons.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from pvgraph.lexicon.weights import FEATURES, Weights
from pvgraph.themes import others
from pvgraph.themes.evidence import Clues, Reason
from pvgraph.themes.weighing import Weigher

Ranked = list[tuple[int, float]]  # columns with their totals, the highest first

_HEADS = (0.45, 0.25, 0.15)
_SECOND = 0.5
_MOST = 3
_TOGETHER = 512  # items weighed in one go


@dataclass(frozen=True, slots=True)
class Decision:
    """A theme given to an item: how sure (0 to 1), and why."""

    theme: str
    sure: float
    words: tuple[str, ...]
    heads: tuple[str, ...]


def by_rules(clues: Clues) -> tuple[str, ...]:
    """What the words alone say, nothing learned: the item's own first, then its headings'."""
    total: dict[str, float] = defaultdict(float)
    for reason in clues.own:
        total[reason.theme] += reason.weight + 0.15 * (1 - reason.at)
    for weight, head in zip(_HEADS, clues.heads, strict=False):
        for reason in head:
            total[reason.theme] += weight * reason.weight
    ranked = sorted(total, key=lambda t: (-total[t], t))
    return tuple(t for t in ranked[:_MOST] if total[t] >= _SECOND * total[ranked[0]])


class Decider:
    """Gives items their themes: one to three, the main one first, with their reasons.

    The main theme is the one for which most speaks; what else is given depends on it too.
    """

    def __init__(self, weights: Weights, piliers: Mapping[str, str]) -> None:
        self.weights, self.weigher = weights, Weigher(weights, piliers)
        self._lifts = others.known(weights.others, self.weigher.codes)

    def chosen(self, clues: Iterable[Clues]) -> Iterator[dict[str, float]]:
        """The themes of each item, the main one first, then the surest, with how sure (0 to 1)."""
        left = iter(clues)
        while together := list(islice(left, _TOGETHER)):
            totals = self._totals(together)
            beside = others.beside(totals, self.weights.others, self._lifts)
            main, rest = _highest(totals, 1), _highest(beside, _MOST - 1)
            yield from map(self._sure, main, rest)

    def _totals(self, clues: Sequence[Clues]) -> np.ndarray:
        """What speaks for each theme by itself (log-odds), minus infinity where nothing points to
        it: items are rows."""
        weighed = self.weigher.weighed(clues)
        totals = np.full(weighed.own.shape, self.weights.intercept)
        for name, feature in zip(FEATURES, self.weigher.features(weighed), strict=True):
            totals += self.weights.features[name] * feature
        return np.where(weighed.candidates(), totals, -np.inf)

    def _sure(self, main: Ranked, rest: Ranked) -> dict[str, float]:
        """How sure is the main theme, then those beside it that are sure enough."""
        codes = self.weigher.codes
        given = {codes[column]: _logistic(total) for column, total in main}
        beside = {codes[column]: _logistic(total) for column, total in rest}
        return given | {t: sure for t, sure in beside.items() if sure >= self.weights.threshold}

    def decide(self, clues: Clues) -> tuple[Decision, ...]:
        """The themes of an item, with why."""
        above = [r for head in clues.heads for r in head]
        return tuple(
            Decision(theme, round(sure, 3), _said(clues.own, theme), _said(above, theme))
            for theme, sure in next(self.chosen([clues])).items()
        )


def _highest(totals: np.ndarray, number: int) -> list[Ranked]:
    """For each row the columns of the highest totals, each with its total; of two that are equal
    the first."""
    columns = np.argsort(-totals, axis=1, kind="stable")[:, :number]
    highest = np.take_along_axis(totals, columns, axis=1)
    pairs = zip(columns.tolist(), highest.tolist(), strict=True)
    return [list(zip(*both, strict=True)) for both in pairs]


def _logistic(total: float) -> float:
    return 1 / (1 + math.exp(-total))


def _said(reasons: Iterable[Reason], theme: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r.words for r in reasons if r.theme == theme))
