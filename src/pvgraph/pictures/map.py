"""A simple map: France in outline and a circle for each territory; no tile, no server.

`lieux.csv` holds one point a département (its main town, WGS 84, two decimals): enough to see where
a contrat is, too coarse to pretend to more. A point is never given to a neighbourhood.
"""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from pvgraph.pictures.svg import LINE, PALETTE, element, link, picture, text

# Mainland France and Corsica, drawn by hand to about 30 km (longitude, latitude).
_MAINLAND = (
    (2.5, 51.1), (4.2, 50.0), (4.9, 49.8), (5.8, 49.5), (6.7, 49.2), (8.2, 49.0), (7.6, 47.6),
    (6.9, 47.4), (6.1, 46.4), (6.8, 46.4), (7.0, 45.7), (7.1, 45.2), (6.7, 44.6), (7.6, 44.1),
    (7.5, 43.8), (6.6, 43.2), (5.9, 43.1), (5.0, 43.35), (4.1, 43.5), (3.1, 43.1), (3.1, 42.45),
    (1.7, 42.4), (0.7, 42.75), (-0.6, 42.85), (-1.75, 43.35), (-1.2, 44.6), (-1.1, 45.5),
    (-1.2, 46.2), (-2.1, 47.0), (-2.6, 47.4), (-3.4, 47.7), (-4.7, 48.0), (-4.75, 48.4),
    (-3.5, 48.8), (-2.0, 48.65), (-1.5, 48.65), (-1.9, 49.7), (-1.2, 49.55), (-1.1, 49.35),
    (0.2, 49.3), (0.2, 49.7), (1.4, 50.1), (1.6, 50.85),
)  # fmt: skip
_CORSICA = ((9.4, 43.0), (9.55, 42.1), (9.2, 41.4), (8.6, 41.9), (8.6, 42.4))
_SCALE = 58.0
_SOUTH, _NORTH, _WEST, _EAST = 41.2, 51.4, -5.2, 9.9
_SQUEEZE = math.cos(math.radians(46.5))


@dataclass(frozen=True, slots=True)
class Spot:
    """A territory: its name, the département where it stands, its weight, where it leads."""

    name: str
    departement: str
    weight: float
    shown: str
    address: str | None = None


@cache
def places() -> dict[str, tuple[float, float]]:
    """Longitude and latitude by département (its slug)."""
    source = files(__package__).joinpath("lieux.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(source.splitlines())
    return {r["departement"]: (float(r["longitude"]), float(r["latitude"])) for r in rows}


def france(title: str, spots: Sequence[Spot]) -> Markup:
    """The map of the spots whose département is known; circles' areas follow the weights."""
    known = [s for s in spots if s.departement in places()]
    heaviest = max((s.weight for s in known), default=1) or 1
    shapes = [_outline(_MAINLAND), _outline(_CORSICA)]
    for number, spot in enumerate(sorted(known, key=lambda s: -s.weight)):
        x, y = _point(*places()[spot.departement])
        radius = 6 + 22 * math.sqrt(spot.weight / heaviest)
        shapes.append(
            link(
                spot.address,
                element("title", f"{spot.name} : {spot.shown}"),
                element("circle", cx=x, cy=y, r=radius, fill=PALETTE[number % len(PALETTE)],
                        fill_opacity=0.8, stroke="#fff", stroke_width=1.5),
                text(x, y + radius + 14, spot.name, 13, text_anchor="middle", font_weight=600,
                     paint_order="stroke", stroke="#fff", stroke_width=3),
                text(x, y + radius + 29, spot.shown, 12, text_anchor="middle",
                     paint_order="stroke", stroke="#fff", stroke_width=3),
            )
        )  # fmt: skip
    width, height = _point(_EAST, _SOUTH)
    return picture(round(width) + 40, round(height) + 40, title, shapes)


def _point(longitude: float, latitude: float) -> tuple[float, float]:
    return (
        round(30 + (longitude - _WEST) * _SCALE * _SQUEEZE, 1),
        round(10 + (_NORTH - latitude) * _SCALE, 1),
    )


def _outline(points: Sequence[tuple[float, float]]) -> object:
    path = "L".join(f"{x} {y}" for x, y in (_point(*p) for p in points))
    return element("path", d=f"M{path}Z", fill="#f4f1ea", stroke=LINE, stroke_width=1.5,
                   stroke_linejoin="round")  # fmt: skip
