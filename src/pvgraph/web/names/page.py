"""The page of any thing, in both directions; kinds with a page of their own have that too."""

from collections.abc import Iterable

from fastapi import Request
from fastapi.responses import HTMLResponse
from pyoxigraph import NamedNode, Triple

from pvgraph.exports.serializations import prefixes
from pvgraph.web.names.document import DATA
from pvgraph.web.names.thing import Thing
from pvgraph.web.pages.langue import Langue
from pvgraph.web.pages.site import Site

_PROPERTIES = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?p ?label WHERE { ?p rdfs:isDefinedBy ?ontology ; rdfs:label ?label }"""


async def answer(
    request: Request, site: Site, thing: Thing, document: str, status: int
) -> HTMLResponse:
    """The HTML page of `thing`."""
    t = Langue.of(request.query_params.get("lang"))
    labels = {**await _properties(site, t.code), **thing.labels(t.code)}
    short = prefixes()

    def named(iri: str) -> str:
        return labels.get(iri) or _compact(iri, short)

    values = {
        "chose": thing.iri.value,
        "titre": named(thing.iri.value),
        "retire": thing.retired,
        "remplacants": [(s.value, named(s.value)) for s in thing.successors],
        "dit": _grouped(thing.own, named, outgoing=True),
        "cite_par": _grouped(thing.incoming, named, outgoing=False),
        "total": thing.incoming_total,
        "page": thing.page,
        "pages": thing.pages,
        "formats": [(f.label, f"{document}.{f.suffix}", f.media_type) for f in DATA],
    }
    return await site.page(request, "chose.html", values, status)


async def _properties(site: Site, language: str) -> dict[str, str]:
    rows = (await site.context.query(_PROPERTIES)).rows
    return {p.value: label.value for p, label in rows if label.language == language}


def _compact(iri: str, short: dict[str, str]) -> str:
    """`dct:title` rather than the whole IRI, where a prefix of the project fits."""
    for prefix, namespace in short.items():
        if iri.startswith(namespace) and prefix != "pvid":
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _grouped(triples: Iterable[Triple], named, outgoing: bool) -> list[dict]:
    """One entry a property: its IRI, its name, and the values at its other end."""
    groups: dict[str, list[dict]] = {}
    for t in triples:
        end = t.object if outgoing else t.subject
        is_iri = isinstance(end, NamedNode)
        groups.setdefault(t.predicate.value, []).append(
            {
                "iri": end.value if is_iri else None,
                "texte": named(end.value) if is_iri else end.value,
                "langue": None if is_iri else getattr(end, "language", None),
            }
        )
    return [
        {"iri": iri, "nom": named(iri), "valeurs": ends}
        for iri, ends in sorted(groups.items(), key=lambda g: named(g[0]))
    ]
