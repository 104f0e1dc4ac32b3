"""The themes of an item: its own words, those above and beside it, and what annotated texts taught.

Two readers: the rules (`by_rules`) and a linear classifier (`pvgraph.themes.classifier`). `Decider`
weighs both, by weights learned from the annotated contrats (`pvgraph train`); each decision keeps
its reasons.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from pvgraph.lexicon.weights import FEATURES, Weights
from pvgraph.themes.classifier import by_classifier
from pvgraph.themes.evidence import Clues, Reason
from pvgraph.themes.others import beside

Margins = Mapping[str, float]


_HEADS = (0.45, 0.25, 0.15)
_SECOND = 0.5
_MOST = 3
_CLIP = 1.5
_LOUDEST = 3.0  # the triggers of one item say no more than this
_BESIDE = 2.0  # nor those of an item beside it more than this
_UNTOLD = -1.0  # the margin of a theme where there is nothing to classify


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


class Weighed:
    """The clues of one item, each trigger weighed by what it proved to be worth.

    `margins` are the classifier's on the item, `above` on the nearest of what it stands under.
    """

    def __init__(self, clues: Clues, totals: "_Totals", margins: Margins, above: Margins) -> None:
        self.margins, self.above = margins, above
        self.own = totals[clues.own]
        self.first: dict[str, float] = {}
        for reason in clues.own:
            self.first[reason.theme] = min(self.first.get(reason.theme, 1.0), reason.at)
        self.phrases = {r.theme for r in clues.own if " " in r.words}
        self.most = max(self.own.values(), default=0.0)
        self.heads = [_share(totals[h]) for h in clues.heads[:4]]
        self.heads += [{}] * (4 - len(self.heads))
        self.beside = _mean([totals[b] for b in clues.beside])

    def features(self, theme: str, pilier: str) -> tuple[float, ...]:
        """What speaks for one theme, in the order of `FEATURES`."""
        own = self.own.get(theme, 0.0)
        heads = [h.get(theme, 0.0) for h in self.heads]
        alone = float(self.most == 0)
        said = float(own > 0)
        return (
            min(own, _LOUDEST),
            float(theme in self.phrases),
            own / self.most if self.most else 0.0,
            said * (1 - self.first.get(theme, 1.0)),
            said,
            heads[0],
            heads[1],
            max(heads[2:]),
            alone * heads[0],
            alone * heads[1],
            said * max(heads),
            float(theme == "gouvernance-partenariat"),
            float(pilier == "pilotage"),
            _clipped(self.margins.get(theme, _UNTOLD)),
            _clipped(self.above.get(theme, _UNTOLD)),
            self.beside.get(theme, 0.0),
        )

    def candidates(self) -> list[str]:
        """The themes that a word points to, and the classifier's best: two here, one above."""
        learned = [*_best(self.margins, 2), *_best(self.above, 1)]
        return sorted({*self.own, *learned}.union(*self.heads))


class Decider:
    """Gives an item its themes: one to three, the main one first, with their reasons.

    The main theme is the one for which most speaks; what else is given depends on it too.
    """

    def __init__(self, weights: Weights, piliers: Mapping[str, str]) -> None:
        self.weights, self._piliers = weights, piliers
        self._above: dict[tuple[str, ...], Margins] = {}
        self._totals = _Totals(weights)

    def weighed(self, clues: Clues) -> Weighed:
        """The clues by what they proved to be worth; what is read of a heading is kept."""
        above = clues.above
        if above not in self._above:
            self._above[above] = by_classifier(above, self.weights) if above else {}
        margins = by_classifier(clues.stems, self.weights)
        return Weighed(clues, self._totals, margins, self._above[above])

    def chosen(self, clues: Clues) -> dict[str, float]:
        """The themes of an item, the main one first, then the surest, with how sure (0 to 1)."""
        totals = self._totalled(self.weighed(clues))
        main = min(totals, key=lambda t: (-totals[t], t))
        others = beside(main, totals, self.weights.others)
        sure = {t: _logistic(total) for t, total in others.items()}
        ranked = sorted(sure, key=lambda t: (-sure[t], t))[: _MOST - 1]
        kept = {t: sure[t] for t in ranked if sure[t] >= self.weights.threshold}
        return {main: _logistic(totals[main])} | kept

    def _totalled(self, held: Weighed) -> dict[str, float]:
        """What speaks for each theme by itself (log-odds)."""
        worth = [self.weights.features[name] for name in FEATURES]
        return {
            theme: sum(
                map(mul, worth, held.features(theme, self._piliers[theme])), self.weights.intercept
            )
            for theme in held.candidates()
        }

    def decide(self, clues: Clues) -> tuple[Decision, ...]:
        """The themes of an item, with why."""
        above = [r for head in clues.heads for r in head]
        return tuple(
            Decision(theme, round(sure, 3), _said(clues.own, theme), _said(above, theme))
            for theme, sure in self.chosen(clues).items()
        )


class _Totals(dict[tuple[Reason, ...], Mapping[str, float]]):
    """What the triggers of a passage say of each theme, by what they proved to be worth.

    Kept: a passage is an item, stands above others and beside others.
    """

    def __init__(self, weights: Weights) -> None:
        self._known, self._prior = weights.reliability, weights.prior

    def __missing__(self, found: tuple[Reason, ...]) -> Mapping[str, float]:
        self[found] = total = defaultdict(float)
        for reason in found:
            total[reason.theme] += reason.weight * self._known.get(reason.key, self._prior)
        return total


def _share(total: Mapping[str, float]) -> dict[str, float]:
    most = max(total.values(), default=1.0)
    return {t: v / most for t, v in total.items()}


def _mean(totals: Sequence[Mapping[str, float]]) -> dict[str, float]:
    mean: dict[str, float] = defaultdict(float)
    for total in totals:
        for theme, value in total.items():
            mean[theme] += min(value, _BESIDE) / len(totals)
    return mean


def _best(margins: Margins, number: int) -> list[str]:
    """The themes of the highest margins; of two that are equal the first as themes are listed."""
    best: list[str] = []
    left = list(margins)
    while left and len(best) < number:
        best.append(max(left, key=margins.__getitem__))
        left.remove(best[-1])
    return best


def _clipped(margin: float) -> float:
    return max(-_CLIP, min(_CLIP, margin))


def _logistic(total: float) -> float:
    return 1 / (1 + math.exp(-total))


def _said(reasons: Iterable[Reason], theme: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r.words for r in reasons if r.theme == theme))
