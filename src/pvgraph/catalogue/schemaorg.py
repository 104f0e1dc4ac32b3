"""schema.org/Dataset for search engines, read off the same triples as the catalogue."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from pvgraph.catalogue.document import Nodes, by_subject
from pvgraph.catalogue.terms import LOCN
from pvgraph.graph.names import DCAT, DCT, FOAF, LABEL, PROV, SKOS, SPDX

_CONTEXT = "https://schema.org/"


def dataset(triples: Iterable[Triple], subject: NamedNode) -> dict:
    """The description of one dataset of the (served) catalogue as a JSON-LD object."""
    nodes = by_subject(triples)
    licence = _one(nodes, subject, DCT.license)
    found = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": subject.value,
        "name": _words(nodes, subject, DCT.title),
        "alternateName": _words(nodes, subject, DCT.alternative),
        "description": _words(nodes, subject, DCT.description),
        "identifier": subject.value,
        "url": _one(nodes, subject, DCAT.landingPage),
        "license": licence,
        "creator": {
            "@type": "Organization",
            "name": _words(nodes, _node(nodes, subject, DCT.publisher), FOAF.name),
        },
        "keywords": sorted(t.object.value for t in _all(nodes, subject, DCAT.keyword)),
        "inLanguage": "fr",
        "isAccessibleForFree": True,
        "version": _one(nodes, subject, DCAT.version),
        "datePublished": _one(nodes, subject, DCT.issued),
        "dateModified": _one(nodes, subject, DCT.modified),
        "temporalCoverage": _period(nodes, subject),
        "spatialCoverage": _places(nodes, subject),
        "isBasedOn": sorted(t.object.value for t in _all(nodes, subject, PROV.wasDerivedFrom)),
        "measurementTechnique": _words(nodes, _node(nodes, subject, DCT.provenance), LABEL),
        "distribution": [
            _download(nodes, t.object) for t in _all(nodes, subject, DCAT.distribution)
        ],
    }
    found["citation"] = (
        f"{found['creator']['name']}, « {found['name']} », version {found['version']}, "
        f"{found['datePublished']}, {subject.value}"
    )
    return {key: value for key, value in found.items() if value not in (None, [], "")}


def _all(nodes: Nodes, subject, predicate: NamedNode) -> list[Triple]:
    return [t for t in nodes.get(subject, ()) if t.predicate == predicate]


def _node(nodes: Nodes, subject, predicate: NamedNode):
    return next((t.object for t in _all(nodes, subject, predicate)), None)


def _one(nodes: Nodes, subject, predicate: NamedNode) -> str | None:
    found = _node(nodes, subject, predicate)
    return found.value if found is not None else None


def _words(nodes: Nodes, subject, predicate: NamedNode) -> str | None:
    """The words in French, or in whatever language there is."""
    said = [t.object for t in _all(nodes, subject, predicate) if isinstance(t.object, Literal)]
    said.sort(key=lambda literal: (literal.language != "fr", literal.value))
    return said[0].value if said else None


def _period(nodes: Nodes, subject: NamedNode) -> str | None:
    period = _node(nodes, subject, DCT.temporal)
    start, end = (_one(nodes, period, p) for p in (DCAT.startDate, DCAT.endDate))
    return f"{start}/{end}" if start and end else None


def _places(nodes: Nodes, subject: NamedNode) -> list[dict]:
    """Places with their box: south, west, north, east, as schema.org wants them."""
    found = []
    for t in _all(nodes, subject, DCT.spatial):
        wkt = _one(nodes, t.object, DCAT.bbox)
        if not wkt or _node(nodes, t.object, LOCN.geometry) is None:
            continue
        pairs = [p.split() for p in wkt.partition("((")[2].rstrip(")").split(", ")]
        (west, south), (east, north) = pairs[0], pairs[2]
        found.append(
            {
                "@type": "Place",
                "name": _words(nodes, t.object, SKOS.prefLabel),
                "geo": {"@type": "GeoShape", "box": f"{south} {west} {north} {east}"},
            }
        )
    return sorted(found, key=lambda place: place["name"])


def _download(nodes: Nodes, file: NamedNode) -> dict:
    media = _one(nodes, file, DCAT.mediaType) or ""
    return {
        "@type": "DataDownload",
        "name": _words(nodes, file, DCT.title),
        "contentUrl": _one(nodes, file, DCAT.downloadURL),
        "encodingFormat": "/".join(media.rsplit("/", 2)[1:]),
        "contentSize": f"{_one(nodes, file, DCAT.byteSize)} B",
        "sha256": _one(nodes, _node(nodes, file, SPDX.checksum), SPDX.checksumValue),
    }
