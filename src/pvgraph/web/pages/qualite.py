"""`/qualite`: how good the readings are, from the release's own `evaluation.json`."""

import asyncio
from collections import Counter
from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse

from pvgraph.evaluate import report, tables
from pvgraph.evaluate.report import Mistake, Report
from pvgraph.evaluate.rows import BY_KEY
from pvgraph.web.bases import served
from pvgraph.web.failures import Refusal
from pvgraph.web.pages.site import Site

_SHOWN = 40


def router(site: Site) -> APIRouter:
    """The tables, the errors and the passages behind them, and the figures as JSON."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/qualite", response_class=HTMLResponse)
    async def quality(request: Request) -> HTMLResponse:
        measured = await _measured(site)
        if measured is None:
            return await site.page(request, "qualite.html", {"mesure": None})
        t = site.language(request)
        name = (await site.labels()).in_language(t)

        def named(kind: str, code: str) -> str:
            return name(f"{served()}{kind}/{code}")

        values = {
            "mesure": measured,
            "methode": tables.method(measured, t.code),
            "tableaux": tables.every(measured, t.code, named),
            "erreurs": Counter(m.contrat for m in measured.mistakes),
        }
        return await site.page(request, "qualite.html", values)

    @routes.get("/qualite.json")
    async def figures() -> FileResponse:
        path = site.release.path / "evaluation.json"
        if not path.is_file():
            raise Refusal(404, "qualite.json")
        return FileResponse(path, media_type="application/json")

    @routes.get("/qualite/erreurs/{contrat}", response_class=HTMLResponse)
    async def errors(request: Request, contrat: str, page: int = 1) -> HTMLResponse:
        measured = await _known(site, contrat)
        own = [m for m in measured.mistakes if m.contrat == contrat]
        items = _by_item(own)
        return await _listed(site, request, "erreurs", contrat, items, page)

    @routes.get("/qualite/non-compris/{contrat}", response_class=HTMLResponse)
    async def unclaimed(request: Request, contrat: str, page: int = 1) -> HTMLResponse:
        measured = await _known(site, contrat)
        covered = next(c for c in measured.coverage if c.contrat == contrat)
        items = [(p, []) for p in covered.passages]
        return await _listed(site, request, "non_compris", contrat, items, page)

    return routes


async def _measured(site: Site) -> Report | None:
    path = site.release.path / "evaluation.json"
    return await asyncio.to_thread(report.load, path) if path.is_file() else None


async def _known(site: Site, contrat: str) -> Report:
    measured = await _measured(site)
    if measured is None or contrat not in {c.contrat for c in measured.coverage}:
        raise Refusal(404, f"qualite/{contrat}")
    return measured


def _by_item(mistakes: list[Mistake]) -> list[tuple[Mistake, list[Mistake]]]:
    """The mistakes grouped by the item they are about, in document order."""
    ordered = sorted(mistakes, key=lambda m: (m.start, m.end))
    groups = (list(own) for _, own in groupby(ordered, key=lambda m: (m.start, m.end)))
    return [(own[0], own) for own in groups]


async def _listed(
    site: Site, request: Request, kind: str, contrat: str, items: list, page: int
) -> HTMLResponse:
    page = max(page, 1)
    first = (page - 1) * _SHOWN
    values = {
        "sorte": kind,
        "contrat": contrat,
        "items": items[first : first + _SHOWN],
        "total": len(items),
        "rangees": BY_KEY,
        "page": page,
        "pages": -(-len(items) // _SHOWN),
    }
    return await site.page(request, "qualite_liste.html", values)
