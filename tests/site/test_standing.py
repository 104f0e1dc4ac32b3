"""Questions over a large corpus: ready before anyone asks, or first rows first."""

import asyncio
import os
import socket
import sys
import threading
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Store
from starlette.testclient import TestClient

from pvgraph.questions import Question, Questions, variable
from pvgraph.store import row_bytes, worker
from pvgraph.store.answer import Answer
from pvgraph.store.engine import Engine
from pvgraph.store.formats import by_name
from pvgraph.store.job import Busy, Job, Overrun
from pvgraph.store.opening import open_store
from pvgraph.web.app import create_app
from pvgraph.web.context import Context
from pvgraph.web.pages import reponses, standing
from pvgraph.web.pages.libelles import Labels
from pvgraph.web.pages.partage import beginning, dividers, parts
from pvgraph.web.pages.site import Site
from pvgraph.web.pages.standing import Ahead, Held, Standing, key
from pvgraph.web.runner import Inline
from pvgraph.web.settings import Settings

QUESTIONS = Questions.load()
_CLASS = "SELECT DISTINCT ?x WHERE { ?x a <https://w3id.org/pvgraph/def#%s> } ORDER BY ?x"
PIECES = (b'"bindings":[]}}', b'"bindings":[{"a":{"value":"}},{"}}]}}')


def divided() -> list[str]:
    return [q.name for q in QUESTIONS.values() if dividers(q, q.bind({}))]


def test_many_questions_are_answered_part_by_part() -> None:
    assert len(divided()) >= 20


@pytest.fixture(scope="module")
def engine(release) -> Engine:
    return Engine(open_store(release))


@pytest.mark.parametrize("name", divided())
def test_parts_one_after_the_other_are_the_whole_answer(name: str, engine: Engine) -> None:
    """As a set, row by row, and in the order of the thing by which they are divided."""
    question = QUESTIONS[name]
    bound = question.bind({})
    by = dividers(question, bound)[0]

    def values(kind: str) -> list[str]:
        return [r[0].value for r in engine.query(_CLASS % kind).rows]

    asked = parts(question, bound, values)
    bodies = [engine.query(question.sparql, part).body for part in asked]
    joined = Answer("select", row_bytes.joined(bodies))
    whole = engine.query(question.sparql, bound)
    assert sorted(map(str, joined.rows)) == sorted(map(str, whole.rows))
    place = whole.columns.index(variable(by.name))
    assert [r[place] for r in joined.rows] == [r[place] for r in whole.rows]
    assert row_bytes.count(whole.body) == len(whole.rows)


ORDERS = {
    "ORDER BY ?contrat ?n": ["contrat"],
    "ORDER BY ASC(?contrat)": [],
    "ORDER BY DESC(?contrat)": [],
    "ORDER BY ?n ?contrat": [],
    "ORDER BY ?theme ?contrat": ["contrat"],
    "ORDER BY ?contrat LIMIT 100": [],
    "": [],
}


@pytest.mark.parametrize("order", ORDERS)
def test_what_an_answer_is_divided_by(order: str) -> None:
    question = replace(QUESTIONS["themes-absents"], sparql=f"SELECT * WHERE {{ ?s ?p ?o }} {order}")
    found = dividers(question, question.bind({"theme": "sante"}))
    assert [p.name for p in found] == ORDERS[order]


def test_rows_are_counted_cut_and_joined_as_the_engine_writes_them(engine: Engine) -> None:
    body = engine.query('SELECT ?a ("}},{" AS ?b) { VALUES ?a { 1 2 3 "}},{\\"" } }').body
    assert row_bytes.count(body) == 4
    first = Answer("select", row_bytes.beginning(body, 2))
    assert [str(r[0].value) for r in first.rows] == ["1", "2"]
    assert row_bytes.beginning(body, 9) == body
    none = engine.query("SELECT ?a ?b { VALUES (?a ?b) {} }").body
    assert row_bytes.count(none) == 0
    assert row_bytes.joined([none, body, none]) == body
    assert row_bytes.joined([none, none]) == none


