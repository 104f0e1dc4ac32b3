"""Rows of the published tables, filtered and page by page, out of a release's SQLite file.

Every column that holds codes, years or yes/no is a filter, by its name (`theme`, `type-acteur`);
`dispositif` stands for the column `dispositifs`: one of the cell's values must be it. Several
values of one filter are alternatives.
"""

import difflib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pvgraph.errors import QuestionError, StoreError
from pvgraph.exports.database import CODES
from pvgraph.exports.index import DATABASE
from pvgraph.exports.tables import SEPARATOR, Column, Table
from pvgraph.graph.names import slug

_EXACT = ("code", "annee", "booleen")
_YES = {"true": 1, "1": 1, "oui": 1, "false": 0, "0": 0, "non": 0}
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a table: `total` match; the next page starts after `after` (None: no more)."""

    rows: tuple[Row, ...]
    total: int
    after: int | None


def filters(table: Table) -> dict[str, Column]:
    """The filters of a table: the column behind each name."""
    found: dict[str, Column] = {}
    for column in table.columns:
        if column.type in _EXACT or (column.many and column.type == "texte"):
            name = column.name.replace("_", "-")
            found[name] = column
            if column.many and name.endswith("s"):
                found.setdefault(name[:-1], column)
    return found


@contextmanager
def opened(exports: Path) -> Iterator[sqlite3.Connection]:
    """The tables of a release's export folder, read-only.

    Raises:
        StoreError: this release has no tables.
    """
    path = exports / DATABASE
    if not path.is_file():
        raise StoreError(f"{path}: cette version n'a pas de tables ; interrogez le graphe (SPARQL)")
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.create_function("a", 2, _has, deterministic=True)
    try:
        yield connection
    finally:
        connection.close()


def _has(cell: str | None, value: str) -> bool:
    """Whether one of the values of a cell is `value`, compared without case or accents."""
    return bool(cell) and value in {slug(part) for part in cell.split(SEPARATOR)}


def select(
    connection: sqlite3.Connection,
    table: Table,
    wanted: Mapping[str, Sequence[str]],
    limit: int,
    after: int = 0,
) -> Page:
    """At most `limit` rows after the place `after`, in the table's order.

    Raises:
        QuestionError: no such filter, or no such value; lists the nearest.
    """
    where, values = _where(connection, table, wanted)
    names = [c.name for c in table.columns]
    counted = connection.execute(f'SELECT COUNT(*) FROM "{table.name}" WHERE {where}', values)
    total = counted.fetchone()[0]
    columns = ", ".join(f'"{name}"' for name in names)
    found = connection.execute(
        f'SELECT ordre, {columns} FROM "{table.name}" WHERE {where} AND ordre > ? '
        "ORDER BY ordre LIMIT ?",
        [*values, after, limit + 1],
    ).fetchall()
    rows = tuple(_row(table, line[1:]) for line in found[:limit])
    return Page(rows, total, found[limit - 1][0] if len(found) > limit else None)


def _row(table: Table, values: Sequence) -> Row:
    """The row with lists as lists and yes/no as booleans."""
    row: Row = {}
    for column, value in zip(table.columns, values, strict=True):
        if column.many:
            row[column.name] = value.split(SEPARATOR) if value else []
        elif column.type == "booleen":
            row[column.name] = bool(value)
        else:
            row[column.name] = value
    return row


def _where(
    connection: sqlite3.Connection, table: Table, wanted: Mapping[str, Sequence[str]]
) -> tuple[str, list]:
    known = filters(table)
    clauses, values = ["1"], []
    for name, choices in wanted.items():
        if name not in known:
            raise QuestionError(f"filtre {name!r} inconnu ; connus : {', '.join(known)}")
        typed = [_typed(connection, table, known[name], choice) for choice in choices if choice]
        if typed:
            column = known[name]
            test = f'a("{column.name}", ?)' if column.many else f'"{column.name}" = ?'
            clauses.append(f"({' OR '.join([test] * len(typed))})")
            values += typed
    return " AND ".join(clauses), values


def _typed(connection: sqlite3.Connection, table: Table, column: Column, value: str) -> str | int:
    """The value as its column holds it; an IRI stands for the code that it ends with.

    Raises:
        QuestionError: no row could hold it.
    """
    if column.type == "booleen":
        if value.lower() not in _YES:
            raise QuestionError(f"{column.name} : {value!r} ; attendu true ou false")
        return _YES[value.lower()]
    if column.type == "annee":
        if not (value.isascii() and value.isdigit() and len(value) <= 4):
            raise QuestionError(f"{column.name} : {value!r} n'est pas une année")
        return int(value)
    code = value.rpartition("/")[2] if "/id/" in value else value
    code = slug(code) if column.many else code
    known = _codes(connection, table, column)
    if code not in known and (now := _now(connection, column, code)):
        return now
    if code not in known:
        close = difflib.get_close_matches(code.lower(), known, n=6, cutoff=0.5)
        near = ", ".join(close or sorted(known)[:12])
        raise QuestionError(f"{column.name} : {value!r} inconnu ; proches : {near}")
    return code


def _now(connection: sqlite3.Connection, column: Column, code: str) -> str:
    """The code that stands for `code`, one of its kind that no row holds; empty for none."""
    found = connection.execute(
        f'SELECT vaut FROM "{CODES}" WHERE genre = ? AND code = ?', (column.kind, code)
    ).fetchone()
    return found[0] if found else ""


def _codes(connection: sqlite3.Connection, table: Table, column: Column) -> set[str]:
    """The values that a column may hold: those of the table it refers to, else its own."""
    other, _, key = column.refers.partition(".")
    source, name = (other, key) if other else (table.name, column.name)
    cells = connection.execute(f'SELECT DISTINCT "{name}" FROM "{source}"').fetchall()
    if not column.many:
        return {cell for (cell,) in cells if cell}
    return {slug(part) for (cell,) in cells if cell for part in cell.split(SEPARATOR)}
