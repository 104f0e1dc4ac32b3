"""What the graph says of one thing: its own statements, its passages, and who points to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from pvgraph.graph.names import DCT, LABEL, OWL
from pvgraph.web import bases
from pvgraph.web.context import Context

PAGE = 500
"""Incoming links on one page of a description."""
_MOST = 5_000
"""Statements of the thing itself that are given; none has more than a few hundred."""

_OWN = f"""PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT {{ ?s ?p ?o . ?o rdfs:label ?label }} WHERE {{
  {{ SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} ORDER BY ?p ?o LIMIT {_MOST} }}
  OPTIONAL {{ ?o rdfs:label ?label }} }}"""
_PASSAGES = f"""PREFIX prov: <http://www.w3.org/ns/prov#>
CONSTRUCT {{ ?passage ?p ?o }} WHERE {{ {{ SELECT ?s ?passage ?p ?o WHERE {{
  ?s prov:wasQuotedFrom ?passage . ?passage ?p ?o }} ORDER BY ?passage ?p ?o LIMIT {_MOST} }} }}"""
_INCOMING = f"""PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT {{ ?x ?p ?s . ?x rdfs:label ?label }} WHERE {{
  {{ SELECT ?s ?x ?p WHERE {{ ?x ?p ?s }} %s LIMIT {PAGE} OFFSET %d }}
  LATERAL {{ OPTIONAL {{ ?x rdfs:label ?label }} }} }}"""
_ORDERED = 5_000
"""Incoming links that are put in order; of a thing with more (a thème, the State), pages come in
the order of the engine's index, which is one as long as the release is: sorting all of them for
each page takes seconds."""
_COUNT = "SELECT ?s (COUNT(*) AS ?n) WHERE { ?x ?p ?s } GROUP BY ?s"


@dataclass(frozen=True)
class Thing:
    """One IRI described. `incoming_total` counts all links to it; `incoming` is one page of them.

    `others` are the passages it was read from and the labels of what it is linked with.
    """

    iri: NamedNode
    own: tuple[Triple, ...]
    incoming: tuple[Triple, ...]
    others: tuple[Triple, ...]
    incoming_total: int
    page: int

    @property
    def known(self) -> bool:
        """Whether the graph says anything of it."""
        return bool(self.own or self.incoming_total)

    @property
    def retired(self) -> bool:
        """Whether the name was withdrawn: nothing but its end is said of it."""
        return any(t.predicate == OWL.deprecated and t.object == _TRUE for t in self.own)

    @property
    def successors(self) -> list[NamedNode]:
        """What replaces a withdrawn name."""
        return [t.object for t in self.own if t.predicate == DCT.isReplacedBy]

    @property
    def pages(self) -> int:
        """How many pages its incoming links take."""
        return max(1, -(-self.incoming_total // PAGE))

    def labels(self, language: str) -> dict[str, str]:
        """Labels of the thing and its neighbours by IRI, in `language` where there is one."""
        found: dict[str, str] = {}
        for t in (*self.own, *self.others):
            if t.predicate == LABEL and isinstance(t.object, Literal):
                here = t.object.language == language
                if here or t.subject.value not in found:
                    found[t.subject.value] = t.object.value
        return found

    def triples(self) -> list[Triple]:
        """All of it, each triple once, sorted."""
        return sorted({*self.own, *self.incoming, *self.others}, key=str)


_TRUE = Literal(True)


def base(context: Context) -> str:
    """Where the served release's data IRIs live."""
    return bases.of(context.release)


async def describe(context: Context, iri: NamedNode, page: int = 1) -> Thing:
    """What the served release says of `iri`, with the `page`-th page of its incoming links.

    Raises:
        Unanswered: no answer in time.
    """
    own = (await context.query(_OWN, {"s": iri})).triples
    passages = (await context.query(_PASSAGES, {"s": iri})).triples
    counted = (await context.query(_COUNT, {"s": iri})).rows
    total = int(counted[0][1].value) if counted else 0
    incoming: Sequence[Triple] = ()
    if counted:
        order = "ORDER BY ?x ?p" if total <= _ORDERED else ""
        query = _INCOMING % (order, (page - 1) * PAGE)
        incoming = (await context.query(query, {"s": iri})).triples
    mine = [t for t in own if t.subject == iri]
    to_it = [t for t in incoming if t.object == iri]
    rest = {*own, *passages, *incoming} - set(mine) - set(to_it)
    return Thing(
        iri,
        tuple(sorted(mine, key=str)),
        tuple(sorted(to_it, key=str)),
        tuple(sorted(rest, key=str)),
        total,
        page,
    )
