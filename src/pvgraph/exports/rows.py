"""A table's rows out of the store, as plain Python values."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, QuerySolution, Store

from pvgraph.errors import ResourceError
from pvgraph.exports.tables import SEPARATOR, Column, Table
from pvgraph.graph.names import BASE
from pvgraph.model import fold

Value = str | int | float | bool | None
Row = tuple[Value, ...]


def rows(table: Table, store: Store, base: str = BASE) -> Iterator[Row]:
    """One row a key, in the order of the table's query; where it gives several, the first.

    Raises:
        ResourceError: the query is wrong, or does not give the declared columns.
    """
    for solution in _solutions(table, store, base):
        yield tuple(_value(c, solution[c.name]) for c in table.columns)


def _solutions(table: Table, store: Store, base: str) -> Iterator[QuerySolution]:
    sparql = table.sparql.replace(BASE, base)
    try:
        solutions = store.query(sparql)
    except SyntaxError as error:
        raise ResourceError(f"tables/{table.name}.rq: {error.msg}") from error
    given = [v.value for v in solutions.variables]
    if given != [c.name for c in table.columns]:
        raise ResourceError(f"tables/{table.name}.rq: colonnes déclarées et projetées diffèrent")
    seen = set()
    for solution in solutions:
        key = solution[table.key]
        if key not in seen:
            seen.add(key)
            yield solution


def _value(column: Column, term: Literal | NamedNode | None) -> Value:
    """The cell's value; white space is folded, lists are sorted."""
    text = column.default if term is None else term.value
    if not text:
        return None
    if column.many:
        parts = {_text(column, part) for part in text.split(SEPARATOR)}
        return SEPARATOR.join(sorted(p for p in parts if p)) or None
    return _PARSERS[column.type](_text(column, text))


def _text(column: Column, text: str) -> str:
    return text.rpartition("/")[2] if column.type == "code" else fold(text)


_PARSERS = {
    "code": str,
    "iri": str,
    "texte": str,
    "entier": int,
    "annee": int,
    "nombre": float,
    "booleen": "true".__eq__,
}
