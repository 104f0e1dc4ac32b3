"""`/comparer/silences`: what the contrats do not say, as visible as what they say."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pvgraph.dimensions import DIMENSIONS
from pvgraph.web.failures import Refusal
from pvgraph.web.pages.adresses import code
from pvgraph.web.pages.engagements import by_mesure
from pvgraph.web.pages.matrice import matrix
from pvgraph.web.pages.site import Row, Site, iri

_KINDS = ("objectifs_sans_action", "mesures_sans_indicateur", "mesures_sans_porteur_nomme")
_SHOWN = 40


def router(site: Site) -> APIRouter:
    """The page of silences and the list behind each figure."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/comparer/silences", response_class=HTMLResponse)
    async def silences(request: Request) -> HTMLResponse:
        counts, signers, themes = await asyncio.gather(
            site.rows("silences"), site.rows("signataires_silencieux"), _unnamed(site)
        )
        values = {
            "contrats": _silent(counts),
            "sortes": _KINDS,
            "themes": themes,
            "signataires": signers,
        }
        return await site.page(request, "silences.html", values)

    @routes.get("/comparer/silences/{kind}", response_class=HTMLResponse)
    async def listed(request: Request, kind: str, contrat: str = "", page: int = 1) -> HTMLResponse:
        if kind not in _KINDS:
            raise Refusal(404, f"silences/{kind}")
        bound = {"contrat": iri("contrat", contrat)} if contrat else {}
        mesures = by_mesure(await site.rows(kind, **bound))
        first = (max(page, 1) - 1) * _SHOWN
        values = {
            "sorte": kind,
            "contrat": bound["contrat"].value if bound else None,
            "mesures": mesures[first : first + _SHOWN],
            "total": len(mesures),
            "page": max(page, 1),
            "pages": -(-len(mesures) // _SHOWN),
            "etat": {"contrat": contrat},
        }
        return await site.page(request, "silence.html", values)

    return routes


def _silent(counts: list[Row]) -> dict[str, dict[str, Row]]:
    """By contrat and kind of silence: `n` silent mesures of `sur`."""
    found: dict[str, dict[str, Row]] = {}
    for row in counts:
        said = found.setdefault(row["contrat"], {}).setdefault(row["silence"], {"n": 0, "sur": 0})
        said["sur"] += row["n"] if row["de"] == "tout" else 0
        said["n"] += row["n"] if row["de"] == "tout" else -row["n"]
    return found


async def _unnamed(site: Site) -> dict[str, list[str]]:
    """For each contrat, the thèmes that it takes up but that no acteur carries by name."""
    modes = (await site.labels()).kinds.get("ModeAttribution", ())
    named = [m for m in modes if code(m) != "collectif"]
    theme, contrat = DIMENSIONS["theme"], DIMENSIONS["contrat"]
    every, carried = await asyncio.gather(
        matrix(site, theme, contrat, {}, modes),
        matrix(site, theme, contrat, {"role": "porteur"}, named),
    )
    found: dict[str, list[str]] = {}
    for (t, c), _ in sorted(every.cells.items()):
        if every.n(t, c) and not carried.n(t, c):
            found.setdefault(c, []).append(t)
    return found