def test_first_rows_come_from_the_first_parts_alone() -> None:
    asked = []

    async def ask(values) -> Answer:
        asked.append(values["contrat"].value)
        return Answer.of(["contrat"], [[values["contrat"]]] * 3)

    names = [f"https://exemple.test/{n}" for n in range(9)]
    every = [{"contrat": NamedNode(name)} for name in names]
    found = asyncio.run(beginning(ask, every, 5))
    assert asked == names[:2]
    assert (len(found.answer.rows), found.rows, found.whole) == (6, 6, False)
    assert asyncio.run(beginning(ask, every, 99)).whole


def ahead(ask) -> Standing:
    """What is ready once `themes-absents` has been asked ahead of two contrats."""
    kept = Standing()
    names = ["https://exemple.test/a", "https://exemple.test/b"]
    questions = [QUESTIONS["themes-absents"]]
    asyncio.run(Ahead(questions, ask, lambda _: names, 10**6, lambda: False).prepare(kept))
    return kept


def test_answer_asked_ahead_is_kept_whole_and_gives_way(monkeypatch) -> None:
    monkeypatch.setattr(standing, "_PAUSE", 0)
    outcomes = iter([Busy("d'autres attendent"), None, Busy("encore"), None])

    async def ask(_sparql, values, _seconds) -> Answer:
        refused = next(outcomes)
        if refused:
            raise refused
        return Answer.of(["contrat"], [[values["contrat"]]] * 150)

    held = ahead(ask).get(QUESTIONS["themes-absents"], {})
    assert held is not None
    assert (held.total, len(held.first.rows), len(held.whole().rows)) == (300, 300, 300)


@pytest.mark.parametrize("at_once", [True, False])
def test_what_looks_like_taking_long_in_parts_is_asked_at_once(at_once, monkeypatch) -> None:
    """And in parts all the same where that is no quicker."""
    monkeypatch.setattr(standing, "_WORTH", 0)
    names = [f"https://exemple.test/{n:02d}" for n in range(standing._TRIED + 4)]
    asked: list[object] = []

    async def ask(_sparql, values, _seconds) -> Answer:
        asked.append(values.get("contrat"))
        if "contrat" in values:
            return Answer.of(["contrat"], [[values["contrat"]]])
        if not at_once:
            raise Overrun("trop long")
        return Answer.of(["contrat"], [[NamedNode(name)] for name in names])

    kept = Standing()
    question = QUESTIONS["themes-absents"]
    asyncio.run(Ahead([question], ask, lambda _: names, 10**6, lambda: False).prepare(kept))
    assert len(asked) == standing._TRIED + 1 + (0 if at_once else 4)
    assert [r[0].value for r in kept.get(question, {}).whole().rows] == names


def test_what_takes_too_long_ahead_is_left_to_who_asks() -> None:
    async def ask(_sparql, _values, _seconds) -> Answer:
        raise Overrun("trop long")

    assert ahead(ask).ready == {}


@pytest.fixture
def large(release, monkeypatch) -> TestClient:
    """The site as it serves a corpus that is too large for the memory, nothing asked ahead yet."""

    async def later(*_: object) -> None: ...

    monkeypatch.setattr(Ahead, "prepare", later)
    monkeypatch.setattr(reponses, "SHOWN", 20)
    return TestClient(create_app(Context(Inline(release), QUESTIONS, Settings(in_memory=0))))


def counted(page: str) -> bool:
    return "les premières lignes" not in page.lower()


def test_rows_are_taken_after_others(engine: Engine) -> None:
    body = engine.query('SELECT ?a ("}},{" AS ?b) { VALUES ?a { 1 2 3 "}},{\\"" } }').body
    for start, rows, expected in ((0, 2, ["1", "2"]), (1, 2, ["2", "3"]), (3, 9, ['}},{"'])):
        found = Answer("select", row_bytes.part(body, start, rows)).rows
        assert [str(r[0].value) for r in found] == expected
    assert row_bytes.count(row_bytes.part(body, 4, 1)) == 0


COMMON = "acteurs-communs"
"""A question whose answer does not come in parts."""


@pytest.fixture
def slow(large: TestClient, monkeypatch) -> TestClient:
    """The same, where every query takes longer than a page waits."""

    async def late(*_: object) -> None:
        raise Overrun("trop long")

    monkeypatch.setattr(Context, "query", late)
    return large


