"""Every page, in both languages: whole, light, without inline code, no link leading nowhere."""

import asyncio
import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from pages import PAGES
from starlette.testclient import TestClient

from pvgraph.comparison.compare import compare
from pvgraph.store.engine import Engine
from pvgraph.store.opening import open_store
from pvgraph.web.pages.adresses import Adresses
from pvgraph.web.pages.site import Site

_HEAVIEST = 150_000


class Seen(HTMLParser):
    """A page's links, its language, and what a strict policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.lang = ""
        self.inline: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        if tag == "html":
            self.lang = given["lang"]
        if tag in ("a", "link") and given.get("href"):
            self.links.append(given["href"])
        if "style" in given or tag == "style" or any(k.startswith("on") for k in given):
            self.inline.append(f"{tag} {given}")
        data = given.get("type") == "application/ld+json"
        if tag == "script" and "src" not in given and not data:
            self.inline.append("script")
        if "id" in given:
            assert given["id"] not in self.ids, f"id {given['id']} twice"
            self.ids.add(given["id"])


def look(visitor: TestClient, address: str) -> Seen:
    answer = visitor.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code} {answer.text[:300]}"
    seen = Seen()
    seen.feed(answer.text)
    return seen


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_page(visitor: TestClient, page: str, lang: str) -> None:
    address = page if lang == "fr" else f"{page}{'&' if '?' in page else '?'}lang=en"
    answer = visitor.get(address)
    assert answer.status_code == 200, answer.text[:500]
    seen = Seen()
    seen.feed(answer.text)
    assert seen.lang == lang
    assert seen.inline == []
    assert len(gzip.compress(answer.content)) < _HEAVIEST
    assert "{" not in re.sub(r"<(pre|code|textarea|script)\b.*?</\1>", "", answer.text, flags=re.S)


def test_longest_text_is_light_once_packed(visitor: TestClient) -> None:
    answer = visitor.get("/textes/aix-marseille", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < _HEAVIEST


def test_every_link_leads_somewhere(visitor: TestClient) -> None:
    """A link of each form, from every page."""
    forms: dict[str, str] = {}
    for page in PAGES:
        for href in look(visitor, page).links:
            target = urlsplit(urljoin(f"http://127.0.0.1:8000{page}", href))
            if target.netloc != "127.0.0.1:8000":
                assert target.scheme in ("https", "http", "mailto"), href
                continue
            address = target.path + (f"?{target.query}" if target.query else "")
            folder, _, leaf = target.path.rpartition("/")
            form = folder.partition("/")[2].partition("/")[0] or leaf
            form += "".join(sorted({pair.partition("=")[0] for pair in target.query.split("&")}))
            suffix = leaf.rpartition(".")[2] if "." in leaf else ""
            forms.setdefault(f"{form}.{suffix}", address)
    assert len(forms) > 60
    broken = [
        address
        for address in sorted(forms.values())
        if visitor.get(address, follow_redirects=False).status_code >= 400
    ]
    assert broken == []


def test_one_click_from_a_figure_to_its_words(visitor: TestClient, release: object) -> None:
    listed = look(visitor, "/engagements?theme=logement&contrat=metz&role=porteur")
    passages = [link for link in listed.links if "#char=" in link]
    assert passages
    text = (release.texts / "metz.txt").read_bytes().decode()
    page = visitor.get("/engagements?theme=logement&contrat=metz&role=porteur").text
    for link in passages[:10]:
        start, end = map(int, link.rpartition("#char=")[2].split(","))
        words = " ".join(text[start:end].split())[:40]
        assert words.replace("'", "&#39;") in " ".join(page.split())


async def _compared(engine: Engine, rows: str, columns: str) -> dict[tuple[str, str], int]:
    async def ask(sparql: str) -> object:
        return engine.query(sparql)

    return dict((await compare(ask, rows, columns)).cells)


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ("theme", "contrat"),
        ("type-acteur", "contrat"),
        ("pilier", "mode"),
        ("dispositif", "contrat"),
    ],
)
def test_figures_are_those_of_the_command(
    visitor: TestClient, release: object, rows: str, columns: str
) -> None:
    """The page, its spreadsheet and `pvgraph compare` count alike."""
    with ThreadPoolExecutor(1) as apart:  # Playwright keeps a loop running in this thread
        cells = apart.submit(asyncio.run, _compared(Engine(open_store(release)), rows, columns))
    counted = cells.result()
    exported = visitor.get(f"/comparer.csv?lignes={rows}&colonnes={columns}").text
    totals = [int(line.split('","')[-2]) for line in exported.splitlines()[1:]]
    assert sum(totals) == sum(counted.values())
    assert len([n for n in totals if n]) == len({row for row, _ in counted})


FAILURES = [
    ("/nulle-part", 404, "Cette page n'existe pas"),
    ("/acteurs/personne", 404, "Cette page n'existe pas"),
    ("/mesures/brest/absente", 404, "Cette page n'existe pas"),
    ("/textes/../../etc/passwd", 404, "Cette page n'existe pas"),
    ("/comparer?lignes=couleur", 400, "dimension 'couleur' inconnue"),
    ("/comparer?lignes=theme&colonnes=theme", 400, "toutes deux"),
    ("/comparer?theme=cuisine", 400, "inconnu"),
    ("/comparer?modes=fort", 400, "inconnu"),
    ("/engagements?page=deux", 400, "page"),
    ("/questions/absente", 404, "Cette page n'existe pas"),
    ("/editeur?query=SELECT+*+WHERE", 400, "pas eu de réponse"),
    ("/editeur?query=SELECT+*+WHERE+{SERVICE+<http://a/>+{?s+?p+?o}}", 400, "pas eu de réponse"),
    ("/signaler?chose=javascript:alert(1)", 404, "Cette page n'existe pas"),
]


@pytest.mark.parametrize(("address", "status", "words"), FAILURES)
def test_failures_are_told(visitor: TestClient, address: str, status: int, words: str) -> None:
    answer = visitor.get(address)
    assert answer.status_code == status
    assert words in answer.text.replace("&#39;", "'").replace("\u00a0", " ")
    assert "<form" in answer.text, "a way out is offered"


def test_search_without_an_index_says_what_to_do(visitor: TestClient, monkeypatch) -> None:
    monkeypatch.setattr(Site, "index", lambda _: None)
    for address in ("/recherche?q=emploi", "/recherche/suggestions?q=emp"):
        answer = visitor.get(address)
        assert answer.status_code == 503
        assert "pvgraph build" in answer.text


def test_what_is_typed_stays_text(visitor: TestClient) -> None:
    hostile = '"><script>alert(1)</script>'
    for address in (
        f"/recherche?q={hostile}",
        f"/editeur?query={hostile}",
        f"/signaler?chose={hostile}",
    ):
        assert "<script>alert" not in visitor.get(address).text


def test_machines_get_plain_words(visitor: TestClient) -> None:
    answer = visitor.get("/nulle-part", headers={"Accept": "*/*"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/plain")


def test_debatable_items_count_only_when_asked(visitor: TestClient) -> None:
    def total(extra: str) -> int:
        exported = visitor.get(f"/comparer.csv?lignes=pilier&colonnes=contrat{extra}").text
        return sum(int(line.split('","')[-2]) for line in exported.splitlines()[1:])

    assert 0 < total("") < total("&discutables=1")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("params", [{}, {"theme": "éducation", "modes": ["explicite", "herite"]}])
def test_links_of_a_row_are_those_of_its_cells(lang: str, params: dict) -> None:
    links, names = Adresses("/sous", lang), ["brest", "a b&c", "éducation"]
    for axis in ("contrat", "theme"):
        each = [links("/engagements", {**params, axis: name}) for name in names]
        assert links.each("/engagements", params, axis, names) == each
