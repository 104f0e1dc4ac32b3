"""Releases: what a build leaves on disk (`publication` puts it there), never changed since.

To open what is served::

    release = releases.current(Path("build"))     # StoreError where nothing was ever built
    store = pyoxigraph.Store.read_only(str(release.store))          # on disk
    store.bulk_load(path=release.quads, format=RdfFormat.N_QUADS)   # or in memory: both files
    store.bulk_load(path=release.default, format=RdfFormat.N_TRIPLES)

(`pvgraph.store.opening` does it, with the names that earlier releases had.)

`release.quads` (`pvgraph.nq`) holds the named graphs, sorted, without blank nodes, the catalogue
among them but not the names that earlier releases had (`release.retired`): it depends on nothing
but what was built. `exports/pvgraph.nq` holds the data alone, and its sha256 names the release.
`release.default` (`defaut.nt`) is the real default graph, one copy of every triple.
`release.store` holds all of it, loaded. `release.texts` holds the source texts.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from pvgraph.errors import StoreError

WHOLE_LIMIT = 120 * 2**20
"""Bytes of N-Triples up to which a release holds whole-corpus files too, and is asked in memory."""


@dataclass(frozen=True, slots=True)
class Release:
    """One release's folder (the resolved path, not the `current` link) and what is in it."""

    path: Path

    @property
    def id(self) -> str:
        return self.path.name

    @property
    def quads(self) -> Path:
        """Sorted N-Quads of every named graph."""
        return self.path / "pvgraph.nq"

    @property
    def default(self) -> Path:
        """Sorted N-Triples of the default graph: one copy of every triple of `quads`."""
        return self.path / "defaut.nt"

    @property
    def graphs(self) -> Path:
        """Folder of the named graphs, one or several files of sorted N-Triples each."""
        return self.path / "graphes"

    @property
    def retired(self) -> Path:
        """The names that earlier releases had and what took their place; absent without any."""
        return self.graphs / "retires.nt"

    @property
    def store(self) -> Path:
        """The Oxigraph folder, to be opened with `Store.read_only`."""
        return self.path / "store"

    @property
    def records(self) -> Path:
        """Folder of `<slug>.jsonl`, the extraction's records."""
        return self.path / "records"

    @property
    def texts(self) -> Path:
        """Folder of `<slug>.txt`, the source texts byte for byte."""
        return self.path / "textes"

    @property
    def exports(self) -> Path:
        """Folder of the published files: RDF by format, flat tables, schemas, `index.json`."""
        return self.path / "exports"

    @property
    def passages(self) -> Path:
        """Folder of `<slug>.jsonl`: the passages that became no fact, with the rule that set each
        aside (empty where it was not understood)."""
        return self.path / "passages"

    @property
    def search(self) -> Path:
        """The search index (SQLite)."""
        return self.path / "search.sqlite"

    @property
    def counts(self) -> Path:
        """What is counted of the contrats, for the site (SQLite; `pvgraph.counts`)."""
        return self.path / "counts.sqlite"

    @property
    def census(self) -> Path:
        """What the graph holds, counted (`pvgraph.store.census`); absent from a large release."""
        return self.path / "census.json"

    @property
    def evaluation(self) -> Path:
        """How well the texts were read (`pvgraph.evaluate.report`); absent without annotations."""
        return self.path / "evaluation.json"

    @property
    def report(self) -> Path:
        """The validation report, Turtle."""
        return self.path / "report.ttl"

    def manifest(self) -> dict:
        """`manifest.json`: id, sha256 of the data, time, versions, counts, files.

        Raises:
            StoreError: the manifest is missing or unreadable.
        """
        path = self.path / "manifest.json"
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise StoreError(f"{path}: illisible ({error}) ; relancer pvgraph build") from error
        if not _is_manifest(manifest):
            raise StoreError(f"{path}: ce n'est pas un manifeste ; relancer pvgraph build")
        return manifest


def _is_manifest(written: object) -> bool:
    """Whether it is an object whose files, if it lists any, have a size and a checksum each."""
    files = written.get("files", {}) if isinstance(written, dict) else None
    return isinstance(files, dict) and all(
        isinstance(said, dict) and {"bytes", "sha256"} <= said.keys() for said in files.values()
    )


def current(build: Path) -> Release:
    """The release that `build/current` points to.

    Raises:
        StoreError: nothing was built yet.
    """
    link = build / "current"
    if not link.is_dir():
        raise StoreError(f"{link}: aucun graphe construit ; lancer pvgraph build")
    return Release(link.resolve())


def releases(build: Path) -> list[Release]:
    """The releases kept, the most recently published last."""
    folders = [p for p in (build / "releases").glob("*") if p.is_dir() and p.suffix != ".tmp"]
    return [Release(p) for p in sorted(folders, key=lambda p: (p.stat().st_mtime_ns, p.name))]


def sha256(path: Path) -> str:
    """The file's SHA-256, in hex."""
    with path.open("rb") as lines:
        return hashlib.file_digest(lines, "sha256").hexdigest()
