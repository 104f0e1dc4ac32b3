"""A heat map: figures in a grid, shaded by share, legible in grey."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

from pvgraph.pictures.svg import INK, cut, element, link, picture, text

#: Seven steps of one hue, light to dark; figures are always written over them.
STEPS = ("#ffffff", "#eef5f4", "#d8eae7", "#b9d9d5", "#8fc1bc", "#0f7175", "#0a4a4e")
_DARK = 5
_ROW, _COLUMN, _LEFT, _TOP = 26, 86, 230, 96


def heat(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    figure: Callable[[int, int], tuple[str, int, str | None]],
) -> Markup:
    """The grid; `figure(row, column)` gives what is written, the step (0 to 6) and an address."""
    shapes = [
        text(0, 0, cut(name, 120, 12), 12, transform=f"translate({_LEFT + c * _COLUMN + 20} "
             f"{_TOP - 8}) rotate(-28)")
        for c, name in enumerate(columns)
    ]  # fmt: skip
    for r, name in enumerate(rows):
        y = _TOP + r * _ROW
        shapes.append(text(_LEFT - 8, y + 18, cut(name, _LEFT - 16), text_anchor="end"))
        for c, column in enumerate(columns):
            words, step, address = figure(r, c)
            x = _LEFT + c * _COLUMN
            shapes.append(
                link(
                    address,
                    element("title", f"{name}, {column} : {words}"),
                    element(
                        "rect", x=float(x), y=float(y), width=_COLUMN - 2.0, height=_ROW - 2.0,
                        fill=STEPS[step], stroke="#d9d4c8", stroke_width=0.6,
                    ),
                    text(x + _COLUMN / 2 - 1, y + 17, words, 12, text_anchor="middle",
                         fill="#ffffff" if step >= _DARK else INK),
                )
            )  # fmt: skip
    width = _LEFT + len(columns) * _COLUMN + 40
    return picture(width, _TOP + len(rows) * _ROW + 10, title, shapes)
