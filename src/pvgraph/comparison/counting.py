"""Engagements counted by two dimensions under filters: from the cube where it holds what is asked,
from the engagements themselves where it does not.

The cube (`qb:Observation`, made at build) holds each engagement once, debatable ones included:
those are counted apart and taken off. Two careful readers could disagree about a debatable mesure.
Queries are put together from the fixed paths of `dimensions.py`; values are terms written by the
engine's own serializer, never text of the asker.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from pyoxigraph import NamedNode

from pvgraph.comparison.dimensions import DIMENSIONS, Dimension, dimension
from pvgraph.store.answer import Answer

PREFIXES = """PREFIX pv: <https://w3id.org/pvgraph/def#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
"""
CERTAIN = "FILTER NOT EXISTS { ?m pv:discutable true }"
DEBATABLE = "?m pv:discutable true ."

Ask = Callable[[str], Awaitable[Answer]]
Filters = Mapping[str, Sequence[NamedNode]]
"""By dimension, the values of which any may hold."""
Cells = dict[tuple[str, str], dict[str, int]]
"""Engagements by row and column (IRIs), each by mode (IRI)."""


async def engagements(
    ask: Ask, rows: Dimension, columns: Dimension, filters: Filters, debatable: bool = False
) -> Cells:
    """Engagements by row and column, each by mode."""
    certain = "" if debatable else CERTAIN
    from_cube = in_cube(rows, columns, filters)
    if from_cube is None:
        return _by_mode(await ask(in_facts(rows, columns, filters, certain)))
    every = _by_mode(await ask(from_cube))
    if not every:  # no cube in a file that no build made
        return _by_mode(await ask(in_facts(rows, columns, filters, certain)))
    if debatable:
        return every
    doubtful = _by_mode(await ask(in_facts(rows, columns, filters, DEBATABLE)))
    for key, split in doubtful.items():
        for mode, n in split.items():
            every[key][mode] -= n
    return every


async def mesures(
    ask: Ask, rows: Dimension, columns: Dimension, filters: Filters, debatable: bool = False
) -> dict[tuple[str, str], int]:
    """Mesures by row and column: one that several engagements hold counts once in a cell."""
    where = [*_facts(rows, columns, filters), "" if debatable else CERTAIN]
    sparql = _counted(where, "?ligne ?colonne", "COUNT(DISTINCT ?m)")
    return {(r.value, c.value): int(n.value) for r, c, n in (await ask(sparql)).rows}


def in_cube(rows: Dimension, columns: Dimension, filters: Filters) -> str | None:
    """The query on the cube; None where it does not hold what is asked."""
    if not all(d.cube for d in (rows, columns, *map(dimension, filters))):
        return None
    where = [_kept("?o", dimension(name).cube, name, filters[name]) for name in filters]
    where += [f"?o {rows.cube} ?ligne .", f"?o {columns.cube} ?colonne ."]
    where += [f"?o {DIMENSIONS['mode'].cube} ?mode ; a qb:Observation ; pv:nombre ?nombre ."]
    return _counted(where, "?ligne ?colonne ?mode", "SUM(?nombre)")


def in_facts(rows: Dimension, columns: Dimension, filters: Filters, certain: str) -> str:
    """The query on the engagements; `certain` is a pattern on the mesure, empty for all."""
    where = [certain, *_facts(rows, columns, filters)]
    where += [f"?e {DIMENSIONS['mode'].fact} ?mode ."]
    return _counted(where, "?ligne ?colonne ?mode", "COUNT(DISTINCT ?e)")


def listing(filters: Filters, debatable: bool = False) -> str:
    """The query that lists engagements under the filters, with their quote and its place."""
    kept = "\n  ".join(_kept("?e", dimension(name).fact, name, filters[name]) for name in filters)
    return f"""{PREFIXES}SELECT ?e ?mesure ?contrat ?niveau ?texte ?theme ?acteur
  ?type ?role ?mode ?numero ?debut ?fin WHERE {{
  {kept}
  ?e a pv:Engagement .
  ?e pv:mesure ?mesure ; pv:acteur ?acteur ; pv:role ?role ; pv:modeAttribution ?mode .
  ?acteur pv:typeActeur ?type .
  ?mesure pv:contrat ?contrat ; pv:niveau ?niveau ; pv:texte ?texte ; prov:wasQuotedFrom ?passage .
  {"" if debatable else CERTAIN.replace("?m ", "?mesure ")}
  ?passage nif:beginIndex ?debut ; nif:endIndex ?fin .
  OPTIONAL {{ ?mesure pv:themePrincipal ?theme }}
  OPTIONAL {{ ?mesure pv:numero ?numero }}
}}
ORDER BY ?contrat ?debut ?e"""


def details(found: Iterable[str]) -> str:
    """The query that lists these engagements (IRIs) as `listing` does, whatever the corpus holds
    besides: LATERAL keeps the engine from beginning elsewhere."""
    iris = " ".join(f"<{iri}>" for iri in found)
    return f"""{PREFIXES}SELECT ?e ?mesure ?contrat ?niveau ?texte ?theme ?acteur
  ?type ?role ?mode ?numero ?debut ?fin WHERE {{
  VALUES ?e {{ {iris} }}
  LATERAL {{
    ?e pv:mesure ?mesure ; pv:acteur ?acteur ; pv:role ?role ; pv:modeAttribution ?mode .
    ?acteur pv:typeActeur ?type .
  }}
  LATERAL {{
    ?mesure pv:contrat ?contrat ; pv:niveau ?niveau ; pv:texte ?texte ;
      prov:wasQuotedFrom ?passage .
    ?passage nif:beginIndex ?debut ; nif:endIndex ?fin .
    OPTIONAL {{ ?mesure pv:themePrincipal ?theme }}
    OPTIONAL {{ ?mesure pv:numero ?numero }}
  }}
}}
ORDER BY ?contrat ?debut ?e"""


def _facts(rows: Dimension, columns: Dimension, filters: Filters) -> list[str]:
    kept = [_kept("?e", dimension(name).fact, name, filters[name]) for name in filters]
    crossed = [f"?e {rows.fact} ?ligne .", f"?e {columns.fact} ?colonne ."]
    return [*kept, *crossed, "?e a pv:Engagement ; pv:mesure ?m ."]


def _kept(subject: str, path: str, name: str, values: Sequence[NamedNode]) -> str:
    """One value is written in its place, which the planner likes best; several as a table."""
    if len(values) == 1:
        return f"{subject} {path} {values[0]} ."
    variable = f"?f_{name.replace('-', '_')}"
    return f"VALUES {variable} {{ {' '.join(map(str, values))} }} {subject} {path} {variable} ."


def _counted(where: list[str], by: str, total: str) -> str:
    pattern = "\n  ".join(filter(None, where))
    return f"{PREFIXES}SELECT {by} ({total} AS ?n) WHERE {{\n  {pattern}\n}}\nGROUP BY {by}"


def _by_mode(answer: Answer) -> Cells:
    cells: Cells = {}
    for row, column, mode, n in answer.rows:
        cells.setdefault((row.value, column.value), {})[mode.value] = int(n.value)
    return cells
