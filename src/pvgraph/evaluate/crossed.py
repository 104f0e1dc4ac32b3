"""How well themes are found in a contrat from which nothing was learned.

`extract/themes-croises.csv` is written by `pvgraph train` with the weights, never by hand: for each
contrat and reader (rules, classifier, the decision that weighs both), weights learned on the other
contrats only. Without it the figures on annotated texts would be those of a pupil who has seen the
answers.
"""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from pvgraph.errors import ResourceError
from pvgraph.evaluate.report import Crossed
from pvgraph.lexicon import rows
from pvgraph.paths import resource

NAME = "themes-croises.csv"
COLUMNS = ("contrat", "lecteur", "principal", "f1")


def load(path: Path | None = None) -> tuple[Crossed, ...]:
    """The figures, in the file's order; the project's own file by default.

    Raises:
        ResourceError: the file is missing or a row is wrong; names file and line.
    """
    path = path or resource("extract") / NAME
    found = []
    for line, row in rows(path, COLUMNS):
        try:
            figures = (float(row["principal"]), float(row["f1"]))
        except ValueError as error:
            raise ResourceError(f"{path}:{line}: chiffre illisible ({error})") from error
        found.append(Crossed(row["contrat"], row["lecteur"], *figures))
    return tuple(found)


def to_csv(found: Iterable[Crossed]) -> str:
    """The file's text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((c.contrat, c.reader, f"{c.principal:.3f}", f"{c.f1:.3f}") for c in found)
    return out.getvalue()
