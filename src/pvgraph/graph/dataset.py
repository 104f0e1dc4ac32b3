"""Extractions → all quads of the published dataset, sorted N-Quads included."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad

from pvgraph.graph import acteurs, contrats, facts, mesures, provenance, resources, territoires
from pvgraph.graph.identity import things
from pvgraph.graph.names import ACTEURS, BASE, CATALOGUE, graph_of, node
from pvgraph.graph.passages import Quotes
from pvgraph.graph.referents import Referents
from pvgraph.graph.sheet import Sheet
from pvgraph.model import Document, Extraction


def contrat_quads(
    document: Document,
    extraction: Extraction,
    labels: Mapping[str, str],
    referents: Referents,
    known: Iterable[facts.Fact] = (),
    activity: NamedNode | None = None,
) -> Iterable[Quad]:
    """The named graph of one contrat: its own facts and all that was read from its text."""
    sheet = Sheet(graph_of(document.contrat))
    quotes = Quotes(document, sheet)
    contrats.write(sheet, quotes, extraction, facts.of(document, known), referents)
    reading = mesures.Reading(document.contrat, sheet, quotes, labels, referents, activity)
    mesures.write(reading, things(extraction.records))
    return sheet


def dataset(
    documents: Sequence[Document],
    extractions: Sequence[Extraction],
    referents: Referents,
    known: Sequence[facts.Fact],
    ontology: Path,
    inputs: provenance.Inputs,
) -> set[Quad]:
    """Every quad that is read or declared, and what made it (derived facts come later)."""
    everyone = acteurs.bodies(extractions, referents)
    names = {body.code: body.known.label for body in everyone}
    quads: set[Quad] = set()
    for document, extraction in zip(documents, extractions, strict=True):
        activity = provenance.reading_iri(document, inputs)
        quads.update(contrat_quads(document, extraction, names, referents, known, activity))
    shared = Sheet(ACTEURS)
    acteurs.write(shared, everyone, referents)
    acteurs.members(shared, extractions, referents)
    acteurs.schemes_and_publics(shared, extractions, referents)
    named = [(b.known.place_kind, b.known.place.name) for b in everyone if b.known.place]
    territoires.write(shared, documents, known, referents, named)
    quads.update(shared)
    made = Sheet(CATALOGUE)
    provenance.write(made, documents, extractions, inputs)
    quads.update(made)
    quads.update(resources.ontology(ontology))
    quads.update(resources.codes(ontology))
    return quads


def rebase(quads: Iterable[Quad], base: str) -> Iterator[Quad]:
    """The same quads with the data's IRIs under `base` instead of `BASE`."""

    def moved(term):
        if isinstance(term, NamedNode) and term.value.startswith(BASE):
            return node(base + term.value.removeprefix(BASE))
        return term

    for quad in quads:
        graph = quad.graph_name
        yield Quad(
            moved(quad.subject),
            moved(quad.predicate),
            moved(quad.object),
            graph if isinstance(graph, DefaultGraph) else moved(graph),
        )


def nquads(quads: Iterable[Quad]) -> list[str]:
    """Sorted lines: without blank nodes, this is the dataset's canonical form."""
    return sorted(f"{quad} .\n" for quad in set(quads))


def default_graph(quads: Iterable[Quad]) -> list[str]:
    """Sorted N-Triples: one copy of every triple, whatever graphs hold it."""
    return sorted({f"{quad.triple} .\n" for quad in quads})
