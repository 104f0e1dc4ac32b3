"""SHACL and the rules of `shapes/globales/` on a part of the dataset, with what it points to.

A part is checked among the triples around it (classes and names of what it names), and only what is
found on its own nodes counts: the findings of all parts are those of the whole.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache

from pyoxigraph import Quad, RdfFormat, Store, parse

from pvgraph.validate import Shapes, engine, load
from pvgraph.validate.findings import Finding, Place
from pvgraph.validate.places import placed
from pvgraph.validate.run import breaches

FINDINGS = "constats.json"


@dataclass(frozen=True, slots=True)
class Bucket:
    """Some of the things that contrats share, and the triples around them (N-Triples both)."""

    own: bytes
    around: bytes


def run(bucket: Bucket) -> Mapping[str, bytes]:
    """Check one bucket."""
    own, around = (parse(part, RdfFormat.N_TRIPLES) for part in (bucket.own, bucket.around))
    return {FINDINGS: dump(check(list(own), around, "commun"))}


def check(own: Iterable[Quad], around: Iterable[Quad], batch: str) -> list[Finding]:
    """What the shapes of one batch and the rules find on the nodes that `own` describes."""
    store = Store()
    own = list(own)
    store.extend(Quad(*q.triple) for q in (*own, *around))
    return check_in(store, own, batch)


def check_in(store: Store, own: Iterable[Quad], batch: str) -> list[Finding]:
    """The same where `store` already holds `own` and what is around it."""
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


def dump(findings: Iterable[Finding]) -> bytes:
    return json.dumps([asdict(f) for f in findings], ensure_ascii=False).encode()


def loaded(data: bytes) -> list[Finding]:
    """The findings that `dump` wrote."""
    rows = json.loads(data)
    return [
        Finding(**{**row, "place": Place(**row["place"]) if row["place"] else None}) for row in rows
    ]
