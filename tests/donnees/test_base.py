"""Data under another base: names, pages, questions, files and catalogue all follow it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from petit_corpus import TEXT, write_corpus
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from starlette.testclient import TestClient

import pvgraph
from pvgraph import pipeline
from pvgraph.building.sources import Sources
from pvgraph.cli import cli
from pvgraph.graph.names import BASE as PROJECT
from pvgraph.questions import Questions
from pvgraph.releases import Release
from pvgraph.web.app import create_app
from pvgraph.web.context import Context
from pvgraph.web.runner import Inline

BASE = "https://data.example.org/pv/id/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ailleurs")


@pytest.fixture(scope="module")
def sources(folder: Path) -> Sources:
    return Sources(write_corpus(folder / "corpus"), folder / "build", BASE)


@pytest.fixture(scope="module")
def release(sources: Sources) -> Release:
    """A small build under that base."""
    return pipeline.build(sources).release


@pytest.fixture(scope="module")
def client(release: Release) -> Iterator[TestClient]:
    with TestClient(create_app(Context(Inline(release), Questions.load()))) as client:
        yield client


PAGES = [
    "/contrats/exempleville",
    "/acteurs/etat",
    "/themes/emploi-insertion",
    "/comparer?type-acteur=etat&contrat=exempleville",
    "/questions/qui-s-engage-a-quoi?contrat=exempleville",
    "/id/contrat/exempleville.ttl",
    "/id/contrat/exempleville.html",
    "/def.ttl",
    "/editeur",
    "/catalog.ttl",
    "/.well-known/void",
    "/.well-known/sparql-examples/",
    "/api/engagements",
    "/api/questions",
    "/api/questions/qui-s-engage-a-quoi?contrat=exempleville",
]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_names_the_project_s_base(client: TestClient, path: str):
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert BASE in answer.text or path.startswith("/comparer")
    assert PROJECT not in answer.text


def test_no_published_file_names_it(release: Release):
    files = [p for p in release.exports.rglob("*") if p.suffix in (".nq", ".csv", ".json", ".ttl")]
    assert len(files) > 20
    assert [p.name for p in files if PROJECT.encode() in p.read_bytes()] == []


def test_questions_find_what_there_is(client: TestClient, folder: Path):
    """Queries name roles and modes by their IRIs, which have moved too."""
    api = client.get("/api/questions/qui-s-engage-a-quoi?contrat=exempleville").json()
    here = pvgraph.connect(folder / "build")
    asked = ["query", "--store", str(folder / "build"), "--format", "csv", "qui-s-engage-a-quoi"]
    lines = CliRunner().invoke(cli, asked).stdout.splitlines()
    assert api["total"] == here.query("qui-s-engage-a-quoi").total == len(lines) - 1 > 3
    compared = client.get("/api/comparer?acteur=etat&type-acteur=etat").json()
    assert compared["total"] > 0
    named = here.mesures()[0]["mesure"].removeprefix(BASE)
    assert here.cite(named)[0]["citation"]


def test_a_second_build_leaves_one_catalogue(release: Release, sources: Sources):
    """The store of a release may be made from the last one: what that one's catalogue said goes."""
    write_corpus(sources.corpus, TEXT.replace("jeunes", "enfants"))
    again = pipeline.build(sources).release
    assert again.id != release.id
    graph = NamedNode(f"{BASE}graphe/catalogue")
    stored = {str(q) for q in Store.read_only(str(again.store)) if q.graph_name == graph}
    file = parse(path=again.quads, format=RdfFormat.N_QUADS)
    assert stored == {str(q) for q in file if q.graph_name == graph}
    assert not [line for line in stored if release.id in line]
