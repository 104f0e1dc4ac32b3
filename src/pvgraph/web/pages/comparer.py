"""`/comparer`: engagements by two dimensions, every figure one click from its words."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.web.pages import etat
from pvgraph.web.pages.adresses import Adresses
from pvgraph.web.pages.engagements import described
from pvgraph.web.pages.etat import State
from pvgraph.web.pages.langue import Langue
from pvgraph.web.pages.libelles import Names
from pvgraph.web.pages.matrice import Matrix, matrix
from pvgraph.web.pages.site import Row, Site
from pvgraph.web.pages.vue import ACROSS, View, view

# Documents are said to differ beyond these: the longest over the shortest, points of mode share.
_LENGTHS = 3.0
_STYLES = 0.4
PAGE = 60


def router(site: Site) -> APIRouter:
    """The page of comparison."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/comparer", response_class=HTMLResponse)
    async def comparer(request: Request) -> HTMLResponse:
        t = site.language(request)
        names = (await site.labels()).in_language(t)
        state = etat.read(request.query_params, names)
        page, band = (paging(request, name) for name in ("page", "bande"))
        shown = await counted(site, request, state, page, band)
        values = {
            "etat": state,
            "vue": shown,
            "page": page,
            "pages": -(-(len(shown.rows) + shown.hidden) // PAGE),
            "bande": band,
            "dimensions": DIMENSIONS,
            "alertes": warnings(t, names, shown.matrix, await site.rows("contrats")),
            "resume": described(t, names, state.filters, state.modes),
            "tri": Sorting(state, Adresses(site.context.settings.path, t.code)),
            "permalien": site.context.settings.address(str(request.url.path)) + query_of(request),
        }
        return await site.page(request, "comparer.html", values)

    return routes


class Sorting:
    """The links of the headings: sort by a column, or back to labels."""

    def __init__(self, state: State, links: Adresses) -> None:
        self.par = state.by
        self._state = state
        self._links = links

    def lien(self, column: str) -> str:
        """The same comparison sorted by `column`; by label where it is sorted so already."""
        asked = State(
            self._state.rows,
            self._state.columns,
            self._state.filters,
            self._state.modes,
            "" if column == self.par else column,
            self._state.debatable,
        )
        return self._links("/comparer", asked.params)


def paging(request: Request, name: str) -> int:
    """The page asked for, from 1; the first where that is no number."""
    asked = request.query_params.get(name, "1")
    return min(int(asked), 10**6) if asked.isdecimal() and int(asked) else 1


async def counted(site: Site, request: Request, state: State, page: int = 0, band: int = 0) -> View:
    """The matrix of a state, ready to be shown: one page and band of it, or (0) the whole."""
    every = (await site.labels()).kinds.get("ModeAttribution", ())
    modes = state.modes or every
    table = await matrix(site, state.rows, state.columns, state.filters, modes, state.debatable)
    by = state.by or ("" if state.rows.fixed else "total")
    whole = not page
    return await view(
        site,
        request,
        table,
        state.filters,
        by,
        0 if whole else PAGE,
        state.modes,
        debatable=state.debatable,
        page=page or 1,
        across=0 if whole else ACROSS,
        band=band or 1,
    )


def warnings(t: Langue, names: Names, table: Matrix, contrats: list[Row]) -> list[str]:
    """What must be known before figures of several contrats are set side by side."""
    if "contrat" not in (table.rows.name, table.columns.name) or len(contrats) < 2:
        return []
    said = []
    lengths = sorted((c["longueur"], c["contrat"]) for c in contrats if c["longueur"])
    if lengths and lengths[-1][0] > _LENGTHS * lengths[0][0]:
        (least, short), (most, long) = lengths[0], lengths[-1]
        said.append(t("comparer.longueurs", long=names(long), n=most, court=names(short), m=least))
    collective = next((m for m in table.modes if m.endswith("/collectif")), None)
    shares = sorted(
        (split.get(collective, 0) / sum(split.values()), contrat)
        for contrat, split in table.contrats.items()
        if sum(split.values())
    )
    if collective and shares and shares[-1][0] - shares[0][0] > _STYLES:
        (least, low), (most, high) = shares[0], shares[-1]
        said.append(
            t(
                "comparer.styles",
                haut=names(high),
                p=t.percent(most),
                bas=names(low),
                q=t.percent(least),
            )
        )
    return said


def query_of(request: Request) -> str:
    """The request's query string with its question mark, or nothing."""
    return f"?{request.url.query}" if request.url.query else ""
