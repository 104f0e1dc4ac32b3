"""The confidence of a record: how often its rule was right on the annotated texts.

`extract/confiance.csv` is written by `pvgraph evaluate --confiance`, never by hand.
"""

from collections.abc import Mapping
from pathlib import Path

from pvgraph.errors import ResourceError
from pvgraph.lexicon import rows
from pvgraph.model import Item
from pvgraph.paths import resource

#: The row for a rule that the annotated texts never showed.
ANY = "*"
COLUMNS = ("regle", "confiance", "n")


def load(path: Path | None = None) -> dict[str, float]:
    """Rule → confidence, `*` among them; the project's own file by default.

    Raises:
        ResourceError: the file is missing or a row is wrong; names file and line.
    """
    path = path or resource("extract") / "confiance.csv"
    trust: dict[str, float] = {}
    for line, row in rows(path, COLUMNS):
        try:
            value = float(row["confiance"])
        except ValueError:
            value = -1.0
        if not 0 <= value <= 1:
            raise ResourceError(f"{path}:{line}: confiance {row['confiance']!r} ; de 0 à 1 attendu")
        if row["regle"] in trust:
            raise ResourceError(f"{path}:{line}: règle {row['regle']!r} déjà notée")
        trust[row["regle"]] = value
    if ANY not in trust:
        raise ResourceError(f"{path}:1: il manque la ligne {ANY!r} (toute autre règle)")
    return trust


def calibrated(item: Item, trust: Mapping[str, float]) -> float:
    """The confidence of an item's rule; where the rule was never seen, what the layout that found
    the item says, but no more than an unknown rule can expect."""
    return trust.get(item.regle, min(item.confiance, trust[ANY]))
