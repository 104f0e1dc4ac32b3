"""The matrix of comparison: engagements counted by two dimensions, kept apart by mode."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pvgraph.comparison.counting import Cells
from pvgraph.comparison.dimensions import DIMENSIONS, Dimension
from pvgraph.web.bases import thing
from pvgraph.web.pages.etat import terms
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
        return self._sums.get((row, column), 0)

    def split(self, row: str, column: str) -> Counts:
        """The cell's engagements by mode."""
        return self.cells.get((row, column), {})

    def share(self, row: str, column: str) -> float | None:
        """The cell's part in all engagements of its contrat; of its column where neither
        dimension is the contrat. None where that whole is nothing."""
        whole = self._whole(row, column)
        return self.n(row, column) / whole if whole else None

    def _whole(self, row: str, column: str) -> int:
        axis, wholes = self._parted
        return wholes.get((row, column)[axis], 0)

    @cached_property
    def _parted(self) -> tuple[int, Mapping[str, int]]:
        """What shares are taken of, by the value of an axis: rows (0) or columns (1)."""
        for axis, dimension in ((1, self.columns), (0, self.rows)):
            if dimension.name == "contrat":
                return axis, self._wholes
        if self.within[0] == "contrat":
            return 1, dict.fromkeys(self._totals[1], self._wholes.get(self.within[1], 0))
        return 1, self._totals[1]

    def row_total(self, row: str) -> int:
        return self._totals[0].get(row, 0)

    def column_total(self, column: str) -> int:
        return self._totals[1].get(column, 0)

    @cached_property
    def _totals(self) -> tuple[dict[str, int], dict[str, int]]:
        """Engagements by row, and by column."""
        found: tuple[dict[str, int], dict[str, int]] = ({}, {})
        for key, n in self._sums.items():
            for axis in (0, 1):
                found[axis][key[axis]] = found[axis].get(key[axis], 0) + n
        return found

    @cached_property
    def _sums(self) -> dict[tuple[str, str], int]:
        """Engagements of the modes kept by cell."""
        return {key: self._sum(counts) for key, counts in self.cells.items()}

    @cached_property
    def _wholes(self) -> dict[str, int]:
        """Engagements of the modes kept by contrat."""
        return {contrat: self._sum(counts) for contrat, counts in self.contrats.items()}

    def heat(self, row: str, column: str) -> int:
        """0 (nothing) to 6: the cell's share beside the largest share of the matrix."""
        share = self.share(row, column)
        if not share:
            return 0
        return max(1, min(6, round(6 * (share / self._largest) ** 0.6)))

    @cached_property
    def _largest(self) -> float:
        axis, wholes = self._parted
        shares = (n / whole for key, n in self._sums.items() if (whole := wholes.get(key[axis])))
        return max(shares, default=0) or 1

    def _sum(self, counts: Counts) -> int:
        if counts.keys() <= self.modes:
            return sum(counts.values())
        return sum(n for mode, n in counts.items() if mode in self.modes)

    def present(self, axis: int) -> set[str]:
        """The rows (0) or columns (1) with anything in them."""
        return {value for value, n in self._totals[axis].items() if n}


async def matrix(
    site: Site,
    rows: Dimension,
    columns: Dimension,
    filters: Mapping[str, str],
    modes: Iterable[str],
    debatable: bool = False,
) -> Matrix:
    """The matrix of two dimensions under the filters (codes by dimension); kept without any."""
    kept = frozenset(modes)
    key = ("matrix", rows.name, columns.name, kept, debatable)
    known = site.release.kept.get(key) if not filters else None
    if isinstance(known, Matrix):
        return known
    only = {k: v for k, v in filters.items() if k == "contrat"}
    cells, whole = await asyncio.gather(
        counts(site, rows, columns, filters, debatable),
        counts(site, DIMENSIONS["contrat"], DIMENSIONS["mode"], only, debatable),
    )
    contrats: dict[str, dict[str, int]] = {}
    for (contrat, mode), split in whole.items():
        contrats.setdefault(contrat, {})[mode] = split[mode]
    within = ("", "")
    if "contrat" in filters:
        within = ("contrat", thing("contrat", filters["contrat"]).value)
    made = Matrix(rows, columns, cells, kept, contrats, within)
    if not filters:
        site.release.kept[key] = made
    return made


async def counts(
    site: Site, rows: Dimension, columns: Dimension, filters: Mapping[str, str], debatable: bool
) -> Cells:
    """Engagements by row and column, each by mode."""
    return await site.crossed(rows, columns, terms(filters), debatable)


def order(matrix: Matrix, values: Sequence[str], by: str) -> list[str]:
    """Rows in the order asked: by label (as given), by total, or by one column's share."""
    if by == "total":
        return sorted(values, key=lambda row: -matrix.row_total(row))
    if by:
        return sorted(values, key=lambda row: -(matrix.share(row, by) or 0))
    return list(values)
