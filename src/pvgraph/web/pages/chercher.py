"""`/recherche?q=`: what the texts say of some words, with facets; suggestions as one types."""

import asyncio
from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

from pvgraph.search.find import Index
from pvgraph.web.failures import Refusal
from pvgraph.web.pages.adresses import code
from pvgraph.web.pages.libelles import Names
from pvgraph.web.pages.site import Site

_PAGE = 20
_LONGEST = 200
_NO_INDEX = (
    "cette version n'a pas d'index de recherche : lancez `pvgraph build`, ou servez-la avec --files"
    " (no search index here: run `pvgraph build`, or serve it with --files)"
)
FACETS = {
    "contrat": "Contrat",
    "theme": "Theme",
    "niveau": "Niveau",
    "type-acteur": "TypeActeur",
    "mode": "ModeAttribution",
}


def router(site: Site) -> APIRouter:
    """The page of results and the suggestions."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/recherche", response_class=HTMLResponse)
    async def recherche(request: Request, q: str = "", page: int = 1) -> HTMLResponse:
        typed = q[:_LONGEST].strip()
        chosen = {f: [v for v in request.query_params.getlist(f) if v] for f in FACETS}
        values: dict[str, object] = {"q": typed, "choisi": chosen, "page": max(page, 1)}
        results = None
        if typed:
            index = _index(site)
            first = (max(page, 1) - 1) * _PAGE
            results = await asyncio.to_thread(index.find, typed, chosen, _PAGE, first)
        names = (await site.labels()).in_language(site.language(request))
        values["resultats"] = results
        values["pages"] = -(-results.total // _PAGE) if results else 0
        values["facettes"] = _facets(results.facets, names) if results else {}
        values["choses"] = index.suggest(typed, 4) if typed else []
        return await site.page(request, "recherche.html", values)

    @routes.get("/recherche/suggestions")
    async def suggestions(request: Request, q: str = "") -> JSONResponse:
        links, t = site.links(request), site.language(request)
        found = await asyncio.to_thread(_index(site).suggest, q[:_LONGEST])
        rows = [
            {
                "texte": s.label,
                "genre": t(f"chercher.genre_{s.kind}") if s.iri else "",
                "adresse": s.iri and links.of(s.iri),
                "iri": s.iri,
            }
            for s in found
        ]
        return JSONResponse(rows, headers={"Cache-Control": "max-age=300"})

    return routes


def _index(site: Site) -> Index:
    index = site.index()
    if index is None:
        raise Refusal(503, _NO_INDEX)
    return index


def _facets(
    counts: Mapping[str, Mapping[str, int]], names: Names
) -> dict[str, list[tuple[str, str, int]]]:
    """Each facet's codes with label and count, most frequent first."""
    known = {
        facet: {code(i).rpartition("/")[2]: i for i in names.labels.kinds.get(kind, ())}
        for facet, kind in FACETS.items()
    }
    return {
        facet: [(c, names(known[facet].get(c, c)), n) for c, n in counts.get(facet, {}).items()]
        for facet in FACETS
        if counts.get(facet)
    }
