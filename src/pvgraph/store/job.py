"""A query on its way to the engine, and the errors that can come back instead of an answer."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode

from pvgraph.errors import PvgraphError, QuestionError

Term = NamedNode | Literal | BlankNode
_NONE: Mapping[str, Term] = MappingProxyType({})


class Job(NamedTuple):
    """One query as it is to be run.

    `bindings` gives terms to variables by substitution (the variable must be projected, in
    sub-selects too). `default_graphs` and `named_graphs` are None where the request names no
    dataset, else both are lists, possibly empty: the engine wants both or neither.
    `last` has it run after all that others do on the machine, as far as the system allows.
    `rows`, `graph` name the formats (`formats.py`) in which to write rows, or triples.
    """

    sparql: str
    bindings: Mapping[str, Term] = _NONE
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    rows: str = "json"
    graph: str = "nt"
    base_iri: str | None = None
    last: bool = False


class BadQuery(QuestionError):
    """The query is wrong or refused; the message says where and what to try.

    `line` and `column` count from 1; 0 where no place can be named.
    """

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class Unanswered(PvgraphError):
    """A right query got no answer: base of the four below, all temporary or about resources."""


class Overrun(Unanswered):
    """The query reached its deadline and was stopped."""


class Crashed(Unanswered):
    """The worker died of the query: too much memory, or nesting that the engine cannot bear."""


class Busy(Unanswered):
    """No worker became free in time, or a long query gave way to those who waited; `again` is
    after how many seconds to ask again."""

    again = 2


def term_to_json(term: Term) -> list[str | None]:
    """A term as a JSON list `[kind, value, language, datatype]`."""
    if isinstance(term, NamedNode):
        return ["iri", term.value]
    if isinstance(term, Literal):
        return ["literal", term.value, term.language, term.datatype.value]
    if isinstance(term, BlankNode):
        return ["bnode", term.value]
    raise TypeError(f"not an RDF term: {term!r}")


def term_from_json(parts: list) -> Term:
    """The term that `term_to_json` wrote."""
    if parts[0] == "iri":
        return NamedNode(parts[1])
    if parts[0] == "bnode":
        return BlankNode(parts[1])
    _, value, language, datatype = parts
    if language:
        return Literal(value, language=language)
    return Literal(value, datatype=NamedNode(datatype))
