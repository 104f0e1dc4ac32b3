"""A timeline: periods as strips on a common scale of years."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pvgraph.pictures.svg import LINE, PALETTE, SOFT, cut, element, link, picture, text

_LEFT, _STEP, _WIDTH = 230.0, 34.0, 900.0


@dataclass(frozen=True, slots=True)
class Period:
    """From the beginning of year `start` to the end of year `end`."""

    name: str
    start: int
    end: int
    address: str | None = None


def timeline(title: str, periods: Sequence[Period]) -> Markup:
    """The periods from the earliest year to the last, one a line."""
    if not periods:
        return picture(_WIDTH, 40, title, [])
    first = min(p.start for p in periods)
    last = max(p.end for p in periods) + 1
    year = (_WIDTH - _LEFT - 20) / (last - first)
    height = len(periods) * _STEP + 34
    shapes = []
    every = 1 if last - first <= 20 else 5
    for number in range(first, last + 1, every):
        x = _LEFT + (number - first) * year
        shapes.append(element("path", d=f"M{x:.1f} 24V{height:.0f}", stroke=LINE))
        shapes.append(text(x, 16, str(number), 12, fill=SOFT, text_anchor="middle"))
    for row, period in enumerate(periods):
        y = 30 + row * _STEP
        x = _LEFT + (period.start - first) * year
        words = f"{period.start}–{period.end}"
        shapes.append(
            link(
                period.address,
                element("title", f"{period.name} : {words}"),
                text(_LEFT - 10, y + 19, cut(period.name, _LEFT - 20), text_anchor="end"),
                element("rect", x=x, y=y + 4.0, width=(period.end + 1 - period.start) * year,
                        height=20.0, rx=3, fill=PALETTE[row % len(PALETTE)]),
                text(x + 6, y + 18, words, 12, fill="#ffffff"),
            )
        )  # fmt: skip
    return picture(_WIDTH, height, title, shapes)
