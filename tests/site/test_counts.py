"""What a release holds counted says what its graph says."""

import asyncio
from itertools import permutations
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from pvgraph.comparison import counting
from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.counts import gather, table
from pvgraph.counts.read import Counts
from pvgraph.counts.values import value
from pvgraph.graph.names import BASE
from pvgraph.questions import Questions
from pvgraph.releases import Release
from pvgraph.store.answer import Answer
from pvgraph.store.engine import Engine
from pvgraph.store.opening import open_store
from pvgraph.web.context import Context
from pvgraph.web.pages import composer
from pvgraph.web.pages.langue import Langue
from pvgraph.web.pages.site import Site, query
from pvgraph.web.runner import Inline

FILTERS = (
    {},
    {"contrat": "contrat/metz", "mode": "mode/explicite"},
    {"acteur": "acteur/etat"},
    {"pilier": "pilier/cohesion-sociale", "role": "role/porteur"},
)
SOME = (
    ("theme", "contrat"), ("contrat", "mode"), ("acteur", "role"), ("pilier", "public"),
    ("dispositif", "type-acteur"), ("niveau", "theme"),
)  # fmt: skip


@pytest.fixture(scope="module")
def engine(annotated: Release) -> Engine:
    return Engine(open_store(annotated))


@pytest.fixture(scope="module")
def counts(annotated: Release, engine: Engine) -> Counts:
    piliers = {t.value: p.value for t, p in engine.query(query("classes_theme")).rows}
    return Counts(annotated.counts, piliers)


def terms(filters: dict[str, str]) -> dict[str, list[NamedNode]]:
    return {name: [NamedNode(BASE + code)] for name, code in filters.items()}


@pytest.mark.parametrize("filters", FILTERS, ids=lambda f: "-".join(f) or "tout")
@pytest.mark.parametrize("names", SOME, ids="-".join)
def test_a_matrix_is_that_of_the_graph(
    engine: Engine, counts: Counts, names: tuple[str, str], filters: dict[str, str]
):
    async def ask(sparql: str):
        return engine.query(sparql)

    rows, columns = (DIMENSIONS[name] for name in names)
    for debatable in (False, True):
        what = rows, columns, terms(filters), debatable
        asked = asyncio.run(counting.engagements(ask, *what))
        found = {k: {m: n for m, n in s.items() if n} for k, s in asked.items() if any(s.values())}
        assert counts.engagements(*what) == found
        assert counts.mesures(*what) == asyncio.run(counting.mesures(ask, *what))


def test_every_pair_of_dimensions_counts_something(counts: Counts):
    pairs = permutations(DIMENSIONS.values(), 2)
    assert all(counts.engagements(rows, columns, {}) for rows, columns in pairs)


@pytest.mark.parametrize("filters", FILTERS[1:], ids="-".join)
def test_pages_of_a_list_are_the_list_of_the_graph(
    engine: Engine, counts: Counts, filters: dict[str, str]
):
    asked = [row["mesure"].value for row in engine.query(counting.listing(terms(filters))).dicts()]
    expected = list(dict.fromkeys(asked))
    found: list[str] = []
    for first in range(0, len(expected), 40):
        page = counts.listing(terms(filters), debatable=False, first=first, limit=40)
        rows = engine.query(counting.details(page.page)).dicts()
        found += dict.fromkeys(row["mesure"].value for row in rows)
        assert page.mesures == len(expected)
    assert found == expected


@pytest.mark.parametrize("name", (*gather.KEPT, *gather.SHARED))
def test_a_kept_answer_is_that_of_the_graph(engine: Engine, counts: Counts, name: str):
    def plain(row: dict[str, object]) -> str:
        shown = {k: sorted(v.split()) if k == "acteurs" else v for k, v in row.items()}
        return repr(sorted(shown.items()))

    asked = [{k: value(v) for k, v in r.items()} for r in engine.query(query(name)).dicts()]
    assert sorted(map(plain, counts.kept(name))) == sorted(map(plain, asked))


@pytest.mark.parametrize("name", gather.SILENCES)
def test_silent_mesures_are_those_of_the_graph(engine: Engine, counts: Counts, name: str):
    asked = {row["mesure"].value for row in engine.query(query(name)).dicts()}
    found = counts.silent(name, "", 0, len(asked) + 1)
    rows = engine.query(counting.details(found.page)).dicts()
    assert {row["mesure"].value for row in rows} == asked
    assert found.mesures == len(asked)


def test_pairs_and_partners_are_those_of_the_graph(engine: Engine, counts: Counts):
    asked = [(r["a"].value, r["b"].value, value(r["n"])) for r in _dicts(engine, "reseau")]
    assert [tuple(row.values()) for row in counts.network()] == asked
    etat = NamedNode(f"{BASE}acteur/etat")
    answer = engine.query(query("partenaires"), {"chose": etat}).dicts()
    expected = [(r["autre"].value, value(r["mesures"])) for r in answer]
    assert [(r["autre"], r["mesures"]) for r in counts.partners(etat.value)] == expected


def _dicts(engine: Engine, name: str) -> list[dict]:
    return list(engine.query(query(name)).dicts())


@pytest.mark.parametrize("by", (("acteur",), ("mode",), ("theme", "contrat")), ids="-".join)
def test_a_composed_count_is_what_its_query_answers(annotated: Release, by: tuple[str, ...]):
    context = Context(Inline(annotated), Questions.load())
    fr, filters = Langue("fr"), {"pilier": "cohesion-sociale"}

    async def both() -> tuple[Answer, Answer]:
        site = Site.of(context)
        names = (await site.labels()).in_language(fr)
        lines = composer.compose(fr, names, filters, by)
        sparql = composer._HEAD + "\n".join(line.sparql for line in lines)
        return await context.query(sparql), await composer._answered(site, sparql, filters, by)

    asked, held = asyncio.run(both())
    assert (held.columns, held.rows) == (asked.columns, asked.rows)


def test_a_contrat_that_is_replaced_leaves_nothing_behind(tmp_path: Path):
    one, other = (
        {
            "kept": {},
            "engagements": [[f"m{n}", f"e{n}", "a", "t", "r", "th", "n", "mo", None, n]],
            "mentions": [[f"m{n}", "public", f"p{n}"]],
            "silences": [["objectifs_sans_action", n, f"m{n}"]],
            "ties": [["a", "b", n, 1]],
        }
        for n in (1, 2)
    )
    path = tmp_path / "counts.sqlite"
    table.write(path, [("c1", one), ("c2", one)], {})
    table.replace(path, {"c1": other, "c2": None}, {})
    counts = Counts(path, {})
    cells = counts.engagements(DIMENSIONS["contrat"], DIMENSIONS["public"], {})
    assert cells == {("c1", "p2"): {"mo": 1}}
    assert counts.network() == [{"a": "a", "b": "b", "n": 2}]
    assert counts.silent("objectifs_sans_action", "", 0, 9).page == ("e2",)
