"""`/comparer/face-a-face`: two contrats on one thème, the closest mesures facing each other."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pvgraph.search.similar import facing
from pvgraph.web.pages import etat
from pvgraph.web.pages.adresses import code
from pvgraph.web.pages.engagements import by_mesure, listed
from pvgraph.web.pages.libelles import Names
from pvgraph.web.pages.site import Site


def router(site: Site) -> APIRouter:
    """The page of two contrats side by side."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/comparer/face-a-face", response_class=HTMLResponse)
    async def face(request: Request, a: str = "", b: str = "") -> HTMLResponse:
        names = (await site.labels()).in_language(site.language(request))
        one, other = _two(names, a, b)
        theme = request.query_params.get("theme") or ""
        values: dict[str, object] = {"a": one, "b": other, "theme": theme, "paires": None}
        if theme and one and other:
            filters = {"theme": theme}
            etat.filters(request.query_params, names)
            left, right = (
                by_mesure(rows)
                for rows in await asyncio.gather(
                    listed(site, {**filters, "contrat": one}, ()),
                    listed(site, {**filters, "contrat": other}, ()),
                )
            )
            pairs = facing([m["texte"] for m in left], [m["texte"] for m in right])
            values["paires"] = [
                (
                    None if p.left is None else left[p.left],
                    None if p.right is None else right[p.right],
                    p.score,
                )
                for p in pairs
            ]
        return await site.page(request, "face.html", values)

    return routes


def _two(names: Names, a: str, b: str) -> tuple[str, str]:
    """The two contrats asked for, else the first two that differ."""
    known = [code(c) for c in names.all("Contrat")]
    one = a if a in known else next((c for c in known if c != b), "")
    other = b if b in known and b != one else next((c for c in known if c != one), "")
    return one, other
