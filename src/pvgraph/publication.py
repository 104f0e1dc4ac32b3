"""What a build leaves: every file of a release, written beside the old ones, then published."""

import importlib.metadata
import platform
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store

from pvgraph import __version__, records, releases
from pvgraph.evaluate import crossed, evaluation
from pvgraph.exports import write as exports
from pvgraph.graph import dataset
from pvgraph.graph.names import BASE
from pvgraph.model import Document, Extraction
from pvgraph.paths import resource
from pvgraph.search import gather
from pvgraph.validate import Report
from pvgraph.validate import rdf as report_rdf


@dataclass(frozen=True)
class Sources:
    """Where a build reads and writes. `base` is where the data's IRIs live."""

    corpus: Path
    build: Path
    ontology: Path = field(default_factory=lambda: resource("ontology"))
    shapes: Path = field(default_factory=lambda: resource("shapes"))
    base: str = BASE

    @property
    def cache(self) -> Path:
        """Where results are kept from build to build; safe to delete."""
        return self.build / "cache"


@dataclass(frozen=True)
class Built:
    """What a build made, before it is published."""

    documents: Sequence[Document]
    extractions: Sequence[Extraction]
    quads: set[Quad]
    report: Report | None = None

    def counts(self) -> dict[str, int]:
        """How many records of each niveau, signatures and quads."""
        niveaux = Counter(r.niveau for e in self.extractions for r in e.records)
        signatures = sum(len(e.signatures) for e in self.extractions)
        return {**dict(sorted(niveaux.items())), "signatures": signatures, "quads": len(self.quads)}


def write(built: Built, work: Path, base: str = BASE) -> str:
    """Write the release's files to `work`; gives the SHA-256 of the sorted N-Quads."""
    folder = releases.Release(work)
    folder.records.mkdir()
    folder.texts.mkdir()
    folder.passages.mkdir()
    for document, found in zip(built.documents, built.extractions, strict=True):
        lines = "".join(line + "\n" for line in records.dump_lines(found.records))
        (folder.records / f"{document.contrat}.jsonl").write_text(lines, encoding="utf-8")
        (folder.texts / f"{document.contrat}.txt").write_bytes(document.text.encode())
        gather.passages(folder.passages / f"{document.contrat}.jsonl", found)
    if built.report:
        folder.report.write_bytes(report_rdf.turtle(built.report))
    _dump(folder.quads, dataset.nquads(built.quads))
    _dump(folder.default, dataset.default_graph(built.quads))
    store = Store(str(folder.store))
    store.bulk_load(path=str(folder.quads), format=RdfFormat.N_QUADS)
    store.bulk_load(path=str(folder.default), format=RdfFormat.N_TRIPLES)
    store.optimize()
    store.flush()
    contrats = [d.contrat for d in built.documents]
    exports.write(built.quads, store, contrats, folder.exports, base)
    gather.index(folder.search, store.query, built.extractions, base)
    del store
    return releases.sha256(folder.quads)


def _dump(path: Path, lines: Sequence[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(lines)


def measure(built: Built, annotated: Path, into: Path) -> None:
    """Write how well the texts were read, where there are annotations of them."""
    if annotated.is_dir():
        texts = {d.contrat: d.text for d in built.documents}
        evaluation.run(annotated, texts, built.extractions, crossed.load()).write(into)


def manifest(built: Built, sha: str) -> dict:
    """What the release says of itself; the only place where the clock is read."""
    names = ("pyoxigraph", "spacy", "rdflib", "pyshacl", "scikit-learn")
    installed = {d.name.lower(): d.version for d in importlib.metadata.distributions() if d.name}
    return {
        "sha256": sha,
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": {
            "pvgraph": __version__,
            "python": platform.python_version(),
            **{n: installed[n] for n in names if n in installed},
        },
        "counts": built.counts(),
        "contrats": [d.contrat for d in built.documents],
    }


def publish(built: Built, sources: Sources) -> releases.Release:
    """Write a release beside the old ones, its IRIs under the base asked for, and make it current.

    Raises:
        StoreError: another build is at work.
    """
    with releases.under_construction(sources.build) as work:
        if sources.base != BASE:
            built = replace(built, quads=set(dataset.rebase(built.quads, sources.base)))
        sha = write(built, work, sources.base)
        measure(built, sources.corpus / "gold", releases.Release(work).evaluation)
        said = manifest(built, sha) | {"base": sources.base}
        return releases.publish(sources.build, work, sha[:12], said)
