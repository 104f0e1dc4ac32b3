"""Terms of the graph as plain Python."""

from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode

from pvgraph.client.rows import Rows
from pvgraph.store.answer import Answer, Cell

_NUMBERS = {"integer": int, "decimal": Decimal, "double": float, "float": float, "gYear": int}


def plain(cell: Cell) -> object:
    """IRIs and words as str, numbers as numbers, booleans as bool, unbound as None."""
    if isinstance(cell, Literal):
        kind = cell.datatype.value.rpartition("#")[2]
        if kind == "boolean":
            return cell.value == "true"
        return _NUMBERS.get(kind, str)(cell.value)
    if isinstance(cell, NamedNode | BlankNode):
        return cell.value
    return None if cell is None else str(cell)


def rows(answer: Answer, release: str) -> Rows:
    """The rows of a SELECT."""
    found = tuple(
        {name: plain(cell) for name, cell in zip(answer.columns, row, strict=True)}
        for row in answer.rows
    )
    return Rows(answer.columns, found, len(found), answer.truncated, release)
