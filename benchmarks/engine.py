"""What we rely on in the pinned engine, tried again: run it at every bump of pyoxigraph.

    python benchmarks/engine.py --store build

Facts are printed as they are found, with what the code does because of them; query shapes as
ratios to the fastest way of asking the same.
"""

import argparse
import os
import statistics
import time
from pathlib import Path

import pyoxigraph
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    Store,
    Variable,
)

from pvgraph.store.opening import find_release, load

A, B, ONE = NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:one")
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def two_graphs() -> Store:
    """One triple said in two graphs."""
    store = Store()
    for graph in (A, B):
        store.add(Quad(ONE, ONE, ONE, graph))
    return store


def counted(**options: object) -> str:
    return next(iter(two_graphs().query(COUNT, **options)))["n"].value


def union_counts() -> str:
    n = counted(use_default_graph_as_union=True)
    return (
        f"union of named graphs counts one triple of two graphs {n} time(s): a real default graph"
    )


def merge_counts() -> str:
    n = counted(default_graph=[A, B], named_graphs=[])
    return f"two default graphs count a triple that both hold {n} time(s): graphs are kept disjoint"


def substitution_outside() -> str:
    try:
        two_graphs().query("SELECT ?o { ?s ?p ?o }", substitutions={Variable("s"): ONE})
    except RuntimeError:
        return "a value for a variable that is not projected is refused: questions.py says so first"
    return "a value for a variable that is not projected is taken: the loader may be less strict"


def substitution_inside() -> str:
    query = f"SELECT ?s ?n {{ {{ {COUNT} }} }}"
    store = two_graphs()
    store.add(Quad(A, A, A))
    store.add(Quad(ONE, A, A))
    n = next(iter(store.query(query, substitutions={Variable("s"): ONE})))["n"].value
    said = "ignored" if n == "2" else "applied"
    return f"a value is {said} in a sub-select that does not project it: projection.py refuses it"


def values_kept() -> str:
    store = Store()
    store.add(
        Quad(A, A, Literal("1.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")))
    )
    value = next(iter(store.query("SELECT ?o { ?s ?p ?o }")))["o"].value
    return f"the decimal 1.50 comes back as {value}: the build writes canonical forms"


FACTS = (union_counts, merge_counts, substitution_outside, substitution_inside, values_kept)

PREFIX = """PREFIX pv: <https://w3id.org/pvgraph/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
ABOUT = (
    "?m a ?c OPTIONAL { ?m pv:texte ?t } OPTIONAL { ?m pv:theme ?h } OPTIONAL { ?m rdfs:label ?l }"
)
ONCE = "SELECT DISTINCT ?a { ?e pv:acteur ?a }"
#: By what is asked: the ways of asking it; MESURE stands for one mesure of the graph.
SHAPES = {
    "a record": {
        "IRI inlined": f"SELECT * {{ {ABOUT.replace('?m', 'MESURE')} }}",
        "VALUES, then OPTIONALs": f"SELECT * {{ VALUES ?m {{ MESURE }} {ABOUT} }}",
        "VALUES, then LATERAL": f"SELECT * {{ VALUES ?m {{ MESURE }} LATERAL {{ {ABOUT} }} }}",
    },
    "acteurs with their label": {
        "DISTINCT, then labels": f"SELECT * {{ {{ {ONCE} }} ?a rdfs:label ?l }} ORDER BY ?l",
        "labels, then DISTINCT": "SELECT DISTINCT ?a ?l { ?e pv:acteur ?a . ?a rdfs:label ?l }"
        " ORDER BY ?l",
    },
}


def milliseconds(store: Store, sparql: str) -> float:
    """The median of asking and serialising, for about half a second."""
    seconds, begun = [], time.perf_counter()
    while (now := time.perf_counter()) - begun < 0.5 or len(seconds) < 3:
        store.query(sparql).serialize(format=QueryResultsFormat.JSON)
        seconds.append(time.perf_counter() - now)
    return statistics.median(seconds) * 1000


def forks(store: Store) -> float:
    """Milliseconds to fork this process, the graph in memory, and end the fork."""
    begun = time.perf_counter()
    for _ in range(10):
        child = os.fork()
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)
    return (time.perf_counter() - begun) * 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path, default=Path("build"))
    options = parser.parse_args()
    print(f"pyoxigraph {pyoxigraph.__version__}")
    for fact in FACTS:
        print(f"- {fact()}")
    store = load(find_release(options.store))
    print(f"- a fork that shares {len(store)} quads: {forks(store):.1f} ms")
    (mesure, *_) = next(iter(store.query(PREFIX + "SELECT ?m { ?e pv:mesure ?m } LIMIT 1")))
    for name, shapes in SHAPES.items():
        measured = {
            how: milliseconds(store, PREFIX + sparql.replace("MESURE", str(mesure)))
            for how, sparql in shapes.items()
        }
        best = min(measured.values())
        print(f"\n{name}")
        for how, ms in measured.items():
            print(f"  {how:24}{ms:10.2f} ms{ms / best:8.1f} ×")


if __name__ == "__main__":
    main()
