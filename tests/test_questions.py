"""The library of questions: each file is answered on the mini graph, and refused when wrong."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pvgraph.cli import cli
from pvgraph.errors import PvgraphError, QuestionError, ResourceError
from pvgraph.questions import Questions, read
from pvgraph.store.engine import Engine
from pvgraph.store.formats import by_name
from pvgraph.store.opening import find_release, open_store

HERE = Path(__file__).parent
MINI = HERE / "graphs" / "mini.trig"
QUESTIONS = Questions.load(HERE.parent / "queries")
GOLDEN = sorted((HERE / "questions").glob("*.csv"))
assert len(QUESTIONS) >= 8, "queries/ not found or emptied"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(open_store(find_release(MINI)))


def test_every_golden_answer_has_its_question():
    assert {p.stem for p in GOLDEN} <= set(QUESTIONS)


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda p: p.stem)
def test_answer_on_the_mini_graph(golden, engine):
    question = QUESTIONS[golden.stem]
    answer = engine.query(question.sparql, question.bind({}))
    assert answer.rows, "a question that finds nothing here tests nothing"
    assert answer.serialize(by_name("csv")) == golden.read_bytes()


def test_collective_promise_counts_once(engine):
    question = QUESTIONS["qui-s-engage-a-quoi"]
    answer = engine.query(question.sparql, question.bind({"mode": "collectif"}))
    counts = [int(row["engagements"].value) for row in answer.dicts()]
    assert counts == [1, 1]


def test_open_parameter_answers_for_all(engine):
    question = QUESTIONS["qui-s-engage-a-quoi"]
    every = engine.query(question.sparql, question.bind({"role": ""}))
    roles = {row["role"].value.rsplit("/", 1)[1] for row in every.dicts()}
    assert roles == {"porteur", "partenaire", "financeur"}


def test_prefixes_agree_with_the_one_list():
    listed = (HERE.parent / "queries" / "prefixes.ttl").read_text(encoding="utf-8")
    for question in QUESTIONS.values():
        for line in question.sparql.splitlines():
            if line.startswith("PREFIX "):
                name, iri = line.split()[1].rstrip(":"), line.split()[2].strip("<>")
                assert f'sh:prefix "{name}" ; sh:namespace "{iri}"' in listed, (question.name, line)


WORDS = "#+ question: {fr: Q, en: Q}\n#+ description: {fr: D., en: D.}\n"
THEME = "#+ parameters:\n#+   theme: {type: theme, fr: T, en: T}\n"
BAD = {
    "sans-en-tete": ("SELECT * {?s ?p ?o}", ":1: en-tête"),
    "yaml-casse": ("#+ question: {fr: Q\nSELECT * {?s ?p ?o}", "en-tête illisible"),
    "cle-inconnue": (WORDS + "#+ titre: x\nASK {}", ":3: clé 'titre'"),
    "sans-anglais": ("#+ question: {fr: Q}\nASK {}", "`question` doit avoir fr et en"),
    "type-inconnu": (
        WORDS + "#+ parameters:\n#+   x: {type: ville, fr: X, en: X}\nASK {}",
        ":4: x : type attendu",
    ),
    "syntaxe": (WORDS + "SELECT * WHERE {\n ?s ?p }", ":4: ligne 4"),
    "prefixe": (WORDS + "SELECT * { ?s foo:x ?o }", "préfixe non déclaré"),
    "non-projete": (WORDS + THEME + "SELECT ?s { ?s ?p ?theme }", "non projetée"),
    "sous-select-non-projete": (
        WORDS + THEME + "SELECT ?theme ?n {\n { SELECT (COUNT(?theme) AS ?n) { ?s ?p ?theme } } }",
        ":6: ?theme doit être projeté",
    ),
    "pas-une-variable": (WORDS + THEME + "SELECT * { ?s ?p ?o }", "n'est pas une variable"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused_with_its_line(name, tmp_path):
    content, expected = BAD[name]
    path = tmp_path / f"{name}.rq"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ResourceError) as caught:
        read(path)
    assert str(path) in str(caught.value)
    assert expected in str(caught.value)


def test_empty_folder_is_refused(tmp_path):
    with pytest.raises(ResourceError):
        Questions.load(tmp_path)


VALUES = [
    ("engagements-d-un-acteur", {"acteur": "a b"}, "ni un code ni une IRI"),
    ("engagements-d-un-acteur", {"acteurs": "etat"}, "inconnu ; connus : acteur, contrat"),
]


@pytest.mark.parametrize(("name", "values", "words"), VALUES)
def test_bad_value_is_refused(name, values, words):
    with pytest.raises(QuestionError, match=words):
        QUESTIONS[name].bind(values)


def test_value_with_quotes_and_braces_stays_a_value(engine):
    question = QUESTIONS["engagements-d-un-acteur"]
    bindings = question.bind({"acteur": "https://x.test/%22%7D-DROP"})
    assert engine.query(question.sparql, bindings).rows == ()


def run(*arguments: str) -> tuple[str, str]:
    """The command's stdout, or the words of its refusal."""
    result = CliRunner().invoke(cli, [*arguments, "--store", str(MINI)])
    if isinstance(result.exception, PvgraphError):
        return "", str(result.exception)
    assert result.exit_code == 0, result.output
    return result.stdout, ""


def test_command_prints_a_question_as_csv():
    out, _ = run("query", "acteurs-d-un-theme", "--theme", "sante", "--format", "csv")
    assert "theme/sante" in out
    assert "theme/education" not in out


def test_command_names_the_nearest_code():
    assert "caf-gironde" in run("query", "engagements-d-un-acteur", "--acteur", "caf")[1]
    assert "engagements-d-un-acteur" in run("query", "engagement")[1]


def test_command_runs_a_file_without_header(tmp_path):
    path = tmp_path / "a.rq"
    path.write_text("SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/pvgraph/def#Contrat> }")
    assert run("query", str(path), "--format", "csv")[0].split() == ["n", "2"]
