"""« Qui s'engage à quoi ? » as a table: engagements counted by two dimensions, filtered by others.

Every engagement counts once in a cell: a collective promise is one engagement of the signatories
together, and a mesure stands under its main theme. Only `public` and `dispositif` can put one
engagement in several cells, since a mesure may name several. Debatable items are left out unless
asked for.
"""

import difflib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from pvgraph.errors import QuestionError
from pvgraph.questions import BASE, thing
from pvgraph.store.answer import Answer

#: What each dimension is of an engagement `?e` on a mesure `?m`.
DIMENSIONS = {
    "contrat": "?m pv:contrat ?contrat .",
    "pilier": "?m pv:themePrincipal/skos:broader ?pilier .",
    "theme": "?m pv:themePrincipal ?theme .",
    "acteur": "?e pv:acteur ?acteur .",
    "type-acteur": "?e pv:acteur/pv:typeActeur ?type_acteur .",
    "role": "?e pv:role ?role .",
    "niveau": "?m pv:niveau ?niveau .",
    "mode": "?e pv:modeAttribution ?mode .",
    "public": "?m pv:public ?public .",
    "dispositif": "?m pv:dispositif ?dispositif .",
}
#: What can be counted, and the variable counted.
COUNTS = {"engagement": "?e", "mesure": "?m"}
_PREFIXES = """PREFIX pv: <https://w3id.org/pvgraph/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_CERTAIN = "FILTER NOT EXISTS { ?m pv:discutable true }"


@dataclass(frozen=True)
class Comparison:
    """What to count: `rows` by `columns` (dimensions), `filters` (dimension → values, any of
    which may hold), `count` (a key of COUNTS), `debatable` items or not."""

    rows: str
    columns: str
    filters: Mapping[str, Sequence[NamedNode]]
    count: str = "engagement"
    debatable: bool = False

    def __post_init__(self) -> None:
        for name in (self.rows, self.columns, *self.filters):
            if name not in DIMENSIONS:
                raise QuestionError(
                    f"dimension {name!r} inconnue ; connues : {', '.join(DIMENSIONS)}"
                )
        if self.rows == self.columns:
            raise QuestionError(f"lignes et colonnes sont toutes deux {self.rows!r}")
        if self.count not in COUNTS:
            raise QuestionError(f"{self.count!r} : on compte {' ou '.join(COUNTS)}")

    @property
    def sparql(self) -> str:
        """The query that fills the table: one line a cell that is not empty."""
        row, column = _variable(self.rows), _variable(self.columns)
        names = dict.fromkeys((*sorted(self.filters), self.rows, self.columns))
        counted = f"(COUNT(DISTINCT {COUNTS[self.count]}) AS ?n)"
        return f"""{_PREFIXES}SELECT {row} {column} {counted} WHERE {{
  {self._values()}
  ?e a pv:Engagement ; pv:mesure ?m .
  {" ".join(DIMENSIONS[name] for name in names)}
  {"" if self.debatable else _CERTAIN}
}} GROUP BY {row} {column}"""

    def _values(self) -> str:
        """The filters: terms written by the engine's own serializer, never text of the asker."""
        return " ".join(
            f"VALUES {_variable(name)} {{ {' '.join(str(v) for v in values)} }}"
            for name, values in sorted(self.filters.items())
            if values
        )


@dataclass(frozen=True, slots=True)
class Heading:
    """A row or column: the thing, its code (last words of its IRI) and its French label."""

    iri: str
    code: str
    label: str


@dataclass(frozen=True)
class Table:
    """A comparison's answer: headings in order, `cells[row IRI, column IRI]` where not zero."""

    comparison: Comparison
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    cells: Mapping[tuple[str, str], int]

    def cell(self, row: Heading, column: Heading) -> int:
        return self.cells.get((row.iri, column.iri), 0)

    def total(self, heading: Heading) -> int:
        """The sum of a row or of a column."""
        return sum(n for pair, n in self.cells.items() if heading.iri in pair)


def _variable(name: str) -> str:
    return "?" + name.replace("-", "_")


_VALUES = {
    "contrat": "?v a pv:Contrat .",
    "pilier": "?t skos:broader ?v . ?v a pv:Pilier .",
    "theme": "?v a pv:Theme .",
    "acteur": "?v a pv:Acteur .",
}


