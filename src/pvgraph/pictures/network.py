"""A network: who is named with whom, laid out by springs, always the same way."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from pvgraph.pictures.svg import INK, PALETTE, cut, element, link, picture, text

_ROUNDS = 220
_WIDTH, _HEIGHT, _MARGIN = 900.0, 640.0, 90.0
_NAME_WIDTH, _NAME_HEIGHT = 165.0, 34.0
"""Room that a point and the name under it take."""


@dataclass(frozen=True, slots=True)
class Node:
    """A point: its name, its weight, its group (a colour), where it leads."""

    name: str
    weight: float
    group: int = 0
    address: str | None = None


Edges = Mapping[tuple[int, int], float]
"""Weights of the ties between points, by their numbers."""
Ties = tuple[tuple[tuple[int, int], float], ...]


def network(title: str, nodes: Sequence[Node], edges: Edges) -> Markup:
    """The picture of at most some tens of points."""
    places = layout(len(nodes), edges)
    heaviest = max((n.weight for n in nodes), default=1) or 1
    strongest = max(edges.values(), default=1) or 1
    shapes = []
    for (a, b), weight in sorted(edges.items()):
        (x1, y1), (x2, y2) = places[a], places[b]
        shapes.append(
            element(
                "line",
                element("title", f"{nodes[a].name} – {nodes[b].name} : {weight:g}"),
                x1=x1, y1=y1, x2=x2, y2=y2, stroke="#9aa3a8",
                stroke_width=0.8 + 4 * weight / strongest, stroke_opacity=0.6,
            )
        )  # fmt: skip
    for node, (x, y) in zip(nodes, places, strict=True):
        radius = 5 + 13 * math.sqrt(node.weight / heaviest)
        shapes.append(
            link(
                node.address,
                element("title", f"{node.name} : {node.weight:g}"),
                element("circle", cx=x, cy=y, r=radius, fill=PALETTE[node.group % len(PALETTE)],
                        stroke="#fff", stroke_width=1.5),
                text(x, y + radius + 13, cut(node.name, 170, 12), 12, text_anchor="middle",
                     fill=INK, paint_order="stroke", stroke="#fff", stroke_width=3),
            )
        )  # fmt: skip
    return picture(_WIDTH, _HEIGHT, title, shapes)


def layout(count: int, edges: Edges) -> list[tuple[float, float]]:
    """Places by attraction along ties and repulsion between all (Fruchterman and Reingold),
    from a circle, without chance: the same ties give the same picture."""
    return _placed(count, tuple(edges.items()))


@lru_cache(maxsize=16)
def _placed(count: int, ties: Ties) -> list[tuple[float, float]]:
    edges = dict(ties)
    if count < 2:
        return [(_WIDTH / 2, _HEIGHT / 2)] * count
    places = [
        (math.cos(2 * math.pi * i / count), math.sin(2 * math.pi * i / count)) for i in range(count)
    ]
    ideal = 1.6 / math.sqrt(count)
    strongest = max(edges.values(), default=1) or 1
    for turn in range(_ROUNDS):
        moves = _forces(places, edges, ideal, strongest)
        heat = 0.12 * (1 - turn / _ROUNDS)
        places = [
            (x + _bounded(dx, dy, heat)[0], y + _bounded(dx, dy, heat)[1])
            for (x, y), (dx, dy) in zip(places, moves, strict=True)
        ]
    return _spaced(_fitted(places))


def _forces(
    places: list[tuple[float, float]], edges: Edges, ideal: float, strongest: float
) -> list[list[float]]:
    moves = [[-0.2 * x, -0.2 * y] for x, y in places]
    for i, (x1, y1) in enumerate(places):
        for j in range(i):
            dx, dy = x1 - places[j][0], y1 - places[j][1]
            push = ideal * ideal / max(dx * dx + dy * dy, 1e-4)
            moves[i][0] += dx * push
            moves[i][1] += dy * push
            moves[j][0] -= dx * push
            moves[j][1] -= dy * push
    for (a, b), weight in edges.items():
        dx, dy = places[a][0] - places[b][0], places[a][1] - places[b][1]
        pull = math.hypot(dx, dy) / ideal * (0.3 + 0.7 * weight / strongest) * 0.05
        moves[a][0] -= dx * pull
        moves[a][1] -= dy * pull
        moves[b][0] += dx * pull
        moves[b][1] += dy * pull
    return moves


def _bounded(dx: float, dy: float, most: float) -> tuple[float, float]:
    length = math.hypot(dx, dy) or 1.0
    part = min(length, most) / length
    return dx * part, dy * part


def _fitted(places: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The places stretched to the paper."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    return [
        (
            round(_MARGIN + (x - min(xs)) / wide * (_WIDTH - 2 * _MARGIN), 1),
            round(40 + (y - min(ys)) / high * (_HEIGHT - 100), 1),
        )
        for x, y in places
    ]


def _spaced(places: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The places moved apart, up and down, where names would stand on each other."""
    moved = [list(place) for place in places]
    for _ in range(120):
        for i, one in enumerate(moved):
            for other in moved[:i]:
                across, down = one[0] - other[0], one[1] - other[1]
                lacking = _NAME_HEIGHT - abs(down)
                if abs(across) >= _NAME_WIDTH or lacking <= 0:
                    continue
                step = (lacking / 4 + 0.5) * (1 if down >= 0 else -1)
                one[1] = min(max(one[1] + step, 25.0), _HEIGHT - 40)
                other[1] = min(max(other[1] - step, 25.0), _HEIGHT - 40)
                side = (1 - abs(across) / _NAME_WIDTH) * 3 * (1 if across >= 0 else -1)
                one[0] = min(max(one[0] + side, _MARGIN), _WIDTH - _MARGIN)
                other[0] = min(max(other[0] - side, _MARGIN), _WIDTH - _MARGIN)
    return [(round(x, 1), round(y, 1)) for x, y in moved]
