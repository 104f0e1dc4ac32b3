"""Bars: one stacked strip, or a bar chart of labelled values."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pvgraph.pictures.svg import LINE, PALETTE, SOFT, cut, element, link, picture, text


@dataclass(frozen=True, slots=True)
class Part:
    """One value: its name, its number, how the number is written, where it leads."""

    label: str
    value: float
    shown: str
    address: str | None = None


def strip(title: str, parts: Sequence[Part], width: float = 260) -> Markup:
    """One strip divided by the parts' values, each a colour and a pattern of its own."""
    whole = sum(p.value for p in parts) or 1
    shapes, x = [], 0.0
    for number, part in enumerate(parts):
        size = width * part.value / whole
        shapes += _patterned(number, x, size, f"{part.label} : {part.shown}")
        x += size
    return picture(width, 14, title, shapes)


def keys(parts: Sequence[Part]) -> list[Markup]:
    """For each part of a strip, a small square in its colour and pattern."""
    drawn = (_patterned(number, 0.0, 14.0, part.label) for number, part in enumerate(parts))
    return [picture(14, 14, part.label, d) for part, d in zip(parts, drawn, strict=True)]


def _patterned(number: int, x: float, size: float, title: str) -> list[Markup]:
    """A piece of a strip: plain, with slanted marks, with upright marks."""
    name = element("title", title)
    shapes = [element("rect", name, x=x, y=0.0, width=size, height=14.0, fill=PALETTE[number])]
    slope = 4.0 if number == 1 else 0.0
    for mark in range(1, int(size / 6) + 1) if number else ():
        at = min(x + mark * 6, x + size)
        path = f"M{at:.1f} 0L{at - slope:.1f} 14"
        shapes.append(element("path", d=path, stroke="#fff", opacity=0.45))
    return shapes


def bars(title: str, parts: Sequence[Part], width: float = 760) -> Markup:
    """Horizontal bars, longest value across; every bar with its name and number."""
    room, step = 250.0, 26
    longest = max((p.value for p in parts), default=0) or 1
    shapes = []
    for row, part in enumerate(parts):
        y = row * step
        size = (width - room - 70) * part.value / longest
        shapes.append(
            link(
                part.address,
                element("title", f"{part.label} : {part.shown}"),
                text(room - 8, y + 18, cut(part.label, room - 16), text_anchor="end"),
                element("rect", x=room, y=y + 5.0, width=size, height=17.0, fill=PALETTE[0]),
                text(room + size + 6, y + 18, part.shown, 12, fill=SOFT),
            )
        )
    height = max(1, len(parts)) * step + 6
    shapes.append(element("path", d=f"M{room} 0V{height}", stroke=LINE))
    return picture(width, height, title, shapes)
