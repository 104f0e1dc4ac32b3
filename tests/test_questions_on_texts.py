"""Every question of `queries/`, answered on the graph of the annotated texts.

The annotations are frozen, so the answers are too: `tests/questions/textes/<name>.csv` holds the
first rows of each, with its defaults. A change there is a change of the graph or of a question, to
be read as such. `python tests/test_questions_on_texts.py` writes them again.
"""

import tempfile
from pathlib import Path

import pytest

from pvgraph.questions import Questions
from pvgraph.store.engine import Engine
from pvgraph.store.formats import by_name
from pvgraph.store.opening import find_release, open_store

HERE = Path(__file__).parent
ANSWERS = HERE / "questions" / "textes"
QUESTIONS = Questions.load(HERE.parent / "queries")
SHOWN = 25
"""Rows kept of each answer, the header excepted; its length is kept beside them."""


def _answer(engine: Engine, name: str) -> str:
    question = QUESTIONS[name]
    answer = engine.query(question.sparql, question.bind({}))
    lines = answer.serialize(by_name("csv")).decode().splitlines()
    return "\n".join([*lines[: SHOWN + 1], f"# {len(lines) - 1}"]) + "\n"


@pytest.fixture(scope="module")
def engine(annotated_build: Path) -> Engine:
    return Engine(open_store(find_release(annotated_build)))


def test_at_least_thirty_questions():
    assert len(QUESTIONS) >= 30


def test_every_question_has_its_answer_on_the_texts():
    assert {p.stem for p in ANSWERS.glob("*.csv")} == set(QUESTIONS)


@pytest.mark.parametrize("name", QUESTIONS)
def test_answer_on_the_annotated_texts(name: str, engine: Engine):
    found = _answer(engine, name)
    assert not found.endswith("\n# 0\n"), "a question that finds nothing here tests nothing"
    assert found == (ANSWERS / f"{name}.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", [n for n, q in QUESTIONS.items() if "passage" in q.sparql.partition("WHERE")[0]]
)
def test_sources_are_quoted(name: str, engine: Engine):
    """Each passage that an answer gives has its words in the text."""
    question = QUESTIONS[name]
    rows = engine.query(question.sparql, question.bind({})).dicts()
    passages = {row["passage"].value for row in rows if row.get("passage") is not None}
    assert passages
    values = " ".join(f"<{p}>" for p in sorted(passages))
    counted = engine.query(
        "PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>"
        f"SELECT (COUNT(*) AS ?n) WHERE {{ VALUES ?p {{ {values} }} ?p nif:anchorOf ?words }}",
        {},
    ).dicts()
    assert int(next(iter(counted))["n"].value) == len(passages)


if __name__ == "__main__":
    from conftest import make

    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder))
        fresh = Engine(open_store(find_release(Path(folder))))
        for path in ANSWERS.glob("*.csv"):
            path.unlink()
        for each in QUESTIONS:
            ANSWERS.mkdir(exist_ok=True)
            (ANSWERS / f"{each}.csv").write_text(_answer(fresh, each), encoding="utf-8")
