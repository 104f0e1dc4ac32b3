"""Which engagements are meant, as SQL on the file of what is counted."""

from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from pvgraph.comparison.dimensions import Dimension

_COLUMNS = {
    "contrat": "contrat",
    "acteur": "acteur",
    "type-acteur": "type",
    "role": "role",
    "theme": "theme",
    "pilier": "theme",
    "niveau": "niveau",
    "mode": "mode",
}
"""The column of each dimension; a mesure may have several values of those that have none."""
_IN_CELLS = frozenset(_COLUMNS) - {"acteur"}
Filters = Mapping[str, Sequence[NamedNode]]


class Selection:
    """Conditions on engagements. `numbers` are those of terms, `piliers` the pilier of each thème:
    every value written into the SQL is a number of ours."""

    def __init__(self, numbers: Mapping[str, int], piliers: Mapping[str, str]) -> None:
        self._numbers = numbers
        self._piliers = piliers

    def where(self, filters: Filters, debatable: bool, table: str = "engagement") -> str:
        """The WHERE clause: for each dimension one of its values, debatable mesures or not."""
        kept = [self._kept(table, n, [v.value for v in values]) for n, values in filters.items()]
        if not debatable:
            kept.append(f"{table}.discutable=0")
        return " AND ".join(kept) or "1"

    def counted(
        self, crossed: Sequence[Dimension], filters: Filters, debatable: bool, mesures: bool = False
    ) -> str:
        """The query that counts engagements by two dimensions and mode; or mesures by the two."""
        names = [d.name for d in crossed]
        small = not mesures and _IN_CELLS.issuperset([*names, *filters])
        table, joined, by = "cell" if small else "engagement", "", []
        for name in names:
            if name in _COLUMNS:
                by.append(f"{table}.{_COLUMNS[name]}")
                continue
            joined += f" JOIN mention AS {name} ON {name}.mesure={table}.mesure"
            joined += f" AND {name}.genre='{name}'"
            by.append(f"{name}.value")
        where = " AND ".join(
            [self.where(filters, debatable, table), *(f"{column} IS NOT NULL" for column in by)]
        )
        what = "COUNT(*)"
        if mesures:
            what = f"COUNT(DISTINCT {table}.mesure)"
        else:
            by.append(f"{table}.mode")
            what = "SUM(n)" if small else what
        groups = ", ".join(by)
        return f"SELECT {groups}, {what} FROM {table}{joined} WHERE {where} GROUP BY {groups}"

    def _kept(self, table: str, name: str, values: Sequence[str]) -> str:
        if name == "pilier":
            values = [theme for theme, pilier in self._piliers.items() if pilier in values]
        numbers = ",".join(str(self._numbers.get(value, 0)) for value in values)
        if name in _COLUMNS:
            return f"{table}.{_COLUMNS[name]} IN ({numbers})"
        asked = f"SELECT mesure FROM mention WHERE genre='{name}' AND value IN ({numbers})"
        return f"{table}.mesure IN ({asked})"
