"""From decisions to figures: precision, recall, F1, shares, and how sure they are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from pvgraph.evaluate.judging import Judgement
from pvgraph.evaluate.rows import BY_KEY

#: The last published digit of every figure.
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Tally:
    """How many decisions were right, given in excess, missed (or wrong)."""

    juste: int = 0
    trop: int = 0
    manque: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.juste + other.juste, self.trop + other.trop, self.manque + other.manque)

    @property
    def n(self) -> int:
        return self.juste + self.trop + self.manque

    @property
    def precision(self) -> float:
        given = self.juste + self.trop
        return self.juste / given if given else 1.0

    @property
    def rappel(self) -> float:
        wanted = self.juste + self.manque
        return self.juste / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        p, r = self.precision, self.rappel
        return 2 * p * r / (p + r) if p + r else 0.0


_OF_OUTCOME = {
    "juste": Tally(juste=1),
    "trop": Tally(trop=1),
    "manque": Tally(manque=1),
    "faux": Tally(manque=1),
}


def tally(judgements: Iterable[Judgement]) -> Tally:
    """The sum of these decisions."""
    return sum((_OF_OUTCOME[j.outcome] for j in judgements), Tally())


def value(row: str, counted: Tally) -> float:
    """The figure of a row: F1, or the share that is right."""
    return counted.f1 if BY_KEY[row].measure == "f1" else counted.rappel


def by(judgements: Iterable[Judgement], name: str) -> dict[str, list[Judgement]]:
    """The decisions grouped by one of their fields."""
    grouped: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        grouped[getattr(judgement, name)].append(judgement)
    return dict(grouped)


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval of one row: of the mean over contrats, of all contrats together, of each."""

    mean: tuple[float, float]
    pooled: tuple[float, float]
    contrats: dict[str, tuple[float, float]]


def intervals(row: str, judgements: Sequence[Judgement], draws: int, seed: int) -> Interval:
    """Bootstrap: the items of each contrat are drawn anew `draws` times, with replacement.

    The unit drawn is the item, with all its decisions, so that a bullet with ten acteurs does not
    count as ten independent trials. Where every draw gives the same figure (all right, all wrong)
    the bootstrap says nothing: the ends are then 3/n away (rule of three, n items).
    """
    counts = {c: _counts(own) for c, own in sorted(by(judgements, "contrat").items())}
    sums = [_drawn(own, draws, [seed, i]) for i, own in enumerate(counts.values())]
    values = [_values(row, drawn) for drawn in sums]
    units = [len(own) for own in counts.values()]
    return Interval(
        mean=_ends(np.mean(values, axis=0), sum(units)),
        pooled=_ends(_values(row, np.sum(sums, axis=0)), sum(units)),
        contrats={c: _ends(v, n) for c, v, n in zip(counts, values, units, strict=True)},
    )


def _drawn(counts: np.ndarray, draws: int, seed: list[int]) -> np.ndarray:
    """The sums of `draws` samples of as many items, with replacement."""
    share = np.full(len(counts), 1 / len(counts))
    return np.random.default_rng(seed).multinomial(len(counts), share, size=draws) @ counts


def _counts(judgements: Iterable[Judgement]) -> np.ndarray:
    """One line an item: right, in excess, missed."""
    tallies = (tally(own) for own in by(judgements, "unit").values())
    return np.array([[t.juste, t.trop, t.manque] for t in tallies])


def _values(row: str, sums: np.ndarray) -> np.ndarray:
    """The row's figure for each draw; a draw without a decision counts as without an error."""
    juste, trop, manque = sums.T
    f1 = BY_KEY[row].measure == "f1"
    top = 2 * juste if f1 else juste
    bottom = 2 * juste + trop + manque if f1 else juste + manque
    return np.divide(top, bottom, out=np.ones(len(sums)), where=bottom > 0)


def _ends(values: np.ndarray, units: int) -> tuple[float, float]:
    low, high = (float(end) for end in np.quantile(values, [0.025, 0.975]))
    if low == high:
        low, high = max(0.0, low - 3 / units), min(1.0, high + 3 / units)
    return round(low, DIGITS), round(high, DIGITS)
