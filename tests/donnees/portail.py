"""What the French portal's harvester makes of a catalogue, and how it scores each dataset.

Written from what its sources do: one dataset a `dcat:Dataset` with `dct:identifier` and
`dct:title`; any value of a property that may come first is as good as another; nodes are read,
never inferred. Where it would fetch something over HTTP (the IRI of a period), reading fails.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import date

from rdflib import DCTERMS, FOAF, RDF, RDFS, SKOS, BNode, Graph, Literal, Namespace, URIRef

DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
LICENCES = {
    "https://www.etalab.gouv.fr/licence-ouverte-open-licence": "lov2",
    "licence ouverte / open licence version 2.0": "lov2",
}
IRREGULAR = {"IRREG", "NEVER", "UPDATE_CONT", "CONT"}
CLOSED = {"pdf", "doc", "docx", "word", "xls", "xlsx"}
SHORT_DESCRIPTION = 100


@dataclass
class Resource:
    """A distribution as the portal keeps it."""

    url: str
    title: str
    description: str
    format: str
    mime: str
    size: int
    checksum: tuple[str, str]
    schema: str
    modified: date | None


@dataclass
class Dataset:
    """A dataset as the portal keeps it."""

    identifier: str
    title: str
    description: str
    tags: set[str]
    licence: str | None
    frequency: str | None
    temporal: tuple[date, date] | None
    polygons: list
    contacts: list[str]
    resources: list[Resource] = field(default_factory=list)

    def score(self, reachable) -> dict[str, bool]:
        """The nine points, by name; `reachable(url)` says whether a file can be fetched."""
        formats = {r.format for r in self.resources}
        return {
            "licence": self.licence is not None,
            "temporal": self.temporal is not None,
            "spatial": bool(self.polygons),
            "frequency": self.frequency is not None,
            "in time": self.frequency in IRREGULAR,
            "description": len(self.description) > SHORT_DESCRIPTION,
            "open format": bool(formats - CLOSED),
            "files reachable": bool(formats) and all(reachable(r.url) for r in self.resources),
            "files described": bool(formats) and all(r.description for r in self.resources),
        }


def harvest(graph: Graph) -> list[Dataset]:
    """Every dataset that the portal would keep."""
    found, seen = [], set()
    for node in sorted(graph.subjects(RDF.type, DCAT.Dataset)):
        identifier = graph.value(node, DCTERMS.identifier)
        title = _any(graph, node, DCTERMS.title)
        if not identifier or not title:
            continue
        assert str(identifier) not in seen, "the same identifier twice"
        seen.add(str(identifier))
        found.append(_dataset(graph, node, str(identifier), title))
    return found


def _any(graph: Graph, node, predicate) -> str:
    """The one value that comes first: two languages would make it a matter of chance."""
    values = list(graph.objects(node, predicate))
    assert len(values) <= 1, f"{node} {predicate}: any of {values} could be taken"
    return str(values[0]) if values else ""


def _french(graph: Graph, node, predicate) -> str:
    values = list(graph.objects(node, predicate))
    return str(next((v for v in values if v.language == "fr"), values[0])) if values else ""


def _dataset(graph: Graph, node, identifier: str, title: str) -> Dataset:
    licences = [*graph.objects(node, DCTERMS.license)]
    for file in graph.objects(node, DCAT.distribution):
        licences += graph.objects(file, DCTERMS.license)
    frequency = graph.value(node, DCTERMS.accrualPeriodicity)
    return Dataset(
        identifier,
        title,
        _french(graph, node, DCTERMS.description),
        _tags(graph, node),
        next((found for n in licences if (found := _licence(graph, n))), None),
        str(frequency).rpartition("/")[2] if frequency else None,
        _temporal(graph, graph.value(node, DCTERMS.temporal)),
        _polygons(graph, node),
        _contacts(graph, node),
        [r for f in graph.objects(node, DCAT.distribution) if (r := _resource(graph, f))],
    )


def _licence(graph: Graph, node) -> str | None:
    label = graph.value(node, RDFS.label)
    words = (str(label) if label else str(node)).strip()
    return LICENCES.get(words.lower().rstrip("/"))


def _tags(graph: Graph, node) -> set[str]:
    tags = {str(k) for k in graph.objects(node, DCAT.keyword) if isinstance(k, Literal)}
    for theme in graph.objects(node, DCAT.theme):
        if label := _any(graph, theme, SKOS.prefLabel):
            tags.add(label)
    return tags


def _temporal(graph: Graph, node) -> tuple[date, date] | None:
    if isinstance(node, Literal):
        start, end = str(node).split("/")
        return date.fromisoformat(start), date.fromisoformat(end)
    if not isinstance(node, BNode):
        return None
    start, end = (graph.value(node, p) for p in (DCAT.startDate, DCAT.endDate))
    return (start.toPython(), end.toPython()) if start and end else None


def _polygons(graph: Graph, node) -> list:
    found: list = []
    for place in graph.objects(node, DCTERMS.spatial):
        for value in graph.objects(place):
            kind = str(getattr(value, "datatype", ""))
            if kind.endswith("vnd.geo+json"):
                ring = json.loads(value)["coordinates"]
            elif kind.endswith(("geosparql#wktLiteral", "opengis.net/rdf#wktLiteral")):
                body = re.fullmatch(r"POLYGON\s*\(\((.*)\)\)", str(value).upper())
                ring = [[[float(n) for n in p.split()] for p in body[1].split(",")]]
            else:
                continue
            assert ring[0][0] == ring[0][-1], "a ring that does not close"
            if ring not in found:
                found.append(ring)
    return found


def _contacts(graph: Graph, node) -> list[str]:
    found = [str(graph.value(c, VCARD.fn)) for c in graph.objects(node, DCAT.contactPoint)]
    return found + [str(graph.value(p, FOAF.name)) for p in graph.objects(node, DCTERMS.publisher)]


def _resource(graph: Graph, node) -> Resource | None:
    url = graph.value(node, DCAT.downloadURL) or graph.value(node, DCAT.accessURL)
    if not url:
        return None
    kind = graph.value(node, DCTERMS.format)
    label = graph.value(kind, RDFS.label)
    checksum = graph.value(node, SPDX.checksum)
    value = graph.value(checksum, SPDX.checksumValue).toPython()
    assert isinstance(value, str), "the portal keeps words only: an xsd:hexBinary is bytes to it"
    algorithm = graph.value(checksum, SPDX.algorithm)
    assert isinstance(algorithm, URIRef)
    modified = graph.value(node, DCTERMS.modified).toPython()
    return Resource(
        str(url),
        _any(graph, node, DCTERMS.title),
        _french(graph, node, DCTERMS.description),
        str(label or kind).rpartition("/")[2].lower(),
        "/".join(str(graph.value(node, DCAT.mediaType)).rsplit("/", 2)[1:]),
        int(graph.value(node, DCAT.byteSize)),
        (str(algorithm).rpartition("_")[2], value),
        str(graph.value(node, DCTERMS.conformsTo) or ""),
        modified if modified <= date.today() else None,
    )
