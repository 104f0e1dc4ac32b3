"""`pvgraph.connect`: the same answers embedded and remote, ready for pandas and polars."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

import pvgraph
from pvgraph.client import Graph
from pvgraph.client.graph import with_prefixes
from pvgraph.errors import QuestionError, StoreError
from pvgraph.questions import Questions
from pvgraph.releases import Release
from pvgraph.web.app import create_app
from pvgraph.web.context import Context
from pvgraph.web.runner import Inline
from pvgraph.web.settings import Settings


@pytest.fixture(scope="module")
def address(release: Release) -> Iterator[str]:
    """A real server over the release, on a free port of this machine."""
    context = Context(
        Inline(release), Questions.load(), Settings(base_url="https://elsewhere.example")
    )
    server = uvicorn.Server(
        uvicorn.Config(create_app(context), host="127.0.0.1", port=0, log_level="error")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module", params=["embedded", "remote"])
def graph(request: pytest.FixtureRequest, build: Path, address: str) -> Graph:
    return pvgraph.connect(build if request.param == "embedded" else address)


def test_both_ways_give_the_same(build: Path, address: str):
    here, there = pvgraph.connect(build), pvgraph.connect(address)
    assert here.release == there.release
    for name in ("engagements", "mesures", "acteurs", "contrats", "indicateurs", "themes"):
        mine, theirs = getattr(here, name)(), getattr(there, name)()
        assert (mine.columns, mine.total) == (theirs.columns, theirs.total)
        assert list(mine) == list(theirs)
    assert list(here.compare(role="porteur")) == list(there.compare(role="porteur"))
    assert list(here.search("emploi")) == list(there.search("emploi"))
    assert here.query("qui-s-engage-a-quoi").total == there.query("qui-s-engage-a-quoi").total


def test_engagements_go_to_pandas_and_polars(graph: Graph):
    rows = graph.engagements(contrat="aix-marseille", role="porteur")
    frame = rows.to_pandas()
    assert list(frame.columns) == list(rows.columns)
    assert len(frame) == len(rows) == rows.total > 50
    assert set(frame["contrat"]) == {"aix-marseille"}
    assert frame["debut"].dtype.kind == "i"
    other = rows.to_polars()
    assert other.height == len(frame)
    assert other["themes"].to_list() == frame["themes"].to_list()


def test_filters_are_alternatives_and_limits_are_told(graph: Graph):
    two = graph.engagements(contrat=["brest", "metz"])
    assert {r["contrat"] for r in two} == {"brest", "metz"}
    some = graph.engagements(contrat=["brest", "metz"], limit=3)
    assert (len(some), some.total, some.truncated) == (3, two.total, True)
    assert "3 lignes sur" in repr(some)
    assert some._repr_html_().count("<tr>") == 4


def test_sparql_knows_the_prefixes(graph: Graph):
    rows = graph.query("SELECT ?c ?debut WHERE { ?c a pv:Contrat ; pv:debut ?debut } ORDER BY ?c")
    assert len(rows) == 5
    assert all(isinstance(r["debut"], int) for r in rows)
    assert graph.query("ASK { ?c a pv:Contrat }") is True
    assert "#Contrat>" in graph.query("CONSTRUCT { ?c a pv:Contrat } WHERE { ?c a pv:Contrat }")


def test_a_declared_prefix_is_left_alone():
    query = "PREFIX pv:  <http://example.org/> SELECT * { ?s pv:p ?o }"
    assert with_prefixes(query) == query


def test_a_question_by_its_name(graph: Graph):
    rows = graph.query("qui-s-engage-a-quoi", contrat="brest")
    assert {r["contrat"].rpartition("/")[2] for r in rows} == {"brest"}
    assert {q["name"] for q in graph.questions()} == set(Questions.load())


def test_a_fact_gives_its_exact_words(graph: Graph, release: Release):
    row = graph.mesures(contrat="brest", limit=1)[0]
    (first, *_) = graph.cite(row["mesure"])
    text = (release.texts / "brest.txt").read_bytes().decode()
    assert text[first["debut"] : first["fin"]] == first["citation"]
    assert text[: first["debut"]].endswith(first["avant"])
    assert graph.cite(row["permalien"])[0]["citation"] == first["citation"]


WRONG = [
    (lambda g: g.engagements(contrat="atlantis"), "proches"),
    (lambda g: g.engagements(couleur="bleu"), "connus"),
    (lambda g: g.query("SELECT WHERE"), "1"),
    (lambda g: g.query("question-inconnue"), "inconnue"),
    (lambda g: g.compare("couleur"), "connues"),
]


@pytest.mark.parametrize(("ask", "words"), WRONG)
def test_what_is_wrong_is_told_alike(graph: Graph, ask, words: str):
    with pytest.raises(QuestionError, match=words):
        ask(graph)


def test_nothing_there_is_one_clear_line(tmp_path: Path):
    with pytest.raises(StoreError, match="pvgraph build"):
        pvgraph.connect(tmp_path)
    with pytest.raises(StoreError, match="pas de réponse"):
        _ = pvgraph.connect("http://127.0.0.1:9", timeout=2).release
