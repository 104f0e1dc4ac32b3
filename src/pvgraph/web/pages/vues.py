"""Pictures of an answer, chosen from its columns: bars, heat map, network, map, timeline."""

from collections.abc import Callable, Mapping

from markupsafe import Markup

from pvgraph.pictures.bars import Part, bars
from pvgraph.pictures.heat import heat
from pvgraph.pictures.map import Spot, france
from pvgraph.pictures.network import Node, network
from pvgraph.pictures.timeline import Period, timeline
from pvgraph.web.pages.adresses import code
from pvgraph.web.pages.resultat import Result

_MOST_BARS, _MOST_NODES, _MOST_HEAT_ROWS, _MOST_HEAT_COLUMNS = 40, 45, 45, 24
_CONTRAT = "/id/contrat/"


def possible(found: Result) -> list[str]:
    """The views that this answer can take, the table first."""
    views = ["tableau"]
    things, numbers = found.things(), found.numbers()
    if found.rows and numbers:
        views.append("barres")
    if len(things) >= 2 and numbers:
        views.append("matrice")
    if _same_kind(found):
        views.append("reseau")
    if numbers and _contrats(found):
        views.append("carte")
    if {"debut", "fin"} <= set(found.columns) and things:
        views.append("frise")
    return views


def draw(view: str, found: Result, title: str, departements: Mapping[str, str]) -> Markup | None:
    """The picture of a view; None for the table. `departements` places contrats on the map."""
    drawing = {
        "barres": _bars,
        "matrice": _heat,
        "reseau": _network,
        "frise": _timeline,
    }.get(view)
    if view == "carte":
        return _map(found, title, departements)
    return drawing(found, title) if drawing else None


def _named(found: Result, row: int) -> str:
    """The words of a row that are not numbers."""
    numbers = set(found.numbers())
    return " · ".join(
        cell.text for i, cell in enumerate(found.rows[row]) if i not in numbers and cell.text
    )


def _bars(found: Result, title: str) -> Markup:
    column = found.numbers()[-1]
    parts = [
        Part(_named(found, i), row[column].number or 0, row[column].text, row[0].address)
        for i, row in enumerate(found.rows[:_MOST_BARS])
    ]
    return bars(title, parts)


def _summed(found: Result, keys: Callable[[int], tuple[str, str]]) -> dict[tuple[str, str], float]:
    column = found.numbers()[-1]
    totals: dict[tuple[str, str], float] = {}
    for i, row in enumerate(found.rows):
        totals[keys(i)] = totals.get(keys(i), 0) + (row[column].number or 0)
    return totals


def _heat(found: Result, title: str) -> Markup:
    """The two columns of things with the most and the fewest values, most as rows."""
    things = sorted(found.things(), key=lambda i: len({r[i].iri for r in found.rows}))
    across, down = things[0], things[-1]
    totals = _summed(found, lambda i: (found.rows[i][down].text, found.rows[i][across].text))
    rows = _largest(totals, 0, _MOST_HEAT_ROWS)
    columns = _largest(totals, 1, _MOST_HEAT_COLUMNS)
    most = max(totals.values(), default=0) or 1

    def figure(r: int, c: int) -> tuple[str, int, str | None]:
        n = totals.get((rows[r], columns[c]), 0)
        return f"{n:g}", max(1, round(6 * n / most)) if n else 0, None

    return heat(title, rows, columns, figure)


def _largest(totals: Mapping[tuple[str, str], float], axis: int, most: int) -> list[str]:
    sums: dict[str, float] = {}
    for key, n in totals.items():
        sums[key[axis]] = sums.get(key[axis], 0) + n
    return sorted(sums, key=lambda name: (-sums[name], name))[:most]


def _same_kind(found: Result) -> tuple[int, int] | None:
    """Two columns of things of one kind: the ends of ties."""
    kinds: dict[str, int] = {}
    for i in found.things():
        iri = next(r[i].iri for r in found.rows if r[i].iri)
        kind = iri.rpartition("/")[0].rpartition("/")[2]
        if kind in kinds:
            return kinds[kind], i
        kinds[kind] = i
    return None


def _network(found: Result, title: str) -> Markup:
    ends = _same_kind(found)
    numbers = found.numbers()
    weights: dict[str, float] = {}
    ties: dict[tuple[str, str], float] = {}
    cells = {}
    for row in found.rows:
        a, b = row[ends[0]], row[ends[1]]
        if not a.iri or not b.iri or a.iri == b.iri:
            continue
        n = (row[numbers[-1]].number or 1) if numbers else 1
        cells[a.iri], cells[b.iri] = a, b
        key = (min(a.iri, b.iri), max(a.iri, b.iri))
        ties[key] = max(ties.get(key, 0), n)
    for (a, b), n in ties.items():
        weights[a] = weights.get(a, 0) + n
        weights[b] = weights.get(b, 0) + n
    kept = sorted(weights, key=lambda i: (-weights[i], i))[:_MOST_NODES]
    place = {iri: i for i, iri in enumerate(kept)}
    nodes = [Node(cells[i].text, weights[i], 0, cells[i].address) for i in kept]
    edges = {(place[a], place[b]): n for (a, b), n in ties.items() if a in place and b in place}
    return network(title, nodes, edges)


def _contrats(found: Result) -> int | None:
    """The column of contrats, counted from 1 (so that the first is true)."""
    for i in found.things():
        if any(r[i].iri and _CONTRAT in r[i].iri for r in found.rows):
            return i + 1
    return None


def _map(found: Result, title: str, departements: Mapping[str, str]) -> Markup:
    column = (_contrats(found) or 1) - 1
    totals = _summed(found, lambda i: (found.rows[i][column].iri or "", ""))
    cells = {row[column].iri: row[column] for row in found.rows}
    spots = [
        Spot(cells[iri].text, code(departements.get(iri, "")).rpartition("/")[2], n, f"{n:g}",
             cells[iri].address)
        for (iri, _), n in totals.items()
        if iri
    ]  # fmt: skip
    return france(title, spots)


def _timeline(found: Result, title: str) -> Markup:
    start, end = found.columns.index("debut"), found.columns.index("fin")
    first = found.things()[0]
    periods = [
        Period(row[first].text, int(row[start].text[:4]), int(row[end].text[:4]),
               row[first].address)
        for row in found.rows
        if row[start].text[:4].isdigit() and row[end].text[:4].isdigit()
    ]  # fmt: skip
    return timeline(title, periods)
