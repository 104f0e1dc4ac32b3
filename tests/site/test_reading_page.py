"""The reading page keeps the file to the character: offsets found by counting text nodes."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from pvgraph.web.pages.mise_en_page import Zone, html, zones


class Nodes(HTMLParser):
    """The text of a page as a browser counts it, and the text inside each marked link."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []
        self.marked: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "a":
            self.open.append(dict(attrs)["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.open:
            self.marked[self.open[-1]] = self.marked.get(self.open[-1], "") + data


def read(page: str) -> Nodes:
    nodes = Nodes()
    nodes.feed(page)
    nodes.close()
    return nodes


LAYOUT = (
    "# Axe 1 <b>gras</b>\n\n- **L'Etat** s'engage\n  à financer\tCAF <ul><li>un</li></ul>\r\n"
    "&amp; < 5 𝒜"
)
CHARACTERS = st.sampled_from(list("aé𝒜 \n\t\r#*<>/&\"'-lipbu0"))


def test_markup_stays_in_the_page_hidden() -> None:
    page = str(html(LAYOUT, []))
    assert read(page).text == LAYOUT
    assert "<h2>" in page
    assert "<span hidden>&lt;li&gt;</span>" in page


@given(
    st.lists(CHARACTERS, max_size=80).map("".join),
    st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20)), max_size=6),
)
def test_every_zone_holds_its_own_words(text: str, places: list[tuple[int, int]]) -> None:
    found = [
        Zone(start, min(start + length, len(text)), "action", f"/{number}")
        for number, (start, length) in enumerate(places)
        if start < len(text)
    ]
    nodes = read(str(html(text, found)))
    assert nodes.text == text
    cut = zones(found)
    for zone in found:
        words = "".join(text[z.start : z.end] for z in cut if z.address == zone.address)
        shown = nodes.marked.get(zone.address, "")
        assert "".join(shown.split()) == "".join(words.split()), "blank lines carry no mark"


def test_the_shortest_zone_wins() -> None:
    cut = zones(
        [Zone(0, 20, "projet", "/a"), Zone(5, 9, "action", "/b"), Zone(20, 22, "axe", "/c")]
    )
    assert [(z.start, z.end, z.address) for z in cut] == [
        (0, 5, "/a"),
        (5, 9, "/b"),
        (9, 20, "/a"),
        (20, 22, "/c"),
    ]


def test_what_was_not_understood_is_marked_and_leads_nowhere() -> None:
    page = str(html("Lu. Pas compris.", [Zone(0, 3, "action", "/a"), Zone(4, 16, "incompris")]))
    assert '<span class="incompris">Pas compris.</span>' in page
    assert read(page).marked == {"/a": "Lu."}
