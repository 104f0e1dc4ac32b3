"""What a query answers: the engine's own bytes, read back into terms only when asked."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from pyoxigraph import serialize as serialize_triples

from pvgraph.store.formats import JSON, Format

Cell = NamedNode | Literal | BlankNode | Triple | None


@dataclass(frozen=True)
class Answer:
    """An answer of kind `select`, `ask` or `graph`.

    `body` holds SPARQL JSON (rows, booleans) or N-Triples (triples) as the engine wrote them.
    `truncated` is true where the answer is only the beginning of a longer one.
    """

    kind: str
    body: bytes
    truncated: bool = False

    @classmethod
    def of(cls, columns: Sequence[str], rows: Iterable[Sequence[NamedNode | Literal]]) -> "Answer":
        """The answer with these rows, none of its cells empty."""
        found = [dict(zip(columns, map(_json, row), strict=True)) for row in rows]
        said = {"head": {"vars": list(columns)}, "results": {"bindings": found}}
        written = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return cls("select", written.encode())

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The variables, in the order of the SELECT."""
        return tuple(v.value for v in self._solutions().variables)

    @cached_property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows, each a tuple of terms in the order of `columns`; None where unbound."""
        solutions = self._solutions()
        width = range(len(solutions.variables))
        return tuple(tuple(solution[i] for i in width) for solution in solutions)

    def dicts(self) -> Iterator[dict[str, Cell]]:
        """The rows as dictionaries from variable to term."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))

    @property
    def boolean(self) -> bool:
        """The answer to an ASK."""
        return bool(parse_query_results(self.body, JSON.writer))

    @cached_property
    def triples(self) -> tuple[Triple, ...]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        return tuple(q.triple for q in parse(self.body, RdfFormat.N_TRIPLES))

    def serialize(self, format: Format) -> bytes:
        """The answer in another format of its family, by the store's own serializer."""
        if self.kind == "graph":
            return serialize_triples(self.triples, format=format.writer)
        return parse_query_results(self.body, JSON.writer).serialize(format=format.writer)

    def _solutions(self) -> QuerySolutions:
        if self.kind != "select":
            raise TypeError(f"an answer of kind {self.kind!r} has no rows")
        return parse_query_results(self.body, JSON.writer)


def _json(term: NamedNode | Literal) -> dict[str, str]:
    """A term in SPARQL JSON."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
