"""Each user's path in a real Chromium, on a desk and on a phone, in both languages.

Any console error, failed request or request to another host fails the test that met it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import LOOKED_AT
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

pytestmark = pytest.mark.browser

_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_DESK = {"viewport": {"width": 1280, "height": 900}}
_PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
#: Each page is looked at in one of these, in turn: all of them see every kind of page over time.
_LOOKS = (
    ("fr", {**_DESK, "color_scheme": "light"}),
    ("en", {**_PHONE, "color_scheme": "dark"}),
    ("fr", {**_PHONE, "color_scheme": "light", "reduced_motion": "reduce"}),
    ("en", {**_DESK, "color_scheme": "dark"}),
)
# 200 % zoom of a 1280 px screen is a page 640 px wide.
_ZOOMED = {"viewport": {"width": 640, "height": 450}}
_WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "elementRef": False,
    "iframes": False,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, gone after this file: its event loop would stand in the way of other tests'."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Watched:
    """A context whose every complaint is kept."""

    context: BrowserContext
    host: str
    complaints: list[str] = field(default_factory=list)
    expected: tuple[int, ...] = ()

    def page(self) -> Page:
        page = self.context.new_page()
        page.on("console", self._said)
        page.on("pageerror", lambda e: self.complaints.append(f"{page.url}: {e}"))
        page.on("response", self._answered)
        return page

    def _said(self, message: object) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _answered(self, response: object) -> None:
        address = urlsplit(response.url)
        if address.scheme == "data":
            return
        if address.netloc != self.host:
            self.complaints.append(f"another host: {response.url}")
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.status} {response.url}")


@pytest.fixture
def watch(browser: Browser, served: str) -> Iterator[object]:
    """Opens contexts by their settings; complaints of all are checked at the end."""
    opened: list[Watched] = []

    def open_one(**settings: object) -> Watched:
        context = browser.new_context(base_url=served, accept_downloads=True, **settings)
        context.set_default_timeout(10_000)
        opened.append(Watched(context, urlsplit(served).netloc))
        return opened[-1]

    yield open_one
    for one in opened:
        one.context.close()
    assert [c for one in opened for c in one.complaints] == []


def in_language(address: str, lang: str) -> str:
    if lang == "fr":
        return address
    path, mark, fragment = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}lang={lang}{mark}{fragment}"


@pytest.fixture(scope="module")
def looks(browser: Browser, served: str) -> Iterator[list[tuple[str, Watched, Page]]]:
    """One open page for each way of looking, from one address to the next."""
    opened = []
    for lang, settings in _LOOKS:
        context = browser.new_context(base_url=served, **settings)
        watched = Watched(context, urlsplit(served).netloc)
        opened.append((lang, watched, watched.page()))
    yield opened
    for _, watched, _ in opened:
        watched.context.close()


@pytest.mark.parametrize(("number", "address"), list(enumerate(LOOKED_AT)))
def test_page_is_for_everyone(looks: list, number: int, address: str) -> None:
    """No WCAG A or AA fault that axe-core sees; no sideways scroll; a title and one h1."""
    lang, watched, page = looks[number % len(looks)]
    watched.complaints.clear()
    page.goto(in_language(address, lang), wait_until="load")
    found = Axe().run(page, options=_WCAG).response["violations"]
    assert watched.complaints == []
    assert [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found] == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth + 1")
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == lang


@pytest.mark.parametrize("address", ["/", "/comparer", "/textes/brest", "/composer"])
def test_page_holds_at_twice_its_size(watch: object, address: str) -> None:
    page = watch(**_ZOOMED).page()
    page.goto(address)
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth + 1")


@pytest.mark.parametrize(
    ("lang", "settings"), [("fr", _DESK), ("en", _PHONE)], ids=["fr-desk", "en-phone"]
)
def test_from_a_figure_to_its_sentence_and_away_with_the_table(
    watch: object, lang: str, settings: dict, tmp_path: Path
) -> None:
    page = watch(**settings).page()
    page.goto(in_language("/", lang))
    page.get_by_role("link", name={"fr": "Comparer", "en": "Compare"}[lang]).first.click()
    page.locator("#lignes").select_option("theme")
    page.locator("#colonnes").select_option("contrat")
    page.get_by_label({"fr": "collectif", "en": "collective"}[lang], exact=True).uncheck()
    page.get_by_role("button", name={"fr": "Afficher", "en": "Show"}[lang]).click()
    assert "modes=explicite" in page.url
    cell = page.locator(".matrice tbody td a").first
    figure = int(re.match(r"\d+", cell.inner_text())[0])
    cell.click()
    assert str(figure) in page.locator("h1").inner_text()
    with page.expect_download() as kept:
        page.get_by_role("link", name="XLSX").click()
    assert kept.value.suggested_filename.endswith(".xlsx")
    assert Path(kept.value.path()).read_bytes()[:2] == b"PK"
    quote = page.locator(".mesures .citation").first.inner_text()
    page.locator('.mesures a[href*="#char="]').first.click()
    page.locator("mark.eclair").first.wait_for()
    flashed = "".join(page.locator("mark.eclair").all_inner_texts())
    assert " ".join(flashed.split())[:40] == " ".join(quote.split())[:40]
    expect(page.locator("mark.eclair").first).to_be_in_viewport()


@pytest.mark.parametrize(
    ("lang", "settings"), [("fr", _DESK), ("en", _PHONE)], ids=["fr-desk", "en-phone"]
)
def test_from_words_to_a_mesure_and_its_acteur(watch: object, lang: str, settings: dict) -> None:
    page = watch(**settings).page()
    page.goto(in_language("/recherche", lang))
    page.get_by_role("combobox").fill("logmeents indignes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("logement")
    page.goto(in_language("/recherche?q=emploi+des+jeunes&niveau=action", lang))
    assert page.locator("mark").count() > 0
    page.locator(".mesures .citation a").first.click()
    assert "/mesures/" in page.url
    expect(page.locator("blockquote.citation")).to_be_visible()
    acteur = page.locator("table tbody th a").first
    name = acteur.inner_text()
    acteur.click()
    expect(page.locator("h1")).to_have_text(name)
    assert page.locator(".matrice").count() > 0


def test_suggestions_by_the_keyboard(watch: object) -> None:
    page = watch(**_DESK).page()
    page.goto("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("caf")
    page.get_by_role("option").first.wait_for()
    box.press("ArrowDown")
    chosen = page.get_by_role("option", selected=True)
    expect(chosen).to_have_count(1)
    box.press("Enter")
    page.wait_for_url("**/acteurs/**")


@pytest.mark.parametrize(
    ("lang", "settings"), [("fr", _DESK), ("en", _PHONE)], ids=["fr-desk", "en-phone"]
)
def test_from_a_sentence_to_its_sparql_and_a_picture(
    watch: object, lang: str, settings: dict
) -> None:
    page = watch(**settings).page()
    page.goto(in_language("/composer", lang))
    page.locator("#t-theme").select_option("logement")
    page.locator("#par1").select_option("type-acteur")
    page.get_by_role("button", name={"fr": "Demander", "en": "Ask"}[lang]).click()
    expect(page.locator("#requete")).to_contain_text("theme/logement")
    rows = page.locator(".tableau table").first.locator("tbody tr").count()
    page.get_by_role("link", name={"fr": "Barres", "en": "Bars"}[lang]).click()
    assert page.locator("#dessin svg rect").count() == rows + 1
    with page.expect_download() as kept:
        page.locator("[data-svg]").click()
    assert b"<svg" in Path(kept.value.path()).read_bytes()
    with page.expect_download() as kept:
        page.locator("[data-png]").click()
    assert Path(kept.value.path()).read_bytes()[:4] == b"\x89PNG"
    page.get_by_role("link", name={"fr": "Ouvrir dans", "en": "Open in"}[lang]).click()
    page.get_by_role("button", name={"fr": "Lancer", "en": "Run"}[lang]).click()
    assert page.locator(".tableau tbody tr").count() == rows


def test_reading_shows_the_fact_beside_the_words(watch: object) -> None:
    page = watch(**_DESK).page()
    page.goto("/textes/metz")
    zone = page.locator(".texte a.lu.action").nth(3)
    words = zone.inner_text()
    zone.click()
    expect(page.locator("#fait .citation")).to_contain_text(words[:30])
    expect(page.locator("#fait a", has_text="Signaler")).to_be_visible()
    page.locator('[data-niveau="action"]').uncheck()
    expect(page.locator(".texte")).to_have_class(re.compile("montre-pas-action"))


def test_passages_are_counted_in_code_points(watch: object) -> None:
    """A character outside the basic plane before a passage must not shift it."""
    page = watch(**_DESK).page()
    page.goto("/textes/brest")
    page.evaluate("document.querySelector('.texte').replaceChildren('𝒜𝒷 un ', 'deux 𝒸 trois')")
    page.evaluate("location.hash = 'char=3,10'")
    page.locator("mark.eclair").first.wait_for()
    assert "".join(page.locator("mark.eclair").all_text_contents()) == "un deux"


def test_keyboard_alone_reaches_the_content(watch: object) -> None:
    page = watch(**_DESK).page()
    page.goto("/comparer")
    page.keyboard.press("Tab")
    expect(page.locator(".saut")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.closest('main') !== null")
    assert focused
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_everything_reads_without_javascript(watch: object) -> None:
    page = watch(**_DESK, java_script_enabled=False).page()
    page.goto("/textes/brest")
    assert page.locator(".texte a.lu").count() > 50
    page.locator(".texte a.lu").first.click()
    expect(page.locator("blockquote.citation")).to_be_visible()
    page.goto("/editeur")
    page.locator("textarea").fill("ASK { ?s ?p ?o }")
    page.get_by_role("button", name="Lancer").click()
    expect(page.get_by_role("status")).to_have_text("Oui")


def test_editor_completes_the_graphs_terms(watch: object) -> None:
    page = watch(**_DESK).page()
    page.goto("/editeur")
    area = page.locator("textarea#query")
    expect(area).to_be_visible()
    if not page.locator("textarea[data-module]").count():
        return
    area.focus()
    editor = page.locator(".editeur .cm-content")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT * WHERE { ?e pv:modeAttr")
    page.locator(".editeur .cm-tooltip-autocomplete li").first.wait_for()
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    assert "pv:modeAttribution" in page.locator("textarea#query").input_value()


def test_a_failing_query_is_told_as_a_failure(watch: object) -> None:
    watched = watch(**_DESK)
    watched.expected = (400,)
    page = watched.page()
    page.goto("/editeur?query=SELECT+%3Fx+WHERE+%7B")
    expect(page.get_by_role("alert")).to_contain_text("pas eu de réponse")
    page.goto("/acteurs/cafe?lang=en")
    watched.complaints.clear()


def test_printed_comparison_keeps_its_heat(watch: object) -> None:
    page = watch(**_DESK).page()
    page.goto("/comparer")
    page.emulate_media(media="print")
    assert page.locator(".entete nav").is_hidden()
    cell = page.locator(".matrice td.h6").first
    shade = cell.evaluate("e => getComputedStyle(e).backgroundColor")
    assert shade not in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")
    assert cell.evaluate("e => getComputedStyle(e).printColorAdjust") == "exact"
