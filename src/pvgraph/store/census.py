"""What a graph holds, counted: classes, properties, graphs and how they join (VoID's figures).

Counting takes seconds where answering takes milliseconds: a build counts once, `census.json` keeps
it, and the service's description is made of that.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import Store

from pvgraph.store.answer import Answer
from pvgraph.store.engine import Engine

#: By name, each count; the first six give one figure each.
COUNTS: Mapping[str, str] = {
    "triples": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?s a ?c }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }",
    "by graph": """SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }
GROUP BY ?g ORDER BY ?g""",
    "by class": "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c ORDER BY ?c",
    "by property": """SELECT ?p (COUNT(*) AS ?n)
  (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY ?p""",
    "by class and property": """SELECT ?c ?p (COUNT(*) AS ?n) WHERE { ?s a ?c ; ?p ?o }
GROUP BY ?c ?p ORDER BY ?c ?p""",
    "links": """SELECT ?c ?p ?d (COUNT(*) AS ?n) WHERE { ?s a ?c ; ?p ?o . ?o a ?d }
GROUP BY ?c ?p ?d ORDER BY ?c ?p ?d""",
    "datatypes": """SELECT ?c ?p ?d (COUNT(*) AS ?n) WHERE { ?s a ?c ; ?p ?o .
  FILTER(isLiteral(?o)) BIND(DATATYPE(?o) AS ?d) }
GROUP BY ?c ?p ?d ORDER BY ?c ?p ?d""",
}
FIGURES = tuple(COUNTS)[:6]


def write(store: Store, path: Path) -> None:
    """Count what a release's store holds, and keep it at `path`."""
    engine = Engine(store)
    counted = {name: json.loads(engine.query(sparql).body) for name, sparql in COUNTS.items()}
    path.write_text(json.dumps(counted, ensure_ascii=False), encoding="utf-8")


def read(path: Path) -> dict[str, Answer]:
    """The counts kept at `path`, by name; none where there is no such file."""
    if not path.is_file():
        return {}
    counted = json.loads(path.read_text(encoding="utf-8"))
    return {name: Answer("select", json.dumps(found).encode()) for name, found in counted.items()}
