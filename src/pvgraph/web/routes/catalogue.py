"""`/catalog`, `/.well-known/sparql-examples/`: the data's description and the questions as data."""

import hashlib

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pyoxigraph import NamedNode

from pvgraph.catalogue.examples import example_iri
from pvgraph.store.formats import GRAPHS, Format, by_name
from pvgraph.web.catalogue import Served
from pvgraph.web.context import Context
from pvgraph.web.failures import Refusal
from pvgraph.web.negotiate import choose, quality

_SUFFIXES = {"ttl": "ttl", "jsonld": "jsonld", "rdf": "rdf", "xml": "rdf", "nt": "nt"}
_METHODS = ["GET", "HEAD"]


def router(context: Context) -> APIRouter:
    """The catalogue's addresses."""
    routes = APIRouter(include_in_schema=False)
    catalogue = Served(context)

    @routes.api_route("/catalog", methods=_METHODS)
    async def negotiated(request: Request) -> Response:
        """The DCAT-AP catalogue, in the format that Accept asks for."""
        format = _wanted(request)
        return _answer(request, await catalogue.written(format), format)

    @routes.api_route("/catalog.{suffix}", methods=_METHODS)
    async def catalog(request: Request, suffix: str) -> Response:
        """The DCAT-AP catalogue in one format."""
        format = _by_suffix(suffix)
        return _answer(request, await catalogue.written(format), format)

    @routes.api_route("/.well-known/sparql-examples/", methods=_METHODS)
    @routes.api_route("/.well-known/sparql-examples", methods=_METHODS)
    async def examples(request: Request) -> Response:
        """Every question as a sh:SPARQLExecutable; the library's page for people."""
        if _for_people(request):
            return _to_page(context, "/questions")
        triples = await catalogue.under(await catalogue.examples())
        format = _wanted(request)
        return _answer(request, catalogue.write(triples, format), format)

    @routes.api_route("/.well-known/sparql-examples/{name}", methods=_METHODS)
    async def example(request: Request, name: str) -> Response:
        """One question as a sh:SPARQLExecutable, by suffix or Accept."""
        stem, dot, suffix = name.partition(".")
        if not dot and stem in context.questions and _for_people(request):
            return _to_page(context, f"/questions/{stem}")
        triples = await catalogue.under([_example(stem)])
        format = _by_suffix(suffix) if dot else _wanted(request)
        return _answer(request, catalogue.write(triples, format), format)

    return routes


def _for_people(request: Request) -> bool:
    """Whether the client likes a page better than any data."""
    accept = request.headers.get("accept", "")
    return quality(("text/html",), accept) > max(quality(f.accepts, accept) for f in GRAPHS)


def _to_page(context: Context, path: str) -> Response:
    return RedirectResponse(context.settings.path + path, 303, {"Vary": "Accept"})


def _example(name: str) -> NamedNode:
    try:
        return example_iri(name)
    except ValueError as error:
        raise Refusal(404, f"{name} : aucune question de ce nom (unknown question)") from error


def _by_suffix(suffix: str) -> Format:
    if suffix not in _SUFFIXES:
        raise Refusal(404, f".{suffix} : formats (available): {', '.join(_SUFFIXES)}")
    return by_name(_SUFFIXES[suffix])


def _wanted(request: Request) -> Format:
    offered = [f for f in GRAPHS if f.name in _SUFFIXES.values()]
    format = choose(offered, request.headers.get("accept", ""))
    if format is None:
        media = ", ".join(f.accepts[0] for f in offered)
        raise Refusal(406, f"formats (available): {media}", {"Vary": "Accept"})
    return format


def _answer(request: Request, content: bytes, format: Format) -> Response:
    if not content:
        raise Refusal(404, "rien de ce nom dans le catalogue (nothing by that name)")
    tag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, 200, headers, format.content_type)
