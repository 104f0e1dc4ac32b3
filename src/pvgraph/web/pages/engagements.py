"""`/engagements`: the sentences behind a figure, under the same filters as the figure."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pvgraph.counting import listing
from pvgraph.web.bases import thing
from pvgraph.web.pages import etat
from pvgraph.web.pages.langue import Langue
from pvgraph.web.pages.libelles import Names
from pvgraph.web.pages.site import Row, Site, value

_PAGE = 50


def router(site: Site) -> APIRouter:
    """The list of engagements."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/engagements", response_class=HTMLResponse)
    async def engagements(request: Request, page: int = 1) -> HTMLResponse:
        t = site.language(request)
        names = (await site.labels()).in_language(t)
        filters = etat.filters(request.query_params, names)
        modes = etat.modes(request.query_params, names)
        debatable = request.query_params.get("discutables") == "1"
        rows = await listed(site, filters, modes, debatable)
        mesures = by_mesure(rows)
        first = (max(page, 1) - 1) * _PAGE
        kept = {k: v for k, v in request.query_params.items() if k not in ("page", "lang", "modes")}
        kept["modes"] = request.query_params.getlist("modes")
        values = {
            "n": len({r["e"] for r in rows}),
            "mesures": mesures[first : first + _PAGE],
            "total": len(mesures),
            "page": max(page, 1),
            "pages": -(-len(mesures) // _PAGE),
            "etat": kept,
            "resume": described(t, names, filters, modes),
        }
        return await site.page(request, "engagements.html", values)

    return routes


async def listed(
    site: Site, filters: Mapping[str, str], modes: tuple[str, ...], debatable: bool = False
) -> list[Row]:
    """Engagements under the filters and of the modes (() for all), in order of the texts."""
    answer = await site.context.query(listing(etat.terms(filters), debatable))
    rows = [{k: value(v) for k, v in row.items()} for row in answer.dicts()]
    return [r for r in rows if not modes or r["mode"] in modes]


def by_mesure(rows: list[Row]) -> list[Row]:
    """The mesures of these engagements, each with its own, quoted from its first passage."""
    found: dict[str, Row] = {}
    for row in rows:
        mesure = found.setdefault(row["mesure"], {**row, "engagements": []})
        seen = {e["e"] for e in mesure["engagements"]}
        if row["e"] not in seen:
            mesure["engagements"].append(row)
    return list(found.values())


def described(
    t: Langue, names: Names, filters: Mapping[str, str], modes: tuple[str, ...]
) -> list[tuple[str, str]]:
    """The filters in words: dimension and value."""
    said = [(t(f"dimension.{k}"), names(thing(k, v).value)) for k, v in filters.items()]
    if modes:
        said.append((t("dimension.mode"), ", ".join(names(m) for m in modes)))
    return said
