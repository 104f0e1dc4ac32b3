"""Reads one text: the only module of the build that loads the language."""

import json
import pickle
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from pvgraph import records
from pvgraph.annotation.annotator import reader_of
from pvgraph.building import sums
from pvgraph.building.extracted import COUNTS, EXTRACTION, PASSAGES, RECORDS, TALLY, TEXT, Text
from pvgraph.building.known import referents, words
from pvgraph.curation.replay import Outcome, apply
from pvgraph.extraction import extract
from pvgraph.graph.tally import tally
from pvgraph.model import Extraction
from pvgraph.search import gather


def read(text: Text) -> Mapping[str, bytes]:
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


def prepare() -> None:
    """Load what every text needs."""
    reader_of(words()).load()
