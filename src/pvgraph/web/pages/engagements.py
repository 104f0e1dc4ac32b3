"""`/engagements`: the sentences behind a figure, under the same filters as the figure."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pyoxigraph import NamedNode

from pvgraph.comparison.counting import details
from pvgraph.comparison.counting import listing as listing_of
from pvgraph.web.bases import thing
from pvgraph.web.pages import etat
from pvgraph.web.pages.langue import Langue
from pvgraph.web.pages.libelles import Names
from pvgraph.web.pages.site import Row, Site, value

_PAGE = 50
_AT_ONCE = 500
_EVERY = 10**9


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
        first = (max(page, 1) - 1) * _PAGE
        found = await some(site, filters, modes, debatable, first, _PAGE)
        kept = {k: v for k, v in request.query_params.items() if k not in ("page", "lang", "modes")}
        kept["modes"] = request.query_params.getlist("modes")
        values = {
            "n": found.engagements,
            "mesures": found.mesures,
            "total": found.total,
            "page": max(page, 1),
            "pages": -(-found.total // _PAGE),
            "etat": kept,
            "resume": described(t, names, filters, modes),
        }
        return await site.page(request, "engagements.html", values)

    return routes


@dataclass(frozen=True, slots=True)
class Some:
    """One page of the mesures under some filters, each with its engagements; how many mesures and
    engagements there are in all."""

    mesures: list[Row]
    total: int
    engagements: int


async def some(
    site: Site,
    filters: Mapping[str, str],
    modes: tuple[str, ...] = (),
    debatable: bool = False,
    first: int = 0,
    limit: int = _PAGE,
) -> Some:
    """The page of `limit` mesures from the `first` under the filters, of the modes (() for all)."""
    counts = await site.counts()
    if counts is None:
        rows = await listed(site, filters, modes, debatable)
        mesures = by_mesure(rows)
        return Some(mesures[first : first + limit], len(mesures), len({r["e"] for r in rows}))
    chosen = _chosen(filters, modes)
    listing = await asyncio.to_thread(counts.listing, chosen, debatable, first, limit)
    mesures = by_mesure(await detailed(site, listing.page))
    return Some(mesures, listing.mesures, listing.engagements)


async def listed(
    site: Site, filters: Mapping[str, str], modes: tuple[str, ...], debatable: bool = False
) -> list[Row]:
    """Engagements under the filters and of the modes (() for all), in order of the texts."""
    counts = await site.counts()
    if counts is not None:
        chosen = _chosen(filters, modes)
        listing = await asyncio.to_thread(counts.listing, chosen, debatable, 0, _EVERY)
        return await detailed(site, listing.page)
    answer = await site.context.query(listing_of(etat.terms(filters), debatable))
    rows = [{k: value(v) for k, v in row.items()} for row in answer.dicts()]
    return [r for r in rows if not modes or r["mode"] in modes]


def _chosen(filters: Mapping[str, str], modes: tuple[str, ...]) -> dict[str, list[NamedNode]]:
    """The filters as terms, the modes among them."""
    chosen = etat.terms(filters)
    if modes:
        one = chosen.get("mode")
        chosen["mode"] = [NamedNode(m) for m in modes if not one or m == one[0].value]
    return chosen


async def detailed(site: Site, found: Sequence[str]) -> list[Row]:
    """What the graph says of these engagements (IRIs), some hundreds a query."""
    rows: list[Row] = []
    for start in range(0, len(found), _AT_ONCE):
        answer = await site.context.query(details(found[start : start + _AT_ONCE]))
        rows += [{k: value(v) for k, v in row.items()} for row in answer.dicts()]
    return rows


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
