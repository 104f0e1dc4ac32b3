"""`/donnees`: what can be downloaded, harvested, queried, and how to cite it."""

from collections.abc import Iterable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pvgraph import __version__
from pvgraph.exports import formats, tables
from pvgraph.exports.index import Export, read_index
from pvgraph.web.catalogue import Served
from pvgraph.web.pages.langue import Langue
from pvgraph.web.pages.site import Site

_UNITS = (("Go", 10**9), ("Mo", 10**6), ("ko", 10**3))
_CATALOGUE = ("ttl", "jsonld", "rdf")


def router(site: Site) -> APIRouter:
    """The downloads' page."""
    routes = APIRouter(include_in_schema=False)
    catalogue = Served(site.context)

    @routes.get("/donnees", response_class=HTMLResponse)
    async def donnees(request: Request) -> HTMLResponse:
        t = Langue.of(request.query_params.get("lang"))
        published = read_index(site.context.release.path / "exports")
        values = {
            "jeu": await catalogue.json_ld(),
            "version": __version__,
            "graphes": _rows(published, "graphe", t),
            "classeurs": _rows(published, "classeur", t),
            "tables": _tables(published, t),
            "par_contrat": _by_contrat(published, t),
            "catalogues": _CATALOGUE,
        }
        return await site.page(request, "donnees.html", values)

    return routes


def _file(export: Export, t: Langue) -> dict[str, str]:
    return {
        "chemin": f"/donnees/{export.path}",
        "format": formats.of(export.path).label,
        "taille": _size(export.size, t),
        "sha256": export.sha256,
    }


def _size(size: int, t: Langue) -> str:
    """`1,7 Mo`: three digits at most, in powers of ten."""
    for unit, scale in _UNITS:
        if size >= scale:
            shown = t.number(size / scale, 1 if size < 10 * scale else 0)
            return f"{shown}\u00a0{unit if t.code == 'fr' else unit.replace('o', 'B')}"
    return f"{size}\u00a0{'o' if t.code == 'fr' else 'B'}"


def _rows(published: Iterable[Export], kind: str, t: Langue) -> list[dict[str, str]]:
    return [_file(e, t) for e in published if e.kind == kind and not e.contrat]


def _tables(published: list[Export], t: Langue) -> list[dict]:
    """One entry a table: its words, its files, its schemas."""
    return [
        {
            "nom": table.title[t.code],
            "description": table.description[t.code],
            "fichiers": [
                _file(e, t)
                for e in published
                if e.kind == "table" and e.table == name and not e.contrat
            ],
            "schemas": [e.path for e in published if e.kind == "schema" and e.table == name],
        }
        for name, table in tables.load().items()
    ]


def _by_contrat(published: list[Export], t: Langue) -> list[dict]:
    slugs = sorted({e.contrat for e in published if e.contrat})
    return [
        {"slug": slug, "fichiers": [_file(e, t) for e in published if e.contrat == slug]}
        for slug in slugs
    ]
