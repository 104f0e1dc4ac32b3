"""Rules and shapes on a part of the dataset, with what it points to."""

from collections.abc import Iterable, Mapping
from functools import cache

from pyoxigraph import Quad, RdfFormat, Store, parse

from pvgraph.building import parts
from pvgraph.building.checking import DERIVED, FINDINGS, Bucket, dump
from pvgraph.graph.derived import follow
from pvgraph.paths import resource
from pvgraph.validate import engine
from pvgraph.validate.findings import Finding
from pvgraph.validate.places import placed
from pvgraph.validate.run import breaches
from pvgraph.validate.shapes import Shapes, load


def check(bucket: Bucket) -> Mapping[str, bytes]:
    """What follows from one bucket by rule, and what the shapes find in both."""
    own = list(parse(bucket.own, RdfFormat.N_TRIPLES))
    store, follows = following(own, parse(bucket.around, RdfFormat.N_TRIPLES))
    return {
        FINDINGS: dump(check_in(store, [*own, *follows], "commun")),
        DERIVED: parts.ntriples(follows),
    }


def following(own: Iterable[Quad], around: Iterable[Quad]) -> tuple[Store, set[Quad]]:
    """What follows from `own` among what is around it by the rules of `ontology/regles/`, and a
    store that holds all of these."""
    rules = resource("ontology")
    store = Store()
    store.extend(Quad(*q.triple) for q in around)
    known = follow(store, rules)
    store.extend(Quad(*q.triple) for q in own)
    follows = follow(store, rules) - known
    store.extend(Quad(*q.triple) for q in (*known, *follows))
    return store, follows


def check_in(store: Store, own: Iterable[Quad], batch: str) -> list[Finding]:
    """What the shapes of one batch and the rules find on the nodes that `own` describes, in a
    store that holds it and what is around it."""
    nodes = {str(q.subject) for q in own}
    found = engine.run(store, shapes(), batch)
    for rule in shapes().rules:
        found += breaches(store, rule)
    return sorted({placed(f, store) for f in found if f.focus in nodes}, key=_order)


def _order(finding: Finding) -> tuple[str, ...]:
    return (finding.shape, finding.focus, finding.path, finding.value, finding.component)


@cache
def shapes() -> Shapes:
    """The project's shapes, read once a process."""
    return load()
