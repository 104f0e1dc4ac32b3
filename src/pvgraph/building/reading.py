"""The first task: one text → its extraction, and what it brings to the shared graph."""

import json
import pickle
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pvgraph import lexicon, records
from pvgraph.annotate import reader_of
from pvgraph.building import sums
from pvgraph.curation.corrections import Correction
from pvgraph.curation.replay import Outcome, apply
from pvgraph.extraction import extract, project_lexicon
from pvgraph.graph.referents import Referents, load_names
from pvgraph.graph.tally import tally
from pvgraph.model import Document, Extraction
from pvgraph.paths import resource
from pvgraph.search import gather

MODULE = __name__
EXTRACTION, TALLY, TEXT, RECORDS, PASSAGES, COUNTS = (
    "extraction.pickle", "tally.pickle", "texte.txt", "records.jsonl", "passages.jsonl",
    "counts.json",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """A text to read. `extraction` is given where it is not to be read but taken as it is;
    `corrections` are those of people, replayed on what is read."""

    document: Document
    extraction: Extraction | None = None
    corrections: tuple[Correction, ...] = ()


def folders() -> tuple[Path, ...]:
    """The project's folders that reading depends on."""
    return resource("extract"), resource("ontology")


def run(text: Text) -> Mapping[str, bytes]:
    """Read one text.

    Raises:
        PvgraphError: the text cannot be read, or one of the project's lists is wrong.
    """
    document = text.document
    found, replayed = _corrected(text)
    lines = "".join(line + "\n" for line in records.dump_lines(found.records))
    counts = Counter(r.niveau for r in found.records)
    counts["signatures"] = len(found.signatures)
    counts["mis de côté par règle"] = len(found.aside)
    counts["non compris"] = len(found.unclaimed)
    counts.update(f"corrections {outcome.state}s" for outcome in replayed)
    files = {
        EXTRACTION: pickle.dumps(found),
        TALLY: pickle.dumps(
            tally(document, found, referents(document.contrat, document.declaration))
        ),
        TEXT: document.text.encode(),
        RECORDS: lines.encode(),
        PASSAGES: gather.passages(found).encode(),
        COUNTS: json.dumps(dict(sorted(counts.items()))).encode(),
    }
    return sums.summed(files)


def _corrected(text: Text) -> tuple[Extraction, tuple[Outcome, ...]]:
    """What is read, with the corrections replayed, and what became of each."""
    found = text.extraction or extract(text.document, words())
    kept, replayed, revisions = apply(found.records, text.corrections, text.document.text)
    return replace(found, records=kept, revisions=revisions), replayed


def words() -> lexicon.Lexicon:
    """The project's lists, read once a process."""
    return project_lexicon()


def prepare() -> None:
    """Load what every text needs: workers forked afterwards have it without loading it."""
    reader_of(words()).load()


def referents(contrat: str, declaration: Mapping) -> Referents:
    """What the names of one contrat stand for."""
    names = load_names(resource("ontology") / "appellations.csv")
    return Referents(words(), names, {contrat: territory(contrat, declaration)})


def territory(contrat: str, declaration: Mapping) -> str:
    """The name of the contrat's territory, or its slug."""
    return declaration.get("epci", {}).get("nom") or contrat
