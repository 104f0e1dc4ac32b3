"""`/`: one sentence, a search box, the comparison at a glance, three doors, a card a contrat."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.pictures.bars import Part, keys, strip
from pvgraph.web.pages.matrice import Matrix, matrix
from pvgraph.web.pages.site import Row, Site
from pvgraph.web.pages.vue import View, view

_SHOWN, _ACROSS, _CARDS = 12, 8, 12
"""Rows and columns at a glance; cards of contrats."""


def router(site: Site) -> APIRouter:
    """The home page."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/", response_class=HTMLResponse)
    async def accueil(request: Request) -> HTMLResponse:
        contrats, types, themes = await asyncio.gather(
            site.rows("contrats"),
            _glance(site, request, "type-acteur"),
            _glance(site, request, "theme"),
        )
        fullest = sorted(contrats, key=lambda c: -_engagements(types.matrix, c))[:_CARDS]
        cards = await _cards(site, request, fullest, types.matrix)
        values = {"contrats": cards, "combien": len(contrats), "types": types, "themes": themes}
        return await site.page(request, "accueil.html", values)

    return routes


def _engagements(counted: Matrix, contrat: Row) -> int:
    return sum(counted.contrats.get(contrat["contrat"], {}).values())


async def _cards(site: Site, request: Request, contrats: list[Row], counted: Matrix) -> list[Row]:
    """Each contrat with its engagements and how they name their bodies."""
    t = site.language(request)
    names = (await site.labels()).in_language(t)
    cards = []
    for contrat in contrats:
        split = counted.contrats.get(contrat["contrat"], {})
        whole = sum(split.values())
        every = names.all("ModeAttribution")
        modes: list[Row] = [
            {"mode": mode, "part": split.get(mode, 0) / (whole or 1)} for mode in every
        ]
        parts = [Part(names(m["mode"]), m["part"], t.percent(m["part"])) for m in modes]
        for mode, key in zip(modes, keys(parts), strict=True):
            mode["cle"] = key
        drawn = strip(t("accueil.modes"), parts)
        cards.append({**contrat, "engagements": whole, "modes": modes, "dessin": drawn})
    return cards


async def _glance(site: Site, request: Request, rows: str) -> View:
    """The rows with most engagements, by contrat, all modes together."""
    labels = await site.labels()
    modes = labels.kinds.get("ModeAttribution", ())
    counted = await matrix(site, DIMENSIONS[rows], DIMENSIONS["contrat"], {}, modes)
    return await view(site, request, counted, by="total", limit=_SHOWN, across=_ACROSS)
