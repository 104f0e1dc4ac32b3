"""VoID of what is published: dumps, and where the data links to other people's."""

from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from pyoxigraph import NamedNode, Store

from pvgraph.catalogue import SITE
from pvgraph.catalogue.dcat import WHOLE
from pvgraph.catalogue.terms import VOID
from pvgraph.exports.index import Export
from pvgraph.graph.names import BASE, CATALOGUE, DCT, OWL, SKOS, iri, node, slug
from pvgraph.graph.sheet import Sheet, integer, plain

_MAPPINGS = {
    OWL.sameAs,
    SKOS.exactMatch,
    SKOS.closeMatch,
    SKOS.broadMatch,
    SKOS.narrowMatch,
    SKOS.relatedMatch,
}


def void(store: Store, exports: Iterable[Export], base: str = BASE) -> Sheet:
    """Dumps of the whole, and one `void:Linkset` for each predicate and host linked to.

    `store` holds the data, whose names are under `base`.
    """
    sheet = Sheet(CATALOGUE)
    sheet.a(WHOLE, VOID.Dataset)
    sheet.say(WHOLE, VOID.uriSpace, plain(base))
    sheet.say(WHOLE, VOID.sparqlEndpoint, node(f"{SITE}sparql"))
    for export in exports:
        if export.kind == "graphe" and not export.contrat:
            sheet.say(WHOLE, VOID.dataDump, node(f"{SITE}donnees/{export.path}"))
            sheet.say(WHOLE, VOID.feature, FORMAT_IRIS[export.format])
    for (predicate, host), count in sorted(_links(store, base).items(), key=str):
        _linkset(sheet, predicate, host, count)
    return sheet


def _links(store: Store, base: str) -> Counter[tuple[NamedNode, str]]:
    """How many links of each kind go from our names to each other host.

    The engine counts: most of these links stay inside, one for each axe of each contrat.
    """
    mappings = " ".join(map(str, _MAPPINGS))
    rows = store.query(
        f"SELECT ?p ?o (COUNT(*) AS ?n) WHERE {{ VALUES ?p {{ {mappings} }} ?s ?p ?o "
        f'FILTER(isIRI(?o) && !STRSTARTS(STR(?o), "{base}") && !STRSTARTS(STR(?o), "{SITE}")) }} '
        "GROUP BY ?p ?o"
    )
    counted: Counter[tuple[NamedNode, str]] = Counter()
    for row in rows:
        place = urlsplit(row["o"].value)
        counted[(row["p"], f"{place.scheme}://{place.netloc}/")] += int(row["n"].value)
    return counted


def _linkset(sheet: Sheet, predicate: NamedNode, host: str, count: int) -> None:
    name = slug(f"{predicate.value.rpartition('#')[2]} {urlsplit(host).netloc}")
    linkset = sheet.a(iri("liens", name), VOID.Linkset)
    target = sheet.a(iri("cible", slug(urlsplit(host).netloc)), VOID.Dataset)
    sheet.say(target, VOID.uriSpace, plain(host))
    sheet.say(target, DCT.title, plain(urlsplit(host).netloc))
    sheet.say(linkset, VOID.linkPredicate, predicate)
    sheet.say(linkset, VOID.subjectsTarget, WHOLE)
    sheet.say(linkset, VOID.objectsTarget, target)
    sheet.say(linkset, VOID.triples, integer(count))
    sheet.say(WHOLE, VOID.subset, linkset)


FORMAT_IRIS = {
    suffix: node(f"http://www.w3.org/ns/formats/{name}")
    for suffix, name in {
        "nq": "N-Quads",
        "trig": "TriG",
        "ttl": "Turtle",
        "jsonld": "JSON-LD",
        "rdf": "RDF_XML",
    }.items()
}
