"""`/contrats`, `/acteurs`, `/themes`, `/dispositifs`: every thing of a kind, the most spoken of
first, found by its name."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.search.words import fold
from pvgraph.web.pages.adresses import PAGES, code
from pvgraph.web.pages.comparer import paging
from pvgraph.web.pages.libelles import Names
from pvgraph.web.pages.matrice import counts
from pvgraph.web.pages.site import Site

_PAGE = 60
_LONGEST = 100
KINDS = ("contrat", "acteur", "theme", "dispositif")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: what stands beside its name, in how many engagements and contrats it is, and the
    words that it is found by."""

    iri: str
    beside: str
    engagements: int
    contrats: int
    folded: str


def router(site: Site) -> APIRouter:
    """One list a kind."""
    routes = APIRouter(include_in_schema=False)

    def add(kind: str) -> None:
        @routes.get(f"/{PAGES[kind]}", response_class=HTMLResponse, name=f"annuaire_{kind}")
        async def listed(request: Request, q: str = "") -> HTMLResponse:
            names = (await site.labels()).in_language(site.language(request))
            words = fold(q[:_LONGEST]).split()
            lines = await _lines(site, names, kind)
            if words:
                lines = [line for line in lines if all(word in line.folded for word in words)]
            page = paging(request, "page")
            values = {
                "genre": kind,
                "chemin": f"/{PAGES[kind]}",
                "q": q[:_LONGEST],
                "lignes": lines[(page - 1) * _PAGE : page * _PAGE],
                "total": len(lines),
                "page": page,
                "pages": -(-len(lines) // _PAGE),
            }
            return await site.page(request, "annuaire.html", values)

    for kind in KINDS:
        add(kind)
    return routes


async def _lines(site: Site, names: Names, kind: str) -> list[Line]:
    """Every thing of the kind, the most engaged first, then by name."""
    across = DIMENSIONS["mode" if kind == "contrat" else "contrat"]
    cells = await counts(site, DIMENSIONS[kind], across, {}, debatable=False)
    engagements: dict[str, int] = {}
    contrats: dict[str, int] = {}
    for (thing, _), split in cells.items():
        if n := sum(split.values()):
            engagements[thing] = engagements.get(thing, 0) + n
            contrats[thing] = contrats.get(thing, 0) + 1
    beside = await _beside(site, names, kind)

    def made() -> list[Line]:
        lines = []
        for thing in names.all(DIMENSIONS[kind].genre):
            said = beside.get(thing, "")
            counted = engagements.get(thing, 0), contrats.get(thing, 0)
            lines.append(Line(thing, said, *counted, fold(f"{names(thing)} {code(thing)} {said}")))
        return sorted(lines, key=lambda line: -line.engagements)

    return await site.held(("annuaire", kind, names.t.code), made)


async def _beside(site: Site, names: Names, kind: str) -> dict[str, str]:
    """What tells a thing from another of that name: its years, its type, its pilier."""
    if kind == "contrat":
        rows = await site.rows("contrats")
        return {r["contrat"]: f"{r['debut']}–{r['fin'] or '…'}" for r in rows if r["debut"]}
    if kind in ("acteur", "theme"):
        return {r["chose"]: names(r["classe"]) for r in await site.rows(f"classes_{kind}")}
    return {}
