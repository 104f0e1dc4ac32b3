"""The quote behind whatever an answer holds: engagements, cells of a comparison, rows of SPARQL."""

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import NamedNode

from pvgraph.client.graph import Graph
from pvgraph.client.rows import Rows
from pvgraph.graph.names import slug

QUOTE = ("citation", "debut", "fin", "permalien")
_MOST_CITED = 60
_KINDS = ("mesure", "engagement", "axe", "indicateur", "resultat", "realisation", "signature")
_COLUMNS = {"type-acteur": "type_acteur", "pilier": "piliers", "public": "publics",
            "dispositif": "dispositifs"}  # fmt: skip
_FIRST = """PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
SELECT ?chose ?permalien ?debut ?fin ?citation WHERE {{ VALUES ?chose {{ {things} }}
  ?chose prov:wasQuotedFrom ?permalien . ?permalien nif:beginIndex ?debut ; nif:endIndex ?fin .
  OPTIONAL {{ ?permalien nif:anchorOf ?citation }} }} ORDER BY ?chose ?debut"""


def quote(row: Mapping[str, object]) -> dict[str, object]:
    """What of a row says where the text says it."""
    return {name: row[name] for name in QUOTE}


def cells(compared: Rows, engagements: Rows, rows: str, columns: str) -> list[dict]:
    """The cells of a comparison, each with the first engagement that it counts."""
    first: dict[tuple[str, str], dict] = {}
    for engagement in engagements:
        for row in _codes(engagement, rows):
            for column in _codes(engagement, columns):
                first.setdefault((row, column), engagement)
    return [
        {**cell, **({"exemple": quote(found)} if found else {})}
        for cell in compared
        for found in [first.get((str(cell["ligne"]), str(cell["colonne"])))]
    ]


def _codes(engagement: Mapping[str, object], dimension: str) -> list[str]:
    """The codes of an engagement in a dimension."""
    found = engagement[_COLUMNS.get(dimension, dimension)]
    if isinstance(found, list):
        named = dimension in ("public", "dispositif")
        return [slug(str(value)) if named else str(value) for value in found]
    return [str(found)] if found is not None else []


def cited(graph: Graph, rows: Sequence[Mapping[str, object]]) -> dict[str, dict]:
    """The first quote of each fact named in the rows, by IRI (the first facts only)."""
    things = list(dict.fromkeys(_facts(rows)))[:_MOST_CITED]
    if not things:
        return {}
    found = graph.query(_FIRST.format(things=" ".join(str(NamedNode(t)) for t in things)))
    quotes: dict[str, dict] = {}
    for row in found:
        quotes.setdefault(row["chose"], quote(row))
    return quotes


def _facts(rows: Iterable[Mapping[str, object]]) -> Iterable[str]:
    """The IRIs of facts in the rows."""
    for row in rows:
        for value in row.values():
            if isinstance(value, str) and any(f"/id/{kind}/" in value for kind in _KINDS):
                yield value
