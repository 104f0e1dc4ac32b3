"""The ontology for people, in two languages; its JSON-LD context and its change log."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from pvgraph import vocabulary
from pvgraph.paths import resource
from pvgraph.web.pages.site import Site

_CACHE = {"Cache-Control": "no-cache", "Vary": "Accept"}
# Where the classes of the diagram stand: column and row of a grid, for the reader's eye only.
PLACES = {
    "Texte": (0, 0), "Contrat": (1, 0), "Territoire": (2, 0),
    "Passage": (0, 1), "Axe": (1, 1), "Pilier": (2, 1),
    "Engagement": (0, 2), "Mesure": (1, 2), "Theme": (2, 2),
    "Acteur": (0, 3), "Indicateur": (1, 3), "Dispositif": (2, 3),
}  # fmt: skip


def router(site: Site) -> APIRouter:
    """The context and the change log; `web/routes/ontology.py` serves the page and the data."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/def/context.jsonld")
    async def context() -> Response:
        text = vocabulary.context_text()
        return Response(text, 200, _CACHE, "application/ld+json")

    @routes.get("/def/journal")
    async def journal() -> Response:
        text = (resource("ontology") / "CHANGELOG.md").read_text(encoding="utf-8")
        return Response(text, 200, _CACHE, "text/markdown; charset=utf-8")

    return routes


async def page(site: Site, request: Request) -> HTMLResponse:
    """The ontology for people: each term with its anchor, and the diagram of the main classes."""
    found = vocabulary.load()
    edges = [e for e in found.edges() if e[0] in PLACES and e[2] in PLACES and e[0] != e[2]]
    known = {term.iri: term.name for term in found.terms()}
    values = {"ontologie": found, "places": PLACES, "liens": edges, "connus": known}
    return await site.page(request, "ontologie.html", values)
