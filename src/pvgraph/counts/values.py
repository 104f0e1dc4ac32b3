"""Terms of an answer as plain Python."""

from pyoxigraph import Literal


def value(term: object) -> object:
    """A term as plain Python: an IRI as str, a number as int or float, else its words."""
    if isinstance(term, Literal):
        kind = term.datatype.value.rpartition("#")[2]
        if kind == "integer":
            return int(term.value)
        if kind in ("decimal", "double"):
            return float(term.value)
        if kind == "boolean":
            return term.value == "true"
    return None if term is None else term.value
