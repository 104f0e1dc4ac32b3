"""SVG elements made with the standard library: whatever a label holds, it stays text."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from markupsafe import Markup

#: Read on white and on dark cards alike, and told apart in grey: never the only sign.
PALETTE = ("#2f7f86", "#b5762a", "#7d5a9e", "#4d7a3a", "#b0483f", "#4a6fb0", "#8a6d3b", "#5b6b73")
INK = "#1f2428"
SOFT = "#5b6369"
LINE = "#d9d4c8"
PAPER = "#ffffff"
FONT = "system-ui, 'DejaVu Sans', sans-serif"
#: The width of a letter at size 1, about: enough to place labels.
LETTER = 0.56

Element = ET.Element


def element(tag: str, *children: "Element | str | None", **attributes: object) -> Element:
    """An element; `_` in attribute names is `-`, a trailing one is dropped (`class_`)."""
    node = ET.Element(tag)
    for name, value in attributes.items():
        if value is not None:
            shown = f"{value:.4g}" if isinstance(value, float) else str(value)
            node.set(name.rstrip("_").replace("_", "-"), shown)
    for child in children:
        if isinstance(child, str):
            node.text = (node.text or "") + child
        elif child is not None:
            node.append(child)
    return node


def text(x: float, y: float, words: str, size: int = 13, **attributes: object) -> Element:
    """A line of text."""
    given = {"fill": INK, "font_size": size, **attributes}
    return element("text", words, x=float(x), y=float(y), **given)


def link(address: str | None, *children: Element) -> Element:
    """`children` as a link, or grouped where there is nowhere to go."""
    if address is None:
        return element("g", *children)
    return element("a", *children, href=address)


def picture(
    width: float, height: float, title: str, children: Iterable[Element], description: str = ""
) -> Markup:
    """The whole picture on its own paper, named for those who cannot see it."""
    drawn = list(children)
    # An image holds nothing to act on; with links inside, the picture is a group of them.
    linked = any(node.tag == "a" for child in drawn for node in child.iter())
    root = element(
        "svg",
        element("title", title),
        element("desc", description) if description else None,
        element("rect", width=float(width), height=float(height), fill=PAPER, rx=4),
        *drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        width=f"{width:g}",
        height=f"{height:g}",
        role="group" if linked else "img",
        aria_label=title,
        font_family=FONT,
    )
    return Markup(ET.tostring(root, encoding="unicode"))


def cut(words: str, room: float, size: int = 13) -> str:
    """`words` cut with an ellipsis to fit `room` pixels."""
    letters = max(1, int(room / (size * LETTER)))
    return words if len(words) <= letters else words[: letters - 1].rstrip() + "…"
