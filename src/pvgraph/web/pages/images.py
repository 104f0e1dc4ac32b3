"""`/images`: pictures drawn from questions, each with its table; and a matrix as a picture."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pvgraph.comparison.counting import Cells
from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.pictures.bars import Part, bars
from pvgraph.pictures.heat import heat
from pvgraph.pictures.map import Spot, france
from pvgraph.pictures.network import Node, network
from pvgraph.pictures.svg import cut
from pvgraph.pictures.timeline import Deadline, Period, timeline
from pvgraph.web.pages import etat
from pvgraph.web.pages.adresses import Adresses, code
from pvgraph.web.pages.comparer import counted
from pvgraph.web.pages.libelles import Names
from pvgraph.web.pages.matrice import counts
from pvgraph.web.pages.site import Row, Site
from pvgraph.web.pages.vue import View

_MOST_NODES, _MOST_PERIODS, _MOST_SPOTS = 28, 40, 60


def router(site: Site) -> APIRouter:
    """The gallery and the pictures of a comparison."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/images", response_class=HTMLResponse)
    async def images(request: Request) -> HTMLResponse:
        t = site.language(request)
        names = (await site.labels()).in_language(t)
        links = site.links(request)
        contrat, mode = DIMENSIONS["contrat"], DIMENSIONS["mode"]
        contrats, places, ties, dated, counted_ones = await asyncio.gather(
            site.rows("contrats"),
            site.rows("departements"),
            _network(site),
            site.rows("echeances"),
            counts(site, contrat, mode, {}, debatable=False),
        )
        totals = _totals(counted_ones)
        values = {
            "carte": _map(t("images.carte"), names, links, totals, places),
            "frise": _periods(t("images.frise"), names, links, contrats, dated),
            "reseau": await asyncio.to_thread(_ties, t("images.reseau"), names, links, ties),
            "contrats": sorted(contrats, key=lambda c: -totals.get(c["contrat"], 0))[:_MOST_SPOTS],
            "echeances": dated[:_MOST_SPOTS],
            "totaux": totals,
            "liens": ties[:40],
        }
        return await site.page(request, "images.html", values)

    @routes.get("/images/matrice", response_class=HTMLResponse)
    async def matrice(request: Request) -> HTMLResponse:
        t = site.language(request)
        names = (await site.labels()).in_language(t)
        state = etat.read(request.query_params, names)
        shown = await counted(site, request, state, 1, 1)
        links = site.links(request)
        title = t("comparer.titre", lignes=t(f"dimension.{state.rows.name}").lower(),
                  colonnes=t(f"dimension.{state.columns.name}").lower())  # fmt: skip
        values = {
            "titre": title,
            "etat": state,
            "vue": shown,
            "matrice": _heat(title, names, links, shown),
            "barres": bars(title, _rows(names, links, shown)),
        }
        return await site.page(request, "matrice_image.html", values)

    return routes


def _totals(cells: Cells) -> dict[str, int]:
    """The engagements of each contrat, of whatever mode."""
    totals: dict[str, int] = {}
    for (contrat, _), split in cells.items():
        totals[contrat] = totals.get(contrat, 0) + sum(split.values())
    return totals


def _rows(names: Names, links: Adresses, shown: View) -> list[Part]:
    """The total of each row of a matrix, the largest first."""
    matrix, number = shown.matrix, names.t.number
    parts = [
        Part(names(r), matrix.row_total(r), number(matrix.row_total(r)),
             links("/engagements", shown.row_params(r)))
        for r in shown.rows
    ]  # fmt: skip
    return sorted(parts, key=lambda part: -part.value)


async def _network(site: Site) -> list[Row]:
    """The pairs of acteurs most often named together, with their types."""
    held = await site.counts()
    if held is None:
        return await site.rows("reseau")
    types = {r["chose"]: r["classe"] for r in await site.rows("classes_acteur")}
    pairs = await site.held("network", held.network)
    return [{**r, "type_a": types.get(r["a"]), "type_b": types.get(r["b"])} for r in pairs]


def _heat(title: str, names: Names, links: Adresses, shown: View) -> object:
    def figure(r: int, c: int) -> tuple[str, int, str | None]:
        row, column = shown.rows[r], shown.columns[c]
        n = shown.matrix.n(row, column)
        address = links("/engagements", shown.cell_params(row, column)) if n else None
        return names.t.number(n), shown.matrix.heat(row, column), address

    rows, columns = [names(r) for r in shown.rows], [names(c) for c in shown.columns]
    return heat(title, rows, columns, figure)


def _map(
    title: str, names: Names, links: Adresses, totals: dict[str, int], places: list[Row]
) -> object:
    """Each contrat where its département is, as large as its engagements."""
    where = {r["contrat"]: code(r["departement"]).rpartition("/")[2] for r in places}
    spots = [
        Spot(names(c), where.get(c, ""), n, names.t.number(n), links.of(c))
        for c, n in sorted(totals.items(), key=lambda pair: -pair[1])[:_MOST_SPOTS]
    ]
    return france(title, spots)


def _periods(
    title: str, names: Names, links: Adresses, contrats: list[Row], dated: list[Row]
) -> object:
    """The years of each contrat, and those that its words promise something for."""
    dates = [(int(c["debut"]), names(c["contrat"]), c) for c in contrats if c["debut"] and c["fin"]]
    shown = [c for *_, c in sorted(dates, key=lambda d: d[:2])[:_MOST_PERIODS]]
    promised: dict[str, list[Deadline]] = {c["contrat"]: [] for c in shown}
    for row in dated:
        if row["contrat"] in promised:
            words = Deadline(int(row["annee"]), cut(row["texte"], 600), links.of(row["mesure"]))
            promised[row["contrat"]].append(words)
    periods = [
        Period(names(c["contrat"]), int(c["debut"]), int(c["fin"]), links.of(c["contrat"]),
               promised[c["contrat"]])
        for c in shown
    ]  # fmt: skip
    return timeline(title, periods)


def _ties(title: str, names: Names, links: Adresses, ties: list[Row]) -> object:
    """Who is named with whom: the acteurs with most ties, coloured by type."""
    weights: dict[str, int] = {}
    types: dict[str, str] = {}
    for row in ties:
        for end in ("a", "b"):
            weights[row[end]] = weights.get(row[end], 0) + row["n"]
            types[row[end]] = row[f"type_{end}"]
    kept = sorted(weights, key=lambda i: (-weights[i], i))[:_MOST_NODES]
    place = {iri: i for i, iri in enumerate(kept)}
    groups = {kind: i for i, kind in enumerate(sorted(set(types.values())))}
    nodes = [Node(names(i), weights[i], groups[types[i]], links.of(i)) for i in kept]
    edges = {
        (place[r["a"]], place[r["b"]]): r["n"] for r in ties if r["a"] in place and r["b"] in place
    }
    return network(title, nodes, edges)
