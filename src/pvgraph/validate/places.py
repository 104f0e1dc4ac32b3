"""From a finding's node to the words of the text: file, line, sentence."""

from dataclasses import replace

from pyoxigraph import NamedNode, Store, Variable

from pvgraph.graph.passages import shortened
from pvgraph.validate.findings import Finding, Place

# The node itself where it is a passage; its own; its measure's; that of whoever is bound so.
_WAYS = (
    "?passage a pv:Passage",
    "?focus prov:wasQuotedFrom ?passage",
    "?focus pv:mesure/prov:wasQuotedFrom ?passage",
    "?focus ^pv:acteur/prov:wasQuotedFrom ?passage",
)
_QUERY = """
PREFIX pv: <https://w3id.org/pvgraph/def#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT {variable} ?passage ?file ?line ?words WHERE {{
  {way} .
  ?passage nif:referenceContext/dct:identifier ?file ; pv:ligne ?line .
  OPTIONAL {{ ?passage nif:anchorOf ?words }}
}} ORDER BY ?line ?passage LIMIT 1"""


def placed(finding: Finding, store: Store) -> Finding:
    """The finding with the words it points to, where the graph leads from its node to a text."""
    for term in (finding.focus, finding.value):
        if not term.startswith("<"):
            continue
        found = _passage(NamedNode(term[1:-1]), store)
        if found:
            passage, place = found
            return replace(finding, passage=passage, place=place)
    return finding


def _passage(focus: NamedNode, store: Store) -> tuple[str, Place] | None:
    for way in _WAYS:
        name = "focus" if "?focus" in way else "passage"
        query = _QUERY.format(way=way, variable="?focus" if name == "focus" else "")
        rows = store.query(query, substitutions={Variable(name): focus})
        for row in rows:
            words = shortened(row["words"].value, 160) if row["words"] else ""
            place = Place(row["file"].value, int(row["line"].value), words)
            return row["passage"].value, place
    return None
