"""The store of a release: loaded whole, or the last one with only what changed replaced."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple
from pyoxigraph import parse as parse_rdf

from pvgraph.building import parts
from pvgraph.building.parts import Part
from pvgraph.releases import Release

_AT_ONCE = 24 * 2**20
"""Bytes of graph files handed over at once: the loader holds some fifteen times as much."""
_MOSTLY_SAME = 0.2
"""Share of the bytes that may have changed for replacing to be quicker than loading anew."""

Difference = tuple[list[bytes], list[bytes]]


@dataclass(frozen=True, slots=True)
class Last:
    """The dataset of the last release: its store, the folder and the SHA-256 of its parts."""

    store: Path
    folder: Path
    sha256: Mapping[str, str]
    _known: dict[str, tuple[bytes, Difference]] = field(default_factory=dict, compare=False)

    def difference(self, name: str, now: bytes) -> Difference:
        """The lines of a part that are gone and those that are new, found out once."""
        known, found = self._known.get(name, (None, ([], [])))
        if known != now:
            found = parts.difference(self.read(name), now)
            self._known[name] = now, found
        return found

    def read(self, name: str) -> bytes:
        """The lines of a part; none where it had no such part."""
        return (self.folder / f"{name}{parts.SUFFIX}").read_bytes() if name in self.sha256 else b""


def last(release: Release | None) -> Last | None:
    """The dataset of a release, where there is one."""
    if release is None:
        return None
    return Last(release.store, release.graphs, release.manifest().get("graphs", {}))


def load(
    folder: Path,
    dataset: Sequence[Part],
    base: str,
    progress: Callable[[int], object] = lambda size: None,
) -> Store:
    """Make a store of all parts; `progress` is told the bytes handed over."""
    store = Store(str(folder))
    for batch, size in parts.batches(dataset, base, _AT_ONCE):
        store.bulk_load(batch, RdfFormat.N_QUADS)
        progress(size)
    store.optimize()
    store.flush()
    return store


def can_replace(last: Last | None, dataset: Sequence[Part]) -> bool:
    """Whether most of the dataset is that of the last release."""
    if last is None or not last.store.is_dir():
        return False
    names = {n for n in parts.changed(last.sha256, dataset) if n not in parts.BESIDE}
    total = sum(p.path.stat().st_size for p in dataset)
    new = sum(p.path.stat().st_size for p in dataset if p.name in names)
    return new <= _MOSTLY_SAME * total


def replace(store: Store, last: Last, dataset: Sequence[Part], base: str) -> int:
    """Make a copy of the last release's store hold `dataset`, and of what stands beside it
    (`parts.BESIDE`) still what the last one held.

    Gives the number of quads added or removed.
    """
    here = {part.name: part for part in dataset}
    names = [n for n in parts.changed(last.sha256, dataset) if n not in parts.BESIDE]
    contents = ((n, here[n].path.read_bytes() if n in here else b"") for n in names)
    return change(store, ((parts.graph(n, base), last.difference(n, b)) for n, b in contents))


def change(store: Store, changes: Iterable[tuple[NamedNode, Difference]]) -> int:
    """Put new lines in place of old ones, graph by graph.

    The default graph keeps one copy of a triple as long as a named graph holds it. Gives the
    number of quads added or removed.
    """
    gone: list[Quad] = []
    come: list[Quad] = []
    for graph, (removed, added) in changes:
        gone += _quads(removed, graph)
        come += _quads(added, graph)
    if not gone and not come:
        return 0
    for quad in gone:
        store.remove(quad)
    store.extend([*come, *(Quad(*q.triple) for q in come)])
    for triple in list(_lost(store, gone)):
        store.remove(Quad(*triple))
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
