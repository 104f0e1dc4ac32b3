"""What most deserves a look: doubt times weight in the matrix that people read."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pvgraph.client.graph import Graph


@dataclass(frozen=True, slots=True)
class Doubtful:
    """One mesure to look at. `score` is doubt (0 to 1) times weight: how much of the cells of the
    matrix (contrat × thème × type d'acteur) stands on its engagements."""

    score: float
    mesure: str
    contrat: str
    niveau: str
    text: str
    start: int
    end: int
    bodies: tuple[str, ...]
    confidence: float


def ranked(graph: Graph, contrats: Iterable[str] = ()) -> list[Doubtful]:
    """The mesures of the graph, those that most deserve a look first."""
    chosen = list(contrats)
    rows = graph.engagements(**({"contrat": chosen} if chosen else {}))
    cells = Counter(_cell(row) for row in rows)
    weights: dict[str, float] = {}
    bodies: dict[str, list[str]] = {}
    first: dict[str, dict] = {}
    for row in rows:
        mesure = row["mesure"]
        first.setdefault(mesure, row)
        weights[mesure] = weights.get(mesure, 0.0) + 1 / cells[_cell(row)]
        bodies.setdefault(mesure, []).append(f"{row['acteur']} ({row['role']}, {row['mode']})")
    found = [_doubtful(row, weights[m], tuple(bodies[m])) for m, row in first.items()]
    return sorted(found, key=lambda d: (-d.score, d.contrat, d.start))


def _cell(row: dict) -> tuple:
    return row["contrat"], row["theme"], row["type_acteur"]


def _doubtful(row: dict, weight: float, bodies: tuple[str, ...]) -> Doubtful:
    confidence = row["confiance"] if row["confiance"] is not None else 0.0
    doubt = max(1 - confidence, 0.5 if row["discutable"] else 0.0)
    return Doubtful(
        doubt * weight, row["mesure"], row["contrat"], row["niveau"], row["texte"], row["debut"],
        row["fin"], bodies, confidence,
    )  # fmt: skip
