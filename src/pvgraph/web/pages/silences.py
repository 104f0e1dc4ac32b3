"""`/comparer/silences`: what the contrats do not say, as visible as what they say."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pyoxigraph import NamedNode

from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.counts.gather import SILENCES
from pvgraph.web.failures import Refusal
from pvgraph.web.pages.adresses import code
from pvgraph.web.pages.comparer import paging
from pvgraph.web.pages.engagements import by_mesure, detailed
from pvgraph.web.pages.matrice import matrix
from pvgraph.web.pages.site import Row, Site, iri

_SHOWN, _CONTRATS = 40, 40


def router(site: Site) -> APIRouter:
    """The page of silences and the list behind each figure."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/comparer/silences", response_class=HTMLResponse)
    async def silences(request: Request) -> HTMLResponse:
        counts, signers, themes = await asyncio.gather(
            site.rows("silences"), site.rows("signataires_silencieux"), _unnamed(site)
        )
        names = (await site.labels()).in_language(site.language(request))
        page, silent = paging(request, "page"), _silent(counts)
        shown = names.sorted(silent)[(page - 1) * _CONTRATS : page * _CONTRATS]
        kept = frozenset(shown)
        values = {
            "contrats": {c: silent[c] for c in shown},
            "sortes": SILENCES,
            "themes": {c: found for c, found in themes.items() if c in kept},
            "signataires": [s for s in signers if s["contrat"] in kept],
            "page": page,
            "pages": -(-len(silent) // _CONTRATS),
        }
        return await site.page(request, "silences.html", values)

    @routes.get("/comparer/silences/{kind}", response_class=HTMLResponse)
    async def listed(request: Request, kind: str, contrat: str = "", page: int = 1) -> HTMLResponse:
        if kind not in SILENCES:
            raise Refusal(404, f"silences/{kind}")
        asked = iri("contrat", contrat).value if contrat else ""
        mesures, total = await _listed(site, kind, asked, (max(page, 1) - 1) * _SHOWN)
        values = {
            "sorte": kind,
            "contrat": asked or None,
            "mesures": mesures,
            "total": total,
            "page": max(page, 1),
            "pages": -(-total // _SHOWN),
            "etat": {"contrat": contrat},
        }
        return await site.page(request, "silence.html", values)

    return routes


async def _listed(site: Site, kind: str, contrat: str, first: int) -> tuple[list[Row], int]:
    """One page of the silent mesures of a contrat, or of all, and how many there are."""
    counts = await site.counts()
    if counts is None:
        bound = {"contrat": NamedNode(contrat)} if contrat else {}
        mesures = by_mesure(await site.rows(kind, **bound))
        return mesures[first : first + _SHOWN], len(mesures)
    found = await asyncio.to_thread(counts.silent, kind, contrat, first, _SHOWN)
    return by_mesure(await detailed(site, found.page)), found.mesures


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
    known = site.release.kept.get("unnamed")
    if isinstance(known, dict):
        return known
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
    site.release.kept["unnamed"] = found
    return found
