"""Extractions → all quads of the published dataset, sorted N-Quads included."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from pyoxigraph import DefaultGraph, NamedNode, Quad

from pvgraph.graph import (
    acteurs,
    contrats,
    facts,
    mappings,
    mesures,
    revisions,
    territoires,
)
from pvgraph.graph.identity import things
from pvgraph.graph.names import BASE, graph_of, node
from pvgraph.graph.passages import Quotes
from pvgraph.graph.referents import Referents
from pvgraph.graph.sheet import Sheet
from pvgraph.graph.tally import Tally
from pvgraph.model import Document, Extraction
from pvgraph.paths import resource

Piece = tuple[str, Callable[[Sheet], None]]
"""Some triples: all that they are made of besides the project's lists (empty: not told), and how
they are said."""


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
    found = things(extraction.records)
    mesures.write(reading, found)
    revisions.write(sheet, document.contrat, found, extraction.revisions)
    return sheet


def shared_pieces(
    tallies: Sequence[Tally],
    everyone: Sequence[acteurs.Body],
    declarations: Sequence[Mapping],
    referents: Referents,
    known: Sequence[facts.Fact],
) -> Iterator[Piece]:
    """The named graph of what the contrats share, one piece a body, a declaration and the
    signatories of a contrat; dispositifs, publics, other territories, mappings in one each."""
    for body in everyone:
        names = referents.names_of(body.code)
        yield acteurs.makings(body), partial(acteurs.write, body=body, names=names)
    for declared in declarations:
        say = partial(_declared, declared=declared, referents=referents)
        yield f"déclaration {declared!r}", say
    for tally in tallies:
        codes = sorted(tally.signatories)
        say = partial(acteurs.members, contrat=tally.contrat, signatories=codes)
        yield "\0".join(("membres", tally.contrat, *codes)), say
    schemes = sorted(frozenset().union(*(tally.dispositifs for tally in tallies)))
    yield f"dispositifs {schemes!r}", partial(acteurs.schemes, found=schemes)
    publics = sorted(frozenset().union(*(tally.publics for tally in tallies)))
    yield f"publics {publics!r}", partial(acteurs.publics, found=publics)
    places = {(b.known.place_kind, b.known.place.name) for b in everyone if b.known.place}
    yield (
        f"territoires {(known, sorted(places))!r}",
        partial(territoires.write, declarations=(), known=known, referents=referents, named=places),
    )
    yield "correspondances", lambda sheet: sheet.extend(mappings.load(resource("ontology")))


def _declared(sheet: Sheet, declared: Mapping, referents: Referents) -> None:
    acteurs.identifiers(sheet, declared, referents)
    territoires.write(sheet, [declared], (), referents, ())


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
