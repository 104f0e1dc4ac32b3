"""Writes the named graphs of one contrat, and checks them."""

import json
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache

from pyoxigraph import Quad, RdfFormat, Store, parse

from pvgraph.building import checker, checking, parts, sums
from pvgraph.building.graphed import (
    COUNTS,
    DERIVED,
    ENTRIES,
    GRAPH,
    NAMES,
    VALIDATION,
    Page,
)
from pvgraph.building.known import referents, words
from pvgraph.counts import gather as counted
from pvgraph.graph import dataset, provenance, resources, territoires
from pvgraph.graph.names import ACTEURS, BASE, CATALOGUE
from pvgraph.graph.provenance import reading_iri
from pvgraph.graph.sheet import Sheet
from pvgraph.model import Extraction
from pvgraph.paths import resource
from pvgraph.search import gather
from pvgraph.validate import rdf


def write(page: Page) -> Mapping[str, bytes]:
    """Write one contrat's named graph, what follows from it by rule, what shapes find in it, and
    what search and the site's counts need.

    Raises:
        PvgraphError: a checked fact is not in the text, or one of the project's files is wrong.
    """
    said = _said(page)
    store, follows = checker.following(said, _around(page))
    findings = checker.check_in(store, [*said, *follows], "contrat")
    found: Extraction = pickle.loads(page.extraction)
    files = {
        GRAPH: _dump(said, page.base),
        DERIVED: _dump(follows, page.base),
        VALIDATION: _dump(rdf.results(findings), page.base),
        checking.FINDINGS: checking.dump(findings),
        **_searchable(store, found, page.base),
    }
    return sums.summed(files)


def _said(page: Page) -> set[Quad]:
    document = page.document
    known = referents(document.contrat, document.declaration)
    activity = reading_iri(document.contrat, page.tally.text_sha256, page.inputs)
    found: Extraction = pickle.loads(page.extraction)
    return set(dataset.contrat_quads(document, found, page.labels, known, page.facts, activity))


def _around(page: Page) -> list[Quad]:
    """What the other graphs say of the things that this contrat names."""
    document = page.document
    made, places = Sheet(CATALOGUE), Sheet(ACTEURS)
    provenance.write(made, [page.tally], page.inputs)
    known = referents(document.contrat, document.declaration)
    territoires.write(places, [document.declaration], page.facts, known, ())
    return [*codes(), *parse(page.context, RdfFormat.N_TRIPLES), *made, *places]


@cache
def codes() -> tuple[Quad, ...]:
    """The ontology and the code lists, read once a process."""
    folder = resource("ontology")
    return (*resources.ontology(folder), *resources.codes(folder))


def _dump(quads: Iterable[Quad], base: str) -> bytes:
    return parts.ntriples(quads if base == BASE else dataset.rebase(quads, base))


def _searchable(store: Store, found: Extraction, base: str) -> dict[str, bytes]:
    """The entries and names that search finds in one contrat, and what is counted of it."""
    moved = store
    if base != BASE:
        moved = Store()
        moved.extend(dataset.rebase(store, base))
    entries = [asdict(e) for e in gather.entries(moved.query, [found], base)]
    names = [asdict(n) for n in gather.names(moved.query)]
    return {
        ENTRIES: json.dumps(entries, ensure_ascii=False).encode(),
        NAMES: json.dumps(names, ensure_ascii=False).encode(),
        COUNTS: json.dumps(counted.piece(moved.query), ensure_ascii=False).encode(),
    }


def prepare() -> None:
    """Load what every graph needs: the lists, the code lists, the shapes."""
    words()
    codes()
    checker.shapes()
