"""The schema card: what an assistant reads before it writes a query, traps included."""

import tomllib

from pvgraph.client.graph import Graph
from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.exports import tables
from pvgraph.exports.selection import filters
from pvgraph.exports.serializations import prefixes
from pvgraph.paths import resource

_CLASSES = """SELECT ?terme ?nom ?definition (COUNT(?s) AS ?nombre) WHERE {
  ?terme a owl:Class ; rdfs:isDefinedBy ?ontologie ; rdfs:label ?nom ; skos:definition ?definition .
  FILTER(LANG(?nom) = "fr" && LANG(?definition) = "fr")
  ?s a ?terme } GROUP BY ?terme ?nom ?definition ORDER BY DESC(?nombre) ?terme"""
_PROPERTIES = """SELECT ?terme ?nom ?domaine ?portee ?nombre WHERE {
  { SELECT ?terme (COUNT(*) AS ?nombre) WHERE { ?s ?terme ?o } GROUP BY ?terme }
  ?terme rdfs:isDefinedBy ?ontologie ; rdfs:label ?nom . FILTER(LANG(?nom) = "fr")
  OPTIONAL { ?terme rdfs:domain ?domaine } OPTIONAL { ?terme rdfs:range ?portee }
} ORDER BY DESC(?nombre) ?terme"""
_CODES = """SELECT ?classe ?code ?nom WHERE { ?classe rdfs:subClassOf skos:Concept .
  ?code a ?classe ; skos:inScheme ?liste ; rdfs:label ?nom . FILTER(LANG(?nom) = "fr")
  FILTER(?classe != pv:Axe) } ORDER BY ?classe ?code"""


def pitfalls(language: str = "fr") -> list[str]:
    """What makes a good question give a wrong answer."""
    text = (resource("catalogue") / "pieges.toml").read_text(encoding="utf-8")
    return [trap[language] for trap in tomllib.loads(text)["piege"]]


def card(graph: Graph) -> dict:
    """Prefixes, classes and properties with their counts, codes, filters, questions, traps."""
    codes: dict[str, dict[str, str]] = {}
    for row in graph.query(_CODES):
        kind = row["classe"].rpartition("#")[2]
        codes.setdefault(kind, {})[row["code"].rpartition("/")[2]] = row["nom"]
    return {
        "release": graph.release,
        "pieges": pitfalls(),
        "prefixes": prefixes(),
        "classes": [
            {"terme": _short(r["terme"]), "nom": r["nom"], "definition": r["definition"],
             "nombre": r["nombre"]}
            for r in graph.query(_CLASSES)
        ],
        "proprietes": [
            {"terme": _short(r["terme"]), "nom": r["nom"], "de": _short(r["domaine"]),
             "vers": _short(r["portee"]), "nombre": r["nombre"]}
            for r in graph.query(_PROPERTIES)
        ],
        "codes": codes,
        "filtres": {name: sorted(filters(table)) for name, table in tables.load().items()},
        "dimensions": list(DIMENSIONS),
        "questions": {q["name"]: q["question_fr"] for q in graph.questions()},
    }  # fmt: skip


def _short(iri: str | None) -> str:
    if not iri:
        return ""
    for prefix, namespace in prefixes().items():
        if iri.startswith(namespace) and prefix != "pvid":
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
