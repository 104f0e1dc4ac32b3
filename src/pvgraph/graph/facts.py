"""`corpus/faits.csv`: checked facts about a contrat itself, each with its place in the text.

Columns: `contrat`; `fait` (titre, territoire, epci, departement, region, annee_debut, annee_fin,
contrat_initial, date_validation, nb_qpv, commune, qpv, quartier, document …); `valeur`;
`precision` (for a qpv or quartier its commune, for a commune its statut, for a document its
nature); `date`; `start`, `end`, `mention` (empty where the text does not say it); `note`.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pvgraph.errors import ResourceError
from pvgraph.model import Document, Span

COLUMNS = ["contrat", "fait", "valeur", "precision", "date", "start", "end", "mention", "note"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One checked fact; `span` is None where the text does not say it."""

    contrat: str
    fait: str
    valeur: str
    precision: str
    date: str
    span: Span | None
    mention: str
    note: str
    place: str


def load(path: Path) -> list[Fact]:
    """The facts of `path`; none where there is no such file.

    Raises:
        ResourceError: columns or offsets are wrong; names file and line.
    """
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != COLUMNS:
            raise ResourceError(f"{path}:1: colonnes attendues : {', '.join(COLUMNS)}")
        return [_fact(row, f"{path}:{reader.line_num}") for row in reader]


def _fact(row: dict[str, str], place: str) -> Fact:
    try:
        span = Span(int(row["start"]), int(row["end"])) if row["start"] else None
    except ValueError as error:
        raise ResourceError(f"{place}: start ou end n'est pas un entier ({error})") from error
    return Fact(
        *(row[c] for c in ("contrat", "fait", "valeur", "precision", "date")),
        span,
        row["mention"],
        row["note"],
        place,
    )


def of(document: Document, facts: Iterable[Fact]) -> list[Fact]:
    """The facts about `document`.

    Raises:
        ResourceError: the words at a fact's offsets are not its mention.
    """
    mine = [f for f in facts if f.contrat == document.contrat]
    for fact in mine:
        if fact.span is not None and fact.span.of(document.text) != fact.mention:
            found = fact.span.of(document.text)
            raise ResourceError(f"{fact.place}: le texte dit {found!r}, non {fact.mention!r}")
    return mine
