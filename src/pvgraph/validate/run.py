"""Which graph is checked with which shapes: per contrat, in parallel, only what changed."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from pvgraph.graph.names import ACTEURS, CODES, DERIVE, ONTOLOGIE, VALIDATION, graph_of
from pvgraph.validate import engine
from pvgraph.validate.findings import Finding, Report, report
from pvgraph.validate.places import placed
from pvgraph.validate.shapes import BATCHES, Rule, Shapes, load

_SHARED = (ACTEURS, CODES, ONTOLOGIE)
Batch = tuple[str, bytes]
"""The name of a batch of shapes and the N-Triples on which they are checked."""


def check(
    quads: Iterable[Quad],
    contrats: Sequence[str],
    shapes: Shapes,
    cache: Path | None = None,
    workers: int | None = None,
) -> Report:
    """Every finding on the dataset, with the words each points to.

    Args:
        quads: the dataset, in its named graphs.
        contrats: the slugs whose named graphs are checked.
        cache: a folder where the results of unchanged graphs are kept from build to build.
        workers: how many processes; as many as there are cores by default.
    """
    by_graph: dict[NamedNode, list[Quad]] = {}
    store = Store()
    quads = list(quads)
    for quad in quads:
        by_graph.setdefault(quad.graph_name, []).append(quad)
    store.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in quads)
    found = _batches(list(work(by_graph, contrats)), shapes, cache, workers)
    for rule in shapes.rules:
        found += breaches(store, rule)
    return report([placed(finding, store) for finding in found])


def public(path: Path) -> list[Quad]:
    """The quads of a release's N-Quads that are checked: all but the report on them."""
    quads = parse(path=str(path), format=RdfFormat.N_QUADS)
    return [q for q in quads if q.graph_name != VALIDATION]


def check_graph(store: Store, shapes: Shapes) -> Report:
    """Every finding of every shape on the default graph of `store`: for a small graph by hand."""
    return report([placed(finding, store) for finding in engine.run(store, shapes, *BATCHES)])


def work(by_graph: Mapping, contrats: Sequence[str]) -> Iterator[Batch]:
    """What is checked with which shapes: what is shared, then one contrat after the other."""
    shared = [q for graph in _SHARED for q in by_graph.get(graph, ())]
    yield "commun", _lines([*shared, *by_graph.get(DERIVE, ())])
    for contrat in contrats:
        yield "contrat", _lines([*shared, *by_graph.get(graph_of(contrat), ())])


def _lines(quads: Iterable[Quad]) -> bytes:
    return "".join(sorted({f"{q.triple} .\n" for q in quads})).encode()


def _batches(
    work: Sequence[Batch], shapes: Shapes, cache: Path | None, workers: int | None
) -> list[Finding]:
    """The findings of all batches; those of an unchanged batch come from `cache`."""
    keys = [_key(batch, shapes) for batch in work]
    known = {key: found for key in keys if (found := _cached(cache, key)) is not None}
    todo = [(key, batch) for key, batch in zip(keys, work, strict=True) if key not in known]
    for key, found in zip((k for k, _ in todo), _run([b for _, b in todo], shapes, workers),
                          strict=True):  # fmt: skip
        known[key] = found
        _keep(cache, key, found)
    return [finding for key in keys for finding in known[key]]


def _run(work: Sequence[Batch], shapes: Shapes, workers: int | None) -> Iterable[list[Finding]]:
    workers = min(workers or os.cpu_count() or 1, len(work))
    if workers <= 1:
        return [_one(shapes, name, triples) for name, triples in work]
    with ProcessPoolExecutor(workers, get_context("spawn"), _start, (shapes.folder,)) as pool:
        return list(pool.map(_in_worker, work))


_WORKER: dict[str, Shapes] = {}
"""The shapes, loaded once in each process of the pool."""


def _start(folder: Path) -> None:
    _WORKER["shapes"] = load(folder)


def _in_worker(batch: Batch) -> list[Finding]:
    return _one(_WORKER["shapes"], *batch)


def _one(shapes: Shapes, name: str, triples: bytes) -> list[Finding]:
    store = Store()
    store.bulk_load(triples, RdfFormat.N_TRIPLES)
    return engine.run(store, shapes, name)


def breaches(store: Store, rule: Rule) -> list[Finding]:
    """Each row of the rule's query is a finding on its `?focus`."""
    return [
        Finding(rule.severity, rule.name, str(row["focus"]), "", str(row["value"] or ""),
                "SPARQLConstraintComponent", rule.message_fr, rule.message_en)
        for row in store.query(rule.query)
    ]  # fmt: skip


def _key(batch: Batch, shapes: Shapes) -> str:
    return hashlib.sha256(f"{batch[0]}\0{shapes.digest}\0".encode() + batch[1]).hexdigest()


def _cached(cache: Path | None, key: str) -> list[Finding] | None:
    path = cache / f"{key}.json" if cache else None
    if path is None or not path.is_file():
        return None
    return [Finding(**row) for row in json.loads(path.read_text(encoding="utf-8"))]


def _keep(cache: Path | None, key: str, found: Sequence[Finding]) -> None:
    if cache is None:
        return
    cache.mkdir(parents=True, exist_ok=True)
    fresh = cache / f"{key}.{os.getpid()}"
    fresh.write_text(json.dumps([asdict(f) for f in found], ensure_ascii=False), encoding="utf-8")
    fresh.replace(cache / f"{key}.json")
