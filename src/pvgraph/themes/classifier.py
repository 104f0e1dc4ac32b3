"""The linear classifier of themes.

Words, how words begin and pairs of words, weighed as `pvgraph train` learned.
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from pvgraph.lexicon.weights import Weights

_KEPT = 65536  # words whose rows are kept
_BEGINNINGS = (4, 6)  # letters that words of one family share: « apprenti », « apprentissage »


def by_classifier(stems: Sequence[str], weights: Weights) -> dict[str, float]:
    """The linear classifier's margin for each theme (above 0: yes)."""
    return _classifier(weights).margins(stems)


@lru_cache(maxsize=32)
def _classifier(weights: Weights) -> "_Classifier":
    return _Classifier(weights)


class _Classifier:
    """What was learned as one matrix: a row for what is counted, a column for a theme."""

    def __init__(self, weights: Weights) -> None:
        self._themes = list(weights.bias)
        self._bias = np.array(list(weights.bias.values()))
        self._row = {gram: row for row, gram in enumerate(weights.idf)}
        self._rows = lru_cache(maxsize=_KEPT)(self._rows_of)  # words come again
        self._second: dict[str, dict[str, int]] = {}
        for gram, row in self._row.items():
            first, _, second = gram.partition(" ")
            if second:
                self._second.setdefault(first, {})[second] = row
        self._idf = np.array(list(weights.idf.values()))
        self._matrix = np.zeros((len(self._row), len(self._themes)))
        column = {theme: n for n, theme in enumerate(self._themes)}
        for gram, row in self._row.items():
            for theme, weight in weights.terms.get(gram, {}).items():
                self._matrix[row, column[theme]] = weight

    def margins(self, stems: Sequence[str]) -> dict[str, float]:
        """The margin of each theme for words of these stems."""
        words = worded(stems)
        known = [row for word in words for row in self._rows(word)]
        known += self._pairs(words)
        counts = Counter(known)
        rows = np.fromiter(counts, np.intp, len(counts))
        values = self._idf.take(rows)
        if len(counts) < len(known):  # some come more than once
            values *= 1 + np.log(np.fromiter(counts.values(), float, len(counts)))
        norm = math.sqrt(values @ values) or 1.0
        margins = self._bias + (values @ self._matrix.take(rows, axis=0)) / norm
        return dict(zip(self._themes, margins.tolist(), strict=True))

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
