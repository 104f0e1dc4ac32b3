"""The catalogue, which describes the published files: the last part of a release to be made.

It is no part of the data's fingerprint, since it holds that fingerprint and a date.
"""

from collections.abc import Iterator, Sequence

from pyoxigraph import RdfFormat, Store, parse

from pvgraph import releases
from pvgraph.building import keys, loading, parts
from pvgraph.building.loading import Last
from pvgraph.building.material import Material
from pvgraph.building.parts import Part
from pvgraph.building.pieces import Pieces
from pvgraph.catalogue import publish
from pvgraph.catalogue.dcat import Edition
from pvgraph.catalogue.quality import Figure
from pvgraph.evaluate import report
from pvgraph.exports.index import Export
from pvgraph.graph.names import BASE
from pvgraph.model import Document


def _figures(measured: report.Report) -> Iterator[Figure]:
    """The rows of the evaluation, on all contrats and on each."""
    for line in measured.lines:
        said = (line.key, line.fr, line.en, line.measure)
        yield Figure(*said, line.mean, line.n)
        for contrat, score in line.contrats.items():
            yield Figure(*said, score.value, score.juste + score.trop + score.manque, contrat)


def write(
    material: Material,
    folder: releases.Release,
    store: Store,
    files: Sequence[Export],
    release: str,
    day: str,
    held: Last | None = None,
) -> Part:
    """Write the catalogue's part and put it in the store, which holds the data, in place of that
    of the release `held` where it still has it."""
    declared = [(slug, material.declarations[slug]) for slug in sorted(material.read_in)]
    documents = [Document(slug, "", declaration) for slug, declaration in declared]
    measured = report.load(folder.evaluation) if folder.evaluation.is_file() else None
    figures = list(_figures(measured)) if measured else []
    caution = {"fr": measured.origin_fr, "en": measured.origin_en} if measured else {}
    edition = publish.edition(documents, files, release, day, store, figures, caution)
    lines = _lines(material, edition, store)
    path = folder.graphs / f"{parts.JEUX}{parts.SUFFIX}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lines)
    before = held.read(parts.JEUX) if held else b""
    graph = parts.graph(parts.JEUX, material.sources.base)
    loading.change(store, [(graph, parts.difference(before, lines))])
    return Part(parts.JEUX, path, releases.sha256(path))


def _lines(material: Material, edition: Edition, store: Store) -> bytes:
    """The catalogue; what is the same from release to release is kept."""
    base = material.sources.base
    version = keys.key(keys.code(publish.__name__), keys.folders(publish.folders()))
    kept = Pieces(material.sources.cache / "jeux.pickle", version)
    found = {f"{quad.triple} .\n" for quad in publish.graph(edition, store, base)}
    for piece in publish.pieces(edition, base):
        for said, *_ in kept.said(*piece).values():
            found.update(said)
    kept.keep()
    lines = "".join(sorted(found)).encode()
    if base == BASE:
        return lines
    return parts.ntriples(publish.moved(parse(lines, RdfFormat.N_TRIPLES), base))
