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
from pvgraph.web.pages import ontologie
from pvgraph.web.pages.site import Site
from pvgraph.web.routes.names import wanted

_ALL = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
_VERSION = """PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?v WHERE { ?o a owl:Ontology ; owl:versionInfo ?v }"""
_METHODS = ["GET", "HEAD"]


def router(context: Context) -> APIRouter:
    """The ontology's addresses."""
    routes = APIRouter(include_in_schema=False)
    site = Site.of(context)

    @routes.api_route("/def", methods=_METHODS)
    async def negotiated(request: Request) -> Response:
        """303 to the page or the data; the fragment of a term is kept by the client."""
        wish = wanted(request.headers.get("accept", ""))
        if wish is None:
            raise Refusal(406, "formats : text/html, " + ", ".join(f.media_type for f in DATA))
        asked = f"?{request.url.query}" if request.url.query else ""
        target = f"{context.settings.path}/def.{wish}{asked}"
        return RedirectResponse(target, 303, {"Vary": "Accept"})

    @routes.api_route("/def/{major:int}.{minor:int}.{patch:int}", methods=_METHODS)
    async def versioned(major: int, minor: int, patch: int) -> Response:
        """303 to the ontology where it is of that version: earlier ones are in the history."""
        version = f"{major}.{minor}.{patch}"
        now = (await context.query(_VERSION)).rows
        if version not in {cell.value for (cell,) in now}:
            known = ", ".join(cell.value for (cell,) in now)
            raise Refusal(404, f"def/{version} : version servie (served): {known}")
        return RedirectResponse(f"{context.settings.path}/def", 303)

    @routes.api_route("/def.html", methods=_METHODS)
    async def page(request: Request) -> Response:
        """Every class and property with its definition, in the language asked for."""
        return await ontologie.page(site, request)

    @routes.api_route("/def.{suffix}", methods=_METHODS)
    async def data(suffix: str) -> Response:
        """The ontology's graph in one RDF format."""
        if suffix not in [f.suffix for f in DATA]:
            raise Refusal(404, f".{suffix} : html, {', '.join(f.suffix for f in DATA)}")
        graph = ONTOLOGIE.value.replace(BASE, base(context))
        triples = sorted((await context.query(_ALL.format(graph=graph))).triples, key=str)
        format = by_name(suffix)
        short = {**prefixes(), "pvid": base(context)}
        content = serialize(triples, format=format.writer, prefixes=short)
        return Response(content, media_type=format.content_type)

    return routes
