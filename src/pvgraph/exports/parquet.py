"""Parquet: exact words, typed columns, lists as lists. The only module on pyarrow."""

import io
from collections.abc import Sequence

import pyarrow
import pyarrow.parquet

from pvgraph.exports.rows import Row
from pvgraph.exports.tables import SEPARATOR, Column, Table

_TYPES = {
    "code": pyarrow.string(),
    "iri": pyarrow.string(),
    "texte": pyarrow.string(),
    "entier": pyarrow.int64(),
    "annee": pyarrow.int32(),
    "nombre": pyarrow.float64(),
    "booleen": pyarrow.bool_(),
}


def to_parquet(table: Table, rows: Sequence[Row]) -> bytes:
    """The rows as one Parquet file; the columns' French titles travel as field metadata."""
    fields = [_field(c) for c in table.columns]
    arrays = [
        pyarrow.array(_values(column, [row[i] for row in rows]), field.type)
        for i, (column, field) in enumerate(zip(table.columns, fields, strict=True))
    ]
    out = io.BytesIO()
    data = pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields))
    pyarrow.parquet.write_table(data, out, compression="zstd")
    return out.getvalue()


def _field(column: Column) -> pyarrow.Field:
    kind = _TYPES[column.type]
    kind = pyarrow.list_(kind) if column.many else kind
    return pyarrow.field(column.name, kind, metadata={"title": column.title["fr"]})


def _values(column: Column, values: list) -> list:
    if not column.many:
        return values
    return [value.split(SEPARATOR) if value else [] for value in values]
