"""A matrix made ready to be shown: rows and columns named, ordered, linked to sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from fastapi import Request

from pvgraph.web.pages.adresses import Adresses, code
from pvgraph.web.pages.langue import Langue
from pvgraph.web.pages.libelles import Names
from pvgraph.web.pages.matrice import Matrix, order
from pvgraph.web.pages.site import Site

ACROSS = 20
"""Columns that a screen or a printed page can hold."""


class Cell(NamedTuple):
    """A cell: its column, its engagements as a number and in words, their share in words, from 0 to
    6 how large that is, and where the sentences are."""

    column: str
    n: int
    number: str
    share: str
    heat: int
    address: str


@dataclass(frozen=True)
class View:
    """What the template draws: one page of the rows, one band of the columns."""

    matrix: Matrix
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    hidden: int
    bands: int
    filters: Mapping[str, str]
    modes: tuple[str, ...]
    debatable: bool = False

    def row_params(self, row: str) -> dict[str, object]:
        """The state of the page that lists a row's engagements."""
        params: dict[str, object] = {**self.filters, self.matrix.rows.name: code(row)}
        if self.modes:
            params["modes"] = [code(m) for m in self.modes]
        if self.debatable:
            params["discutables"] = "1"
        return params

    def cell_params(self, row: str, column: str) -> dict[str, object]:
        """The state of the page that lists a cell's engagements."""
        params = self.row_params(row) | {self.matrix.columns.name: code(column)}
        if "mode" in params:
            params.pop("modes", None)
        return params

    def named(self, names: Names) -> dict[str, str]:
        """The labels of the columns."""
        return {column: names(column) for column in self.columns}

    def cells(self, row: str, links: Adresses, t: Langue) -> list[Cell]:
        """The cells of a row, each with the address of its sentences."""
        matrix, name = self.matrix, self.matrix.columns.name
        params = self.row_params(row)
        if name == "mode":
            params.pop("modes", None)
        addresses = links.each("/engagements", params, name, [code(c) for c in self.columns])
        found = []
        for column, address in zip(self.columns, addresses, strict=True):
            n = matrix.n(row, column)
            part = t.percent(matrix.share(row, column) or 0) if n else ""
            found.append(Cell(column, n, t.number(n), part, matrix.heat(row, column), address))
        return found


async def view(
    site: Site,
    request: Request,
    matrix: Matrix,
    filters: Mapping[str, str] | None = None,
    by: str = "",
    limit: int = 0,
    modes: tuple[str, ...] = (),
    silent: bool = True,
    debatable: bool = False,
    page: int = 1,
    across: int = ACROSS,
    band: int = 1,
) -> View:
    """The matrix in the request's language: `limit` rows a page (0: all), `across` columns a band
    (0: all), the fullest first where they do not fit in one. Rows that hold nothing are shown
    where their list is closed, unless `silent` is false."""
    names = (await site.labels()).in_language(Langue.of(request.query_params.get("lang")))
    rows = order(matrix, _values(matrix, 0, names), by)
    columns = _values(matrix, 1, names)
    if not silent:
        rows = [row for row in rows if matrix.row_total(row)]
    bands = -(-len(columns) // across) if across else 1
    if bands > 1:
        columns = sorted(columns, key=lambda c: -matrix.column_total(c))
        columns = columns[(band - 1) * across : band * across]
    shown = rows[(page - 1) * limit : page * limit] if limit else rows
    left = len(rows) - len(shown)
    return View(matrix, tuple(shown), tuple(columns), left, bands, filters or {}, modes, debatable)


def _values(matrix: Matrix, axis: int, names: Names) -> list[str]:
    """The values of an axis: all of a closed list, so that silences show; else those present."""
    dimension = (matrix.rows, matrix.columns)[axis]
    present = matrix.present(axis)
    known = set(names.all(dimension.genre)) if dimension.fixed else set()
    if dimension.name == "contrat":
        return names.sorted(present | known, key=names.by_short)
    return names.sorted(present | known)
