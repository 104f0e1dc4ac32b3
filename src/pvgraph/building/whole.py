"""Files that hold the whole corpus: written where it is small enough to be held in memory.

Beyond `releases.WHOLE_LIMIT` they would be made again, in full, at each change of one contrat: a
large corpus is published graph by graph (`graphes/`), and whole by the store.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, Store, parse

from pvgraph import extraction, releases
from pvgraph.building import apart, checking, extracted, parts, unseen
from pvgraph.building.apart import Piece
from pvgraph.building.cache import Cache
from pvgraph.building.crew import Crew, Done
from pvgraph.building.material import Material
from pvgraph.building.parts import Part
from pvgraph.evaluate import crossed, evaluation
from pvgraph.evaluate.report import Report
from pvgraph.exports import write as exports
from pvgraph.exports.index import Export
from pvgraph.model import Extraction
from pvgraph.store import census
from pvgraph.validate import rdf
from pvgraph.validate.findings import report

_VALIDATION = "validation"
_EXPORTS = ("graphes", "tables")
_MADE = "fichiers.pickle"


@dataclass(frozen=True, slots=True)
class Published:
    """What is public of a dataset, and where its files go."""

    dataset: Sequence[Part]
    slugs: Sequence[str]
    folder: Path
    base: str

    def lines(self, of: Callable[[Part], bytes]) -> bytes:
        """The lines of all parts, sorted, each once."""
        return b"".join(_sorted(map(of, self.dataset)))


def pieces(
    material: Material, folder: releases.Release, dataset: Sequence[Part]
) -> Iterator[Piece]:
    """The published files (`exported` takes what these give) and the evaluation."""
    public = [part for part in dataset if part.name.partition("/")[0] != _VALIDATION]
    published = Published(public, sorted(material.read_in), folder.exports, material.sources.base)
    annotated, cache = material.sources.corpus / "gold", material.sources.tasks
    yield "évaluation", _evaluation, (material.read_in, annotated, cache, folder.evaluation)
    yield _EXPORTS[0], _graphs, (published,)
    yield _EXPORTS[1], _tables, (published,)


def exported(made: Mapping[str, object], folder: releases.Release) -> list[Export]:
    """What each published file is, from what the pieces gave."""
    return exports.listed([export for name in _EXPORTS for export in made[name]], folder.exports)


def _graphs(published: Published) -> list[Export]:
    lines = published.lines(lambda part: parts.nquads(part, published.base))
    quads = list(parse(lines, RdfFormat.N_QUADS))
    return exports.graphs(quads, published.slugs, published.folder, published.base)


def _tables(published: Published) -> list[Export]:
    store = Store()
    store.bulk_load(published.lines(lambda part: part.path.read_bytes()), RdfFormat.N_TRIPLES)
    return exports.flat(store, published.slugs, published.folder, published.base)


def write(
    material: Material, folder: releases.Release, dataset: Sequence[Part], crew: Crew
) -> Iterable[Done]:
    """Write the other whole-corpus files: dataset with catalogue, findings; what it holds is
    counted by the crew, of which this gives what becomes."""
    base = material.sources.base
    folder.quads.write_bytes(b"".join(_sorted(parts.nquads(part, base) for part in dataset)))
    folder.default.write_bytes(b"".join(_sorted(part.path.read_bytes() for part in dataset)))
    given = (folder.quads, folder.default, folder.census)
    counted = apart.started(crew, [("comptes", _census, given)])
    folder.report.write_bytes(rdf.turtle(report(list(_findings(material)))))
    return counted


def _census(quads: Path, default: Path, into: Path) -> None:
    store = Store()  # in memory, where counting is five times as fast as on disk
    store.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    store.bulk_load(path=str(default), format=RdfFormat.N_TRIPLES)
    census.write(store, into)


def _sorted(files: Iterable[bytes]) -> list[bytes]:
    """The lines of some files, sorted, each once."""
    return sorted({line for content in files for line in content.splitlines(keepends=True)})


def _findings(material: Material) -> Iterable[checking.Finding]:
    yield from material.common.findings
    for source in material.written.values():
        yield from checking.loaded((source / checking.FINDINGS).read_bytes())


def _evaluation(read_in: Mapping[str, Path], annotated: Path, cache: Path, into: Path) -> None:
    extractions: list[Extraction] = []
    texts: dict[str, str] = {}
    for contrat, source in read_in.items():
        extractions.append(pickle.loads((source / extracted.EXTRACTION).read_bytes()))
        texts[contrat] = (source / extracted.TEXT).read_bytes().decode()
    measure(texts, extractions, annotated, into, Cache(cache))


def measure(
    texts: Mapping[str, str],
    extractions: Sequence[Extraction],
    annotated: Path,
    into: Path,
    cache: Cache | None = None,
) -> None:
    """Write how well the texts were read, where there are annotations of them."""
    if annotated.is_dir():
        beside = _elsewhere(annotated, cache)
        evaluation.run(annotated, texts, extractions, crossed.load(), beside).write(into)


def _elsewhere(annotated: Path, cache: Cache | None) -> Report | None:
    key = unseen.key(annotated)
    known = cache.get(key) if cache else None
    if known:
        return pickle.loads((known / _MADE).read_bytes())
    measured = evaluation.elsewhere(annotated, extraction.extract)
    if cache:
        cache.put(key, {_MADE: pickle.dumps(measured)})
    return measured
