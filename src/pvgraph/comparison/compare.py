"""« Qui s'engage à quoi ? » as a table: engagements counted by two dimensions, filtered by others.

Every engagement counts once in a cell: a collective promise is one engagement of the signatories
together, and a mesure stands under its main theme. Only `public` and `dispositif` can put one
engagement in several cells, since a mesure may name several. Debatable items are left out unless
asked for.
"""

import asyncio
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from pvgraph.comparison import counting
from pvgraph.comparison.counting import PREFIXES, Ask, Filters
from pvgraph.comparison.dimensions import crossed, dimension
from pvgraph.counts.read import Counts
from pvgraph.errors import QuestionError

#: What can be counted.
COUNTS = ("engagement", "mesure")


@dataclass(frozen=True)
class Comparison:
    """What to count: `rows` by `columns` (dimensions), `filters` (dimension → values, any of
    which may hold), `count` (one of COUNTS), `debatable` items or not."""

    rows: str
    columns: str
    filters: Filters
    count: str = "engagement"
    debatable: bool = False

    def __post_init__(self) -> None:
        crossed(self.rows, self.columns)
        for name in self.filters:
            dimension(name)
        if self.count not in COUNTS:
            raise QuestionError(f"{self.count!r} : on compte {' ou '.join(COUNTS)}")

    async def cells(self, ask: Ask, held: Counts | None = None) -> dict[tuple[str, str], int]:
        """The cells that are not empty, by row and column; as `held` has them, if it is given."""
        what = *crossed(self.rows, self.columns), self.filters, self.debatable
        if self.count == "mesure":
            if held is not None:
                return await asyncio.to_thread(held.mesures, *what)
            return await counting.mesures(ask, *what)
        if held is not None:
            found = await asyncio.to_thread(held.engagements, *what)
        else:
            found = await counting.engagements(ask, *what)
        return {pair: n for pair, split in found.items() if (n := sum(split.values()))}


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


def values_query(name: str, language: str = "fr") -> str:
    """The query for a dimension's values with label in `language` (`fr` or `en`)."""
    return _labelled(f"?v a pv:{dimension(name).genre} .", language)


def _labelled(pattern: str, language: str) -> str:
    return f"""{PREFIXES}SELECT ?v (SAMPLE(?l) AS ?label) WHERE {{
  {{ SELECT DISTINCT ?v WHERE {{ {pattern} }} }}
  OPTIONAL {{ ?v rdfs:label ?l . FILTER(LANG(?l) = "{"en" if language == "en" else "fr"}") }}
}} GROUP BY ?v"""


async def headings(ask: Ask, name: str, language: str = "fr") -> dict[str, Heading]:
    """The values of a dimension that the graph knows, by code: those of its class, or those that
    occur where a file does not class them."""
    rows = (await ask(values_query(name, language))).rows
    if not rows:
        occurring = f"?e a pv:Engagement ; {dimension(name).fact} ?v ."
        rows = (await ask(_labelled(occurring, language))).rows
    found = {}
    for value, label in rows:
        code = _code(value.value, name)
        found[code] = Heading(value.value, code, label.value if label else code)
    return found


def _code(iri: str, name: str) -> str:
    return iri.rpartition(f"/{name}/")[2]


async def resolve(ask: Ask, name: str, values: Sequence[str]) -> list[NamedNode]:
    """The things that `values` (codes or IRIs) name, engaged or not; a withdrawn name stands for
    its successor.

    Raises:
        QuestionError: no such thing; lists the nearest codes.
    """
    known = await headings(ask, name)
    named = {key: h.iri for h in known.values() for key in (h.code, h.iri)}
    if not named.keys() >= set(values):
        for old, now in (await ask(_WITHDRAWN % dimension(name).genre)).rows:
            named[old.value] = named[_code(old.value, name)] = now.value
    for value in values:
        if value not in named:
            near = nearest(value, known) or "aucune valeur"
            raise QuestionError(f"{name} : {value!r} inconnu ; {near}")
    return [NamedNode(named[value]) for value in values]


_WITHDRAWN = """PREFIX pv: <https://w3id.org/pvgraph/def#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?old ?now WHERE { ?old owl:deprecated true ; dct:isReplacedBy ?now . ?now a pv:%s }"""


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
    held: Counts | None = None,
) -> Table:
    """The table of a comparison; `ask` runs a query, filter values are codes or IRIs, `held` is
    what the release holds counted.

    Rows go by total, largest first; columns by code. With `empty`, rows and columns that hold
    nothing are shown too: gaps are findings.

    Raises:
        QuestionError: an unknown dimension or value.
    """
    terms = {n: await resolve(ask, n, values) for n, values in (filters or {}).items() if values}
    comparison = Comparison(rows, columns, terms, count, debatable)
    cells = await comparison.cells(ask, held)
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
