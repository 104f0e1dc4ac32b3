"""`/contrats/…`, `/acteurs/…`, `/themes/…`, `/dispositifs/…`: what the graph says of one thing."""

import asyncio
from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pyoxigraph import NamedNode

from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.web.catalogue import Served
from pvgraph.web.failures import Refusal
from pvgraph.web.pages.engagements import some
from pvgraph.web.pages.lire import outline
from pvgraph.web.pages.matrice import matrix
from pvgraph.web.pages.site import Row, Site, iri
from pvgraph.web.pages.vue import View, view

_PREVIEW, _ROWS = 15, 60
"""Mesures and acteurs shown of a thing, the fullest first; the lists behind have all."""


def router(site: Site) -> APIRouter:
    """A page a kind of thing."""
    routes = APIRouter(include_in_schema=False)
    catalogue = Served(site.context)

    @routes.get("/contrats/{slug}", response_class=HTMLResponse)
    async def contrat(request: Request, slug: str) -> HTMLResponse:
        values = await _contrat(site, request, slug)
        values["jeu"] = await catalogue.json_ld(slug)
        return await site.page(request, "contrat.html", values, about=str(values["chose"]))

    @routes.get("/acteurs/{slug}", response_class=HTMLResponse)
    async def acteur(request: Request, slug: str) -> HTMLResponse:
        values = await _acteur(site, request, slug)
        return await site.page(request, "acteur.html", values, about=str(values["chose"]))

    @routes.get("/themes/{slug}", response_class=HTMLResponse)
    async def theme(request: Request, slug: str) -> HTMLResponse:
        values = await _theme(site, request, slug)
        return await site.page(request, "theme.html", values, about=str(values["chose"]))

    @routes.get("/dispositifs/{slug}", response_class=HTMLResponse)
    async def dispositif(request: Request, slug: str) -> HTMLResponse:
        values = await _dispositif(site, request, slug)
        return await site.page(request, "dispositif.html", values, about=str(values["chose"]))

    return routes


async def _crossed(
    site: Site, request: Request, rows: str, columns: str, filters: Mapping[str, str], most: int = 0
) -> View:
    """A matrix under filters, only the rows that hold something (the `most` fullest; 0: all)."""
    modes = (await site.labels()).kinds.get("ModeAttribution", ())
    table = await matrix(site, DIMENSIONS[rows], DIMENSIONS[columns], filters, modes)
    return await view(site, request, table, filters, by="total", silent=False, limit=most)


async def _preview(site: Site, filters: Mapping[str, str]) -> dict[str, object]:
    """The first mesures under the filters, and how many there are."""
    found = await some(site, filters, limit=_PREVIEW)
    return {
        "mesures": found.mesures,
        "total": found.total,
        "n": found.engagements,
        "filtre": dict(filters),
    }


async def _partners(site: Site, thing: NamedNode) -> list[Row]:
    """With whom an acteur is named on the same mesures."""
    counts = await site.counts()
    if counts is None:
        return await site.rows("partenaires", chose=thing)
    return await asyncio.to_thread(counts.partners, thing.value)


def _values(rows: list[Row]) -> dict[str, list[Row]]:
    """Rows of property and value, by the property's local name."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        name = row["lien"].replace("#", "/").rpartition("/")[2]
        found.setdefault(name, []).append(row)
    return found


async def _contrat(site: Site, request: Request, slug: str) -> dict[str, object]:
    thing, filters = iri("contrat", slug), {"contrat": slug}
    facts, cards, signers, read, themes, acteurs = await asyncio.gather(
        site.rows("contrat", chose=thing),
        site.rows("contrats", contrat=thing),
        site.rows("signataires", chose=thing),
        site.rows("lu_dans_un_texte", contrat=thing),
        _crossed(site, request, "theme", "mode", filters),
        _crossed(site, request, "acteur", "role", filters, _ROWS),
    )
    if not facts:
        raise Refusal(404, f"contrats/{slug}")
    return {
        "chose": thing.value,
        "slug": slug,
        "faits": _values(facts),
        "carte": cards[0] if cards else None,
        "signataires": signers,
        "plan": outline(read),
        "themes": themes,
        "acteurs": acteurs,
    }


async def _acteur(site: Site, request: Request, slug: str) -> dict[str, object]:
    thing, filters = iri("acteur", slug), {"acteur": slug}
    names = await site.rows("acteur", chose=thing)
    if not names:
        raise Refusal(404, f"acteurs/{slug}")
    crossed, roles, partners, preview = await asyncio.gather(
        _crossed(site, request, "theme", "contrat", filters),
        _crossed(site, request, "role", "mode", filters),
        _partners(site, thing),
        _preview(site, filters),
    )
    return {
        "chose": thing.value,
        "type": names[0]["type"],
        "noms": list(dict.fromkeys(r["nom"] for r in names if r["nom"])),
        "vue": crossed,
        "roles": roles,
        "partenaires": partners,
        **preview,
    }


async def _theme(site: Site, request: Request, slug: str) -> dict[str, object]:
    kind = "theme"
    said = await site.rows("theme", chose=iri(kind, slug))
    if not said:
        kind = "pilier"
        said = await site.rows("theme", chose=iri(kind, slug))
    labels = await site.labels()
    if not said and iri("theme", slug).value not in labels.kinds.get("Theme", ()):
        raise Refusal(404, f"themes/{slug}")
    thing, filters = iri(kind, slug), {kind: slug}
    crossed, acteurs, preview, below = await asyncio.gather(
        _crossed(site, request, "type-acteur", "contrat", filters),
        _crossed(site, request, "acteur", "contrat", filters, _ROWS),
        _preview(site, filters),
        site.rows("themes_d_un_pilier", chose=thing),
    )
    return {
        "chose": thing.value,
        "pilier": said[0]["pilier"],
        "notes": {r["langue"]: r["note"] for r in said if r["note"]},
        "vue": crossed,
        "acteurs": acteurs,
        "dessous": below,
        **preview,
    }


async def _dispositif(site: Site, request: Request, slug: str) -> dict[str, object]:
    thing, filters = iri("dispositif", slug), {"dispositif": slug}
    names = await site.rows("noms_d_un_dispositif", chose=thing)
    if not names:
        raise Refusal(404, f"dispositifs/{slug}")
    crossed, preview = await asyncio.gather(
        _crossed(site, request, "theme", "contrat", filters), _preview(site, filters)
    )
    return {
        "chose": thing.value,
        "noms": [r["nom"] for r in names if r["nom"]],
        "vue": crossed,
        **preview,
    }
