"""`/mesures/…`: one thing read from a text, its words first, then who is bound to it and how."""

import asyncio
from collections import defaultdict

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pyoxigraph import NamedNode

from pvgraph.web.failures import Refusal
from pvgraph.web.pages.adresses import code
from pvgraph.web.pages.site import Row, Site, iri

_STEP = 60
_OTHERS = ("axe", "indicateur", "resultat", "realisation")


def router(site: Site) -> APIRouter:
    """The page of a mesure, axe, indicateur, résultat or réalisation."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/mesures/{rest:path}", response_class=HTMLResponse)
    async def mesure(request: Request, rest: str) -> HTMLResponse:
        kind, _, name = rest.partition("/")
        thing = iri(kind, name) if kind in _OTHERS else iri("mesure", rest)
        found = await described(site, thing)
        if found is None:
            raise Refusal(404, f"mesures/{rest}")
        links = site.links(request)
        steps = [(r["texte"][:_STEP], links.of(r["parent"])) for r in found["au_dessus"]]
        found["chemin"] = steps
        piece = request.query_params.get("extrait") == "1"
        template = "fait.html" if piece else "mesure.html"
        return await site.page(request, template, found, about=thing.value)

    return routes


async def described(site: Site, thing: NamedNode) -> dict[str, object] | None:
    """All that a page says of a thing; None where the graph has no such thing."""
    facts, passages, links, above, bound = await asyncio.gather(
        site.rows("mesure", chose=thing),
        site.rows("passages", chose=thing),
        site.rows("liens_d_une_mesure", chose=thing),
        site.rows("au_dessus", chose=thing),
        site.rows("engagements_d_une_mesure", chose=thing),
    )
    if not facts:
        return None
    found = facts[0]
    return {
        "m": {**found, "chose": thing.value},
        "passages": passages,
        "liens": _by_link(links),
        "au_dessus": chain(thing.value, above),
        "engagements": _once(bound),
        "proches": _similar(site, found),
    }


def chain(thing: str, above: list[Row]) -> list[Row]:
    """What stands above, outermost first."""
    parents = {row["sous"]: row for row in above}
    found: list[Row] = []
    while thing in parents and len(found) < len(above):
        found.append(parents[thing])
        thing = parents[thing]["parent"]
    return found[::-1]


def _by_link(rows: list[Row]) -> dict[str, list[Row]]:
    """What the thing is tied to, by the local name of the property; the main theme once."""
    links: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        links[row["lien"].rpartition("#")[2]].append(row)
    main = {row["autre"] for row in links.get("themePrincipal", ())}
    links["theme"] = [r for r in links.get("theme", ()) if r["autre"] not in main]
    measured = {r["autre"] for k in ("indicateur", "resultatAttendu") for r in links.get(k, ())}
    links["sousElement"] = [r for r in links.get("sousElement", ()) if r["autre"] not in measured]
    return links


def _once(rows: list[Row]) -> list[Row]:
    """Each engagement once, with its first place in the text."""
    return list({row["e"]: row for row in reversed(rows)}.values())[::-1]


def _similar(site: Site, found: Row) -> list[Row]:
    """Mesures of other contrats that say nearly the same, with how near."""
    index = site.index()
    if index is None:
        return []
    close = index.similar(found["texte"], code(found["contrat"]))
    return [{"hit": hit, "score": score} for hit, score in close]
