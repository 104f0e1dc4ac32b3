"""The store of a release: loaded whole, or the last one with only what changed replaced."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple
from pyoxigraph import parse as parse_rdf

from pvgraph.building import parts
from pvgraph.building.parts import Part

_AT_ONCE = 24 * 2**20
"""Bytes of graph files handed over at once: the loader holds some fifteen times as much."""
_MOSTLY_SAME = 0.2
"""Share of the bytes that may have changed for replacing to be quicker than loading anew."""


@dataclass(frozen=True, slots=True)
class Last:
    """The dataset of the last release: its store, the folder and the SHA-256 of its parts."""

    store: Path
    folder: Path
    sha256: Mapping[str, str]

    def read(self, name: str) -> bytes:
        """The lines of a part; none where it had no such part."""
        return (self.folder / f"{name}{parts.SUFFIX}").read_bytes() if name in self.sha256 else b""


def load(
    folder: Path,
    dataset: Sequence[Part],
    base: str,
    progress: Callable[[int], object] = lambda size: None,
) -> None:
    """Make a store of all parts; `progress` is told the bytes handed over."""
    store = Store(str(folder))
    for batch, size in parts.batches(dataset, base, _AT_ONCE):
        store.bulk_load(batch, RdfFormat.N_QUADS)
        progress(size)
    store.optimize()
    store.flush()


def can_replace(last: Last | None, dataset: Sequence[Part]) -> bool:
    """Whether most of the dataset is that of the last release."""
    if last is None or not last.store.is_dir():
        return False
    names = {n for n in parts.changed(last.sha256, dataset) if n not in parts.BESIDE}
    total = sum(p.path.stat().st_size for p in dataset)
    new = sum(p.path.stat().st_size for p in dataset if p.name in names)
    return new <= _MOSTLY_SAME * total


def replace(folder: Path, last: Last, dataset: Sequence[Part], base: str) -> int:
    """Make a store that shares the last one's files (hard links) and holds `dataset`, and of
    what stands beside it (`parts.BESIDE`) still what the last one held.

    Gives the number of quads added or removed.
    """
    Store.read_only(str(last.store)).backup(str(folder))
    here = {part.name: part for part in dataset}
    names = [n for n in parts.changed(last.sha256, dataset) if n not in parts.BESIDE]
    return change(
        Store(str(folder)),
        (
            (
                parts.graph(name, base),
                last.read(name),
                here[name].path.read_bytes() if name in here else b"",
            )
            for name in names
        ),
    )


def change(store: Store, changes: Iterable[tuple[NamedNode, bytes, bytes]]) -> int:
    """Put new lines in place of old ones, graph by graph, touching only those that differ.

    The default graph keeps one copy of a triple as long as a named graph holds it. Gives the
    number of quads added or removed.
    """
    gone: list[Quad] = []
    come: list[Quad] = []
    for graph, old, new in changes:
        removed, added = parts.difference(old, new)
        gone += _quads(removed, graph)
        come += _quads(added, graph)
    if not gone and not come:
        return 0
    for quad in gone:
        store.remove(quad)
    store.extend([*come, *(Quad(*q.triple) for q in come)])
    for triple in list(_lost(store, gone)):
        store.remove(Quad(*triple))
    store.flush()
    return len(gone) + len(come)


def _quads(lines: Iterable[bytes], graph: NamedNode) -> list[Quad]:
    found = parse_rdf(b"".join(lines), RdfFormat.N_TRIPLES)
    return [Quad(*quad.triple, graph) for quad in found]


def _lost(store: Store, gone: Iterable[Quad]) -> Iterator[Triple]:
    """The triples of `gone` that no named graph holds any more; asked one by one, for a body or a
    contrat may have thousands of others."""
    for triple in {quad.triple for quad in gone}:
        found = store.quads_for_pattern(*triple, None)
        if not any(isinstance(quad.graph_name, NamedNode) for quad in found):
            yield triple
