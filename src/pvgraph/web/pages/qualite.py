"""`/qualite`: what the readings are worth, from the same run as the release; mistakes in place."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pvgraph.evaluate import tables
from pvgraph.evaluate.report import load
from pvgraph.web.failures import Refusal
from pvgraph.web.pages.site import Site

_MISTAKES = 150


def router(site: Site) -> APIRouter:
    """The page of quality."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/qualite", response_class=HTMLResponse)
    async def qualite(request: Request) -> HTMLResponse:
        path = site.release.path / "evaluation.json"
        if not path.is_file():
            raise Refusal(404, site.language(request)("qualite.absente"))
        report = load(path)
        t = site.language(request)
        values = {
            "tables": tables.every(report, t.code),
            "methode": tables.method(report, t.code),
            "origine": report.origin_fr if t.code == "fr" else report.origin_en,
            "couverture": report.coverage,
            "erreurs": sorted(report.mistakes, key=lambda m: (m.contrat, m.start))[:_MISTAKES],
            "n_erreurs": len(report.mistakes),
        }
        return await site.page(request, "qualite.html", values)

    return routes
