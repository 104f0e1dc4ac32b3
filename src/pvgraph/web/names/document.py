"""A description as a document: RDF in five formats, links in the header."""

from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from pvgraph.exports.formats import FORMATS, FileFormat
from pvgraph.exports.schema import LICENCE
from pvgraph.exports.serializations import prefixes
from pvgraph.graph.names import BASE, DCT, FOAF, RDF, XSD, Namespace
from pvgraph.web.names.thing import Thing

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
DATA = tuple(FORMATS[s] for s in ("ttl", "jsonld", "nt", "rdf"))
"""The data formats of a name, the preferred one first."""
_WRITERS = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
}


def rdf(thing: Thing, address: str, format: FileFormat, base: str = BASE) -> bytes:
    """The description with what the document at `address` says of itself."""
    about = _about(thing, NamedNode(address), base)
    triples = sorted({*thing.triples(), *about}, key=str)
    return serialize(triples, format=_WRITERS[format.suffix], prefixes=_prefixes(base))


@lru_cache
def _prefixes(base: str) -> dict[str, str]:
    return {**prefixes(), "pvid": base, "hydra": HYDRA.iri}


def _about(thing: Thing, document: NamedNode, base: str) -> Iterable[Triple]:
    yield Triple(document, RDF.type, FOAF.Document)
    yield Triple(document, FOAF.primaryTopic, thing.iri)
    yield Triple(document, DCT.license, NamedNode(LICENCE))
    yield Triple(document, DCT.isPartOf, NamedNode(f"{base}jeu/engagements"))
    total = Literal(str(thing.incoming_total), datatype=XSD.integer)
    yield Triple(document, HYDRA.totalItems, total)
    if thing.page < thing.pages:
        address = document.value.partition("?")[0]
        yield Triple(document, HYDRA.next, NamedNode(f"{address}?page={thing.page + 1}"))


def headers(iri: str, document: str) -> list[str]:
    """The links that every page and document about `iri` gives."""
    found = [f'<{iri}>; rel="canonical"', f'<{LICENCE}>; rel="license"']
    for relation in ("describedby", "alternate"):
        formats = DATA[:1] if relation == "describedby" else DATA
        found += [
            f'<{document}.{f.suffix}>; rel="{relation}"; type="{f.media_type}"' for f in formats
        ]
    return found


def links(thing: Thing, document: str, page: bool = True) -> str:
    """The `Link` header: the thing's name, its data in each format, licence, next page.

    `document` is the address of its documents without suffix.
    """
    found = headers(thing.iri.value, document)
    found.append(f'<{document}.html>; rel="alternate"; type="text/html"')
    found += [f'<{s.value}>; rel="successor-version"' for s in thing.successors]
    if page and thing.page < thing.pages:
        found.append(f'<?page={thing.page + 1}>; rel="next"')
    if page and thing.page > 1:
        found.append(f'<?page={thing.page - 1}>; rel="prev"')
    return ", ".join(found)