def values_query(dimension: str, language: str = "fr") -> str:
    """The query for a dimension's values, those of the code list or else those that occur, with
    label in `language` (`fr` or `en`)."""
    if dimension not in DIMENSIONS:
        raise QuestionError(f"dimension {dimension!r} inconnue ; connues : {', '.join(DIMENSIONS)}")
    pattern = _VALUES.get(dimension)
    if pattern is None:
        pattern = DIMENSIONS[dimension].replace(_variable(dimension), "?v")
        pattern = f"?e pv:mesure ?m . {pattern}"
    return f"""{_PREFIXES}SELECT ?v (SAMPLE(?l) AS ?label) WHERE {{
  {{ SELECT DISTINCT ?v WHERE {{ {pattern} }} }}
  OPTIONAL {{ ?v rdfs:label ?l . FILTER(LANG(?l) = "{"en" if language == "en" else "fr"}") }}
}} GROUP BY ?v"""


Ask = Callable[[str], Awaitable[Answer]]


async def headings(ask: Ask, dimension: str, language: str = "fr") -> dict[str, Heading]:
    """The values of a dimension that the graph knows, by code."""
    answer = await ask(values_query(dimension, language))
    found = {}
    for value, label in answer.rows:
        iri = value.value
        code = iri.removeprefix(f"{_base(iri, dimension)}{dimension}/")
        found[code] = Heading(iri, code, label.value if label else code)
    return found


def _base(iri: str, dimension: str) -> str:
    head, mark, _ = iri.rpartition(f"/{dimension}/")
    return f"{head}/" if mark else BASE


def resolve(known: Mapping[str, Heading], dimension: str, value: str) -> NamedNode:
    """The thing that `value` (a code or an IRI) names.

    Raises:
        QuestionError: no such thing; lists the nearest codes.
    """
    iri = known[value].iri if value in known else thing(dimension, value).value
    if iri in {h.iri for h in known.values()}:
        return NamedNode(iri)
    raise QuestionError(
        f"{dimension} : {value!r} inconnu ; {nearest(value, known) or 'aucune valeur'}"
    )


def nearest(value: str, known: Mapping[str, Heading]) -> str:
    """The codes most like `value`, by code or by label, as words for a message."""
    words = {h.label.lower(): h.code for h in known.values()} | {c: c for c in known}
    close = difflib.get_close_matches(value.lower(), words, n=8, cutoff=0.5)
    inside = [c for c in known if value.lower() in c]
    codes = list(dict.fromkeys([*inside, *(words[w] for w in close)]))[:6] or sorted(known)[:12]
    return "proches : " + ", ".join(codes) if codes else ""


async def compare(
    ask: Ask,
    rows: str,
    columns: str,
    filters: Mapping[str, Sequence[str]] | None = None,
    *,
    count: str = "engagement",
    debatable: bool = False,
    empty: bool = False,
    language: str = "fr",
) -> Table:
    """The table of a comparison; `ask` runs a query, filter values are codes or IRIs.

    Rows go by total, largest first; columns by code. With `empty`, rows and columns that hold
    nothing are shown too: gaps are findings.

    Raises:
        QuestionError: an unknown dimension or value.
    """
    terms = {
        name: [resolve(known, name, v) for v in values]
        for name, values in (filters or {}).items()
        if values and (known := await headings(ask, name))
    }
    comparison = Comparison(rows, columns, terms, count, debatable)
    cells = {(r.value, c.value): int(n.value) for r, c, n in (await ask(comparison.sparql)).rows}
    row_names = {h.iri: h for h in (await headings(ask, rows, language)).values()}
    column_names = {h.iri: h for h in (await headings(ask, columns, language)).values()}
    totals: dict[str, int] = {}
    for (row, _), n in cells.items():
        totals[row] = totals.get(row, 0) + n
    used = {c for _, c in cells}
    shown = [h for h in row_names.values() if empty or h.iri in totals]
    across = [h for h in column_names.values() if empty or h.iri in used]
    return Table(
        comparison,
        tuple(sorted(shown, key=lambda h: (-totals.get(h.iri, 0), h.label))),
        tuple(sorted(across, key=lambda h: h.code)),
        cells,
    )
