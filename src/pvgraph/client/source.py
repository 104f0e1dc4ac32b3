"""Where a graph is: what the embedded and the remote one can both do."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from pvgraph.client.rows import Rows
from pvgraph.store.answer import Answer

Filters = Mapping[str, Sequence[str]]


class Source(Protocol):
    """Answers from one release."""

    @property
    def release(self) -> str:
        """The id of the release."""
        ...

    def table(self, name: str, filters: Filters, limit: int | None) -> Rows:
        """Rows of a published table."""
        ...

    def sparql(self, query: str) -> Answer:
        """The answer to a SPARQL query."""
        ...

    def question(self, name: str, values: Mapping[str, str]) -> Rows:
        """The answer to a question of the library."""
        ...

    def questions(self) -> Rows:
        """The library of questions."""
        ...

    def compare(
        self, rows: str, columns: str, filters: Filters, count: str, debatable: bool
    ) -> Rows:
        """A comparison, one row a cell that is not empty."""
        ...

    def search(self, words: str, filters: Filters, limit: int) -> Rows:
        """What the texts say of some words."""
        ...
