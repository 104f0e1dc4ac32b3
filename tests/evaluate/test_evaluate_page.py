"""`/qualite` shows the release's own figures, how they were made, and every error behind them."""

import html
import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from starlette.testclient import TestClient

from pvgraph import records
from pvgraph.evaluate import evaluation, tables
from pvgraph.evaluate.report import Report
from pvgraph.model import Extraction
from pvgraph.questions import Questions
from pvgraph.releases import Release
from pvgraph.web.app import create_app
from pvgraph.web.context import Context
from pvgraph.web.runner import Inline
from pvgraph.web.settings import Settings

TESTS = Path(__file__).parents[1]
HERE = TESTS / "evaluate" / "reference"
TEXT = (HERE / "essais.txt").read_text(encoding="utf-8")


def measured() -> Report:
    rows = tuple(records.load(HERE / "predit" / "hasard-1.jsonl"))
    return evaluation.run(HERE, {"essais": TEXT}, [Extraction("essais", rows)], draws=20)


def served(folder: Path) -> TestClient:
    store = Store()
    store.load(path=str(TESTS / "graphs" / "mini.trig"), format=RdfFormat.TRIG)
    release = Release(folder)
    store.dump(output=str(release.quads), format=RdfFormat.N_QUADS)
    release.default.touch()
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    context = Context(Inline(release), Questions.load(), Settings())
    return TestClient(create_app(context), follow_redirects=False)


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> TestClient:
    folder = tmp_path_factory.mktemp("release")
    measured().write(folder / "evaluation.json")
    return served(folder)


def words(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_page_shows_every_table_and_how_they_were_made(client: TestClient, lang: str):
    page = words(client, f"/qualite?lang={lang}")
    report = measured()
    assert tables.method(report, lang) in page
    for table in tables.every(report, lang):
        assert " ".join(table.title.split()) in page


def test_figures_of_the_page_are_the_releases(client: TestClient):
    figures = client.get("/qualite.json").json()
    (line,) = [line for line in figures["lines"] if line["key"] == "mesure"]
    assert f"F1 {line['target']} {line['mean']:.2f}" in words(client, "/qualite?lang=en")


def test_every_error_is_listed_and_leads_to_its_passage(client: TestClient):
    report = measured()
    pages = "".join(client.get(f"/qualite/erreurs/essais?page={n}").text for n in (1, 2))
    assert len(report.mistakes) > 20
    for mistake in report.mistakes:
        assert f"/textes/essais#char={mistake.start},{mistake.end}" in pages


@pytest.mark.parametrize("path", ["/qualite/erreurs/paris", "/qualite/non-compris/paris"])
def test_contrat_that_was_not_measured_is_not_found(client: TestClient, path: str):
    assert client.get(path).status_code == 404


def test_release_without_annotations_says_so(tmp_path: Path):
    client = served(tmp_path)
    assert "rien n'a été mesuré" in words(client, "/qualite")
    assert client.get("/qualite.json").status_code == 404
