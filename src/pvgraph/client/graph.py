"""What a connection offers: tables by filters, questions, SPARQL, comparison, search, quotes."""

from collections.abc import Iterable
from functools import cached_property

from pyoxigraph import NamedNode

from pvgraph.client.rows import Rows
from pvgraph.client.source import Source
from pvgraph.client.terms import rows as as_rows
from pvgraph.errors import QuestionError
from pvgraph.exports.serializations import prefixes
from pvgraph.graph.names import BASE
from pvgraph.store.answer import Answer

Value = str | int | bool | Iterable[str]

_CITE = """PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?permalien ?citation ?debut ?fin ?avant ?apres ?texte ?nom WHERE {{
  {{ {thing} prov:wasQuotedFrom ?permalien }} UNION {{ BIND({thing} AS ?permalien) }}
  ?permalien nif:beginIndex ?debut ; nif:endIndex ?fin ; nif:referenceContext ?texte .
  OPTIONAL {{ ?permalien nif:anchorOf ?citation }}
  OPTIONAL {{ ?permalien oa:hasSelector ?s . ?s oa:prefix ?avant ; oa:suffix ?apres }}
  OPTIONAL {{ {thing} rdfs:label ?nom . FILTER(LANG(?nom) = "fr") }}
}} ORDER BY ?debut ?fin"""


_CONTRAT = "SELECT ?c WHERE { ?c a <https://w3id.org/pvgraph/def#Contrat> } LIMIT 1"


class Graph:
    """One connection; make it with `pvgraph.connect`.

    The filters of a table are those of its address in the API (`type_acteur` or `type-acteur`);
    several values of one filter are alternatives.
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    @cached_property
    def _base(self) -> str:
        """Where the IRIs of this graph are."""
        contrats = as_rows(self._source.sparql(_CONTRAT), self.release)
        return contrats[0]["c"].rpartition("contrat/")[0] if contrats else BASE

    @property
    def release(self) -> str:
        """The id of the release that answers."""
        return self._source.release

    def engagements(self, *, limit: int | None = None, **filters: Value) -> Rows:
        """One row an engagement, with quote, offsets and permalink.

        `g.engagements(contrat="brest", acteur="etat", theme="emploi-insertion")`
        """
        return self._table("engagements", filters, limit)

    def mesures(self, *, limit: int | None = None, **filters: Value) -> Rows:
        """One row a mesure: objectif, action or projet."""
        return self._table("mesures", filters, limit)

    def acteurs(self, *, limit: int | None = None, **filters: Value) -> Rows:
        """One row a body."""
        return self._table("acteurs", filters, limit)

    def contrats(self, *, limit: int | None = None, **filters: Value) -> Rows:
        """One row a contrat, with its counts."""
        return self._table("contrats", filters, limit)

    def indicateurs(self, *, limit: int | None = None, **filters: Value) -> Rows:
        """One row an indicator or expected result."""
        return self._table("indicateurs", filters, limit)

    def themes(self, *, limit: int | None = None, **filters: Value) -> Rows:
        """One row a theme."""
        return self._table("themes", filters, limit)

    def _table(self, name: str, filters: dict[str, Value], limit: int | None) -> Rows:
        return self._source.table(name, _filters(filters), limit)

    def query(self, query: str, **values: str) -> Rows | bool | str:
        """The answer to SPARQL, or to a question of the library by its name with its parameters.

        Rows for a SELECT, a boolean for an ASK, N-Triples for a graph. The project's prefixes
        (`pv:`, `skos:` …) need not be declared.

        Raises:
            QuestionError: neither a question nor SPARQL that can be answered.
        """
        if _is_name(query):
            given = {name.replace("_", "-"): str(value) for name, value in values.items()}
            return self._source.question(query, given)
        if values:
            raise QuestionError(
                "les paramètres vont à une question de la bibliothèque, par son nom"
            )
        answer = self._source.sparql(with_prefixes(query))
        if answer.kind == "select":
            return as_rows(answer, self.release)
        return answer.boolean if answer.kind == "ask" else answer.body.decode()

    def sparql(self, query: str) -> Answer:
        """The raw answer to a SPARQL query, as it is written."""
        return self._source.sparql(query)

    def questions(self) -> Rows:
        """The library: each question's name, words, parameters and SPARQL."""
        return self._source.questions()

    def compare(
        self,
        lignes: str = "theme",
        colonnes: str = "contrat",
        *,
        compte: str = "engagement",
        discutables: bool = False,
        **filters: Value,
    ) -> Rows:
        """Engagements counted by two dimensions, one row a cell that is not empty."""
        return self._source.compare(lignes, colonnes, _filters(filters), compte, discutables)

    def search(self, words: str, *, limit: int = 20, **filters: Value) -> Rows:
        """Mesures and passages that say these words, in French forms, best first."""
        return self._source.search(words, _filters(filters), limit)

    def cite(self, thing: str) -> Rows:
        """Every passage that says a thing (its IRI), or the passage of that permalink: exact
        words, offsets (code points), words before and after.

        Raises:
            QuestionError: not an IRI.
        """
        try:
            node = NamedNode(thing if ":" in thing else self._base + thing)
        except ValueError as error:
            raise QuestionError(f"{thing!r} n'est pas une IRI") from error
        return as_rows(self._source.sparql(_CITE.format(thing=node)), self.release)


def _filters(given: dict[str, Value]) -> dict[str, list[str]]:
    """Every filter as a list of words."""
    found = {}
    for name, value in given.items():
        values = [value] if isinstance(value, str | int) else list(value)
        words = [str(v).lower() if isinstance(v, bool) else str(v) for v in values]
        found[name.replace("_", "-")] = words
    return found


def _is_name(query: str) -> bool:
    return query.replace("-", "").replace("_", "").isalnum()


def with_prefixes(query: str) -> str:
    """The query with the project's prefixes that it uses and does not declare."""
    lower = query.lower()
    missing = [
        f"PREFIX {name}: <{namespace}> "
        for name, namespace in prefixes().items()
        if f"{name}:" in query and f"prefix {name}:" not in " ".join(lower.split())
    ]
    return "".join(missing) + query
