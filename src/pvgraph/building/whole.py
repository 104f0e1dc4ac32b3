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
from pvgraph.building import checking, keys, parts, reading
from pvgraph.building.cache import Cache
from pvgraph.building.crew import Crew, Done, Files
from pvgraph.building.material import Material
from pvgraph.building.parts import Part
from pvgraph.errors import PvgraphError
from pvgraph.evaluate import crossed, evaluation
from pvgraph.evaluate.report import Report
from pvgraph.exports import write as exports
from pvgraph.exports.index import Export
from pvgraph.model import Extraction
from pvgraph.store import census
from pvgraph.validate import rdf
from pvgraph.validate.findings import report

_VALIDATION = "validation"
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


def started(
    material: Material, folder: releases.Release, dataset: Sequence[Part], crew: Crew
) -> Iterator[Done]:
    """Let the crew write the published files and the evaluation; gives what becomes of it."""
    public = [part for part in dataset if part.name.partition("/")[0] != _VALIDATION]
    published = Published(public, sorted(material.read_in), folder.exports, material.sources.base)
    given = [
        ("évaluation", (_evaluation, material.read_in, material.sources.corpus / "gold",
                        material.sources.tasks, folder.evaluation)),
        ("graphes", (_graphs, published)),
        ("tables", (_tables, published)),
    ]  # fmt: skip
    return crew.run(run, given)


def run(piece: tuple) -> Files:
    """Make one piece of what is published."""
    make, *given = piece
    return {_MADE: pickle.dumps(make(*given))}


def exported(done: Iterable[Done], folder: releases.Release) -> list[Export]:
    """What each published file is, once all are written.

    Raises:
        PvgraphError: one could not be.
    """
    return exports.listed(finished(done), folder.exports)


def finished(done: Iterable[Done]) -> list[Export]:
    """The published files that the pieces give, once all are made.

    Raises:
        PvgraphError: one could not be.
    """
    found: list[Export] = []
    for one in done:
        if one.files is None:
            raise PvgraphError(f"{one.contrat} : {one.problem}")
        found += pickle.loads(one.files[_MADE])
    return found


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
) -> Iterator[Done]:
    """Write the other whole-corpus files: dataset with catalogue, findings; what it holds is
    counted by the crew, of which this gives what becomes."""
    base = material.sources.base
    folder.quads.write_bytes(b"".join(_sorted(parts.nquads(part, base) for part in dataset)))
    folder.default.write_bytes(b"".join(_sorted(part.path.read_bytes() for part in dataset)))
    counted = crew.run(run, [("comptes", (_census, folder.quads, folder.default, folder.census))])
    folder.report.write_bytes(rdf.turtle(report(list(_findings(material)))))
    return counted


def _census(quads: Path, default: Path, into: Path) -> list[Export]:
    store = Store()  # in memory, where counting is five times as fast as on disk
    store.bulk_load(path=str(quads), format=RdfFormat.N_QUADS)
    store.bulk_load(path=str(default), format=RdfFormat.N_TRIPLES)
    census.write(store, into)
    return []


def _sorted(files: Iterable[bytes]) -> list[bytes]:
    """The lines of some files, sorted, each once."""
    return sorted({line for content in files for line in content.splitlines(keepends=True)})


def _findings(material: Material) -> Iterable[checking.Finding]:
    yield from material.common.findings
    for source in material.written.values():
        yield from checking.loaded((source / checking.FINDINGS).read_bytes())


def _evaluation(
    read_in: Mapping[str, Path], annotated: Path, cache: Path, into: Path
) -> list[Export]:
    extractions: list[Extraction] = []
    texts: dict[str, str] = {}
    for contrat, source in read_in.items():
        extractions.append(pickle.loads((source / reading.EXTRACTION).read_bytes()))
        texts[contrat] = (source / reading.TEXT).read_bytes().decode()
    measure(texts, extractions, annotated, into, Cache(cache))
    return []


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


def unseen_key(annotated: Path) -> str:
    """The key of what is measured on other towns: it depends on no text of the corpus."""
    folders = [annotated.parent / evaluation.UNSEEN, *reading.folders()]
    code = [keys.code(evaluation.__name__), keys.code(reading.MODULE)]
    return keys.key("essais", *code, keys.folders(folders))


def _elsewhere(annotated: Path, cache: Cache | None) -> Report | None:
    key = unseen_key(annotated)
    known = cache.get(key) if cache else None
    if known:
        return pickle.loads((known / _MADE).read_bytes())
    measured = evaluation.elsewhere(annotated, extraction.extract)
    if cache:
        cache.put(key, {_MADE: pickle.dumps(measured)})
    return measured
