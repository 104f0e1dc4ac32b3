"""Files that hold the whole corpus: written where it is small enough to be held in memory.

Beyond `releases.WHOLE_LIMIT` they would be made again, in full, at each change of one contrat: a
large corpus is published graph by graph (`graphes/`), and whole by the store.
"""

import pickle
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Quad, RdfFormat, parse

from pvgraph import extraction, releases
from pvgraph.building import checking, reading
from pvgraph.building.parts import Part
from pvgraph.evaluate import crossed, evaluation
from pvgraph.exports import write as exports
from pvgraph.exports.index import Export
from pvgraph.model import Extraction
from pvgraph.store import census
from pvgraph.validate import rdf
from pvgraph.validate.findings import report

if TYPE_CHECKING:
    from pvgraph.building.assembly import Material

_VALIDATION = "validation"


def exported(
    material: "Material", folder: releases.Release, dataset: Sequence[Part]
) -> list[Export]:
    """Write the published files; gives what each is."""
    quads = (quad for part in dataset for quad in _quads(part, material.sources.base))
    public = {q for q in quads if not q.graph_name.value.endswith(f"graphe/{_VALIDATION}")}
    slugs = sorted(material.read_in)
    return exports.write(public, slugs, folder.exports, material.sources.base)


def write(material: "Material", folder: releases.Release, dataset: Sequence[Part]) -> None:
    """Write the other whole-corpus files: the dataset with its catalogue, counts, findings."""
    quads = [quad for part in dataset for quad in _quads(part, material.sources.base)]
    _lines(folder.quads, {f"{quad} .\n" for quad in quads})
    _lines(folder.default, {f"{quad.triple} .\n" for quad in quads})
    census.write(quads, folder.census)
    folder.report.write_bytes(rdf.turtle(report(list(_findings(material)))))


def _quads(part: Part, base: str) -> Iterable[Quad]:
    graph = part.graph(base)
    return (Quad(*q.triple, graph) for q in parse(path=part.path, format=RdfFormat.N_TRIPLES))


def _lines(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(sorted(lines))


def _findings(material: "Material") -> Iterable[checking.Finding]:
    yield from material.common.findings
    for source in material.written.values():
        yield from checking.loaded((source / checking.FINDINGS).read_bytes())


def evaluated(material: "Material", into: Path) -> None:
    """Write how well the texts of a release were read, where there are annotations of them."""
    extractions: list[Extraction] = []
    texts: dict[str, str] = {}
    for contrat, source in material.read_in.items():
        extractions.append(pickle.loads((source / reading.EXTRACTION).read_bytes()))
        texts[contrat] = (source / reading.TEXT).read_bytes().decode()
    measure(texts, extractions, material.sources.corpus / "gold", into)


def measure(
    texts: Mapping[str, str], extractions: Sequence[Extraction], annotated: Path, into: Path
) -> None:
    """Write how well the texts were read, where there are annotations of them."""
    if annotated.is_dir():
        other_towns = evaluation.elsewhere(annotated, extraction.extract)
        evaluation.run(annotated, texts, extractions, crossed.load(), other_towns).write(into)
