"""The catalogue, which describes the published files: the last part of a release to be made.

It is no part of the data's fingerprint, since it holds that fingerprint and a date.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Quad, Store

from pvgraph import corpus, releases
from pvgraph.building import parts
from pvgraph.building.parts import Part
from pvgraph.catalogue import publish
from pvgraph.exports.index import Export

if TYPE_CHECKING:
    from pvgraph.building.assembly import Material

_NAME = "catalogue/jeux"


def write(
    material: "Material", folder: releases.Release, files: Sequence[Export], release: str, day: str
) -> Part:
    """Write the catalogue's part and add it to the store, which holds the data."""
    documents = [corpus.load(slug, material.sources.corpus) for slug in sorted(material.read_in)]
    store = Store(str(folder.store))
    edition = publish.edition(documents, files, release, day, store)
    quads = publish.graph(edition, store, material.sources.base)
    path = folder.graphs / f"{_NAME}{parts.SUFFIX}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(parts.ntriples(quads))
    store.extend([*quads, *(Quad(*quad.triple) for quad in quads)])
    store.flush()
    return Part(_NAME, path, releases.sha256(path))