def test_page_of_an_answer_that_is_coming_says_so_and_when_to_come_back(slow, monkeypatch) -> None:
    site = Site.of(slow.app.context)
    question = QUESTIONS[COMMON]
    site.release.labels, site.release.kept["departements"] = Labels({}, {}, {}), []
    site.release.standing.coming = {key(question, question.bind({}))}
    page = slow.get(f"/questions/{COMMON}", headers={"accept": "text/html"})
    assert page.status_code == 202
    assert int(page.headers["retry-after"]) > 0
    assert "en préparation" in page.text
    assert 'name="contrat"' in page.text
    assert site.release.standing.wanted
    monkeypatch.setattr(Context, "query", None)  # found too long once, it is not tried again
    answer = slow.get(f"/api/questions/{COMMON}")
    assert (answer.status_code, "retry-after" in answer.headers) == (503, True)


def test_page_of_an_answer_that_is_too_much_asks_for_more_choices(slow) -> None:
    site = Site.of(slow.app.context)
    site.release.labels, site.release.kept["departements"] = Labels({}, {}, {}), []
    page = slow.get(f"/questions/{COMMON}", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "trop longue" in page.text


def test_api_gives_the_first_rows_until_all_are_counted(large: TestClient) -> None:
    name = "mesures-sans-indicateur"
    first = large.get(f"/api/questions/{name}?limite=20")
    assert (first.json()["total"], len(first.json()["results"])) == (None, 20)
    assert "etag" not in first.headers
    following = large.get(first.json()["next"])
    site, question = Site.of(large.app.context), QUESTIONS[name]
    answer = large.app.context.runner.engine.query(question.sparql, question.bind({}))
    site.release.standing.keep(question, question.bind({}), Held.of(answer))
    then = large.get(f"/api/questions/{name}?limite=40")
    assert then.json()["total"] == len(answer.rows)
    assert then.json()["results"] == [*first.json()["results"], *following.json()["results"]]


def test_what_someone_waits_for_is_prepared_next() -> None:
    asked: list[str] = []
    standing = Standing()

    async def ask(sparql: str, _values, _seconds) -> Answer:
        asked.append(sparql)
        standing.awaited(QUESTIONS["dispositifs-les-plus-cites"], {})
        return Answer.of(["a"], [])

    questions = [QUESTIONS[n] for n in (COMMON, "publics-vises", "dispositifs-les-plus-cites")]
    asyncio.run(Ahead(questions, ask, lambda _: [], 10**6, lambda: False).prepare(standing))
    assert asked == [questions[0].sparql, questions[2].sparql, questions[1].sparql]
    assert not standing.coming


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a priority of their own on Linux")
def test_what_nobody_waits_for_runs_after_all_else_and_its_worker_not() -> None:
    def priority() -> Literal:
        return Literal(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    engine = Engine(Store(), {"urn:priority": priority})
    ours, theirs = socket.socketpair()
    found = []
    with ours, theirs:
        for last in (True, False):
            job = Job("SELECT (<urn:priority>() AS ?n) {}", last=last)
            crossed = worker.job_from_bytes(worker.job_to_bytes(job))
            body = worker._answer(theirs, engine, crossed, 10**6)
            after = worker.HEADER.size + worker.FIGURES.size
            found.append(int(Answer("select", body[after:]).rows[0][0].value))
    now = os.getpriority(os.PRIO_PROCESS, 0)
    assert found == [min(now + 8, 19), now]


def test_page_shows_the_first_rows_until_all_are_counted(large: TestClient) -> None:
    name = "mesures-sans-indicateur"
    first = large.get(f"/questions/{name}")
    assert first.headers["cache-control"] == "no-store"
    assert not counted(first.text)
    site = Site.of(large.app.context)
    question: Question = QUESTIONS[name]
    bound = question.bind({})
    engine = large.app.context.runner.engine
    answer = engine.query(question.sparql, bound)
    site.release.standing.keep(question, bound, Held.of(answer))
    then = large.get(f"/questions/{name}")
    assert counted(then.text)
    assert "etag" in then.headers
    rows = large.get(f"/api/questions/{name}").json()
    assert rows["total"] == len(answer.rows)
    csv = large.get(f"/questions/{name}.csv").text
    assert len(csv.splitlines()) >= len(answer.rows)
    assert NamedNode("https://w3id.org/pvgraph/id/contrat/brest") in {r[0] for r in answer.rows}
    assert answer.serialize(by_name("csv"))
