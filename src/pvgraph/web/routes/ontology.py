"""`/def`: the ontology, as a page by Accept or `.html`, and as data in each RDF format."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pyoxigraph import serialize

from pvgraph.exports.serializations import prefixes
from pvgraph.graph.names import BASE, ONTOLOGIE
from pvgraph.store.formats import by_name
from pvgraph.web.context import Context
from pvgraph.web.failures import Refusal
from pvgraph.web.names.document import DATA
from pvgraph.web.names.thing import base
from pvgraph.web.pages.langue import Langue
from pvgraph.web.pages.site import Site
from pvgraph.web.routes.names import wanted

_ALL = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
_TERMS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?terme ?nature ?nom ?definition ?domaine ?portee WHERE {{
  ?terme rdfs:isDefinedBy ?ontologie ; a ?nature ; rdfs:label ?nom .
  FILTER(LANG(?nom) = "{lang}")
  FILTER(?nature IN (owl:Class, owl:ObjectProperty, owl:DatatypeProperty))
  OPTIONAL {{ ?terme skos:definition ?definition . FILTER(LANG(?definition) = "{lang}") }}
  OPTIONAL {{ ?terme rdfs:domain ?domaine }} OPTIONAL {{ ?terme rdfs:range ?portee }}
}} ORDER BY ?nature ?terme"""
_METHODS = ["GET", "HEAD"]


def router(context: Context) -> APIRouter:
    """The ontology's addresses."""
    routes = APIRouter(include_in_schema=False)
    site = Site(context)

    @routes.api_route("/def", methods=_METHODS)
    async def negotiated(request: Request) -> Response:
        """303 to the page or the data; the fragment of a term is kept by the client."""
        wish = wanted(request.headers.get("accept", ""))
        if wish is None:
            raise Refusal(406, "formats : text/html, " + ", ".join(f.media_type for f in DATA))
        return RedirectResponse(f"{context.settings.path}/def.{wish}", 303, {"Vary": "Accept"})

    @routes.api_route("/def.html", methods=_METHODS)
    async def page(request: Request) -> Response:
        """Every class and property with its definition."""
        return await site.page(request, "def.html", {"termes": await _terms(context, request)})

    @routes.api_route("/def.{suffix}", methods=_METHODS)
    async def data(suffix: str) -> Response:
        """The ontology's graph in one RDF format."""
        if suffix not in [f.suffix for f in DATA]:
            raise Refusal(404, f".{suffix} : html, {', '.join(f.suffix for f in DATA)}")
        graph = ONTOLOGIE.value.replace(BASE, base(context))
        triples = sorted((await context.query(_ALL.format(graph=graph))).triples, key=str)
        format = by_name(suffix)
        content = serialize(triples, format=format.writer, prefixes=prefixes())
        return Response(content, media_type=format.content_type)

    return routes


async def _terms(context: Context, request: Request) -> list[dict]:
    """Every term with its words in the request's language."""
    language = Langue.of(request.query_params.get("lang")).code
    short = prefixes()
    terms: dict[str, dict] = {}
    for row in (await context.query(_TERMS.format(lang=language))).dicts():
        term = terms.setdefault(row["terme"].value, _term(row))
        for end in ("domaine", "portee"):
            if row[end]:
                term[end].add(_compact(row[end].value, short))
    return list(terms.values())


def _term(row: dict) -> dict:
    return {
        "iri": row["terme"].value,
        "ancre": row["terme"].value.rpartition("#")[2],
        "nature": row["nature"].value.rpartition("#")[2],
        "nom": row["nom"].value,
        "definition": row["definition"].value if row["definition"] else "",
        "domaine": set(),
        "portee": set(),
    }


def _compact(iri: str, short: dict[str, str]) -> str:
    for prefix, namespace in short.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
