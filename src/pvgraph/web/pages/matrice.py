"""The matrix of comparison: engagements counted by two dimensions, kept apart by mode."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pvgraph.questions import thing
from pvgraph.web.pages.dimensions import (
    CERTAIN,
    DEBATABLE,
    DIMENSIONS,
    Dimension,
    bindings,
    counting,
    counting_facts,
)
from pvgraph.web.pages.site import Site

Counts = Mapping[str, int]
"""Engagements by mode (IRI)."""


@dataclass(frozen=True)
class Matrix:
    """Counts by row and column, each by mode; `contrats` holds the totals that
    shares are taken of, `within` the one contrat that a filter asks for."""

    rows: Dimension
    columns: Dimension
    cells: Mapping[tuple[str, str], Counts]
    modes: frozenset[str]
    contrats: Mapping[str, Counts] = field(default_factory=dict)
    within: tuple[str, str] = ("", "")

    def n(self, row: str, column: str) -> int:
        """Engagements in a cell, of the modes kept."""
        return self._sum(self.cells.get((row, column), {}))

    def split(self, row: str, column: str) -> Counts:
        """The cell's engagements by mode."""
        return self.cells.get((row, column), {})

    def share(self, row: str, column: str) -> float | None:
        """The cell's part in all engagements of its contrat; of its column where neither
        dimension is the contrat. None where that whole is nothing."""
        whole = self._whole(row, column)
        return self.n(row, column) / whole if whole else None

    def _whole(self, row: str, column: str) -> int:
        for name, value in ((self.columns.name, column), (self.rows.name, row), self.within):
            if name == "contrat":
                return self._sum(self.contrats.get(value, {}))
        return self.column_total(column)

    def row_total(self, row: str) -> int:
        return sum(self._sum(c) for (r, _), c in self.cells.items() if r == row)

    def column_total(self, column: str) -> int:
        return sum(self._sum(c) for (_, k), c in self.cells.items() if k == column)

    def heat(self, row: str, column: str) -> int:
        """0 (nothing) to 6: the cell's share beside the largest share of the matrix."""
        share = self.share(row, column)
        if not share:
            return 0
        return max(1, min(6, round(6 * (share / self._largest) ** 0.6)))

    @property
    def _largest(self) -> float:
        return max((self.share(r, c) or 0 for r, c in self.cells), default=0) or 1

    def _sum(self, counts: Counts) -> int:
        return sum(n for mode, n in counts.items() if mode in self.modes)

    def present(self, axis: int) -> set[str]:
        """The rows (0) or columns (1) with anything in them."""
        return {key[axis] for key, counts in self.cells.items() if self._sum(counts)}


async def matrix(
    site: Site,
    rows: Dimension,
    columns: Dimension,
    filters: Mapping[str, str],
    modes: Iterable[str],
    debatable: bool = False,
) -> Matrix:
    """The matrix of two dimensions under the filters (codes by dimension)."""
    cells, whole = await asyncio.gather(
        counts(site, rows, columns, filters, debatable),
        counts(site, DIMENSIONS["contrat"], DIMENSIONS["mode"], {}, debatable),
    )
    contrats: dict[str, dict[str, int]] = {}
    for (contrat, mode), split in whole.items():
        contrats.setdefault(contrat, {})[mode] = split[mode]
    within = ("", "")
    if "contrat" in filters:
        within = ("contrat", thing("contrat", filters["contrat"]).value)
    return Matrix(rows, columns, cells, frozenset(modes), contrats, within)


async def counts(
    site: Site, rows: Dimension, columns: Dimension, filters: Mapping[str, str], debatable: bool
) -> dict[tuple[str, str], dict[str, int]]:
    """Engagements by row and column, each by mode: from the cube, less the debatable ones;
    from the engagements themselves where the cube does not hold a dimension."""
    from_cube = counting(rows, columns, filters)
    if from_cube is None:
        certain = "" if debatable else CERTAIN
        return await _asked(site, counting_facts(rows, columns, filters, certain), filters)
    if debatable:
        return await _asked(site, from_cube, filters)
    every, doubtful = await asyncio.gather(
        _asked(site, from_cube, filters),
        _asked(site, counting_facts(rows, columns, filters, DEBATABLE), filters),
    )
    for key, split in doubtful.items():
        for mode, n in split.items():
            every[key][mode] -= n
    return every


async def _asked(
    site: Site, sparql: str, filters: Mapping[str, str]
) -> dict[tuple[str, str], dict[str, int]]:
    answer = await site.context.query(sparql, bindings(filters))
    cells: dict[tuple[str, str], dict[str, int]] = {}
    for row in answer.dicts():
        key = (row["ligne"].value, row["colonne"].value)
        cells.setdefault(key, {})[row["mode"].value] = int(row["n"].value)
    return cells


def order(matrix: Matrix, values: Sequence[str], by: str) -> list[str]:
    """Rows in the order asked: by label (as given), by total, or by one column's share."""
    if by == "total":
        return sorted(values, key=lambda row: -matrix.row_total(row))
    if by:
        return sorted(values, key=lambda row: -(matrix.share(row, by) or 0))
    return list(values)
