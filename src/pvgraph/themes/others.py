"""The themes beside the main one: each by its own force, and by how often the two come together."""

from collections.abc import Mapping, Sequence

import numpy as np

from pvgraph.lexicon.weights import OTHERS, Others

NONE = Others(dict.fromkeys(OTHERS, 0.0), 0.0, {})
_WEAKEST = -8.0  # a theme further behind the main one is as far behind as this
_LEAST = 1e-4  # a share of the items: themes that never came together still may
_DRAWN = 2.5  # items of a main theme that are thought to be like all others


def beside(main: str, totals: Mapping[str, float], learned: Others) -> dict[str, float]:
    """What speaks for each other theme (log-odds), where `main` is the main one.

    `totals` are the log-odds of the themes by themselves.
    """
    together, weights = learned.together[main], learned.features
    force, gap, first, pair = (weights[name] for name in OTHERS)
    always = learned.intercept + first * totals[main]
    return {
        theme: always
        + force * total
        + gap * max(_WEAKEST, total - totals[main])
        + pair * together[theme]
        for theme, total in totals.items()
        if theme != main
    }


def features(totals: np.ndarray, lifts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For items (rows) and themes (columns): what `beside` weighs, and where it has to.

    The main theme of an item is the one of the highest total.
    """
    main = totals.argmax(axis=1)
    highest = totals.max(axis=1, keepdims=True)
    gap = np.maximum(_WEAKEST, totals - highest)
    found = [totals, gap, np.broadcast_to(highest, totals.shape), lifts[main]]
    other = np.ones(totals.shape, dtype=bool)
    other[np.arange(len(main)), main] = False
    return np.stack(found, axis=2), other


def lifts(given: np.ndarray) -> np.ndarray:
    """How much more often than at all (log) a theme (column) comes beside another (row).

    `given` says which items (rows) have which themes (columns).
    """
    counts = given.sum(axis=0)
    share = np.maximum(counts / len(given), _LEAST)
    together = given.T.astype(float) @ given
    drawn = (together + _DRAWN * share) / (counts[:, None] + _DRAWN)
    return np.log(drawn + _LEAST) - np.log(share)


def table(found: np.ndarray, codes: Sequence[str]) -> dict[str, dict[str, float]]:
    """The lifts by the themes' codes."""
    return {
        main: dict(zip(codes, map(float, row), strict=True))
        for main, row in zip(codes, found, strict=True)
    }
