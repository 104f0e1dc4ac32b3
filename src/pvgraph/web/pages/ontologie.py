"""`/def`: the ontology for people, in two languages, and for programs by Accept or suffix."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from pyoxigraph import RdfFormat, parse, serialize

from pvgraph import vocabulary
from pvgraph.graph.names import PV
from pvgraph.paths import resource
from pvgraph.store.formats import GRAPHS, Format
from pvgraph.web.failures import Refusal
from pvgraph.web.negotiate import choose, quality
from pvgraph.web.pages.site import Site

_SUFFIXES = {"ttl": "ttl", "jsonld": "jsonld", "rdf": "rdf", "xml": "rdf", "nt": "nt"}
_CACHE = {"Cache-Control": "no-cache", "Vary": "Accept"}
# Where the classes of the diagram stand: column and row of a grid, for the reader's eye only.
PLACES = {
    "Texte": (0, 0), "Contrat": (1, 0), "Territoire": (2, 0),
    "Passage": (0, 1), "Axe": (1, 1), "Pilier": (2, 1),
    "Engagement": (0, 2), "Mesure": (1, 2), "Theme": (2, 2),
    "Acteur": (0, 3), "Indicateur": (1, 3), "Dispositif": (2, 3),
}  # fmt: skip


def router(site: Site) -> APIRouter:
    """The ontology's addresses."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/def", response_class=HTMLResponse)
    async def ontology(request: Request) -> Response:
        accept = request.headers.get("accept", "")
        wanted = choose(_offered(), accept) if accept else None
        html = quality(("text/html", "application/xhtml+xml"), accept) if accept else 1.0
        if wanted and quality(wanted.accepts, accept) > html:
            return _data(wanted)
        return await _page(site, request)

    @routes.get("/def.{suffix}")
    async def data(suffix: str) -> Response:
        if suffix not in _SUFFIXES:
            raise Refusal(404, f".{suffix} : formats (available): {', '.join(_SUFFIXES)}")
        return _data(next(f for f in GRAPHS if f.name == _SUFFIXES[suffix]))

    @routes.get("/def/context.jsonld")
    async def context() -> Response:
        text = vocabulary.context_text()
        return Response(text, 200, _CACHE, "application/ld+json")

    @routes.get("/def/journal")
    async def journal() -> Response:
        text = (resource("ontology") / "CHANGELOG.md").read_text(encoding="utf-8")
        return Response(text, 200, _CACHE, "text/markdown; charset=utf-8")

    return routes


def _offered() -> list[Format]:
    return [f for f in GRAPHS if f.name in _SUFFIXES.values()]


def _data(format: Format) -> Response:
    path = resource("ontology") / "pvgraph.ttl"
    triples = list(parse(path=str(path), format=RdfFormat.TURTLE))
    content = serialize(triples, format=format.writer, prefixes={"pv": PV.iri})
    return Response(content, 200, _CACHE, format.content_type)


async def _page(site: Site, request: Request) -> HTMLResponse:
    found = vocabulary.load()
    edges = [e for e in found.edges() if e[0] in PLACES and e[2] in PLACES and e[0] != e[2]]
    known = {term.iri: term.name for term in found.terms()}
    values = {"ontologie": found, "places": PLACES, "liens": edges, "connus": known}
    return await site.page(request, "ontologie.html", values)
