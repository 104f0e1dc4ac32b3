"""corpus → extractions → graph → derived facts → release: the only place the stages are chained."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pyoxigraph import Quad

from pvgraph import corpus, extraction, lexicon, releases, validate
from pvgraph.graph import dataset, facts
from pvgraph.graph.derived import derive
from pvgraph.graph.names import DERIVE, PV, TYPE
from pvgraph.graph.passages import Lines, shortened
from pvgraph.graph.provenance import Inputs, folder_digest
from pvgraph.graph.referents import Referents, load_names
from pvgraph.lexicon import Lexicon
from pvgraph.model import Document, Extraction
from pvgraph.paths import resource
from pvgraph.publication import Built, Sources, publish
from pvgraph.validate import Report
from pvgraph.validate import rdf as report_rdf

Progress = Callable[[str, Sequence], Iterable]
"""Passes the elements of a sequence on, showing how far a stage has come."""
Log = Callable[[str, str], None]
"""Says in one line what a stage gave: the stage, its counts."""


class Refused(Exception):
    """The data says no: nothing is published, the last good release keeps serving."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def _silent(stage: str, counts: str) -> None:
    """Says nothing."""


def _unseen(stage: str, elements: Sequence) -> Iterable:
    """Shows nothing."""
    return elements


def build(sources: Sources, log: Log = _silent, progress: Progress = _unseen) -> releases.Release:
    """Texts → a published release.

    Raises:
        Refused: a count is out of its bounds, or a Violation stands.
        PvgraphError: a text or a resource is wrong, or another build is at work.
    """
    documents = corpus.load_corpus(sources.corpus)
    log("textes", f"{len(documents)} textes, {sum(len(d.text) for d in documents)} caractères")
    words = lexicon.load()
    extractions = read(documents, words, log, progress)
    _expected(documents, extractions)
    quads = graph(documents, extractions, sources, words)
    log("graphe", _graph_counts(quads))
    found = check(documents, quads, sources)
    log("validation", ", ".join(f"{n} {s}" for s, n in found.counts().items()))
    if not found.conforms:
        raise Refused([f.line() for f in found.findings if f.severity == "Violation"])
    quads |= report_rdf.quads(found)
    release = publish(Built(documents, extractions, quads, found), sources)
    log("version", f"{release.id}, {len(quads)} quads, sha256 {release.manifest()['sha256']}")
    return release


def read(
    documents: Sequence[Document], words: Lexicon, log: Log, progress: Progress
) -> list[Extraction]:
    """What each text says; what is set aside or not understood is counted."""
    extractions = [extraction.extract(d, words) for d in progress("lecture", documents)]
    counts = Built(documents, extractions, set()).counts()
    aside = sum(len(e.aside) for e in extractions)
    unclaimed = sum(len(e.unclaimed) for e in extractions)
    told = ", ".join(f"{n} {name}" for name, n in counts.items() if name != "quads")
    log("lecture", f"{told}, {aside} mis de côté par règle, {unclaimed} non compris")
    return extractions


def audit(sources: Sources, log: Log = _silent, progress: Progress = _unseen) -> Iterable[str]:
    """One line for each passage that no rule understood: file, line, words."""
    documents = corpus.load_corpus(sources.corpus)
    extractions = read(documents, lexicon.load(), log, progress)
    for document, found in zip(documents, extractions, strict=True):
        lines = Lines(document.text)
        for passage in found.unclaimed:
            place = f"corpus/{document.contrat}.txt:{lines.number(passage.span.start)}"
            yield f"{place}: {shortened(passage.text, 200)}"


def _expected(documents: Sequence[Document], extractions: Sequence[Extraction]) -> None:
    """Stop where a text gives more or less than its declaration expects."""
    wrong = []
    for document, found in zip(documents, extractions, strict=True):
        counts = Counter(r.niveau for r in found.records)
        for bound in corpus.expected(document):
            n = counts[bound.niveau]
            if not bound.least <= n <= bound.most:
                wrong.append(
                    f"{document.contrat}.toml: [attendus] {bound.niveau} : {n} lus, "
                    f"entre {bound.least} et {bound.most} attendus"
                )
    if wrong:
        raise Refused(wrong)


def _graph_counts(quads: Iterable[Quad]) -> str:
    classes = Counter(q.object for q in quads if q.predicate == TYPE)
    counted = (("engagements", PV.Engagement), ("acteurs", PV.Acteur), ("passages", PV.Passage))
    told = ", ".join(f"{classes[c]} {name}" for name, c in counted)
    derived = sum(q.graph_name == DERIVE for q in quads)
    return f"{told}, {derived} faits dérivés"


def check(documents: Sequence[Document], quads: set[Quad], sources: Sources) -> Report:
    """The findings of every shape and rule; those of unchanged contrats come from the cache."""
    shapes = validate.load(sources.shapes)
    slugs = [d.contrat for d in documents]
    return validate.check(quads, slugs, shapes, sources.cache / "validation")


def graph(
    documents: Sequence[Document],
    extractions: Sequence[Extraction],
    sources: Sources,
    words: Lexicon,
) -> set[Quad]:
    """Every public quad but the validation report's, under the project's own base."""
    known = facts.load(sources.corpus / "faits.csv")
    names = load_names(sources.ontology / "appellations.csv")
    referents = Referents(words, names, {d.contrat: _territory(d) for d in documents})
    quads = dataset.dataset(
        documents, extractions, referents, known, sources.ontology, _inputs(sources)
    )
    return quads | derive(quads, sources.ontology)


def _inputs(sources: Sources) -> Inputs:
    """What a build reads besides the texts, by its SHA-256."""
    return Inputs(
        reading={"extract": folder_digest(resource("extract"))},
        building={
            "ontology": folder_digest(sources.ontology),
            "shapes": folder_digest(sources.shapes),
            "pvgraph": folder_digest(Path(__file__).parent, "**/*.py"),
        },
    )


def _territory(document: Document) -> str:
    """The name of the contrat's territory, or its slug."""
    return document.declaration.get("epci", {}).get("nom") or document.contrat
