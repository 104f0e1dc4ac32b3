"""`/comparer.xlsx`, `/engagements.docx` …: what the page shows, with quotes and permalinks."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pvgraph.documents.formats import FORMATS
from pvgraph.documents.model import Cell, Percent, Report, Sheet
from pvgraph.web.pages import etat
from pvgraph.web.pages.adresses import code
from pvgraph.web.pages.comparer import counted
from pvgraph.web.pages.engagements import described, listed
from pvgraph.web.pages.etat import State
from pvgraph.web.pages.langue import Langue
from pvgraph.web.pages.libelles import Names
from pvgraph.web.pages.site import Row, Site
from pvgraph.web.pages.vue import View

_COLUMNS = (
    "dimension.acteur", "dimension.type-acteur", "dimension.role", "dimension.mode",
    "dimension.contrat", "dimension.theme", "dimension.niveau", "export.place", "export.lien",
)  # fmt: skip


def router(site: Site) -> APIRouter:
    """The downloads of the comparison and of the engagements."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/comparer.{suffix}")
    async def comparison(request: Request, suffix: str) -> Response:
        t = site.language(request)
        names = (await site.labels()).in_language(t)
        state = etat.read(request.query_params, names)
        shown = await counted(site, request, state)
        rows = await listed(site, state.filters, state.modes, state.debatable)
        title = t(
            "comparer.titre",
            lignes=t(f"dimension.{state.rows.name}").lower(),
            colonnes=t(f"dimension.{state.columns.name}").lower(),
        )
        sheets = [_figures(site, t, names, shown), _quotes(site, t, names, rows)]
        notes = _notes(site, request, t, names, state)
        return await sent(Report(title, sheets, notes, t.code), suffix, "comparer", site)

    @routes.get("/engagements.{suffix}")
    async def engagements(request: Request, suffix: str) -> Response:
        t = site.language(request)
        names = (await site.labels()).in_language(t)
        filters = etat.filters(request.query_params, names)
        modes = etat.modes(request.query_params, names)
        debatable = request.query_params.get("discutables") == "1"
        rows = await listed(site, filters, modes, debatable)
        title = t("engagements.titre", n=len({r["e"] for r in rows}))
        sheets = [_quotes(site, t, names, rows)]
        notes = _cited(site, request, t) + _said(described(t, names, filters, modes))
        return await sent(Report(title, sheets, notes, t.code), suffix, "engagements", site)

    return routes


async def sent(report: Report, suffix: str, name: str, site: Site) -> Response:
    wanted = FORMATS.get(suffix)
    if wanted is None:
        return Response(f"formats : {', '.join(FORMATS)}\n", 404, media_type="text/plain")
    content = await asyncio.to_thread(wanted.write, report)
    file = f"pvgraph-{name}-{site.release.id}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{file}"'}
    return Response(content, media_type=wanted.media_type, headers=headers)


def _figures(site: Site, t: Langue, names: Names, shown: View) -> Sheet:
    """The matrix as shown: for each column its number and its share, then the row's sentences."""
    header = [t(f"dimension.{shown.matrix.rows.name}")]
    for column in shown.columns:
        header += [names(column), f"{names(column)} (%)"]
    header += [t("comparer.total"), t("export.phrases")]
    rows = []
    for row in shown.rows:
        cells: list[Cell] = [names(row)]
        for column in shown.columns:
            share = shown.matrix.share(row, column)
            cells += [shown.matrix.n(row, column), Percent(share) if share is not None else None]
        params = shown.row_params(row)
        rows.append(
            [*cells, shown.matrix.row_total(row), _address(site, t, "/engagements", params)]
        )
    return Sheet(t("export.tableau"), header, rows)


def _quotes(site: Site, t: Langue, names: Names, rows: list[Row]) -> Sheet:
    """An engagement a row, its quote first, its address in the text last."""
    header = [t("export.citation"), *(t(key) for key in _COLUMNS)]
    seen: dict[str, list[Cell]] = {}
    for row in rows:
        contrat = code(row["contrat"])
        place = f"{row['debut']}-{row['fin']}"
        text = _address(site, t, f"/textes/{contrat}", {}, f"char={row['debut']},{row['fin']}")
        seen.setdefault(row["e"], [
            row["texte"], names(row["acteur"]), names(row["type"]), names(row["role"]),
            names(row["mode"]), names(row["contrat"]), names(row["theme"]),
            names(row["niveau"]), place, text,
        ])  # fmt: skip
    return Sheet(t("export.citations"), header, list(seen.values()))


def _notes(site: Site, request: Request, t: Langue, names: Names, state: State) -> list[str]:
    said = _said(described(t, names, state.filters, state.modes))
    return [*_cited(site, request, t), *said, t("comparer.legende"), t("accueil.note_modes")]


def _cited(site: Site, request: Request, t: Langue) -> list[str]:
    """How to cite: release and permalink of the page that this file is of."""
    path = request.url.path.removeprefix(site.context.settings.path).rpartition(".")[0]
    query = f"?{request.url.query}" if request.url.query else ""
    address = site.context.settings.address(path) + query
    return [t("citer.phrase", version=site.release.id, adresse=address)]


def _said(described_as: list[tuple[str, str]]) -> list[str]:
    return [f"{what} : {value}" for what, value in described_as]


def _address(
    site: Site, t: Langue, path: str, params: dict[str, object], fragment: str = ""
) -> str:
    """A public address, whole."""
    return site.context.settings.base_url.rstrip("/") + site.plain_links(t)(path, params, fragment)
