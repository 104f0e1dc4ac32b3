"""What a release holds counted, read: any number of threads."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from pvgraph.comparison.dimensions import Dimension
from pvgraph.counts.selection import Filters, Selection
from pvgraph.counts.table import unpacked
from pvgraph.search.connections import Connections

Row = dict[str, object]
_ASKED = 64
"""Conditions whose counts by contrat are kept, the last asked: some 40 kB each at 435 contrats."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Engagements chosen: how many, on how many mesures, and those (IRIs) of one page."""

    engagements: int
    mesures: int
    page: tuple[str, ...]


class Counts:
    """The file `path` open; `piliers` gives the pilier of each thème (IRIs)."""

    def __init__(self, path: Path, piliers: Mapping[str, str]) -> None:
        """Open it.

        Raises:
            StoreError: there is none, or it is no such file.
        """
        self._connections = Connections(path, "term")
        self._piliers = piliers
        self._by_contrat = lru_cache(maxsize=_ASKED)(self._counted_in)

    def close(self) -> None:
        self._connections.close()

    def _rows(self, sql: str, values: tuple = ()) -> list[tuple]:
        return self._connections.own().execute(sql, values).fetchall()

    @cached_property
    def _iris(self) -> dict[int, str]:
        return dict(self._rows("SELECT id, iri FROM term"))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {iri: number for number, iri in self._iris.items()}

    @cached_property
    def _selection(self) -> Selection:
        return Selection(self._numbers, self._piliers)

    def kept(self, name: str, contrat: str = "") -> list[Row]:
        """The rows of a query of `gather.KEPT`: of one contrat, or of all in order of their IRIs;
        of one of `gather.SHARED`."""
        sql = "SELECT body FROM kept LEFT JOIN term ON term.id=contrat WHERE name=?"
        if contrat:
            found = self._rows(f"{sql} AND term.iri=?", (name, contrat))
        else:
            found = self._rows(f"{sql} ORDER BY term.iri", (name,))
        return [row for (body,) in found for row in unpacked(body)]

    def engagements(
        self, rows: Dimension, columns: Dimension, filters: Filters, debatable: bool = False
    ) -> dict[tuple[str, str], dict[str, int]]:
        """Engagements by row and column, each by mode, as `counting.engagements` asks the graph."""
        cells: dict[tuple[str, str], dict[str, int]] = {}
        iris = self._iris
        for row, column, mode, n in self._counted(rows, columns, filters, debatable):
            split = cells.get((row, column))
            if split is None:
                cells[row, column] = {iris[mode]: n}
            else:
                split[iris[mode]] = split.get(iris[mode], 0) + n
        return cells

    def mesures(
        self, rows: Dimension, columns: Dimension, filters: Filters, debatable: bool = False
    ) -> dict[tuple[str, str], int]:
        """Mesures by row and column."""
        cells: dict[tuple[str, str], int] = {}
        for row, column, n in self._counted(rows, columns, filters, debatable, mesures=True):
            cells[row, column] = cells.get((row, column), 0) + n
        return cells

    def _counted(
        self,
        rows: Dimension,
        columns: Dimension,
        filters: Filters,
        debatable: bool,
        mesures: bool = False,
    ) -> list[tuple]:
        """Counted lines, their first two terms as IRIs; a thème as its pilier where asked so."""
        sql = self._selection.counted((rows, columns), filters, debatable, mesures)
        named = [self._iris] * 2
        for axis, dimension in enumerate((rows, columns)):
            if dimension.name == "pilier":
                named[axis] = {n: self._piliers.get(iri, "") for n, iri in self._iris.items()}
        one, other = named
        found = [(one[line[0]], other[line[1]], *line[2:]) for line in self._rows(sql)]
        return [line for line in found if line[0] and line[1]]

    def listing(self, filters: Filters, debatable: bool, first: int, limit: int) -> Listing:
        """The engagements of `limit` mesures from the `first`, in the order of contrats and texts.

        Only the contrats that hold the page are read beyond their counts.
        """
        where = self._selection.where(filters, debatable)
        counted = self._by_contrat(where)
        page: list[str] = []
        passed = 0
        for contrat, _, mesures in counted:
            skipped, wanted = max(0, first - passed), first + limit - passed
            passed += mesures
            if wanted > 0 and skipped < mesures:
                page += self._page(where, contrat, skipped, wanted - skipped)
        return Listing(sum(n for _, n, _ in counted), passed, tuple(page))

    def _counted_in(self, where: str) -> list[tuple[int, int, int]]:
        """Contrats, in order, with their engagements and mesures under a condition."""
        found = self._rows(
            "SELECT contrat, COUNT(*), COUNT(DISTINCT mesure) FROM engagement"
            f" WHERE {where} GROUP BY contrat"
        )
        return sorted(found, key=lambda line: self._iris[line[0]])

    def _page(self, where: str, contrat: int, first: int, limit: int) -> list[str]:
        """Engagements of some mesures of one contrat."""
        mine = f"FROM engagement WHERE {where} AND contrat={contrat}"
        of_page = (
            f"SELECT mesure {mine} GROUP BY mesure ORDER BY MIN(place), MIN(iri)"
            f" LIMIT {limit} OFFSET {first}"
        )
        found = self._rows(f"SELECT iri {mine} AND mesure IN ({of_page}) ORDER BY place, iri")
        return [iri for (iri,) in found]

    def silent(self, kind: str, contrat: str, first: int, limit: int) -> Listing:
        """The mesures that have that silence, in one contrat or ('') in all."""
        where, values = "kind=?", (kind,)
        if contrat:
            where, values = "kind=? AND term.iri=?", (kind, contrat)
        source = f"FROM silence JOIN term ON term.id=contrat WHERE {where}"
        total = self._rows(f"SELECT COUNT(*) {source}", values)[0][0]
        page = self._rows(
            f"SELECT mesure {source} ORDER BY term.iri, place, mesure LIMIT ? OFFSET ?",
            (*values, limit, first),
        )
        mesures = ",".join(str(mesure) for (mesure,) in page)
        bound = self._rows(f"SELECT iri FROM engagement WHERE mesure IN ({mesures}) ORDER BY iri")
        return Listing(len(bound), total, tuple(iri for (iri,) in bound))

    def partners(self, acteur: str, limit: int = 40) -> list[Row]:
        """With whom an acteur is named on the same mesures, most often first."""
        found = self._rows(
            "SELECT term.iri, SUM(n) FROM tie JOIN term ON term.id=other WHERE one=?"
            " GROUP BY other ORDER BY SUM(n) DESC, term.iri LIMIT ?",
            (self._numbers.get(acteur, 0), limit),
        )
        return [{"chose": acteur, "autre": other, "mesures": n} for other, n in found]

    def network(self, limit: int = 300) -> list[Row]:
        """The pairs of single bodies most often named on the same mesures, each pair once."""
        found = self._rows(
            "SELECT a.iri, b.iri, SUM(n) FROM tie JOIN term AS a ON a.id=one"
            " JOIN term AS b ON b.id=other WHERE single AND a.iri<b.iri"
            " GROUP BY one, other ORDER BY SUM(n) DESC, a.iri, b.iri LIMIT ?",
            (limit,),
        )
        return [{"a": one, "b": other, "n": n} for one, other, n in found]
