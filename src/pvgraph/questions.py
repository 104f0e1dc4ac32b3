"""Competency questions: `queries/*.rq`, one a file, its question and parameters in its header.

The header is YAML behind `#+` (comments to any SPARQL tool; `queries/README.md` tells the keys).
A parameter is a variable of the query that receives a term by substitution, never text pasted in
text; the engine asks that it be projected, in sub-selects too, and the loader refuses a file
that breaks this.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from pvgraph import header as headers
from pvgraph.errors import QuestionError, ResourceError
from pvgraph.paths import resource
from pvgraph.store.engine import Engine
from pvgraph.store.job import BadQuery, Term
from pvgraph.store.projection import unprojected

BASE = "https://w3id.org/pvgraph/id/"
#: Types of parameters that name a thing of the graph: the value is its slug or its IRI.
THINGS = (
    "contrat",
    "acteur",
    "theme",
    "pilier",
    "type-acteur",
    "role",
    "mode",
    "niveau",
    "public",
    "dispositif",
)
TYPES = (*THINGS, "texte", "entier")
_KEYS = {"question", "description", "parameters", "keywords"}
_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_SLUG = re.compile(r"[\w.-]+(/[\w.-]+)*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of the question that the asker may fill.

    `default` is the value as a user would type it; None where the parameter may stay open, the
    question then answers for every value.
    """

    name: str
    type: str
    label: Mapping[str, str]
    default: str | None

    def term(self, value: str, base: str = BASE) -> Term:
        """The value as a term: a slug or IRI for a thing, else a literal.

        Raises:
            QuestionError: the value cannot be of this type.
        """
        if self.type == "texte":
            return Literal(value)
        if self.type == "entier":
            if not re.fullmatch(r"[+-]?\d+", value):
                raise QuestionError(f"--{self.name} : {value!r} n'est pas un entier")
            return Literal(int(value))
        return thing(self.type, value, base)


def thing(type: str, value: str, base: str = BASE) -> NamedNode:
    """The IRI of the thing of that type with that slug; an IRI is taken as it is.

    Raises:
        QuestionError: neither a slug nor an IRI.
    """
    if _IRI.fullmatch(value):
        return NamedNode(value)
    if _SLUG.fullmatch(value):
        return NamedNode(f"{base}{type}/{value}")
    raise QuestionError(f"{type} : {value!r} n'est ni un code ni une IRI")


def moved(sparql: str, base: str) -> str:
    """A query of the project's own, with the IRIs that it writes under `base`."""
    return sparql.replace(BASE, base)


@dataclass(frozen=True)
class Question:
    """One question: its name, its words in French and English, its parameters, its SPARQL."""

    name: str
    text: Mapping[str, str]
    description: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    keywords: tuple[str, ...]
    sparql: str

    @cached_property
    def by_name(self) -> dict[str, Parameter]:
        return {p.name: p for p in self.parameters}

    def under(self, base: str) -> "Question":
        """The question about data whose IRIs are under `base`."""
        return self if base == BASE else replace(self, sparql=moved(self.sparql, base))

    def bind(self, values: Mapping[str, str], base: str = BASE) -> dict[str, Term]:
        """The terms for the question's variables from what the asker typed, defaults filled in.

        An empty value leaves its parameter open.

        Raises:
            QuestionError: a name is no parameter, or a value is not of its type.
        """
        unknown = sorted(set(values) - set(self.by_name))
        if unknown:
            known = ", ".join(self.by_name) or "aucun"
            raise QuestionError(
                f"{self.name} : paramètre {unknown[0]!r} inconnu ; connus : {known}"
            )
        typed = {p.name: values.get(p.name, p.default) for p in self.parameters}
        return {
            variable(name): self.by_name[name].term(value, base)
            for name, value in typed.items()
            if value
        }


def variable(name: str) -> str:
    """The SPARQL variable of a parameter: `type-acteur` is `?type_acteur`."""
    return name.replace("-", "_")


class Questions(Mapping[str, Question]):
    """The questions of one folder, by name, in alphabetical order."""

    def __init__(self, questions: Mapping[str, Question]) -> None:
        self._questions = dict(sorted(questions.items()))

    @classmethod
    def load(cls, folder: Path | None = None) -> "Questions":
        """Every `.rq` of `folder` (the project's `queries/` if none is given).

        Raises:
            ResourceError: a file is wrong, or there is none; names file and line.
        """
        folder = folder or resource("queries")
        found = {path.stem: read(path) for path in sorted(folder.glob("*.rq"))}
        if not found:
            raise ResourceError(f"{folder}: aucune question (.rq)")
        return cls(found)

    def __getitem__(self, name: str) -> Question:
        return self._questions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._questions)

    def __len__(self) -> int:
        return len(self._questions)


def read(path: Path) -> Question:
    """The question in the file at `path`.

    Raises:
        ResourceError: the header or the query is wrong; names file and line.
    """
    try:
        sparql = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(f"{path}: illisible ({error})") from error
    header = _header(path, sparql)
    question = Question(
        name=path.stem,
        text=headers.two_languages(path, header, "question"),
        description=headers.two_languages(path, header, "description"),
        parameters=tuple(
            _parameter(path, name, spec) for name, spec in (header.get("parameters") or {}).items()
        ),
        keywords=tuple(header.get("keywords") or ()),
        sparql=sparql,
    )
    _check(path, question)
    return question


def _header(path: Path, sparql: str) -> dict:
    header = headers.read(path, sparql)
    unknown = sorted(set(header) - _KEYS)
    if unknown:
        line = next(
            i
            for i, text in enumerate(headers.lines_of(sparql), 1)
            if text.startswith(str(unknown[0]))
        )
        raise ResourceError(
            f"{path}:{line}: clé {unknown[0]!r} inconnue ; connues : {', '.join(sorted(_KEYS))}"
        )
    return header


def _parameter(path: Path, name: str, spec: object) -> Parameter:
    line = _line(path, f" {name}:")
    if not isinstance(spec, dict) or spec.get("type") not in TYPES:
        raise ResourceError(f"{path}:{line}: {name} : type attendu parmi {', '.join(TYPES)}")
    if not spec.get("fr") or not spec.get("en"):
        raise ResourceError(f"{path}:{line}: {name} : libellés fr et en attendus")
    default = spec.get("default")
    label = {"fr": spec["fr"], "en": spec["en"]}
    return Parameter(name, spec["type"], label, None if default is None else str(default))


def _check(path: Path, question: Question) -> None:
    """Run the question on an empty graph with every parameter filled: syntax and projection."""
    names = [variable(p.name) for p in question.parameters]
    for name in names:
        if f"?{name}" not in question.sparql:
            raise ResourceError(f"{path}:1: le paramètre {name!r} n'est pas une variable")
    try:
        bindings = {variable(p.name): p.term(p.default or "1") for p in question.parameters}
        Engine(Store()).query(question.sparql, bindings)
    except BadQuery as error:
        raise ResourceError(f"{path}:{error.line or 1}: {error}") from error
    except QuestionError as error:
        raise ResourceError(f"{path}:1: {error}") from error
    for name in names:
        line = unprojected(question.sparql, name)
        if line:
            raise ResourceError(
                f"{path}:{line}: ?{name} doit être projeté par ce sous-SELECT, sinon sa valeur"
                " n'y entre pas"
            )


def _line(path: Path, mark: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((i for i, text in enumerate(lines, 1) if mark in text), 1)
