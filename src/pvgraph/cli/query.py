"""`pvgraph query`: a question of the library, or a SPARQL file, answered from the graph."""

from collections.abc import Mapping
from pathlib import Path

import click
from pyoxigraph import NamedNode

from pvgraph.cli import _answers
from pvgraph.cli._store import HELP, STORE
from pvgraph.comparison.compare import Heading, nearest, values_query
from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.errors import QuestionError
from pvgraph.questions import THINGS, Question, Questions, read
from pvgraph.store.address import Address, base_of, open_engine
from pvgraph.store.engine import Engine
from pvgraph.store.job import Term
from pvgraph.store.remote import Remote

_FORMATS = dict.fromkeys([*_answers.names("select"), *_answers.names("graph")])


@click.command("query", context_settings={"ignore_unknown_options": True})
@click.option(
    "--store", type=STORE, default="build", show_default=True, envvar="PVGRAPH_STORE", help=HELP,
)  # fmt: skip
@click.option(
    "--format", "format_", type=click.Choice(list(_FORMATS)), default="table", show_default=True
)
@click.argument("question", required=False)
@click.argument("parameters", nargs=-1, type=click.UNPROCESSED)
def command(
    store: Address, format_: str, question: str | None, parameters: tuple[str, ...]
) -> None:
    """Répond à une question de queries/ (ou à un fichier .rq) ; sans nom, en donne la liste.

    Exemple : pvgraph query engagements-d-un-acteur --acteur caf-gironde --contrat bordeaux
    """
    if question is None:
        _list()
        return
    asked = _question(question)
    given = _pairs(parameters)
    engine = open_engine(store)
    base = base_of(store)
    bindings = asked.bind(given, base)
    _check_things(engine, asked, bindings, given)
    _answers.show(engine.query(asked.under(base).sparql, bindings), format_)


def _list() -> None:
    for name, question in Questions.load().items():
        click.echo(f"{name:32} {question.text['fr']}")
        for p in question.parameters:
            default = f" (défaut : {p.default})" if p.default else ""
            click.echo(f"{'':34}--{p.name} {p.type}{default}")


def _question(name: str) -> Question:
    """The question of that name, or the one in that file (whose header may be missing)."""
    path = Path(name)
    if path.suffix == ".rq":
        if not path.is_file():
            raise QuestionError(f"{path}: aucun fichier de ce nom")
        if any(line.startswith("#+") for line in path.read_text(encoding="utf-8").splitlines()):
            return read(path)
        return Question(path.stem, {}, {}, (), (), path.read_text(encoding="utf-8"))
    questions = Questions.load()
    if name not in questions:
        known = {q.name: Heading(q.name, q.name, q.text["fr"]) for q in questions.values()}
        raise QuestionError(f"question {name!r} inconnue ; {nearest(name, known)}")
    return questions[name]


def _pairs(parameters: tuple[str, ...]) -> dict[str, str]:
    """`--acteur etat` and `--acteur=etat` as a dictionary."""
    given: dict[str, str] = {}
    rest = list(parameters)
    while rest:
        option = rest.pop(0)
        name, mark, value = option.partition("=")
        if not name.startswith("--") or (not mark and not rest):
            raise QuestionError(f"{option!r} : attendu --NOM VALEUR")
        given[name[2:]] = value if mark else rest.pop(0)
    return given


def _check_things(
    engine: Engine | Remote, question: Question, bound: Mapping[str, Term], given: Mapping[str, str]
) -> None:
    """Refuse the code of a thing that the graph does not know, with the nearest ones.

    Raises:
        QuestionError: naming the parameter.
    """
    for name, value in given.items():
        parameter = question.by_name[name]
        if parameter.type not in THINGS or not value:
            continue
        ask = "ASK { { ?s ?p ?v } UNION { ?v ?p ?o } }"
        if engine.query(ask, {"v": bound[name]}).boolean or parameter.type not in DIMENSIONS:
            continue
        rows = engine.query(values_query(parameter.type)).rows
        known = dict(_heading(v, label, parameter.type) for v, label in rows)
        raise QuestionError(f"--{name} : {value!r} inconnu ; {nearest(value, known)}")


def _heading(value: NamedNode, label: object, dimension: str) -> tuple[str, Heading]:
    code = value.value.rpartition(f"/{dimension}/")[2]
    return code, Heading(value.value, code, getattr(label, "value", code))
