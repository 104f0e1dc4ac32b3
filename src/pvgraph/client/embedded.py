"""The graph of a build on this machine, without a server."""

from collections.abc import Coroutine, Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pvgraph.client.rows import Rows
from pvgraph.client.source import Filters
from pvgraph.client.terms import rows as as_rows
from pvgraph.comparison.compare import compare
from pvgraph.errors import QuestionError
from pvgraph.exports import answers, tables
from pvgraph.exports.selection import opened, select
from pvgraph.graph.names import BASE
from pvgraph.questions import Questions
from pvgraph.search.find import Index
from pvgraph.store.answer import Answer
from pvgraph.store.engine import Engine
from pvgraph.store.opening import find_release, functions, open_store

_ALL = 10**9
Answered = TypeVar("Answered")


def _finished(coroutine: Coroutine[None, None, Answered]) -> Answered:
    """The result of a coroutine that waits for nothing (a notebook has a loop of its own)."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("the engine of this process answers at once")


class Embedded:
    """Opens the release once; the graph is loaded at the first question that needs it."""

    def __init__(self, path: Path) -> None:
        self._release = find_release(path)
        self._base = self._release.manifest().get("base", BASE)

    @property
    def release(self) -> str:
        return self._release.id

    @cached_property
    def _engine(self) -> Engine:
        return Engine(open_store(self._release), functions(self._release))

    @cached_property
    def _library(self) -> Questions:
        return Questions.load()

    def table(self, name: str, filters: Filters, limit: int | None) -> Rows:
        """Rows of a published table, out of the release's SQLite file."""
        table = tables.load()[name]
        with opened(self._release.path / "exports") as connection:
            page = select(connection, table, filters, _ALL if limit is None else limit)
        columns = tuple(c.name for c in table.columns)
        return Rows(columns, page.rows, page.total, page.after is not None, self.release)

    def sparql(self, query: str) -> Answer:
        """The answer of the engine in this process: nothing bounds it."""
        return self._engine.query(query)

    def question(self, name: str, values: Mapping[str, str]) -> Rows:
        """The answer to a question of the library."""
        if name not in self._library:
            raise QuestionError(
                f"question {name!r} inconnue ; connues : {', '.join(self._library)}"
            )
        question = self._library[name].under(self._base)
        answer = self._engine.query(question.sparql, question.bind(values, self._base))
        return as_rows(answer, self.release)

    def questions(self) -> Rows:
        """The library of questions."""
        found = tuple(
            {
                "name": q.name,
                "question_fr": q.text["fr"],
                "question_en": q.text["en"],
                "parameters": [
                    {"name": p.name, "type": p.type, "default": p.default, **p.label}
                    for p in q.parameters
                ],
                "sparql": q.under(self._base).sparql,
            }
            for q in self._library.values()
        )
        columns = ("name", "question_fr", "question_en", "parameters", "sparql")
        return Rows(columns, found, len(found), release=self.release)

    def compare(
        self, rows: str, columns: str, filters: Filters, count: str, debatable: bool
    ) -> Rows:
        """A comparison, one row a cell that is not empty."""

        async def ask(sparql: str) -> Answer:
            return self._engine.query(sparql)

        table = _finished(compare(ask, rows, columns, filters, count=count, debatable=debatable))
        cells = tuple(answers.cells(table))
        return Rows(answers.CELLS, cells, len(cells), release=self.release)

    def search(self, words: str, filters: Filters, limit: int) -> Rows:
        """What the texts say of some words, best first."""
        index = Index(self._release.search)
        try:
            found = index.find(words, {k: list(v) for k, v in filters.items()}, limit)
        finally:
            index.close()
        hits = tuple(answers.found(h, self._base) for h in found.hits)
        return Rows(answers.FOUND, hits, found.total, found.total > len(hits), self.release)
