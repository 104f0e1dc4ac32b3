"""SQLite: every flat table in one file, which also answers the HTTP API and the Python client."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from pvgraph.exports.codes import Code
from pvgraph.exports.rows import Row
from pvgraph.exports.tables import Table

_TYPES = {"entier": "INTEGER", "annee": "INTEGER", "booleen": "INTEGER", "nombre": "REAL"}


CODES = "codes"
"""The table of what filters may name: kind, code, and the code that stands for it now."""


def write_sqlite(
    path: Path, tables: Iterable[tuple[Table, Sequence[Row]]], codes: Iterable[Code] = ()
) -> None:
    """Write `tables` (pairs of table and rows) and `codes` to a new file; `ordre` is the row's
    place."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("BEGIN")
        for table, rows in tables:
            _write(connection, table, rows)
        connection.execute(f'CREATE TABLE "{CODES}" (genre TEXT, code TEXT, vaut TEXT)')
        connection.executemany(f'INSERT INTO "{CODES}" VALUES (?, ?, ?)', codes)
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    finally:
        connection.close()


def _write(connection: sqlite3.Connection, table: Table, rows: Sequence[Row]) -> None:
    columns = ", ".join(f'"{c.name}" {_TYPES.get(c.type, "TEXT")}' for c in table.columns)
    connection.execute(f'CREATE TABLE "{table.name}" (ordre INTEGER PRIMARY KEY, {columns})')
    marks = ", ".join("?" for _ in range(len(table.columns) + 1))
    numbered = ((i, *row) for i, row in enumerate(rows, 1))
    connection.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', numbered)
    connection.execute(
        f'CREATE UNIQUE INDEX "{table.name}_{table.key}" ON "{table.name}" ("{table.key}")'
    )
