"""A built release opened for reading: found, checked against its manifest, loaded.

Small graphs are asked in memory, large ones on disk; a single RDF file can stand in for a release
(tests, one-off questions).
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from pvgraph.errors import StoreError
from pvgraph.releases import Release, current, sha256

#: N-Quads up to this many bytes are loaded in memory (2 to 14 times faster to ask); larger ones
#: are asked on disk, where opening costs nothing. `benchmarks/serve.py` measures both sides.
MEMORY_LIMIT = 120 * 2**20
#: Bytes up to which a file of a large release is compared with its checksum at start.
_FEW = 64 * 2**10
_REBUILD = "lancez `pvgraph build` (build again)"


class SingleFile(Release):
    """One RDF file as if it were a release: named graphs only, no texts, no manifest."""

    @property
    def id(self) -> str:
        return self.path.stem

    @property
    def quads(self) -> Path:
        return self.path

    def manifest(self) -> dict:
        return {}


def find_release(path: Path) -> Release:
    """The release at `path`: a build folder (its `current` one), a release folder, an RDF file.

    Raises:
        StoreError: nothing is there; says what to do.
    """
    if path.is_file():
        return SingleFile(path.resolve())
    if (path / "manifest.json").is_file():
        return Release(path.resolve())
    return current(path)


@lru_cache(maxsize=8)
def created(release: Release) -> datetime:
    """When the release's graph was written (UTC, whole seconds)."""
    written = release.quads if isinstance(release, SingleFile) else release.path / "manifest.json"
    return datetime.fromtimestamp(int(written.stat().st_mtime), UTC)


@lru_cache(maxsize=8)
def in_memory(release: Release, limit: int = MEMORY_LIMIT) -> bool:
    """Whether the graph is small enough (`limit` bytes of N-Quads) to be asked in memory; one too
    large to have whole-corpus files is not."""
    if isinstance(release, SingleFile):
        return True
    return release.quads.is_file() and release.quads.stat().st_size <= limit


def check(release: Release, limit: int = MEMORY_LIMIT) -> None:
    """Compare every file of the release with its manifest: all sizes, and the bytes where they
    are few. A graph asked in memory is read whole anyway, so its files are compared whatever their
    size; a large store checks the sum of each of its blocks when it reads it.

    Raises:
        StoreError: a file is missing, torn or changed; names it and says what to do.
    """
    memory = in_memory(release, limit)
    for name, expected in release.manifest().get("files", {}).items():
        path = release.path / name
        try:
            same = path.stat().st_size == expected["bytes"]
            unread = name.startswith("store/") if memory else expected["bytes"] > _FEW
            same = same and (unread or sha256(path) == expected["sha256"])
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror} ; {_advice(release)}") from error
        if not same:
            raise StoreError(f"{path}: différent du manifeste (torn) ; {_advice(release)}")


def open_store(release: Release) -> Store:
    """The release's graph, in memory or on disk as its size wants.

    Raises:
        StoreError: the graph cannot be read, or is empty.
    """
    return load(release) if in_memory(release) else open_disk(release)


def open_disk(release: Release) -> Store:
    """The release's store on disk, read-only.

    Raises:
        StoreError: the folder is no store or is torn.
    """
    try:
        return Store.read_only(str(release.store))
    except OSError as error:
        raise StoreError(f"{release.store}: {error} ; {_advice(release)}") from error


def load(release: Release) -> Store:
    """The release's graph in memory, with a real default graph beside the named ones.

    A query without FROM then sees each triple once; the engine's own union would count it once
    for each graph that holds it.

    Raises:
        StoreError: a file is missing, empty, or no RDF; names file and line.
    """
    store = Store()
    _bulk_load(store, release.quads, release)
    if not isinstance(release, SingleFile):
        _bulk_load(store, release.default, release)
        _load_retired(store, release)
    if not len(store):
        raise StoreError(f"{release.quads}: graphe vide ; {_REBUILD}")
    if next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is None:
        store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    return store


def _load_retired(store: Store, release: Release) -> None:
    """Load the names that earlier releases had, in their graph and in the default one."""
    if release.retired.is_file():
        graph = NamedNode(f"{release.manifest()['base']}graphe/{release.retired.stem}")
        for into in (graph, DefaultGraph()):
            _bulk_load(store, release.retired, release, into)


def _bulk_load(
    store: Store, path: Path, release: Release, into: NamedNode | DefaultGraph | None = None
) -> None:
    # A build wrote its files with valid IRIs, and their checksums tell that nobody changed them.
    built = not isinstance(release, SingleFile)
    format = RdfFormat.from_extension(path.suffix[1:])
    try:
        store.bulk_load(path=str(path), format=format, to_graph=into, lenient=built)
    except (OSError, SyntaxError, ValueError) as error:
        raise StoreError(f"{path}: {error} ; {_advice(release)}") from error


def _advice(release: Release) -> str:
    return f"{_REBUILD}, ou faites pointer `current` sur une autre version de {release.path.parent}"


def functions(release: Release) -> dict[str, Callable]:
    """The SPARQL functions of a release: full-text search, where it has an index."""
    if not release.search.is_file():
        return {}
    # A stemmer and its words: only what answers queries needs them, not the front of the service.
    from pvgraph.search.functions import functions as search_functions

    return search_functions(release.search)
