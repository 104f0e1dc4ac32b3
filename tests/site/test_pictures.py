"""Pictures: well-formed SVG whatever the labels, the same each time, nothing left out."""

from xml.etree import ElementTree as ET

import pytest

from pvgraph.pictures.bars import Part, bars, strip
from pvgraph.pictures.heat import heat
from pvgraph.pictures.map import Spot, france, places
from pvgraph.pictures.network import Node, layout, network
from pvgraph.pictures.timeline import Period, timeline

HOSTILE = "CAF & « </svg><script>alert(1)</script> »"
PICTURES = {
    "bars": lambda: bars(HOSTILE, [Part(HOSTILE, 3, "3", "/a"), Part("b", 0, "0")]),
    "strip": lambda: strip(HOSTILE, [Part(HOSTILE, 1, "1"), Part("b", 2, "2"), Part("c", 0, "0")]),
    "heat": lambda: heat(HOSTILE, [HOSTILE], ["x"], lambda r, c: ("5", 6, "/a")),
    "network": lambda: network(HOSTILE, [Node(HOSTILE, 2), Node("b", 1)], {(0, 1): 2.0}),
    "timeline": lambda: timeline(HOSTILE, [Period(HOSTILE, 2019, 2022, "/a")]),
    "map": lambda: france(HOSTILE, [Spot(HOSTILE, "gironde", 5, "5", "/a")]),
    "no bars": lambda: bars("rien", []),
    "no periods": lambda: timeline("rien", []),
    "no spots": lambda: france("rien", [Spot("nulle part", "atlantide", 1, "1")]),
    "one node": lambda: network("rien", [Node("seul", 1)], {}),
}


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_whole(name: str) -> None:
    drawn = PICTURES[name]()
    root = ET.fromstring(str(drawn))
    assert root.get("role") == ("group" if "<a " in drawn else "img")
    assert root.get("aria-label")
    assert "<script" not in drawn
    assert "style=" not in drawn
    assert drawn == PICTURES[name](), "the same values give the same picture"


def test_departements_are_in_france() -> None:
    assert len(places()) == 96
    for longitude, latitude in places().values():
        assert -5.2 < longitude < 9.9
        assert 41.2 < latitude < 51.4


def test_tied_points_stand_nearer() -> None:
    found = layout(6, {(0, 3): 5.0})
    tied = abs(found[0][0] - found[3][0]) + abs(found[0][1] - found[3][1])
    free = abs(found[1][0] - found[4][0]) + abs(found[1][1] - found[4][1])
    assert tied < free
