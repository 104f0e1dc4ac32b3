"""What speaks for each theme of an item, for many items at once: items are rows, themes columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pvgraph.lexicon.weights import Weights
from pvgraph.themes.classifier import classifier
from pvgraph.themes.evidence import Clues, Reason

_HEADS = 4  # headings that are looked at
_BESIDE = 4  # items beside
_LOUDEST = 3.0  # the triggers of one item say no more than this
_LOUDEST_BESIDE = 2.0  # nor those of an item beside it more than this
_CLIP = 1.5
_UNTOLD = -1.0  # the margin of a theme where there is nothing to classify
_GOVERNANCE, _PILOTAGE = "gouvernance-partenariat", "pilotage"


@dataclass(frozen=True, slots=True)
class Weighed:
    """The clues of items, each trigger weighed by what it proved to be worth.

    `own`, `heads` (the nearest first) and `beside` are what triggers say of each theme;
    `phrases` where one is of several words, `earliest` where the first stands (0 to 1).
    `margins` are the classifier's on the items, `above` on the nearest of what they stand under:
    minus infinity where there is nothing to classify.
    """

    own: np.ndarray
    phrases: np.ndarray
    earliest: np.ndarray
    heads: Sequence[np.ndarray]
    beside: np.ndarray
    margins: np.ndarray
    above: np.ndarray

    def candidates(self) -> np.ndarray:
        """Where a word points to a theme, or the classifier: its best two here, one above."""
        pointed = np.any([said > 0 for said in (self.own, *self.heads)], axis=0)
        return pointed | _best(self.margins, 2) | _best(self.above, 1)


class Weigher:
    """Weighs the clues of items by what was learned from the annotated contrats.

    `codes` are the themes of the columns, in alphabetical order; `piliers` says of each its pilier.
    """

    def __init__(self, weights: Weights, piliers: Mapping[str, str]) -> None:
        self.codes = sorted(piliers)
        self._weights = weights
        self._column = {code: n for n, code in enumerate(self.codes)}
        self._governance = np.array([code == _GOVERNANCE for code in self.codes])
        self._pilotage = np.array([piliers[code] == _PILOTAGE for code in self.codes])

    def weighed(self, clues: Sequence[Clues]) -> Weighed:
        """The clues of these items; what stands above or beside several is weighed once."""
        row = _Numbers({(): 0})
        own = [row[c.own] for c in clues]
        heads = _columns(([row[h] for h in c.heads[:_HEADS]] for c in clues), _HEADS)
        around = _columns(([row[b] for b in c.beside] for c in clues), _BESIDE)
        said, phrases, earliest = self._said(row)
        most = said.max(axis=1, keepdims=True)
        shares = said / np.where(most > 0, most, 1)
        limited = np.minimum(said, _LOUDEST_BESIDE)
        number = np.array([[max(1, len(c.beside))] for c in clues])
        return Weighed(
            said[own],
            phrases[own],
            earliest[own],
            [shares[rows] for rows in heads],
            sum(limited[rows] / number for rows in around),
            *self._margins(clues),
        )

    def features(self, weighed: Weighed) -> list[np.ndarray]:
        """What speaks for each theme, in the order of `FEATURES`."""
        own, heads = weighed.own, weighed.heads
        most = own.max(axis=1, keepdims=True)
        alone, said = most == 0, own > 0
        return [
            np.minimum(own, _LOUDEST),
            weighed.phrases,
            own / np.where(alone, 1, most),
            said * (1 - weighed.earliest),
            said,
            heads[0],
            heads[1],
            np.maximum.reduce(heads[2:]),
            alone * heads[0],
            alone * heads[1],
            said * np.maximum.reduce(heads),
            np.broadcast_to(self._governance, own.shape),
            np.broadcast_to(self._pilotage, own.shape),
            _clipped(weighed.margins),
            _clipped(weighed.above),
            weighed.beside,
        ]

    def _said(self, passages: Mapping[tuple[Reason, ...], int]) -> tuple[np.ndarray, ...]:
        """For passages by number what their triggers say of each theme, where one is of several
        words, and where the first stands."""
        known, prior = self._weights.reliability, self._weights.prior
        found = [
            (row, self._column[r.theme], r.weight * known.get(r.key, prior), " " in r.words, r.at)
            for reasons, row in passages.items()
            for r in reasons
        ]
        shape = len(passages), len(self.codes)
        said, phrases, earliest = np.zeros(shape), np.zeros(shape, dtype=bool), np.ones(shape)
        if found:
            rows, columns, weights, several, at = zip(*found, strict=True)
            np.add.at(said, (rows, columns), weights)
            np.logical_or.at(phrases, (rows, columns), several)
            np.minimum.at(earliest, (rows, columns), at)
        return said, phrases, earliest

    def _margins(self, clues: Sequence[Clues]) -> tuple[np.ndarray, np.ndarray]:
        """The classifier's margins on items and on the nearest of what they stand under."""
        text = _Numbers()
        own, above = [text[c.stems] for c in clues], [text[c.above] for c in clues]
        learned = classifier(self._weights)
        margins = np.full((len(text), len(self.codes)), -np.inf)
        margins[:, [self._column[theme] for theme in learned.themes]] = learned.margins(list(text))
        told = np.array([[bool(c.above)] for c in clues])
        return margins[own], np.where(told, margins[above], -np.inf)


class _Numbers(dict[tuple, int]):
    """What is met, each numbered in the order of its first coming."""

    def __missing__(self, one: tuple) -> int:
        self[one] = number = len(self)
        return number


def _columns(rows: Iterable[list[int]], width: int) -> np.ndarray:
    """The columns of rows made `width` long by zeros."""
    return np.array([row + [0] * (width - len(row)) for row in rows]).T


def _best(margins: np.ndarray, number: int) -> np.ndarray:
    """Where the highest margins of each row are; of two that are equal the first."""
    best = np.zeros(margins.shape, dtype=bool)
    columns = np.argsort(-margins, axis=1, kind="stable")[:, :number]
    np.put_along_axis(best, columns, values=True, axis=1)
    return best & np.isfinite(margins)


def _clipped(margins: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(margins), np.clip(margins, -_CLIP, _CLIP), _UNTOLD)
