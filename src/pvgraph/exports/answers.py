"""Search results and comparisons as flat rows: the same in the API, the client and for agents."""

from pvgraph.comparison.compare import Table
from pvgraph.search.answers import Hit

FOUND = ("iri", "niveau", "contrat", "texte", "rubriques", "debut", "fin", "permalien", "score")
CELLS = ("ligne", "ligne_nom", "colonne", "colonne_nom", "n")


def found(hit: Hit, base: str) -> dict[str, object]:
    """One search result; where it became no fact, its passage stands for it."""
    permalink = f"{base}texte/{hit.contrat}#char={hit.start},{hit.end}"
    place = (hit.start, hit.end, permalink, round(hit.score, 4))
    said = (hit.iri or permalink, hit.niveau, hit.contrat, hit.text, hit.heads)
    return dict(zip(FOUND, (*said, *place), strict=True))


def cells(table: Table) -> list[dict[str, object]]:
    """One row a cell that is not empty, the largest line first."""
    return [
        dict(zip(CELLS, (r.code, r.label, c.code, c.label, n), strict=True))
        for r in table.rows
        for c in table.columns
        if (n := table.cell(r, c))
    ]
