"""The whole catalogue graph of a release, from what was built."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from pvgraph import questions
from pvgraph.catalogue import dcat, declaration, graphes
from pvgraph.catalogue.dcat import Edition, catalogue
from pvgraph.catalogue.declaration import Declared
from pvgraph.catalogue.examples import examples
from pvgraph.catalogue.graphes import named_graphs
from pvgraph.catalogue.linksets import void
from pvgraph.catalogue.quality import Figure, quality
from pvgraph.errors import StoreError
from pvgraph.exports import tables
from pvgraph.exports.index import Export
from pvgraph.graph import dataset
from pvgraph.graph.names import BASE, DCT, PV, iri
from pvgraph.graph.sheet import Sheet
from pvgraph.model import Document
from pvgraph.paths import resource
from pvgraph.questions import Questions
from pvgraph.releases import releases


def edition(
    documents: Sequence[Document],
    exports: Sequence[Export],
    release: str,
    day: str,
    store: Store,
    figures: Sequence[Figure] = (),
    caution: Mapping[str, str] | None = None,
) -> Edition:
    """What is published: `release` is the data's fingerprint, `day` the ISO date on which this
    data was first published, `store` holds the data, `figures` say how well it was read and
    `caution` how far to trust them."""
    places = _territories(store)
    return Edition(release, day, documents, exports, tables.load(), places, figures, caution or {})


def graph(edition: Edition, store: Store, base: str = BASE) -> set[Quad]:
    """The catalogue's quads, but for `pieces`: DCAT-AP, VoID."""
    found: set[Quad] = set(catalogue(declaration.load(), edition))
    found.update(named_graphs(declaration.load()))
    found.update(quality(edition.figures, edition.caution))
    found.update(void(store, edition.exports, base))
    return found


def pieces(edition: Edition, base: str = BASE) -> Iterator[tuple[str, Callable[[Sheet], None]]]:
    """What the catalogue says that is the same from release to release, in pieces: all that each is
    made of besides the project's files, and how it is said."""
    yield f"questions {base}", lambda sheet: sheet.extend(examples(Questions.load(), base))
    declared = declaration.load()
    of: dict[str, list[Export]] = defaultdict(list)
    for export in edition.exports:
        of[export.contrat].append(export)
    for document in edition.documents:
        files = of[document.contrat]
        places = edition.territories.get(document.contrat, ())
        own = replace(edition, release="", exports=files)
        day = edition.day if files else ""
        makings = (document.contrat, document.declaration, tuple(map(str, places)), files, day)
        yield repr(makings), partial(_contrat, declared=declared, edition=own, document=document)


def _contrat(sheet: Sheet, declared: Declared, edition: Edition, document: Document) -> None:
    dcat.contrat(sheet, declared, edition, document)
    graphes.contrat(sheet, declared, edition.exports, document)


def folders() -> tuple[Path, ...]:
    """The project's folders that the catalogue is made from."""
    return tuple(map(resource, ("catalogue", "queries", "tables")))


def moved(quads: Iterable[Quad], base: str) -> set[Quad]:
    """The catalogue of data whose names are under `base`."""
    return {_renamed(quad, base) for quad in dataset.rebase(quads, base)}


def _renamed(quad: Quad, base: str) -> Quad:
    """An identifier is the IRI in words: it moves with it."""
    if quad.predicate != DCT.identifier:
        return quad
    words = Literal(questions.moved(quad.object.value, base))
    return Quad(quad.subject, quad.predicate, words, quad.graph_name)


def _territories(store: Store) -> dict[str, list[NamedNode]]:
    """The territories of each contrat, by slug, under the project's own base."""
    found: dict[str, list[NamedNode]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, PV.territoire, None, DefaultGraph()):
        contrat = quad.subject.value.rpartition("/contrat/")[2]
        place = quad.object.value.rpartition("/territoire/")[2]
        found[contrat].append(iri("territoire", place))
    return {contrat: sorted(set(places), key=str) for contrat, places in found.items()}


def first_published(build: Path, sha: str) -> str:
    """The day on which data with this fingerprint first came out here; today for new data.

    `SOURCE_DATE_EPOCH` (seconds) stands for the clock where it is set.
    """
    for old in releases(build):
        try:
            manifest = old.manifest()
        except StoreError:
            continue
        if manifest.get("sha256") == sha:
            return manifest.get("published", manifest["built"][:10])
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return now.date().isoformat()
