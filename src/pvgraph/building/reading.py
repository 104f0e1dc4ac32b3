"""The first task: one text → its extraction, and what it brings to the shared graph."""

import json
import pickle
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pvgraph import lexicon, records
from pvgraph.building import sums
from pvgraph.extraction import extract
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
    """A text to read. `extraction` is given where it is not to be read but taken as it is."""

    document: Document
    extraction: Extraction | None = None


def folders() -> tuple[Path, ...]:
    """The project's folders that reading depends on."""
    return resource("extract"), resource("ontology")


def run(text: Text) -> Mapping[str, bytes]:
    """Read one text.

    Raises:
        PvgraphError: the text cannot be read, or one of the project's lists is wrong.
    """
    document = text.document
    found = text.extraction or extract(document, words())
    lines = "".join(line + "\n" for line in records.dump_lines(found.records))
    counts = Counter(r.niveau for r in found.records)
    counts["signatures"] = len(found.signatures)
    counts["mis de côté par règle"] = len(found.aside)
    counts["non compris"] = len(found.unclaimed)
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


@cache
def words() -> lexicon.Lexicon:
    """The project's lists, read once a process."""
    return lexicon.load()


def referents(contrat: str, declaration: Mapping) -> Referents:
    """What the names of one contrat stand for."""
    names = load_names(resource("ontology") / "appellations.csv")
    return Referents(words(), names, {contrat: territory(contrat, declaration)})


def territory(contrat: str, declaration: Mapping) -> str:
    """The name of the contrat's territory, or its slug."""
    return declaration.get("epci", {}).get("nom") or contrat
