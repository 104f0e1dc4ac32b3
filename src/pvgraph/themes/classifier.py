"""The linear classifier of themes: words and pairs of words weighed as `pvgraph train` learned."""

import math
from collections.abc import Sequence
from itertools import pairwise

from pvgraph.weights import Weights


def by_classifier(stems: Sequence[str], weights: Weights) -> dict[str, float]:
    """The linear classifier's margin for each theme (above 0: yes)."""
    idf, terms = weights.idf, weights.terms
    counts: dict[str, int] = {}
    for gram in ngrams(stems):
        if gram in idf:
            counts[gram] = counts.get(gram, 0) + 1
    values = [idf[g] if n == 1 else (1 + math.log(n)) * idf[g] for g, n in counts.items()]
    norm = math.sqrt(sum([v * v for v in values])) or 1.0
    margins = dict(weights.bias)
    for gram, value in zip(counts, values, strict=True):
        told = terms.get(gram)
        if told:
            share = value / norm
            for theme, weight in told.items():
                margins[theme] += weight * share
    return margins


def ngrams(stems: Sequence[str]) -> list[str]:
    """The words and pairs of words that the classifier counts."""
    words = [w for w in stems if w.isalnum() or any(map(str.isalnum, w))]
    return words + [f"{a} {b}" for a, b in pairwise(words)]
