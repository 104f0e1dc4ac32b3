"""The linear classifier of themes.

Words, how words begin and pairs of words, weighed as `pvgraph train` learned.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np

from pvgraph.lexicon.weights import Weights

_KEPT = 65536  # words whose rows are kept
_BEGINNINGS = (4, 6)  # letters that words of one family share: « apprenti », « apprentissage »


def by_classifier(stems: Sequence[str], weights: Weights) -> dict[str, float]:
    """The linear classifier's margin for each theme (above 0: yes)."""
    learned = classifier(weights)
    return dict(zip(learned.themes, learned.margins([stems])[0].tolist(), strict=True))


@lru_cache(maxsize=32)
def classifier(weights: Weights) -> "Classifier":
    """The classifier of these weights, built once."""
    return Classifier(weights)


class Classifier:
    """What was learned as one matrix: a row for what is counted, a column for a theme."""

    def __init__(self, weights: Weights) -> None:
        self.themes = list(weights.bias)
        self._bias = np.array(list(weights.bias.values()))
        self._row = {gram: row for row, gram in enumerate(weights.idf)}
        self._rows = lru_cache(maxsize=_KEPT)(self._rows_of)  # words come again
        self._second: dict[str, dict[str, int]] = {}
        for gram, row in self._row.items():
            first, _, second = gram.partition(" ")
            if second:
                self._second.setdefault(first, {})[second] = row
        self._idf = np.array(list(weights.idf.values()))
        self._matrix = np.zeros((len(self._row), len(self.themes)))
        column = {theme: n for n, theme in enumerate(self.themes)}
        for gram, row in self._row.items():
            for theme, weight in weights.terms.get(gram, {}).items():
                self._matrix[row, column[theme]] = weight

    def margins(self, texts: Sequence[Sequence[str]]) -> np.ndarray:
        """The margin of each theme (column) for texts (rows) given by the stems of their words."""
        found = [self._counted(worded(stems)) for stems in texts]
        sizes = list(map(len, found))
        rows = np.fromiter(chain.from_iterable(found), np.intp, sum(sizes))
        places = np.repeat(np.arange(len(texts)), sizes) * len(self._row) + rows
        places, counts = np.unique(places, return_counts=True)
        text, row = np.divmod(places, len(self._row))
        values = self._idf[row] * (1 + np.log(counts))
        norms = np.sqrt(np.bincount(text, values * values, len(texts)))
        sums = np.zeros((len(texts), len(self.themes)))
        if len(text):
            starts = np.flatnonzero(np.diff(text, prepend=-1))  # of the rows of each text
            weighed = values[:, None] * self._matrix[row]
            sums[text[starts]] = np.add.reduceat(weighed, starts, axis=0)
        return self._bias + sums / np.where(norms > 0, norms, 1)[:, None]

    def _counted(self, words: Sequence[str]) -> list[int]:
        """The rows of words, of how they begin and of their pairs, as often as they come."""
        found = list(chain.from_iterable(map(self._rows, words)))
        found += self._pairs(words)
        return found

    def _rows_of(self, word: str) -> tuple[int, ...]:
        """The rows of a word and of how it begins."""
        found = map(self._row.get, (word, *_beginnings(word)))
        return tuple(row for row in found if row is not None)

    def _pairs(self, words: Sequence[str]) -> Iterator[int]:
        """The rows of the pairs of words that were learned."""
        for first, second in pairwise(words):
            seconds = self._second.get(first)
            if seconds is not None and second in seconds:
                yield seconds[second]


def worded(stems: Sequence[str]) -> list[str]:
    """The stems with a letter or a figure."""
    return [w for w in stems if w.isalnum() or any(map(str.isalnum, w))]


def counted(stems: Sequence[str]) -> list[str]:
    """What the classifier counts: words, pairs of words, and how longer words begin."""
    found = ngrams(stems)
    for word in worded(stems):
        found += _beginnings(word)
    return found


def ngrams(stems: Sequence[str]) -> list[str]:
    """Words and pairs of words."""
    words = worded(stems)
    return words + [f"{a} {b}" for a, b in pairwise(words)]


def _beginnings(word: str) -> tuple[str, ...]:
    return tuple(f"{word[:size]}…" for size in _BEGINNINGS if len(word) > size)
