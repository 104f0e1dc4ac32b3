"""A timeline: periods as strips on a common scale of years."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pvgraph.pictures.svg import INK, LINE, PALETTE, SOFT, cut, element, link, picture, text

_LEFT, _STEP, _WIDTH = 230.0, 34.0, 900.0


@dataclass(frozen=True, slots=True)
class Deadline:
    """A year that something is promised for, the words that promise it, where they stand."""

    year: int
    words: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """From the beginning of year `start` to the end of year `end`."""

    name: str
    start: int
    end: int
    address: str | None = None
    deadlines: Sequence[Deadline] = ()


def timeline(title: str, periods: Sequence[Period]) -> Markup:
    """The periods from the earliest year to the last, one a line; a diamond a deadline, those of
    one year side by side, and a stroke where the period ends."""
    if not periods:
        return picture(_WIDTH, 40, title, [])
    first = min(p.start for p in periods)
    years = [d.year for p in periods for d in p.deadlines]
    last = max([p.end for p in periods] + years) + 1
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
        end = _LEFT + (period.end + 1 - first) * year
        words = f"{period.start}–{period.end}"
        shapes.append(
            link(
                period.address,
                element("title", f"{period.name} : {words}"),
                text(_LEFT - 10, y + 19, cut(period.name, _LEFT - 20), text_anchor="end"),
                element("rect", x=x, y=y + 4.0, width=end - x,
                        height=20.0, rx=3, fill=PALETTE[row % len(PALETTE)]),
                text(x + 6, y + 18, words, 12, fill="#ffffff"),
                element("path", d=f"M{end:.1f} {y}V{y + 28:.0f}", stroke=INK, stroke_width=2),
            )
        )  # fmt: skip
        shapes += _diamonds(period, lambda n: _LEFT + (n - first) * year, y, year)
    return picture(_WIDTH, height, title, shapes)


def _diamonds(period: Period, place: Callable[[int], float], y: float, year: float) -> list[Markup]:
    """The deadlines of a period, each a link to its words."""
    drawn: list[Markup] = []
    for one in sorted({d.year for d in period.deadlines}):
        same = [d for d in period.deadlines if d.year == one]
        step = min(15.0, (year - 14) / max(1, len(same) - 1)) if len(same) > 1 else 0.0
        for number, deadline in enumerate(same):
            x = place(one + 1) - 9 - number * step
            path = f"M{x:.1f} {y + 7:.0f}l7 7-7 7-7-7z"
            name = element("title", f"{one} : {deadline.words}")
            shape = element("path", name, d=path, fill="#ffffff", stroke=INK, stroke_width=1.5)
            drawn.append(link(deadline.address, shape))
    return drawn
