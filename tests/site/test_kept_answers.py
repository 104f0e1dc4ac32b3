"""What is kept for the next visitor: whole-corpus answers, whole pages, counts of the graph."""

import asyncio
from itertools import combinations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from starlette.testclient import TestClient

from pvgraph.comparison import counting
from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.store import census
from pvgraph.store.answer import Answer
from pvgraph.store.engine import Engine
from pvgraph.store.job import Busy, Overrun
from pvgraph.store.opening import open_store
from pvgraph.web.pages import overviews
from pvgraph.web.pages.overviews import Overviews

ANSWER = Answer("ask", b'{"head":{},"boolean":true}')


def test_whole_corpus_answer_is_asked_once_for_all_who_wait() -> None:
    asked = []

    async def ask() -> Answer:
        asked.append(1)
        await asyncio.sleep(0.01)
        return ANSWER

    async def scene() -> list[Answer]:
        kept = Overviews()
        return await asyncio.gather(*(kept.get("q", ask) for _ in range(5)))

    assert asyncio.run(scene()) == [ANSWER] * 5
    assert len(asked) == 1


def test_what_failed_is_asked_again() -> None:
    answers = iter([Overrun("trop long"), ANSWER])

    async def ask() -> Answer:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def scene() -> Answer:
        kept = Overviews()
        with pytest.raises(Overrun):
            await kept.get("q", ask)
        return await kept.get("q", ask)

    assert asyncio.run(scene()) == ANSWER


def test_visitor_does_not_wait_for_ever_but_the_count_goes_on(monkeypatch) -> None:
    monkeypatch.setattr(overviews, "_WAIT", 0.01)

    async def ask() -> Answer:
        await asyncio.sleep(0.05)
        return ANSWER

    async def scene() -> Answer:
        kept = Overviews()
        with pytest.raises(Busy, match="réessayez"):
            await kept.get("q", ask)
        await asyncio.sleep(0.08)
        return await kept.get("q", ask)

    assert asyncio.run(scene()) == ANSWER


def test_page_kept_has_a_tag_by_language_and_state(visitor: TestClient) -> None:
    first, again = visitor.get("/comparer"), visitor.get("/comparer")
    assert first.content == again.content
    tag = first.headers["etag"]
    assert tag == again.headers["etag"]
    unchanged = visitor.get("/comparer", headers={"If-None-Match": tag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    tags = {visitor.get(f"/comparer{q}").headers["etag"] for q in ("?lang=en", "?tri=total", "")}
    assert len(tags) == 3
    packed = visitor.get("/comparer", headers={"Accept-Encoding": "gzip"})
    plain = visitor.get("/comparer", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text


def test_lists_are_found_by_words_without_their_accents(visitor: TestClient) -> None:
    assert "Éducation" in visitor.get("/themes?q=educ").text
    none = visitor.get("/acteurs?q=zzz")
    assert none.status_code == 200
    assert "Aucun nom" in none.text
    assert 'href="/engagements?acteur=etat"' in visitor.get("/acteurs").text


def test_name_does_as_well_as_its_code_and_an_unknown_one_tells_the_nearest(
    visitor: TestClient,
) -> None:
    by_code, by_name = (visitor.get(f"/engagements?acteur={a}") for a in ("etat", "état"))
    assert by_code.status_code == by_name.status_code == 200
    assert by_code.text.count("<blockquote") == by_name.text.count("<blockquote")
    unknown = visitor.get("/comparer?theme=educatoin")
    assert unknown.status_code == 400
    assert "proches : education" in unknown.text.replace("\u00a0", " ")


def test_cube_says_what_the_engagements_say(release) -> None:
    """Whatever two dimensions are crossed, with a filter and without."""
    engine = Engine(open_store(release))

    async def ask(sparql: str) -> Answer:
        return engine.query(sparql)

    held = [d for d in DIMENSIONS.values() if d.cube]
    assert len(held) == 8
    brest = {"contrat": [NamedNode("https://w3id.org/pvgraph/id/contrat/brest")]}
    for rows, columns in combinations(held, 2):
        for filters in ({}, brest):
            from_cube = asyncio.run(counting.engagements(ask, rows, columns, filters))
            facts = engine.query(counting.in_facts(rows, columns, filters, counting.CERTAIN))
            counted = {
                (row.value, column.value, mode.value): int(n.value)
                for row, column, mode, n in facts.rows
            }
            cells = {(*k, m): n for k, split in from_cube.items() for m, n in split.items() if n}
            assert cells == counted, (rows.name, columns.name)


def test_counts_of_a_graph_are_kept_and_read_back(tmp_path) -> None:
    a, b, said = (NamedNode(f"https://exemple.test/{x}") for x in ("a", "b", "said"))
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    quads = [Quad(a, kind, said, b), Quad(a, said, Literal("mot", language="fr"), b)]
    store = Store()
    store.extend([*quads, *(Quad(*quad.triple) for quad in quads)])
    census.write(store, tmp_path / "census.json")
    counted = census.read(tmp_path / "census.json")
    assert counted["triples"].rows[0][0].value == "2"
    assert [r[0] for r in counted["by graph"].rows] == [b]
    assert [r[:2] for r in counted["by class and property"].rows] == [(said, kind), (said, said)]
    assert census.read(tmp_path / "absent.json") == {}
