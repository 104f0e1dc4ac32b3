"""What is served of the catalogue: the store's triples, moved to where the service really is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from pvgraph.catalogue import SITE
from pvgraph.graph.names import BASE, DCAT, DCT, RDF, XSD

Nodes = Mapping[NamedNode, list[Triple]]


def by_subject(triples: Iterable[Triple]) -> Nodes:
    """The triples of each subject."""
    found: dict[NamedNode, list[Triple]] = defaultdict(list)
    for triple in triples:
        found[triple.subject].append(triple)
    return found


def reached(nodes: Nodes, roots: Iterable[NamedNode]) -> set[Triple]:
    """What is said of `roots`, and of everything reached from them."""
    waiting = list(roots)
    seen = set(waiting)
    found: set[Triple] = set()
    while waiting:
        for triple in nodes.get(waiting.pop(), ()):
            found.add(triple)
            if isinstance(triple.object, NamedNode) and triple.object not in seen:
                seen.add(triple.object)
                waiting.append(triple.object)
    return found


def served(triples: Iterable[Triple], address: str) -> list[Triple]:
    """The triples as a harvester should read them, sorted.

    Addresses of the service stand under `address` (it ends with a slash). Periods are blank
    nodes: a harvester fetches the IRI of a period over HTTP instead of reading it. Sizes have the
    datatype that DCAT wants, which the store, keeping numbers by value, does not.
    """
    triples = list(triples)
    periods = {
        t.subject: BlankNode("periode" + t.subject.value.rpartition("/")[2].replace("-", "x"))
        for t in triples
        if t.predicate == RDF.type and t.object == DCT.PeriodOfTime
    }

    def moved(term):
        if term in periods:
            return periods[term]
        return NamedNode(relocated(term.value, address)) if isinstance(term, NamedNode) else term

    def thing(triple: Triple):
        if triple.predicate == DCAT.byteSize:
            return Literal(triple.object.value, datatype=XSD.nonNegativeInteger)
        return moved(triple.object)

    return sorted({Triple(moved(t.subject), t.predicate, thing(t)) for t in triples}, key=str)


def relocated(iri: str, address: str) -> str:
    """An address of the service moved to `address`; any other IRI as it is."""
    if not iri.startswith(SITE) or iri.startswith(BASE) or iri.startswith(f"{SITE}def"):
        return iri
    return address + iri.removeprefix(SITE)
