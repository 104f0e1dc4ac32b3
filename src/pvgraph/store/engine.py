"""The engine in this process: a job in, the store's own serialisation out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Variable,
)

from pvgraph.store import formats
from pvgraph.store.answer import Answer
from pvgraph.store.formats import Format
from pvgraph.store.job import BadQuery, Job, Term
from pvgraph.store.syntax import bad_query

Results = QueryBoolean | QuerySolutions | QueryTriples


@dataclass(frozen=True)
class Engine:
    """A store that answers.

    `functions` are extra SPARQL functions by IRI.
    """

    store: Store
    functions: Mapping[str, Callable] = field(default_factory=dict)

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """The answer to `sparql`, each variable of `bindings` having that value.

        Raises:
            BadQuery: not SPARQL, or a variable of `bindings` is not projected.
        """
        return self.run(Job(sparql, bindings or {}))

    def run(self, job: Job) -> Answer:
        """The whole answer to a job; rows in SPARQL JSON, triples in N-Triples.

        Raises:
            BadQuery: the engine refuses the query.
        """
        out = BytesIO()
        kind = self.write(job, out)
        return Answer(kind, out.getvalue())

    def write(self, job: Job, out: object) -> str:
        """Write the answer to `out` (anything with `write(bytes)`) and return its kind.

        Raises:
            BadQuery: the engine refuses the query, or the format cannot say the answer.
        """
        kind, format, results = self.evaluate(job)
        try:
            results.serialize(out, format.writer)
        except OSError as error:
            raise BadQuery(f"{format.name} : {error} ; essayez un autre format") from error
        return kind

    def evaluate(self, job: Job) -> tuple[str, Format, Results]:
        """The kind of the answer, its format, and the results, not yet read.

        They must be read and dropped in the thread that called this.

        Raises:
            BadQuery: the engine refuses the query.
        """
        try:
            results = self.store.query(job.sparql, **self._options(job))
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise bad_query(error, job.sparql) from error
        if isinstance(results, QueryTriples):
            return "graph", formats.by_name(job.graph), results
        kind = "ask" if isinstance(results, QueryBoolean) else "select"
        return kind, formats.by_name(job.rows), results

    def _options(self, job: Job) -> dict:
        options: dict = {"base_iri": job.base_iri}
        if job.bindings:
            options["substitutions"] = {Variable(n): t for n, t in job.bindings.items()}
        if job.default_graphs is not None:
            options["default_graph"] = [NamedNode(g) for g in job.default_graphs]
            options["named_graphs"] = [NamedNode(g) for g in job.named_graphs or ()]
        if self.functions:
            options["custom_functions"] = self._named_functions
        return options

    @cached_property
    def _named_functions(self) -> dict[NamedNode, Callable]:
        return {NamedNode(iri): function for iri, function in self.functions.items()}
