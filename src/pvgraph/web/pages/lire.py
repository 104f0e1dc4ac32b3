"""`/textes/<slug>`: the whole source text, what was read marked in place, a click from its fact."""

import json
from collections.abc import Iterable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pvgraph.web.pages.adresses import Adresses, code
from pvgraph.web.pages.comparer import paging
from pvgraph.web.pages.mise_en_page import Zone, html
from pvgraph.web.pages.site import Row, Site, iri

_PAGE = 60
_UNREAD = {"": "incompris"}


def router(site: Site) -> APIRouter:
    """The list of texts and the reading page."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/textes", response_class=HTMLResponse)
    async def textes(request: Request) -> HTMLResponse:
        page = paging(request, "page")
        every = sorted(await site.rows("contrats"), key=lambda c: c["contrat"])
        shown = every[(page - 1) * _PAGE : page * _PAGE]
        values = {"contrats": shown, "page": page, "pages": -(-len(every) // _PAGE)}
        return await site.page(request, "textes.html", values)

    @routes.get("/textes/{slug}", response_class=HTMLResponse)
    async def texte(request: Request, slug: str) -> HTMLResponse:
        text = await site.text(slug)
        links = site.links(request)
        rows = await site.rows("lu_dans_un_texte", contrat=iri("contrat", slug))
        acteurs = sorted({a for r in rows for a in r["acteurs"].split()})
        numbers = {a: str(i) for i, a in enumerate(acteurs)}
        aside = unread(site, slug)
        found = [*_read(rows, links, numbers), *aside]
        values = {
            "contrat": iri("contrat", slug).value,
            "slug": slug,
            "corps": html(text, found),
            "plan": outline(rows),
            "niveaux": sorted({r["niveau"] for r in rows}),
            "acteurs": numbers,
            "incompris": sum(1 for z in aside if z.kind == "incompris"),
            "part": share(found, len(text)),
        }
        return await site.page(request, "texte.html", values, about=iri("texte", slug).value)

    return routes


def _read(rows: list[Row], links: Adresses, numbers: dict[str, str]) -> Iterable[Zone]:
    """What was read, each thing at each of its passages."""
    for row in rows:
        data = (("a", " ".join(numbers[a] for a in row["acteurs"].split())),)
        address = links.of(row["chose"]) or ""
        yield Zone(row["debut"], row["fin"], code(row["niveau"]), address, data)


def unread(site: Site, slug: str) -> list[Zone]:
    """What no rule understood, and what a rule set aside, from the release."""
    path = site.release.path / "passages" / f"{slug}.jsonl"
    if not path.is_file():
        return []
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Zone(r["start"], r["end"], _UNREAD.get(r["regle"], "ecarte")) for r in rows]


def outline(rows: list[Row]) -> list[tuple[int, Row]]:
    """The document's own headings in order, each with its depth."""
    axes = {r["chose"]: r for r in rows if code(r["niveau"]) == "axe"}

    def depth(chose: str, seen: frozenset[str] = frozenset()) -> int:
        parent = axes[chose]["parent"]
        if parent not in axes or parent in seen:
            return 0
        return 1 + depth(parent, seen | {chose})

    return [(depth(r["chose"]), r) for r in rows if r["chose"] in axes]


def share(found: Iterable[Zone], length: int) -> dict[str, float]:
    """The share of the text's characters that was read, set aside, not understood."""
    totals = {"lu": 0, "ecarte": 0, "incompris": 0}
    end = 0
    for zone in sorted(found, key=lambda z: z.start):
        kind = zone.kind if zone.kind in totals else "lu"
        totals[kind] += max(0, zone.end - max(zone.start, end))
        end = max(end, zone.end)
    return {kind: n / (length or 1) for kind, n in totals.items()}
