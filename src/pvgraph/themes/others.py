"""The themes beside the main one: each by its own force, and by how often the two come together."""

from collections.abc import Sequence

import numpy as np

from pvgraph.lexicon.weights import OTHERS, Others

NONE = Others(dict.fromkeys(OTHERS, 0.0), 0.0, {})
_WEAKEST = -8.0  # a theme further behind the main one is as far behind as this
_LEAST = 1e-4  # a share of the items: themes that never came together still may
_DRAWN = 2.5  # items of a main theme that are thought to be like all others


def beside(totals: np.ndarray, learned: Others, lifts: np.ndarray) -> np.ndarray:
    """What speaks for each theme beside the main one (log-odds): minus infinity for none.

    `totals` are the log-odds of themes (columns) by themselves for items (rows), minus infinity
    where nothing points to a theme.
    """
    seen, other = features(totals, lifts)
    found = np.full(totals.shape, learned.intercept)
    for number, name in enumerate(OTHERS):
        found += learned.features[name] * seen[:, :, number]
    return np.where(other & np.isfinite(totals), found, -np.inf)


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


def known(learned: Others, codes: Sequence[str]) -> np.ndarray:
    """The lifts that were learned, rows and columns in the order of the codes."""
    rows = [learned.together.get(main, {}) for main in codes]
    return np.array([[row.get(code, 0.0) for code in codes] for row in rows])
